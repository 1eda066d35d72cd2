#include "simulator/world/identities.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "simulator/world/ids.h"
#include "simulator/world/names.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kMostDisplayNameUnits = 100;

std::string IdentityName(std::string_view id) { return fmt::format("identities/{}", id); }

// Unlike the names of ads, what a person is called may hold emojis.
absl::Status CheckDisplayName(std::string_view name) {
  const std::optional<size_t> units = TextUnits(name);
  if (units && *units > 0 && *units <= kMostDisplayNameUnits) return absl::OkStatus();
  return RefuseAdvertiser(
      "DISPLAY_NAME_NOT_ALLOWED",
      "display_name: It must be of 1 to 100 characters (a CJK character counts two).");
}

}  // namespace

std::string AuthCodeIdentityId(const WorldState& state, std::string_view advertiser_id,
                               std::string_view creator_id) {
  return NumericIdOf(state, "identity", fmt::format("{}/{}", advertiser_id, creator_id));
}

const Identity& EnsureAuthCodeIdentity(WorldState& state, std::string_view advertiser_id,
                                       std::string_view creator_id) {
  const std::string id = AuthCodeIdentityId(state, advertiser_id, creator_id);
  const auto [row, made] = state.identities.try_emplace(id);
  Identity& identity = row->second;
  if (!made) return identity;
  const CreatorAccount& creator = *Find(state.creators, creator_id);
  identity.id = id;
  identity.advertiser_id = std::string(advertiser_id);
  identity.creator_id = std::string(creator_id);
  identity.display_name = creator.display_name;
  identity.profile_image = creator.profile_image;
  identity.create_time = state.now;
  Find(state.advertisers, advertiser_id)->identity_ids.push_back(id);
  state.Record("identity.created", IdentityName(id));
  return identity;
}

absl::StatusOr<const Identity*> CreateIdentity(WorldState& state, const NewIdentity& wanted) {
  SG_RETURN_IF_ERROR(CheckDisplayName(wanted.display_name));
  Identity identity;
  identity.id = NewNumericId(state, "custom_identity",
                             fmt::format("{}/{}", wanted.advertiser_id, wanted.display_name));
  identity.type = kCustomizedUser;
  identity.advertiser_id = wanted.advertiser_id;
  identity.display_name = wanted.display_name;
  if (!wanted.image_uri.empty()) {
    identity.profile_image = fmt::format("https://p16-sign.tiktokcdn.com/{}", wanted.image_uri);
  }
  identity.create_time = state.now;
  Find(state.advertisers, wanted.advertiser_id)->identity_ids.push_back(identity.id);
  state.Record("identity.created", IdentityName(identity.id));
  const std::string id = identity.id;
  return &state.identities.insert_or_assign(id, std::move(identity)).first->second;
}

absl::Status DeleteIdentity(WorldState& state, std::string_view advertiser_id,
                            std::string_view identity_id) {
  SG_ASSIGN_OR_RETURN(const Identity* identity, GetIdentity(state, advertiser_id, identity_id));
  if (identity->type != kCustomizedUser) {
    return RefuseAdvertiser("IDENTITY_NOT_CUSTOM",
                            "identity_id: Only identities of type CUSTOMIZED_USER can be deleted.");
  }
  std::erase(Find(state.advertisers, advertiser_id)->identity_ids, identity_id);
  state.Record("identity.deleted", IdentityName(identity_id));
  state.identities.erase(identity->id);
  return absl::OkStatus();
}

absl::StatusOr<const Identity*> GetIdentity(const WorldState& state, std::string_view advertiser_id,
                                            std::string_view identity_id) {
  const Identity* identity = Find(state.identities, identity_id);
  if (identity != nullptr && identity->advertiser_id == advertiser_id) return identity;
  return Refuse(ApiCode::kNotExist, "NO_SUCH_IDENTITY",
                fmt::format("The identity {} does not exist.", identity_id));
}

std::vector<const Identity*> ListIdentities(const WorldState& state, std::string_view advertiser_id,
                                            std::string_view type) {
  std::vector<const Identity*> identities;
  const AdvertiserAccount* advertiser = Find(state.advertisers, advertiser_id);
  if (advertiser == nullptr) return identities;
  for (const std::string& id : advertiser->identity_ids) {
    const Identity* identity = Find(state.identities, id);
    if (type.empty() || identity->type == type) identities.push_back(identity);
  }
  return identities;
}

}  // namespace sparkgate::simulator
