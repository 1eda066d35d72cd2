// business/get: the creator's profile (facts 3.1). Which scope it takes depends on the fields asked
// for.
#include <algorithm>
#include <vector>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "simulator/business_api/access.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/formats.h"
#include "simulator/world/posts.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

struct ProfileField {
  std::string_view name;
  std::string_view scope;
  json::value (*read)(const WorldState& state, const CreatorAccount& creator);
};

int64_t CountPosts(const WorldState& state, const CreatorAccount& creator) {
  return std::ranges::count_if(creator.post_ids, [&state](const std::string& id) {
    return !IsGone(Find(state.posts, id)->status);
  });
}

int64_t TotalLikes(const WorldState& state, const CreatorAccount& creator) {
  int64_t likes = 0;
  for (const std::string& id : creator.post_ids) likes += Find(state.posts, id)->likes;
  return likes;
}

constexpr std::string_view kBasic = "user.info.basic";
constexpr std::string_view kProfile = "user.info.profile";
constexpr std::string_view kStats = "user.info.stats";

using State = const WorldState&;
using Creator = const CreatorAccount&;

const ProfileField kProfileFields[] = {
    {"display_name", kBasic, [](State, Creator c) { return json::value(c.display_name); }},
    {"profile_image", kBasic, [](State, Creator c) { return json::value(c.profile_image); }},
    {"username", "user.info.username", [](State, Creator c) { return json::value(c.username); }},
    {"is_business_account", "user.account.type",
     [](State, Creator c) { return json::value(c.is_business); }},
    {"bio_description", kProfile, [](State, Creator c) { return json::value(c.bio); }},
    {"is_verified", kProfile, [](State, Creator c) { return json::value(c.is_verified); }},
    {"profile_deep_link", kProfile,
     [](State, Creator c) {
       return json::value(fmt::format("https://www.tiktok.com/@{}", c.username));
     }},
    {"followers_count", kStats, [](State, Creator c) { return json::value(c.followers); }},
    {"following_count", kStats, [](State, Creator c) { return json::value(c.following); }},
    {"total_likes", kStats, [](State s, Creator c) { return json::value(TotalLikes(s, c)); }},
    {"videos_count", kStats, [](State s, Creator c) { return json::value(CountPosts(s, c)); }},
    // Daily metrics come a day or two late; the simulator counts none.
    {"metrics", "user.insights", [](State, Creator) { return json::value(json::array()); }},
};

constexpr absl::Duration kLookBack = absl::Hours(24 * 60);

void CheckDay(ArgumentReader& in, std::string_view name, absl::Time now) {
  const std::optional<std::string> text = in.OptionalString(name);
  if (!text) return;
  const std::optional<absl::Time> day = ParseWireDate(*text);
  if (!day) {
    in.Reject(name, "Date format should be %Y-%m-%d. Please try again.");
  } else if (*day < now - kLookBack) {
    in.Reject(name, "It must be within the last 60 days.");
  }
}

absl::StatusOr<Data> BusinessGet(const WorldState& state, const Caller& caller,
                                 const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string business_id = in.String("business_id");
  CheckDay(in, "start_date", state.now);
  CheckDay(in, "end_date", state.now);
  std::vector<std::string> names = in.OptionalStrings("fields");
  if (names.empty()) names = {"display_name", "profile_image"};
  std::vector<const ProfileField*> wanted;
  for (const std::string& name : names) {
    const ProfileField* field = std::ranges::find(kProfileFields, name, &ProfileField::name);
    if (field == std::end(kProfileFields)) {
      in.Reject("fields", fmt::format("{} is not a field.", name));
    } else {
      wanted.push_back(field);
    }
  }
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckBusiness(caller, business_id));
  for (const ProfileField* field : wanted) {
    SG_RETURN_IF_ERROR(CheckCreatorScope(state, caller, field->scope));
  }
  const CreatorAccount& creator = *Find(state.creators, caller.creator->creator_id);
  Data data;
  for (const ProfileField* field : wanted) data[field->name] = field->read(state, creator);
  return data;
}

constexpr Endpoint kBusinessAccountEndpoints[] = {
    GetEndpoint("business/get", TokenFamily::kCreator, "", &BusinessGet),
};

}  // namespace

std::span<const Endpoint> BusinessAccountEndpoints() { return kBusinessAccountEndpoints; }

}  // namespace sparkgate::simulator
