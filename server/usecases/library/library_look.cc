#include "server/usecases/library/library_look.h"

#include <map>
#include <string_view>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "base/error.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/library/library_list.h"
#include "server/usecases/library/reading.h"
#include "server/usecases/library/stored_posts.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

std::optional<SparkPost> UnlessUnbound(std::optional<SparkPost> post) {
  if (post.has_value() && post->state == SparkPostState::kUnbound) return std::nullopt;
  return post;
}

// What TikTok's list says that the stored posts, without unbound ones, don't. A large library says
// nothing new of nearly all its posts, so only what may be new is kept.
class Comparison {
 public:
  Comparison(std::vector<SparkPost> stored, absl::Time now)
      : stored_(std::move(stored)), now_(now) {
    for (const SparkPost& post : stored_) absent_.emplace(post.item_id, &post);
    known_ = absent_;
  }
  Comparison(const Comparison&) = delete;
  Comparison& operator=(const Comparison&) = delete;

  // Returns whether it is the first row of its post.
  bool See(tiktok::SparkPost read) {
    const auto known = known_.find(read.item_id);
    if (known == known_.end()) {
      const std::string item = read.item_id;
      return news_.insert_or_assign(item, PostLook{item, std::nullopt, std::move(read)}).second;
    }
    const SparkPost& before = *known->second;
    if (SaysNothingNew(before, read, now_)) {
      news_.erase(before.item_id);  // a row that moved shows what counts now
    } else {
      news_.insert_or_assign(before.item_id, PostLook{before.item_id, before, std::move(read)});
    }
    return absent_.erase(before.item_id) > 0;
  }

  std::vector<std::string> Absent() const {
    std::vector<std::string> items;
    for (const auto& [item, post] : absent_) items.emplace_back(item);
    return items;
  }

  // In the items' order, whatever TikTok's was.
  std::vector<PostLook> News() && {
    for (const auto& [item, post] : absent_) {
      news_.emplace(item, PostLook{post->item_id, *post, std::nullopt});
    }
    std::vector<PostLook> news;
    for (auto& [item, look] : news_) news.push_back(std::move(look));
    return news;
  }

 private:
  using Posts = absl::flat_hash_map<std::string_view, const SparkPost*>;  // by item id

  const std::vector<SparkPost> stored_;
  const absl::Time now_;
  Posts known_;
  Posts absent_;  // of the known ones
  std::map<std::string, PostLook> news_;
};

absl::Status TakeAccount(Transaction& tx, AdAccount account,
                         const std::optional<tiktok::AdAccount>& read, absl::Time now) {
  if (read.has_value()) {
    account.display_name = read->name;
    account.tiktok_status = read->status;
    account.currency = read->currency;
    account.time_zone = read->timezone;
    account.balance_micros = read->balance_micros;
  }
  account.sync_time = now;
  return tx.ad_accounts().Put(account);
}

// False: the post changed here since.
absl::StatusOr<bool> TakePost(Transaction& tx, const Workspace& workspace,
                              const std::string& ad_account, const PostLook& look, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const auto known, tx.spark_posts().Get(workspace.id, ad_account, look.item));
  if (UnlessUnbound(known) != look.before) return false;
  if (look.read.has_value()) {
    // An unbound post keeps its row, so that it is known when it comes back.
    SG_RETURN_IF_ERROR(
        TakeReading(tx, workspace, ad_account, known, {.post = *look.read, .time = now}).status());
  } else if (look.before.has_value()) {
    SG_RETURN_IF_ERROR(TakeAbsence(tx, *look.before, "OUTSIDE", now, ""));
  }
  return true;
}

}  // namespace

absl::StatusOr<LibraryLook> LookAtLibrary(Env& env, const Workspace& workspace,
                                          const AdAccountCall& as, absl::Time now) {
  const std::string& ad_account = as.account.id;
  std::vector<SparkPost> stored;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(stored, StoredPosts(tx, workspace.id, {.ad_account = ad_account}));
    return absl::OkStatus();
  }));
  SG_ASSIGN_OR_RETURN(auto accounts, env.tiktok.advertiser().GetAccounts(as.call, {ad_account}));
  auto& library = env.tiktok.library();
  Comparison comparison(std::move(stored), now);
  SG_RETURN_IF_ERROR(ReadList(library, as.call, ad_account, [&](tiktok::SparkPost read) {
    return comparison.See(std::move(read));
  }));
  // Only what is really gone counts as missing.
  for (const std::string& item : comparison.Absent()) {
    SG_ASSIGN_OR_RETURN(auto found, FindListed(library, as.call, ad_account, item));
    if (found.has_value()) comparison.See(*std::move(found));
  }
  LibraryLook look{.whole = true, .account = {}, .news = std::move(comparison).News()};
  if (!accounts.empty()) look.account = std::move(accounts.front());
  return look;
}

absl::StatusOr<LibraryLook> LookAtPost(Env& env, const Workspace& workspace,
                                       const AdAccountCall& as, const std::string& item,
                                       absl::Time now) {
  const std::string& ad_account = as.account.id;
  std::vector<SparkPost> stored;
  SG_RETURN_IF_ERROR(env.store.ReadPoint([&](const Transaction& tx) -> absl::Status {
    stored.clear();
    SG_ASSIGN_OR_RETURN(auto post, tx.spark_posts().Get(workspace.id, ad_account, item));
    post = UnlessUnbound(std::move(post));
    if (post.has_value()) stored.push_back(*std::move(post));
    return absl::OkStatus();
  }));
  Comparison comparison(std::move(stored), now);
  SG_ASSIGN_OR_RETURN(auto read, FindListed(env.tiktok.library(), as.call, ad_account, item));
  if (read.has_value()) comparison.See(*std::move(read));
  return LibraryLook{.news = std::move(comparison).News()};
}

absl::Status TakeLook(Transaction& tx, const Workspace& workspace, const std::string& ad_account,
                      const LibraryLook& look, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const auto account, tx.ad_accounts().Get(workspace.id, ad_account));
  if (!account.has_value()) return absl::OkStatus();
  if (look.whole) SG_RETURN_IF_ERROR(TakeAccount(tx, *account, look.account, now));
  bool all_taken = true;
  for (const PostLook& post : look.news) {
    SG_ASSIGN_OR_RETURN(const bool taken, TakePost(tx, workspace, ad_account, post, now));
    all_taken &= taken;
  }
  if (all_taken) return absl::OkStatus();
  return WakeWork(tx, workspace.id, kLibrarySyncWork, ad_account, now);
}

}  // namespace sparkgate::server
