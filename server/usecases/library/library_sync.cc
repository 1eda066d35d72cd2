#include "server/usecases/library/library_sync.h"

#include <map>
#include <vector>

#include "base/error.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/library/reading.h"
#include "server/usecases/names.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

constexpr int kPageSize = 50;  // TikTok's most (facts 4.3)
constexpr int kStoredPage = 1000;

absl::StatusOr<std::vector<tiktok::SparkPost>> ReadLibrary(Env& env, const tiktok::Call& call,
                                                           const std::string& ad_account) {
  std::vector<tiktok::SparkPost> posts;
  for (int page = 1;; ++page) {
    SG_ASSIGN_OR_RETURN(
        auto read, env.tiktok.library().ListPosts(
                       call, {.advertiser_id = ad_account, .page = page, .page_size = kPageSize}));
    for (tiktok::SparkPost& post : read.posts) posts.push_back(std::move(post));
    if (!read.page_info.has_more() || read.posts.empty()) return posts;
  }
}

absl::StatusOr<std::map<std::string, SparkPost>> StoredLibrary(const Transaction& tx,
                                                               const std::string& workspace,
                                                               const std::string& ad_account) {
  std::map<std::string, SparkPost> stored;
  SparkPostTable::Filter filter{.ad_account = ad_account};
  Page page{.after = "", .limit = kStoredPage};
  while (true) {
    SG_ASSIGN_OR_RETURN(auto posts, tx.spark_posts().List(workspace, filter, page));
    const bool last = posts.size() < kStoredPage;
    if (!posts.empty()) page.after = tx.spark_posts().PageKey(posts.back());
    for (SparkPost& post : posts) stored.emplace(post.item_id, std::move(post));
    if (last) return stored;
  }
}

class LibrarySyncHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kLibrarySyncWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    std::vector<WorkOutcome> outcomes;
    for (const WorkItem& item : items) {
      const absl::Status synced = SyncLibrary(env, workspace, item.subject, now);
      // Without a consent there is nothing to try again before somebody connects anew, which wakes
      // this item.
      const bool hopeless = ReasonOf(synced) == "RECONNECT_NEEDED";
      outcomes.push_back(synced.ok() || hopeless ? AgainAt(now + absl::Hours(24))
                                                 : FailedWork(synced));
    }
    return outcomes;
  }
};

}  // namespace

absl::Status SyncLibrary(Env& env, const Workspace& workspace, const std::string& ad_account,
                         absl::Time now) {
  SG_ASSIGN_OR_RETURN(const AdAccountCall as, CallAsAdAccount(env, workspace, ad_account));
  const auto accounts = env.tiktok.advertiser().GetAccounts(as.call, {ad_account});
  if (!accounts.ok())
    return NoteAdAccountError(env, workspace, ad_account, as.call, accounts.status());
  const auto library = ReadLibrary(env, as.call, ad_account);
  if (!library.ok())
    return NoteAdAccountError(env, workspace, ad_account, as.call, library.status());

  return env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto account, tx.ad_accounts().Get(workspace.id, ad_account));
    if (!account.has_value()) return absl::OkStatus();
    if (!accounts->empty()) {
      const tiktok::AdAccount& read = accounts->front();
      account->display_name = read.name;
      account->tiktok_status = read.status;
      account->currency = read.currency;
      account->time_zone = read.timezone;
      account->balance_micros = read.balance_micros;
    }
    account->sync_time = now;
    SG_RETURN_IF_ERROR(tx.ad_accounts().Put(*account));
    SG_ASSIGN_OR_RETURN(auto stored, StoredLibrary(tx, workspace.id, ad_account));
    for (const tiktok::SparkPost& read : *library) {
      std::optional<SparkPost> known;
      if (const auto it = stored.find(read.item_id); it != stored.end()) {
        known = std::move(it->second);
        stored.erase(it);
      } else {
        // An unbound post keeps its row, so that it is known when it comes back.
        SG_ASSIGN_OR_RETURN(known, tx.spark_posts().Get(workspace.id, ad_account, read.item_id));
      }
      SG_RETURN_IF_ERROR(TakeReading(tx, workspace, ad_account, known, read, "", now, "").status());
    }
    for (const auto& [item, post] : stored) {
      SG_RETURN_IF_ERROR(TakeAbsence(tx, post, "OUTSIDE", now, ""));
    }
    return absl::OkStatus();
  });
}

std::unique_ptr<WorkHandler> NewLibrarySyncHandler() {
  return std::make_unique<LibrarySyncHandler>();
}

}  // namespace sparkgate::server
