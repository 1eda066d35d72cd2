// The advertiser's Spark Ads library (tt_video/*): redeeming codes, and the posts they gave access
// to. Calls take an advertiser's token.
#ifndef SPARKGATE_SERVER_TIKTOK_LIBRARY_H_
#define SPARKGATE_SERVER_TIKTOK_LIBRARY_H_

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

// An ad account's permission to run a post. TikTok's raw words, so that an unknown one survives:
// anything but "AUTHORIZED" means it may not run; "" (GetPostInfo) means TikTok didn't say.
struct PostAuthorization {
  std::string status = {};
  std::optional<absl::Time> invited = {};  // when this ad account redeemed the code
  std::optional<absl::Time> start = {};    // when the code became valid
  std::optional<absl::Time> end = {};      // when it ends
};

struct SparkPost {
  std::string item_id = {};
  std::string item_type = {};  // VIDEO or CAROUSEL
  std::string caption = {};
  std::string item_status = {};  // TikTok's raw status of the post itself; "" if it didn't say
  Secret auth_code = {};         // as TikTok echoes it; may be empty

  PostAuthorization authorization = {};

  std::string creator_name = {};
  std::string identity_id = {};    // what ads run as
  std::string identity_type = {};  // AUTH_CODE

  std::string cover_url = {};    // lapses after an hour; "" once the authorization has ended
  std::string preview_url = {};  // likewise
  double duration_seconds = 0;

  // GetPostInfo only. "" rather than TikTok's "0": not one.
  std::string duet_original_item_id = {};
  std::string stitch_original_item_id = {};
  bool is_multi_duet_stitch = false;
  std::vector<std::string> mentioned_item_ids = {};
};

struct SparkPostsQuery {
  std::string advertiser_id = {};
  std::string keyword =
      {};  // words of the caption, or a whole item_id (19 digits and more); "": all
  int page = 1;
  int page_size = 20;  // 1 to 50
};

struct SparkPostPage {
  std::vector<SparkPost> posts = {};  // ended authorizations stay in the list until unbound
  PageInfo page_info = {};
};

struct PostAuthorizationRequest {
  std::string advertiser_id = {};
  Secret auth_code = {};           // canonical form
  Secret original_auth_code = {};  // of the original of a duet, a stitch or a mention; else empty
};

// Thread-safe; every call blocks for one exchange. Errors of all calls: docs/errors.md.
class LibraryApi {
 public:
  virtual ~LibraryApi() = default;

  // Mutation. TikTok's answer says nothing about the post: read it with GetPostInfo or ListPosts.
  // Reasons: CODE_NOT_FOUND, CODE_EXPIRED, CODE_DELETED, CODE_MALFORMED, POST_UNAVAILABLE,
  // POST_NOT_SUPPORTED, ORIGINAL_CODE_NEEDED, ALREADY_AUTHORIZED (no proof: the list is).
  virtual absl::Status AuthorizePost(const Call& call, const PostAuthorizationRequest& request) = 0;
  // The post that a code is for. Reasons: as AuthorizePost, and PREVIEW_NEEDS_AUTHORIZATION where
  // TikTok shows only what has been authorized.
  virtual absl::StatusOr<SparkPost> GetPostInfo(const Call& call, std::string_view advertiser_id,
                                                const Secret& auth_code) = 0;
  virtual absl::StatusOr<SparkPostPage> ListPosts(const Call& call,
                                                  const SparkPostsQuery& query) = 0;
  // Mutation. Takes a post whose authorization has ended out of the list. Reasons:
  // STILL_AUTHORIZED.
  virtual absl::Status Unbind(const Call& call, std::string_view advertiser_id,
                              std::string_view item_id) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_LIBRARY_H_
