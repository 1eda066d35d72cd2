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

// What the app shows in "Ad settings" of a post. Switching ad authorization on makes no code yet
// (GenerateCode does); switching it off is TurnAdAuthorizationOff.
struct PostAdSettings {
  std::optional<bool> content_disclosure;
  std::optional<bool> terms_accepted;  // the advertising content terms; can't be taken back
  std::optional<bool> ad_authorization;
};
// Errors: NO_SUCH_POST, POST_UNAVAILABLE, TERMS_ARE_ACCEPTED, TERMS_NOT_ACCEPTED, what
// CheckCodeOption says.
absl::StatusOr<const Post*> ChangePostAdSettings(WorldState& state, std::string_view post_id,
                                                 const PostAdSettings& settings);

// The app's "Generate code". Errors: NO_SUCH_POST, AD_AUTHORIZATION_OFF, CODE_EXISTS,
// DAYS_NOT_ALLOWED, POST_UNAVAILABLE, what CheckCodeOption says.
absl::StatusOr<const Code*> GenerateCode(WorldState& state, std::string_view post_id, int64_t days);

// Both at once, as the API does it, where the call counts as accepting the terms (facts 3.3). A
// code that is there stays as it is. Errors: as GenerateCode.
absl::StatusOr<const Code*> TurnAdAuthorizationOn(WorldState& state, std::string_view post_id,
                                                  int64_t days);

// What the creator does in the app who accepts a brand's request: as TurnAdAuthorizationOn, but for
// any 1 to 365 days (facts 4.6), and `extend` adds them to a code that is there. One that has
// expired is extended in any case. Errors: DAYS_NOT_ALLOWED, and as ExtendCode.
absl::StatusOr<const Code*> GrantAuthorization(WorldState& state, std::string_view post_id,
                                               int64_t days, bool extend);
absl::Status CheckGrantedDays(int64_t days);

// Switches it off; its code is deleted with it. Errors: NO_SUCH_POST, POST_IN_USE.
absl::Status TurnAdAuthorizationOff(WorldState& state, std::string_view post_id);

// Adds days to the code of a post, or makes a new one if it was deleted.
// Errors: NO_SUCH_POST, DAYS_NOT_ALLOWED, AD_AUTHORIZATION_OFF, TOO_MANY_DAYS (switch
// max_total_days), what CheckCodeOption says, POST_UNAVAILABLE.
absl::StatusOr<const Code*> ExtendCode(WorldState& state, std::string_view post_id, int64_t days);

// Errors: NO_SUCH_POST, NO_CODE, CODE_IN_USE (switch delete_in_use).
absl::Status DeleteCode(WorldState& state, std::string_view post_id);

// The present code of a post. Errors: NO_SUCH_POST, NO_CODE.
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
