#include "server/usecases/library/library_sync.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/library/library_list.h"
#include "server/usecases/library/reading.h"
#include "server/usecases/library/stored_posts.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using StoredLibrary = std::map<std::string, SparkPost>;  // by item id, without unbound posts

absl::StatusOr<StoredLibrary> LoadLibrary(const Transaction& tx, const std::string& workspace,
                                          const std::string& ad_account) {
  SG_ASSIGN_OR_RETURN(auto posts, StoredPosts(tx, workspace, {.ad_account = ad_account}));
  StoredLibrary stored;
  for (SparkPost& post : posts) {
    std::string item = post.item_id;
    stored.emplace(std::move(item), std::move(post));
  }
  return stored;
}

// TikTok's list, in which only what is really gone is missing of `expected`.
absl::StatusOr<ListedPosts> ReadWholeList(Env& env, const tiktok::Call& call,
                                          const std::string& ad_account,
                                          const StoredLibrary& expected) {
  auto& library = env.tiktok.library();
  SG_ASSIGN_OR_RETURN(ListedPosts listed, ReadList(library, call, ad_account));
  for (const auto& [item, post] : expected) {
    if (listed.contains(item)) continue;
    SG_ASSIGN_OR_RETURN(auto found, FindListed(library, call, ad_account, item));
    if (found.has_value()) listed.emplace(item, *std::move(found));
  }
  return listed;
}

absl::Status TakeAccount(Transaction& tx, AdAccount account,
                         const std::vector<tiktok::AdAccount>& read, absl::Time now) {
  if (!read.empty()) {
    account.display_name = read.front().name;
    account.tiktok_status = read.front().status;
    account.currency = read.front().currency;
    account.time_zone = read.front().timezone;
    account.balance_micros = read.front().balance_micros;
  }
  account.sync_time = now;
  return tx.ad_accounts().Put(account);
}

// Takes TikTok's list over, as far as the library is still the one of `before`, which was read
// before TikTok was asked: what changed here since is newer than the list. False: something did.
absl::StatusOr<bool> TakeList(Transaction& tx, const Workspace& workspace,
                              const std::string& ad_account, const StoredLibrary& before,
                              const ListedPosts& listed, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const StoredLibrary stored, LoadLibrary(tx, workspace.id, ad_account));
  const auto in = [](const StoredLibrary& library, const std::string& item) {
    const auto it = library.find(item);
    return it == library.end() ? std::optional<SparkPost>() : it->second;
  };
  bool whole = true;
  for (const auto& [item, read] : listed) {
    auto known = in(stored, item);
    if (known != in(before, item)) {
      whole = false;
      continue;
    }
    // An unbound post keeps its row, so that it is known when it comes back.
    if (!known.has_value()) {
      SG_ASSIGN_OR_RETURN(known, tx.spark_posts().Get(workspace.id, ad_account, item));
    }
    SG_RETURN_IF_ERROR(
        TakeReading(tx, workspace, ad_account, known, {.post = read, .time = now}).status());
  }
  for (const auto& [item, post] : before) {
    if (listed.contains(item)) continue;
    if (in(stored, item) != post) {
      whole = false;
      continue;
    }
    SG_RETURN_IF_ERROR(TakeAbsence(tx, post, "OUTSIDE", now, ""));
  }
  return whole;
}

class LibrarySyncHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kLibrarySyncWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    std::vector<WorkOutcome> outcomes;
    for (const WorkItem& item : items) {
      const absl::Status synced = SyncLibrary(env, workspace, item.subject, now);
      // Without a consent there is nothing to try again before somebody connects anew, which puts
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
  StoredLibrary before;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(before, LoadLibrary(tx, workspace.id, ad_account));
    return absl::OkStatus();
  }));
  const auto accounts = env.tiktok.advertiser().GetAccounts(as.call, {ad_account});
  if (!accounts.ok())
    return NoteAdAccountError(env, workspace, ad_account, as.call, accounts.status());
  const auto listed = ReadWholeList(env, as.call, ad_account, before);
  if (!listed.ok()) return NoteAdAccountError(env, workspace, ad_account, as.call, listed.status());

  return env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto account, tx.ad_accounts().Get(workspace.id, ad_account));
    if (!account.has_value()) return absl::OkStatus();
    SG_RETURN_IF_ERROR(TakeAccount(tx, *account, *accounts, now));
    SG_ASSIGN_OR_RETURN(const bool whole,
                        TakeList(tx, workspace, ad_account, before, *listed, now));
    return whole ? absl::OkStatus() : WakeWork(tx, workspace.id, kLibrarySyncWork, ad_account, now);
  });
}

std::unique_ptr<WorkHandler> NewLibrarySyncHandler() {
  return std::make_unique<LibrarySyncHandler>();
}

}  // namespace sparkgate::server
