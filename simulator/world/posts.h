// Posts: publishing them, and what befalls them. Their ad settings and codes are in codes.h. Free
// functions over the state, under its owner's lock. Pointers are good until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_POSTS_H_
#define SPARKGATE_SIMULATOR_WORLD_POSTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct NewPost {
  std::string creator_id;
  PostType type = PostType::kVideo;
  PostStatus status = PostStatus::kPublic;
  std::string caption;
  std::string cover_url;         // "": one that is made up
  double duration_seconds = 15;  // of a video
  std::string duet_original_id;  // id of a post of this world; "" for none
  std::string stitch_original_id;
  std::vector<std::string> mentioned_ids;
  bool is_story = false;
  bool ads_only = false;
  std::optional<Song> song;  // without its id; nullopt: the original sound
};

// Errors: NO_SUCH_CREATOR, ACCOUNT_NOT_ELIGIBLE, NO_SUCH_POST (an original or a mentioned one).
absl::StatusOr<const Post*> PublishPost(WorldState& state, const NewPost& post);

// Its owner deletes it (kUserDeleted), moderation removes it (kAuditDeleted), or it changes who
// sees it. A deleted post never comes back: POST_DELETED. Deleting one that is authorized for ads
// follows the switch delete_authorized_post: POST_IS_AUTHORIZED.
absl::Status SetPostStatus(WorldState& state, std::string_view post_id, PostStatus status);

// Errors: NO_SUCH_POST.
absl::StatusOr<const Post*> GetPost(const WorldState& state, std::string_view post_id);

// TikTok's word for it in tt_video/* (facts 4.5), e.g. HESITATE_RECOMMEND.
std::string_view PostStatusName(PostStatus status);
std::string_view PostTypeName(PostType type);  // VIDEO, CAROUSEL
bool IsGone(PostStatus status);                // deleted, by whoever

// Ads of this post that nobody deleted, at any advertiser.
size_t LiveAdCount(const WorldState& state, const Post& post);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_POSTS_H_
