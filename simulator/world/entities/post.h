// A video or photo post and its ad settings. Plain data; guarded by the world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_POST_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_POST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::simulator {

enum class PostType : uint8_t { kVideo, kCarousel };

// Who sees the post, or why nobody does (facts 4.5).
enum class PostStatus : uint8_t {
  kPublic,         // HESITATE_RECOMMEND
  kOnlyAuthor,     // ONLY_AUTHOR_SEE
  kOnlyFriends,    // ONLY_FRIEND_SEE
  kUserDeleted,    // USER_DELETE
  kAuditDeleted,   // AUDIT_DELETE
  kOnlyUserPass,   // ONLY_USER_PASS: removed by moderators after publishing
  kReviewPending,  // REVIEW_PENDING
};

// A song of TikTok's library, as opposed to a post's own sound.
struct Song {
  std::string id;  // 19 digits, the same wherever it plays
  std::string title;
  std::string author;
  bool licensed = false;  // its rights are cleared for ads

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("title", self.title);
    visit("author", self.author);
    visit("licensed", self.licensed);
  }
};

struct Post {
  std::string id;  // 19 digits: TikTok's item id
  std::string creator_id;
  PostType type = PostType::kVideo;
  PostStatus status = PostStatus::kPublic;
  std::string caption;
  std::string cover_url;
  double duration_seconds = 0;
  int64_t width = 0;   // pixels
  int64_t height = 0;  // pixels
  int64_t size_bytes = 0;
  int64_t bit_rate = 0;            // bits per second
  std::string duet_original_id;    // "" if none
  std::string stitch_original_id;  // "" if none
  bool is_multi_duet_stitch = false;
  std::vector<std::string> mentioned_ids;
  bool is_story = false;
  bool ads_only = false;     // "only show in ads"
  std::optional<Song> song;  // nullopt: its original sound
  // What it has besides what it gathers by itself (simulator/world/organic.h says both together).
  int64_t views = 0;
  int64_t likes = 0;
  int64_t comments = 0;
  int64_t shares = 0;
  int64_t organic_views = 0;     // that it gathers by itself in the end
  absl::Duration public_before;  // how long it was public before its status changed last
  absl::Time public_since;       // if it is public
  absl::Time create_time;
  bool content_disclosure = false;  // the post's ad settings, as the app shows them
  bool terms_accepted = false;
  bool ad_authorization = false;
  std::string deleted_code;                   // value of the last one that was deleted
  std::string code;                           // value of the present code; "" if there is none
  std::vector<std::string> ad_ids;            // ads made of it, deleted ones too
  std::vector<std::string> advertiser_ids;    // whose libraries it is in
  std::vector<std::string> subscription_ids;  // webhooks about requests for it (TCM_SPARK_ADS)
  // What the API signs its video with: made of the world's seed and the id when it is first asked
  // for, and never saved.
  mutable std::string video_signature;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("creator_id", self.creator_id);
    visit("type", self.type);
    visit("status", self.status);
    visit("caption", self.caption);
    visit("cover_url", self.cover_url);
    visit("duration_seconds", self.duration_seconds);
    visit("width", self.width);
    visit("height", self.height);
    visit("size_bytes", self.size_bytes);
    visit("bit_rate", self.bit_rate);
    visit("duet_original_id", self.duet_original_id);
    visit("stitch_original_id", self.stitch_original_id);
    visit("is_multi_duet_stitch", self.is_multi_duet_stitch);
    visit("mentioned_ids", self.mentioned_ids);
    visit("is_story", self.is_story);
    visit("ads_only", self.ads_only);
    visit("song", self.song);
    visit("views", self.views);
    visit("likes", self.likes);
    visit("comments", self.comments);
    visit("shares", self.shares);
    visit("organic_views", self.organic_views);
    visit("public_before", self.public_before);
    visit("public_since", self.public_since);
    visit("create_time", self.create_time);
    visit("content_disclosure", self.content_disclosure);
    visit("terms_accepted", self.terms_accepted);
    visit("ad_authorization", self.ad_authorization);
    visit("deleted_code", self.deleted_code);
    visit("code", self.code);
    visit("ad_ids", self.ad_ids);
    visit("advertiser_ids", self.advertiser_ids);
    visit("subscription_ids", self.subscription_ids);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_POST_H_
