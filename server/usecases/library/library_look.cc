#include "server/usecases/library/library_look.h"

#include <map>
#include <utility>

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

absl::StatusOr<StoredLibrary> LoadLibrary(Env& env, const std::string& workspace,
                                          const std::string& ad_account) {
  std::vector<SparkPost> posts;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(posts, StoredPosts(tx, workspace, {.ad_account = ad_account}));
    return absl::OkStatus();
  }));
  StoredLibrary stored;
  for (SparkPost& post : posts) {
    std::string item = post.item_id;
    stored.emplace(std::move(item), std::move(post));
  }
  return stored;
}

std::optional<SparkPost> UnlessUnbound(std::optional<SparkPost> post) {
  if (post.has_value() && post->state == SparkPostState::kUnbound) return std::nullopt;
  return post;
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

std::vector<PostLook> NewsIn(StoredLibrary before, const ListedPosts& listed, absl::Time now) {
  std::vector<PostLook> news;
  for (const auto& [item, read] : listed) {
    const auto known = before.extract(item);
    if (known.empty()) {
      news.push_back({.item = item, .before = std::nullopt, .read = read});
    } else if (!SaysNothingNew(known.mapped(), read, now)) {
      news.push_back({.item = item, .before = std::move(known.mapped()), .read = read});
    }
  }
  for (auto& [item, post] : before) {
    news.push_back({.item = item, .before = std::move(post), .read = std::nullopt});
  }
  return news;
}

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
  SG_ASSIGN_OR_RETURN(StoredLibrary before, LoadLibrary(env, workspace.id, ad_account));
  SG_ASSIGN_OR_RETURN(auto accounts, env.tiktok.advertiser().GetAccounts(as.call, {ad_account}));
  SG_ASSIGN_OR_RETURN(ListedPosts listed, ReadWholeList(env, as.call, ad_account, before));
  LibraryLook look{.whole = true, .account = {}, .news = NewsIn(std::move(before), listed, now)};
  if (!accounts.empty()) look.account = std::move(accounts.front());
  return look;
}

absl::StatusOr<LibraryLook> LookAtPost(Env& env, const Workspace& workspace,
                                       const AdAccountCall& as, const std::string& item,
                                       absl::Time now) {
  const std::string& ad_account = as.account.id;
  StoredLibrary before;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    before.clear();
    SG_ASSIGN_OR_RETURN(auto post, tx.spark_posts().Get(workspace.id, ad_account, item));
    post = UnlessUnbound(std::move(post));
    if (post.has_value()) before.emplace(item, *std::move(post));
    return absl::OkStatus();
  }));
  ListedPosts listed;
  SG_ASSIGN_OR_RETURN(auto read, FindListed(env.tiktok.library(), as.call, ad_account, item));
  if (read.has_value()) listed.emplace(item, *std::move(read));
  return LibraryLook{.news = NewsIn(std::move(before), listed, now)};
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
