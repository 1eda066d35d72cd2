// The ad settings of a post and its authorization code, as its owner handles them: by API or in the
// app (facts 3.3 to 3.6, 10). A code ends after its days: end = start + days * 24 h, and at that
// instant it is expired. Free functions over the state, under its owner's lock. Pointers are good
// until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_CODES_H_
#define SPARKGATE_SIMULATOR_WORLD_CODES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

inline constexpr int64_t kDefaultAuthorizationDays = 30;
std::span<const int64_t> AuthorizationDays();  // 7, 30, 60, 180, 365

// What the app shows in "Ad settings" of a post.
struct PostAdSettings {
  std::optional<bool> content_disclosure;
  std::optional<bool> terms_accepted;  // the advertising content terms; can't be taken back
};
// Errors: NO_SUCH_POST, TERMS_ARE_ACCEPTED.
absl::StatusOr<const Post*> ChangePostAdSettings(WorldState& state, std::string_view post_id,
                                                 const PostAdSettings& settings);

// Switches ad authorization of a post on and makes its code; if it has one, that one is answered
// and nothing changes. By API this counts as accepting the terms (facts 3.3). Errors: NO_SUCH_POST,
// DAYS_NOT_ALLOWED, TERMS_NOT_ACCEPTED (in the app), what CheckCodeOption says, POST_UNAVAILABLE.
enum class Channel { kApi, kApp };
absl::StatusOr<const Code*> TurnAdAuthorizationOn(WorldState& state, std::string_view post_id,
                                                  int64_t days, Channel channel);

// Switches it off; its code is deleted with it. Errors: NO_SUCH_POST, POST_USED_IN_SPARK_ADS.
absl::Status TurnAdAuthorizationOff(WorldState& state, std::string_view post_id);

// Adds days to the code of a post, or makes a new one if it was deleted.
// Errors: NO_SUCH_POST, DAYS_NOT_ALLOWED, AD_AUTHORIZATION_OFF, TOO_MANY_DAYS (switch
// max_total_days), what CheckCodeOption says, POST_UNAVAILABLE.
absl::StatusOr<const Code*> ExtendCode(WorldState& state, std::string_view post_id, int64_t days);

// Errors: NO_SUCH_POST, POST_HAS_NO_CODE, CODE_IN_USE (switch delete_in_use).
absl::Status DeleteCode(WorldState& state, std::string_view post_id);

// The present code of a post. Errors: NO_SUCH_POST, POST_HAS_NO_CODE.
absl::StatusOr<const Code*> GetCodeOfPost(const WorldState& state, std::string_view post_id);

enum class CodeStatus { kNotUsed, kInUse, kExpired, kDeleted };
CodeStatus CodeStatusOf(const WorldState& state, const Code& code);
std::string_view CodeStatusName(CodeStatus status);  // NOT_USED, IN_USE, EXPIRED, DELETED

// Neither deleted nor at its end.
bool IsValid(const WorldState& state, const Code& code);

// The instant a code may have ended has come: its owner is told if it really did.
void NoticeAuthorizationEnd(WorldState& state, std::string_view post_id);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_CODES_H_
