#include "simulator/world/creators.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "simulator/world/ids.h"
#include "simulator/world/notifications.h"
#include "simulator/world/refusal.h"
#include "simulator/world/spending/history.h"

namespace sparkgate::simulator {
namespace {

absl::Status CheckCount(int64_t count) {
  if (count >= 0) return absl::OkStatus();
  return RefuseParam("NUMBER_NEGATIVE", "A number of followers is not negative.");
}

}  // namespace

absl::StatusOr<const CreatorAccount*> OpenCreatorAccount(WorldState& state,
                                                         const NewCreator& creator) {
  std::string_view username = creator.username;
  if (username.starts_with('@')) username.remove_prefix(1);
  if (username.empty()) {
    return RefuseParam("USERNAME_MISSING", "An account needs a user name.", Actor::kCreator);
  }
  SG_RETURN_IF_ERROR(CheckCount(std::min(creator.followers, creator.following)));
  const std::string name_key = fmt::format("creator/{}", username);
  if (state.names.contains(name_key)) {
    return Error(absl::StatusCode::kAlreadyExists,
                 fmt::format("The user name {} is taken.", username),
                 {.reason = "USERNAME_TAKEN", .who = Actor::kCreator});
  }
  CreatorAccount account;
  account.id = NewNumericId(state, "creator", username);
  account.username = std::string(username);
  account.display_name = creator.display_name.empty() ? account.username : creator.display_name;
  account.profile_image = fmt::format("https://p16-sign.tiktokcdn.com/avatar/{}.jpeg", account.id);
  account.bio = creator.bio;
  account.region = creator.region;
  account.followers = creator.followers;
  account.following = creator.following;
  account.is_verified = creator.is_verified;
  account.is_business = creator.is_business;
  account.is_government = creator.is_government;
  account.is_private = creator.is_private;
  account.ad_settings_on = creator.ad_settings_on;
  account.create_time = state.now;
  state.Record("creator.opened", CreatorName(account.id));
  const std::string id = account.id;
  state.names.try_emplace(name_key, id);
  return &state.creators.insert_or_assign(id, std::move(account)).first->second;
}

absl::StatusOr<const CreatorAccount*> ChangeCreator(WorldState& state, std::string_view creator_id,
                                                    const CreatorChange& change) {
  SG_RETURN_IF_ERROR(GetCreator(state, creator_id).status());
  SG_RETURN_IF_ERROR(CheckCount(change.followers.value_or(0)));
  CreatorAccount& creator = *Find(state.creators, creator_id);
  if (change.display_name) creator.display_name = *change.display_name;
  if (change.bio) creator.bio = *change.bio;
  if (change.followers) creator.followers = *change.followers;
  if (change.is_private) creator.is_private = *change.is_private;
  if (change.is_banned) {
    creator.is_banned = *change.is_banned;
    NoteAdsOf(state, creator);
  }
  if (change.ad_settings_on) creator.ad_settings_on = *change.ad_settings_on;
  state.Record("creator.changed", CreatorName(creator_id));
  return &creator;
}

absl::StatusOr<const CreatorAccount*> GetCreator(const WorldState& state,
                                                 std::string_view creator_id) {
  const CreatorAccount* creator = Find(state.creators, creator_id);
  if (creator != nullptr) return creator;
  return Refuse(ApiCode::kNotExist, "NO_SUCH_CREATOR",
                fmt::format("The TikTok account {} does not exist.", creator_id));
}

absl::Status CheckCodeOption(const WorldState& state, const CreatorAccount& creator) {
  if (creator.is_banned) {
    return RefuseParam("ACCOUNT_NOT_ELIGIBLE", "The TikTok account is banned.", Actor::kCreator);
  }
  if (!creator.ad_settings_on) {
    return RefuseParam(
        "AD_SETTINGS_OFF",
        "The TikTok account's ad settings are off: the option to authorize posts for "
        "ads is not available.",
        Actor::kCreator);
  }
  const int64_t least = state.switches.Number(kMinFollowers);
  if (creator.followers < least) {
    return RefuseParam("TOO_FEW_FOLLOWERS",
                       fmt::format("The TikTok account has fewer than {} followers: the option to "
                                   "authorize posts for ads is not available.",
                                   least),
                       Actor::kCreator);
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::simulator
