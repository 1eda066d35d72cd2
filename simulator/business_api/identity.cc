// identity/get, create, delete and info: under whose name ads appear (facts 5.1 to 5.3). AUTH_CODE
// and CUSTOMIZED_USER identities come about here; of the other types an ad account has none. The
// posts behind an identity are in identity_video.cc.
#include <string>
#include <vector>

#include <boost/json/array.hpp>

#include "simulator/business_api/access.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/identity_arguments.h"
#include "simulator/business_api/paging.h"
#include "simulator/business_api/post_search.h"
#include "simulator/world/identities.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kListedIdentityTypes[] = {kCustomizedUser, "AUTH_CODE", "TT_USER",
                                                     "BC_AUTH_TT", "TTS_TT"};

// Whom the identity stands for; null if the advertiser made it up.
const CreatorAccount* CreatorOf(const WorldState& state, const Identity& identity) {
  return identity.creator_id.empty() ? nullptr : Find(state.creators, identity.creator_id);
}

// A creator may have another name by now than when its code was redeemed.
const std::string& DisplayNameOf(const WorldState& state, const Identity& identity) {
  const CreatorAccount* creator = CreatorOf(state, identity);
  return creator == nullptr ? identity.display_name : creator->display_name;
}

// `image_field`: what the endpoint calls the address of the picture.
json::object IdentityData(const WorldState& state, const Identity& identity,
                          std::string_view image_field) {
  const CreatorAccount* creator = CreatorOf(state, identity);
  json::object data{
      {"identity_id", identity.id},
      {"identity_type", identity.type},
      {"identity_authorized_bc_id", nullptr},
      {"display_name", DisplayNameOf(state, identity)},
      {"username", creator == nullptr ? json::value() : json::value(creator->username)},
      {"can_push_video", nullptr},
      {"can_pull_video", nullptr},
      {"can_use_live_ads", nullptr},
      {"can_manage_message", nullptr},
      {"available_status", nullptr},
      {"is_gpppa", creator != nullptr && creator->is_government}};
  data[image_field] = creator == nullptr ? identity.profile_image : creator->profile_image;
  return data;
}

absl::StatusOr<Data> IdentityGet(const WorldState& state, const Caller& caller,
                                 const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::string type = in.OptionalOneOf("identity_type", kListedIdentityTypes).value_or("");
  RequireBusinessCenter(in, type);
  ArgumentReader filtering = in.OptionalObject("filtering");
  const std::string keyword = filtering.OptionalString("keyword").value_or("");
  if (!keyword.empty() && !type.empty() && type != kCustomizedUser) {
    filtering.Reject("keyword", "It is valid only for CUSTOMIZED_USER, or without identity_type.");
  }
  const Page page = ReadPage(in, 20, 100);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));

  std::vector<const Identity*> identities = ListIdentities(state, advertiser_id, type);
  std::erase_if(identities, [&](const Identity* identity) {
    return !HoldsText(DisplayNameOf(state, *identity), keyword);
  });
  json::array list;
  for (size_t i = page.First(identities.size()); i < page.Last(identities.size()); ++i) {
    list.push_back(IdentityData(state, *identities[i], "profile_image"));
  }
  return Data{{"identity_list", std::move(list)}, {"page_info", page.Info(identities.size())}};
}

absl::StatusOr<Data> IdentityInfo(const WorldState& state, const Caller& caller,
                                  const Arguments& arguments) {
  ArgumentReader in(arguments);
  IdentityArguments wanted;
  wanted.Read(in, kListedIdentityTypes);
  SG_RETURN_IF_ERROR(in.Check());
  SG_ASSIGN_OR_RETURN(const Identity* identity, wanted.Find(state, caller));
  return Data{{"identity_info", IdentityData(state, *identity, "profile_image_url")}};
}

absl::StatusOr<Data> IdentityCreate(WorldState& state, const Caller& caller,
                                    const Arguments& arguments) {
  ArgumentReader in(arguments);
  NewIdentity wanted;
  wanted.advertiser_id = in.Id("advertiser_id");
  wanted.display_name = in.String("display_name");
  wanted.image_uri = in.OptionalString("image_uri").value_or("");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, wanted.advertiser_id));
  SG_ASSIGN_OR_RETURN(const Identity* made, CreateIdentity(state, wanted));
  return Data{{"identity_id", made->id}};
}

absl::StatusOr<Data> IdentityDelete(WorldState& state, const Caller& caller,
                                    const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::string identity_id = in.String("identity_id");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  SG_RETURN_IF_ERROR(DeleteIdentity(state, advertiser_id, identity_id));
  return Data{};
}

constexpr Endpoint kIdentityEndpoints[] = {
    PostEndpoint("identity/create", TokenFamily::kAdvertiser, "692", &IdentityCreate),
    PostEndpoint("identity/delete", TokenFamily::kAdvertiser, "7176842096345694209",
                 &IdentityDelete),
    GetEndpoint("identity/get", TokenFamily::kAdvertiser, "693", &IdentityGet),
    GetEndpoint("identity/info", TokenFamily::kAdvertiser, "693", &IdentityInfo),
};

}  // namespace

std::span<const Endpoint> IdentityEndpoints() { return kIdentityEndpoints; }

}  // namespace sparkgate::simulator
