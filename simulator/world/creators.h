// TikTok accounts: what their owners do with them in the app, and whether the app offers them the
// option to generate authorization codes. Free functions over the state, under its owner's lock.
// Pointers are good until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_CREATORS_H_
#define SPARKGATE_SIMULATOR_WORLD_CREATORS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct NewCreator {
  std::string username;      // required, unique in the world; a leading @ is dropped
  std::string display_name;  // "": the username
  std::string bio;
  std::string region = "US";
  int64_t followers = 0;
  int64_t following = 0;
  bool is_verified = false;
  bool is_business = false;
  bool is_government = false;
  bool is_private = false;
  bool ad_settings_on = false;
};

// Errors: USERNAME_MISSING, USERNAME_TAKEN, NUMBER_NEGATIVE.
absl::StatusOr<const CreatorAccount*> OpenCreatorAccount(WorldState& state,
                                                         const NewCreator& creator);

struct CreatorChange {
  std::optional<std::string> display_name;
  std::optional<std::string> bio;
  std::optional<int64_t> followers;
  std::optional<bool> is_private;
  std::optional<bool> is_banned;       // TikTok bans the account: its Spark Ads stop
  std::optional<bool> ad_settings_on;  // Settings > Creator settings > Ad settings
};

// Errors: NO_SUCH_CREATOR, NUMBER_NEGATIVE.
absl::StatusOr<const CreatorAccount*> ChangeCreator(WorldState& state, std::string_view creator_id,
                                                    const CreatorChange& change);

// Errors: NO_SUCH_CREATOR.
absl::StatusOr<const CreatorAccount*> GetCreator(const WorldState& state,
                                                 std::string_view creator_id);

// OK if the app shows this account the option to authorize posts for ads; else the reason why it
// doesn't: ACCOUNT_NOT_ELIGIBLE, AD_SETTINGS_OFF, TOO_FEW_FOLLOWERS (switch min_followers).
absl::Status CheckCodeOption(const WorldState& state, const CreatorAccount& creator);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_CREATORS_H_
