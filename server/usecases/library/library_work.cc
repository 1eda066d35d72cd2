#include "server/usecases/library/library_work.h"

#include <vector>

#include "base/error.h"
#include "server/usecases/library/stored_posts.h"
#include "server/usecases/work.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {

absl::Status WakePostLooks(Transaction& tx, const std::string& workspace, const std::string& item,
                           absl::Time now) {
  SG_ASSIGN_OR_RETURN(const auto posts, tx.spark_posts().ListByItem(workspace, item));
  for (const SparkPost& post : posts) {
    SG_RETURN_IF_ERROR(WakeWork(tx, workspace, kPostLookWork, AuthorizationSubject(post), now));
  }
  return absl::OkStatus();
}

absl::Status PutAuthorizationWork(Transaction& tx, const Workspace& workspace,
                                  const SparkPost& post, absl::Time now) {
  const std::string subject = AuthorizationSubject(post);
  const std::vector<int>& alert_days = workspace.settings.alert_days;
  const auto next = NextAuthorizationDue(post.auth_end, now, alert_days);
  if (!next.has_value() || post.state != SparkPostState::kAuthorized) {
    return tx.work().Erase(workspace.id, kAuthorizationWork, subject);
  }
  return tx.work().Put({.workspace = workspace.id,
                        .kind = kAuthorizationWork,
                        .subject = subject,
                        .due = AlertIsDue(post, now, alert_days) ? now : next->at});
}

absl::Status ReplanAuthorizationWork(Transaction& tx, const Workspace& workspace, absl::Time now) {
  SG_ASSIGN_OR_RETURN(
      const auto posts,
      StoredPosts(tx, workspace.id, {.state = SparkPostState::kAuthorized, .now = now}));
  for (const SparkPost& post : posts) {
    SG_RETURN_IF_ERROR(PutAuthorizationWork(tx, workspace, post, now));
  }
  return absl::OkStatus();
}

std::string AuthorizationSubject(const SparkPost& post) {
  return post.ad_account + "/" + post.item_id;
}

std::pair<std::string, std::string> ParseAuthorizationSubject(const std::string& subject) {
  const size_t slash = subject.find('/');
  return {subject.substr(0, slash), subject.substr(slash + 1)};
}

}  // namespace sparkgate::server
