// Use cases of the Spark Ads library: look a code up, redeem it, see what may run, clean up.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/spark_post.h"
#include "server/tiktok/library.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// A Spark post as seen at `now`.
struct SparkPostView {
  SparkPost post;
  SparkPostStep seen;
};

// Whose post a pasted code is for. Changes nothing.
absl::StatusOr<tiktok::SparkPost> LookUpCode(Env& env, const std::string& workspace,
                                             const std::string& ad_account,
                                             const std::string& pasted);

struct PastedCode {
  std::string code;
  std::string original;  // of a duet, a stitch or a mention; "" = none
};
absl::StatusOr<SparkPostView> AuthorizeCode(Env& env, const Call& call,
                                            const std::string& ad_account,
                                            const PastedCode& pasted);
// One after another; doubles are redeemed once and answered alike.
absl::StatusOr<std::vector<absl::StatusOr<SparkPostView>>> BatchAuthorizeCodes(
    Env& env, const Call& call, const std::string& ad_account,
    const std::vector<PastedCode>& pasted);

absl::StatusOr<SparkPostView> GetSparkPost(Env& env, const std::string& workspace,
                                           const std::string& ad_account, const std::string& item);
struct SparkPostPage {
  std::vector<SparkPostView> posts;
  std::vector<std::string> keys;  // each row's page key
};
absl::StatusOr<SparkPostPage> ListSparkPosts(Env& env, const std::string& workspace,
                                             const std::string& ad_account,
                                             const std::string& query,
                                             std::optional<SparkPostState> state, const Page& page);

struct SparkPostCheck {
  SparkPostView view;
  std::vector<std::string> reasons;  // why it can't run; empty = it can
};
// Reads TikTok now.
absl::StatusOr<SparkPostCheck> CheckSparkPost(Env& env, const std::string& workspace,
                                              const std::string& ad_account,
                                              const std::string& item);

absl::Status UnbindSparkPost(Env& env, const Call& call, const std::string& ad_account,
                             const std::string& item);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_H_
