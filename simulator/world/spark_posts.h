// The Spark Ads library of an ad account: redeeming codes, and what they give access to (facts 4).
// Free functions over the state, under its owner's lock. Pointers are good until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPARK_POSTS_H_
#define SPARKGATE_SIMULATOR_WORLD_SPARK_POSTS_H_

#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Redeems a code. Errors are 40002 with the help centre's name for the failure (facts 1.5) at the
// front of the sentence, and as reason in capitals: AUTH_CODE_FORMAT_ERROR, AUTH_CODE_NOT_FOUND,
// AUTH_CODE_EXPIRED, VIDEO_DELETED, VIDEO_UNAVAILABLE, ILLEGAL_ITEM_STATUS_ERROR,
// STORY_VIDEO_NOT_SUPPORTED, CAROUSEL_DUET_NOT_SUPPORTED, MULTI_DUET_STITCH_REFUSED,
// MENTION_MULTIPLE_VIDEOS; and of our own naming ORIGINAL_POST_CODE_NEEDED,
// ORIGINAL_POST_CODE_WRONG, ACCOUNT_NOT_ELIGIBLE, AUTH_CODE_USED_BY_OTHER (switch code_reusable),
// POST_ALREADY_AUTHORIZED (switch reauthorize), NO_CREATIVE_LIBRARY.
struct AuthorizePostRequest {
  std::string advertiser_id;
  std::string auth_code;
  std::optional<std::string> original_post_auth_code;
};
absl::StatusOr<const SparkPost*> AuthorizePost(WorldState& state,
                                               const AuthorizePostRequest& request);

// The code's post, as this advertiser may see it before or after redeeming it. Errors as above, and
// CODE_NOT_AUTHORIZED (40001, switch info_before_authorize).
struct CodePreview {
  const Code* code;
  const Post* post;
  const CreatorAccount* creator;
  std::string identity_id;  // the one it has or will have
};
absl::StatusOr<CodePreview> LookUpCode(const WorldState& state, std::string_view advertiser_id,
                                       std::string_view auth_code);

// Takes a post out of the library. Errors: POST_NOT_IN_LIBRARY, POST_STILL_AUTHORIZED (switch
// unbind_while_authorized).
absl::Status UnbindPost(WorldState& state, std::string_view advertiser_id,
                        std::string_view post_id);

const SparkPost* FindSparkPost(const WorldState& state, std::string_view advertiser_id,
                               std::string_view post_id);

// Whether ads may run on this post now: its code is valid, the post is there, its owner isn't
// banned.
bool IsAuthorized(const WorldState& state, const SparkPost& spark_post);
// Not authorized because somebody took it back rather than because its time is over.
bool IsRevoked(const WorldState& state, const SparkPost& spark_post);

// "#" and base64 of a believable length (facts 10.1).
bool LooksLikeCode(std::string_view text);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPARK_POSTS_H_
