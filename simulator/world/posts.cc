#include "simulator/world/posts.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "simulator/world/ads.h"
#include "simulator/world/creators.h"
#include "simulator/world/ids.h"
#include "simulator/world/notifications.h"
#include "simulator/world/organic.h"
#include "simulator/world/refusal.h"
#include "simulator/world/spending/history.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kBitRate = 1'500'000;  // bits per second of a typical vertical video

// A duet or stitch of something that is itself one.
bool IsSecondGeneration(const WorldState& state, const Post& post) {
  const auto is_remix = [&state](const std::string& id) {
    const Post* original = Find(state.posts, id);
    return original != nullptr &&
           !(original->duet_original_id.empty() && original->stitch_original_id.empty());
  };
  return is_remix(post.duet_original_id) || is_remix(post.stitch_original_id);
}

}  // namespace

absl::StatusOr<const Post*> PublishPost(WorldState& state, const NewPost& wanted) {
  SG_ASSIGN_OR_RETURN(const CreatorAccount* creator, GetCreator(state, wanted.creator_id));
  if (creator->is_banned) {
    return RefuseParam("ACCOUNT_NOT_ELIGIBLE", "The TikTok account is banned.", Actor::kCreator);
  }
  for (const std::string& id : {wanted.duet_original_id, wanted.stitch_original_id}) {
    if (!id.empty()) SG_RETURN_IF_ERROR(GetPost(state, id).status());
  }
  for (const std::string& id : wanted.mentioned_ids) {
    SG_RETURN_IF_ERROR(GetPost(state, id).status());
  }
  Post post;
  post.id = NewNumericId(state, "post", wanted.creator_id);
  post.creator_id = wanted.creator_id;
  post.type = wanted.type;
  post.status = wanted.status;
  post.caption = wanted.caption;
  post.cover_url = wanted.cover_url.empty()
                       ? fmt::format("https://p16-sign.tiktokcdn.com/cover/{}.jpeg", post.id)
                       : wanted.cover_url;
  if (post.type == PostType::kVideo) {
    post.duration_seconds = wanted.duration_seconds;
    post.width = 576;
    post.height = 1024;
    post.bit_rate = kBitRate;
    post.size_bytes = static_cast<int64_t>(wanted.duration_seconds * kBitRate / 8);
  }
  post.duet_original_id = wanted.duet_original_id;
  post.stitch_original_id = wanted.stitch_original_id;
  post.is_multi_duet_stitch = IsSecondGeneration(state, post);
  post.mentioned_ids = wanted.mentioned_ids;
  post.is_story = wanted.is_story;
  post.ads_only = wanted.ads_only;
  post.song = wanted.song;
  if (post.song) {
    post.song->id =
        NumericIdOf(state, "song", fmt::format("{}\n{}", post.song->author, post.song->title));
  }
  // Lists go by time, so no two posts of an account share their millisecond.
  std::vector<std::string>& siblings = Find(state.creators, wanted.creator_id)->post_ids;
  post.create_time = state.now;
  if (!siblings.empty()) {
    const absl::Time latest = Find(state.posts, siblings.back())->create_time;
    post.create_time = std::max(post.create_time, latest + absl::Milliseconds(1));
  }
  siblings.push_back(post.id);
  BeginOrganic(state, *creator, post);
  state.Record("post.published", PostName(post.id));
  const std::string id = post.id;
  return &state.posts.insert_or_assign(id, std::move(post)).first->second;
}

absl::Status SetPostStatus(WorldState& state, std::string_view post_id, PostStatus status) {
  SG_RETURN_IF_ERROR(GetPost(state, post_id).status());
  Post& post = *Find(state.posts, post_id);
  if (post.status == status) return absl::OkStatus();
  if (IsGone(post.status)) {
    return RefuseParam("POST_DELETED", "The post was deleted.", Actor::kCreator);
  }
  if (status == PostStatus::kUserDeleted && post.ad_authorization &&
      state.switches.Choice(kDeleteAuthorizedPost) == "refuse") {
    return RefuseParam("POST_IS_AUTHORIZED",
                       "The post is authorized for ads: switch ad authorization off first.",
                       Actor::kCreator);
  }
  SettleOrganic(state, post);
  post.status = status;
  NoteAdsOf(state, post);
  state.Record("post.status_changed", PostName(post_id),
               {{"status", std::string(PostStatusName(status))}});
  return absl::OkStatus();
}

absl::StatusOr<const Post*> GetPost(const WorldState& state, std::string_view post_id) {
  const Post* post = Find(state.posts, post_id);
  if (post != nullptr) return post;
  return Refuse(ApiCode::kNotExist, "NO_SUCH_POST",
                fmt::format("The post {} does not exist.", post_id));
}

std::string_view PostStatusName(PostStatus status) {
  switch (status) {
    case PostStatus::kPublic:
      return "HESITATE_RECOMMEND";
    case PostStatus::kOnlyAuthor:
      return "ONLY_AUTHOR_SEE";
    case PostStatus::kOnlyFriends:
      return "ONLY_FRIEND_SEE";
    case PostStatus::kUserDeleted:
      return "USER_DELETE";
    case PostStatus::kAuditDeleted:
      return "AUDIT_DELETE";
    case PostStatus::kOnlyUserPass:
      return "ONLY_USER_PASS";
    case PostStatus::kReviewPending:
      return "REVIEW_PENDING";
  }
  return "";
}

std::string_view PostTypeName(PostType type) {
  return type == PostType::kVideo ? "VIDEO" : "CAROUSEL";
}

bool IsGone(PostStatus status) {
  return status == PostStatus::kUserDeleted || status == PostStatus::kAuditDeleted ||
         status == PostStatus::kOnlyUserPass;
}

size_t LiveAdCount(const WorldState& state, const Post& post) {
  return static_cast<size_t>(std::ranges::count_if(post.ad_ids, [&state](const std::string& id) {
    const Ad* ad = Find(state.ads, id);
    return ad != nullptr && !IsDeleted(state, *ad);
  }));
}

}  // namespace sparkgate::simulator
