// One look at an ad account's library, or at one post of it: what was known before TikTok was
// asked, and what it says that is new. Asked without a transaction, taken over in one.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_LOOK_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_LOOK_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/spark_post.h"
#include "server/tiktok/advertiser.h"
#include "server/tiktok/library.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

struct PostLook {
  std::string item;
  std::optional<SparkPost> before;        // without an unbound one
  std::optional<tiktok::SparkPost> read;  // nullopt: the list doesn't hold it
};

struct LibraryLook {
  bool whole = false;                        // the ad account and all its posts, or one post
  std::optional<tiktok::AdAccount> account;  // of a whole look, if TikTok shows it
  std::vector<PostLook> news;                // only posts of which something may be new
};
absl::StatusOr<LibraryLook> LookAtLibrary(Env& env, const Workspace& workspace,
                                          const AdAccountCall& as, absl::Time now);
absl::StatusOr<LibraryLook> LookAtPost(Env& env, const Workspace& workspace,
                                       const AdAccountCall& as, const std::string& item,
                                       absl::Time now);

// A post that changed here since it was looked at stays as it is, since that is newer, and the
// library is looked at again.
absl::Status TakeLook(Transaction& tx, const Workspace& workspace, const std::string& ad_account,
                      const LibraryLook& look, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_LOOK_H_
