#include "server/usecases/library/post_looks.h"

#include <map>
#include <utility>

#include "base/error.h"
#include "server/usecases/connect/ask_ad_accounts.h"
#include "server/usecases/library/library_list.h"
#include "server/usecases/library/library_sync.h"
#include "server/usecases/library/library_work.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

// A sync that is due in exactly a day has just been done.
absl::StatusOr<bool> JustSynced(const Transaction& tx, const std::string& workspace,
                                const std::string& ad_account, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const auto sync, tx.work().Get(workspace, kLibrarySyncWork, ad_account));
  return sync.has_value() && sync->due == now + kLibrarySyncInterval;
}

// Whether the whole library has fewer pages than posts are to be looked at.
absl::StatusOr<bool> WholeIsLess(const Transaction& tx, const std::string& workspace,
                                 const std::string& ad_account, size_t posts) {
  SG_ASSIGN_OR_RETURN(const int64_t all, tx.spark_posts().Count(workspace, ad_account));
  return all <= static_cast<int64_t>(posts - 1) * kListPage;
}

}  // namespace

PostLooks::PostLooks(Env& env, const Workspace& workspace, const std::vector<WorkItem>& items,
                     LookWhen when, absl::Time now) {
  std::map<std::string, std::vector<std::string>> wanted;  // posts by ad account
  for (const WorkItem& item : items) {
    auto [account, post] = ParseAuthorizationSubject(item.subject);
    wanted[account].push_back(std::move(post));
  }
  planned_ = env.store.Read([&](const Transaction& tx) -> absl::Status {
    accounts_.clear();
    posts_.clear();
    for (const auto& [account, posts] : wanted) {
      if (when == LookWhen::kNotJustSynced) {
        SG_ASSIGN_OR_RETURN(const bool synced, JustSynced(tx, workspace.id, account, now));
        if (synced) continue;
      }
      SG_ASSIGN_OR_RETURN(const bool whole, WholeIsLess(tx, workspace.id, account, posts.size()));
      for (const std::string& post : whole ? std::vector<std::string>{""} : posts) {
        accounts_.push_back(account);
        posts_.push_back(post);
      }
    }
    return absl::OkStatus();
  });
  if (!planned_.ok()) accounts_.clear();
  looks_ =
      AskAdAccounts<LibraryLook>(env, workspace, accounts_, [&](const AdAccountCall& as, size_t i) {
        return posts_[i].empty() ? LookAtLibrary(env, workspace, as, now)
                                 : LookAtPost(env, workspace, as, posts_[i], now);
      });
}

absl::Status PostLooks::Take(Transaction& tx, const Workspace& workspace, absl::Time now) const {
  for (size_t i = 0; i < looks_.size(); ++i) {
    if (!looks_[i].ok()) continue;
    SG_RETURN_IF_ERROR(TakeLook(tx, workspace, accounts_[i], *looks_[i], now));
  }
  return absl::OkStatus();
}

absl::Status PostLooks::StatusOf(const WorkItem& item) const {
  if (!planned_.ok()) return planned_;
  const auto [account, post] = ParseAuthorizationSubject(item.subject);
  for (size_t i = 0; i < looks_.size(); ++i) {
    const bool covers = accounts_[i] == account && (posts_[i].empty() || posts_[i] == post);
    if (covers) return looks_[i].status();
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::server
