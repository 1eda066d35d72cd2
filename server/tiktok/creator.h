// The creator's side of TikTok (Accounts API): profile, posts, and the authorization code of a
// post. Calls take a creator's token. TikTok knows one code per post at a time, keyed by the post.
#ifndef SPARKGATE_SERVER_TIKTOK_CREATOR_H_
#define SPARKGATE_SERVER_TIKTOK_CREATOR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/tiktok/call.h"
#include "server/tiktok/secret.h"

namespace sparkgate::tiktok {

// Fields that weren't asked for, or that TikTok left null, are empty or 0.
struct CreatorProfile {
  std::string username = {};  // the handle, without '@'
  std::string display_name = {};
  std::string profile_image = {};
  bool is_verified = false;
  bool is_business_account = false;
  int64_t followers_count = 0;
  int64_t following_count = 0;
  int64_t total_likes = 0;
  int64_t videos_count = 0;
};

struct CreatorPost {
  std::string item_id = {};
  std::string caption = {};
  std::string share_url = {};
  std::string embed_url = {};
  std::string thumbnail_url = {};  // lapses after an hour or so
  std::string media_type = {};     // VIDEO or PHOTO; "" if TikTok didn't say
  std::optional<absl::Time> create_time = {};
  int64_t video_views = 0;  // lifetime figures, paid and organic
  int64_t likes = 0;
  int64_t comments = 0;
  int64_t shares = 0;
  int64_t favorites = 0;
  int64_t new_followers = 0;
  int64_t profile_views = 0;
  std::optional<double> average_seconds_watched = {};
  std::optional<double> full_watch_rate = {};  // 0 to 1
  std::optional<bool> is_ad = {};              // being promoted now
};

struct CreatorPostsQuery {
  std::string business_id = {};
  std::optional<int64_t> cursor = {};       // posts older than it; unset: the newest
  int max_count = 10;                       // 1 to 20
  std::vector<std::string> video_ids = {};  // only these posts
};

struct CreatorPostPage {
  std::vector<CreatorPost> posts = {};  // newest first; may be short though more follow
  int64_t cursor = 0;
  bool has_more = false;
};

// A post, as all code calls name it.
struct PostRef {
  std::string business_id = {};  // the creator's open_id
  std::string item_id = {};
};

struct CodeInfo {
  std::string item_id = {};
  Secret auth_code = {};
  absl::Time start = {};
  absl::Time end = {};  // the code is expired from this instant on
  int days = 0;         // in all, extensions included
  std::string status =
      {};  // NOT_USED, IN_USE, EXPIRED, DELETED or anything newer; "" from a mutation
};

// Thread-safe; every call blocks for one exchange. Errors of all calls: docs/errors.md.
class CreatorApi {
 public:
  virtual ~CreatorApi() = default;

  // `fields`: which to ask for (a field whose scope isn't granted is an error); empty: all of
  // CreatorProfile.
  virtual absl::StatusOr<CreatorProfile> GetProfile(const Call& call, std::string_view business_id,
                                                    const std::vector<std::string>& fields) = 0;
  virtual absl::StatusOr<CreatorPostPage> ListPosts(const Call& call,
                                                    const CreatorPostsQuery& query) = 0;

  // Mutation. Switches ad authorization of a post on, which makes its code, valid for `days`, or
  // off
  // (`days` is ignored). nullopt: done, but TikTok didn't show the code; GetCodeStatus does.
  // Reasons: AD_AUTHORIZATION_UNAVAILABLE, POST_IN_USE (off), POST_UNAVAILABLE.
  virtual absl::StatusOr<std::optional<CodeInfo>> SetAdAuthorization(const Call& call,
                                                                     const PostRef& post, bool on,
                                                                     int days) = 0;
  // Mutation. Adds `days` to the code's period; if the code was deleted, makes a new one valid for
  // `days`. nullopt: as above.
  virtual absl::StatusOr<std::optional<CodeInfo>> ExtendOrRecreateCode(const Call& call,
                                                                       const PostRef& post,
                                                                       int days) = 0;
  // CODE_NOT_FOUND if the post has no code: never made, or deleted.
  virtual absl::StatusOr<CodeInfo> GetCodeStatus(const Call& call, const PostRef& post) = 0;
  // Mutation. Reasons: CODE_NOT_FOUND, POST_IN_USE.
  virtual absl::Status DeleteCode(const Call& call, const PostRef& post) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_CREATOR_H_
