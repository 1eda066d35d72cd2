// Identities: the TikTok accounts that an ad account's ads may run as, and their posts. Redeeming a
// code makes an identity of type AUTH_CODE, one per creator. Calls take an advertiser's token.
#ifndef SPARKGATE_SERVER_TIKTOK_IDENTITY_H_
#define SPARKGATE_SERVER_TIKTOK_IDENTITY_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "server/tiktok/call.h"
#include "server/tiktok/library.h"

namespace sparkgate::tiktok {

struct Identity {
  std::string identity_id = {};
  std::string identity_type = {};  // AUTH_CODE, TT_USER, BC_AUTH_TT, CUSTOMIZED_USER, …
  std::string display_name = {};
  std::string profile_image = {};
  std::string available_status = {};  // TT_USER and BC_AUTH_TT only
};

struct IdentitiesQuery {
  std::string advertiser_id = {};
  std::string identity_type = "AUTH_CODE";  // "": all, but then page_info isn't reliable (TikTok)
  int page = 1;
  int page_size = 20;  // 1 to 100
};

struct IdentityPage {
  std::vector<Identity> identities = {};
  PageInfo page_info = {};
};

// Up to 20 posts of one identity: the cheapest way to watch authorizations end.
struct IdentityPostsQuery {
  std::string advertiser_id = {};
  std::string identity_id = {};
  std::string identity_type = "AUTH_CODE";
  std::string item_type = "VIDEO";         // or CAROUSEL; one kind at a time
  std::vector<std::string> item_ids = {};  // 1 to 20
};

// Thread-safe; every call blocks for one exchange. Errors of all calls: docs/errors.md.
class IdentityApi {
 public:
  virtual ~IdentityApi() = default;

  virtual absl::StatusOr<IdentityPage> List(const Call& call, const IdentitiesQuery& query) = 0;
  // Posts that TikTok leaves out of its answer are absent here too. `creator_name`, `auth_code` and
  // what only GetPostInfo tells are empty.
  virtual absl::StatusOr<std::vector<SparkPost>> GetPosts(const Call& call,
                                                          const IdentityPostsQuery& query) = 0;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_IDENTITY_H_
