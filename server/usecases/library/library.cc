#include "server/usecases/library/library.h"

#include <map>

#include <fmt/format.h>

#include "base/error.h"
#include "server/domain/code.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/library/library_list.h"
#include "server/usecases/library/library_mutations.h"
#include "server/usecases/library/reading.h"
#include "server/usecases/library/stored_posts.h"
#include "server/usecases/names.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

absl::StatusOr<SparkPostView> ViewOf(Env& env, const Workspace& workspace,
                                     const std::string& ad_account, const std::string& item) {
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  std::optional<SparkPost> post;
  SG_RETURN_IF_ERROR(env.store.ReadPoint([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(post, tx.spark_posts().Get(workspace.id, ad_account, item));
    return absl::OkStatus();
  }));
  if (!post.has_value() || post->state == SparkPostState::kUnbound) {
    return ResourceNotFound("sparkgate/SparkPost", SparkPostName(workspace.id, ad_account, item));
  }
  const SparkPostStep seen = StateAt(*post, now);
  return SparkPostView{.post = *std::move(post), .seen = seen};
}

// The item that answers a call for which nothing has to be sent, remembered as its answer; nullopt
// if an operation answers it.
absl::StatusOr<std::optional<std::string>> AnswerRedeemed(Env& env, const Call& call,
                                                          const Workspace& workspace,
                                                          const std::string& ad_account,
                                                          const std::string& canonical) {
  SG_ASSIGN_OR_RETURN(const std::string hash, env.vault.LookupHash(workspace, canonical));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  std::optional<std::string> item;
  const auto name_of = [&](const std::string& id) {
    return SparkPostName(workspace.id, ad_account, id);
  };
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    item.reset();
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) {
      const std::string id = LastIdOf(*earlier);
      if (*earlier == name_of(id)) item = id;  // else an operation's name
      return absl::OkStatus();
    }
    SG_ASSIGN_OR_RETURN(item, FindRedeemed(tx, workspace.id, ad_account, hash, now));
    if (!item.has_value()) return absl::OkStatus();
    return RememberAnswer(tx, call, name_of(*item), env.clocks.RealNow());
  }));
  return item;
}

absl::Status CheckAdAccount(Env& env, const std::string& workspace, const std::string& id) {
  bool there = false;
  SG_RETURN_IF_ERROR(env.store.ReadPoint([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto account, tx.ad_accounts().Get(workspace, id));
    there = account.has_value();
    return absl::OkStatus();
  }));
  return there ? absl::OkStatus()
               : ResourceNotFound("sparkgate/AdAccount", AdAccountName(workspace, id));
}

std::string ReasonName(const SparkPostStep& seen) {
  switch (seen.reason) {
    case UnauthorizedReason::kEnded:
      return "AUTHORIZATION_ENDED";
    case UnauthorizedReason::kCodeDeleted:
      return "CODE_DELETED";
    case UnauthorizedReason::kPostGone:
      return "POST_GONE";
    default:
      return "NOT_AUTHORIZED";
  }
}

absl::Status CallerGone() {
  return Error(absl::StatusCode::kCancelled, "The caller went away before this code's turn came.",
               {.reason = "CALLER_GONE", .who = Actor::kCaller});
}

absl::StatusOr<SparkPostView> AuthorizeCanonical(Env& env, const Call& call,
                                                 const std::string& ad_account,
                                                 const std::string& canonical,
                                                 const std::string& original) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_RETURN_IF_ERROR(CheckAdAccount(env, workspace.id, ad_account));
  SG_ASSIGN_OR_RETURN(const auto redeemed,
                      AnswerRedeemed(env, call, workspace, ad_account, canonical));
  if (redeemed.has_value()) return ViewOf(env, workspace, ad_account, *redeemed);
  SG_ASSIGN_OR_RETURN(std::string arguments,
                      AuthorizeArguments(env, workspace, ad_account, canonical, original));
  SG_ASSIGN_OR_RETURN(const Operation operation,
                      env.operations->Run(call,
                                          {.kind = kAuthorizePost,
                                           .target = AdAccountName(workspace.id, ad_account),
                                           .arguments = std::move(arguments)},
                                          [](Transaction&) { return absl::OkStatus(); }));
  env.work.Poke(workspace.id);
  return ViewOf(env, workspace, ad_account, LastIdOf(operation.result));
}

}  // namespace

absl::StatusOr<tiktok::SparkPost> LookUpCode(Env& env, const std::string& workspace_id,
                                             const std::string& ad_account,
                                             const std::string& pasted) {
  SG_ASSIGN_OR_RETURN(const std::string canonical, CanonicalCode(pasted, "code"));
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, workspace_id));
  SG_ASSIGN_OR_RETURN(const AdAccountCall as, CallAsAdAccount(env, workspace, ad_account));
  auto post = env.tiktok.library().GetPostInfo(as.call, ad_account, tiktok::Secret(canonical));
  if (!post.ok()) return NoteAdAccountError(env, workspace, ad_account, as.call, post.status());
  return post;
}

absl::StatusOr<SparkPostView> AuthorizeCode(Env& env, const Call& call,
                                            const std::string& ad_account,
                                            const PastedCode& pasted) {
  SG_ASSIGN_OR_RETURN(const std::string canonical, CanonicalCode(pasted.code, "code"));
  std::string original;
  if (!pasted.original.empty()) {
    SG_ASSIGN_OR_RETURN(original, CanonicalCode(pasted.original, "original_post_code"));
  }
  return AuthorizeCanonical(env, call, ad_account, canonical, original);
}

absl::StatusOr<std::vector<absl::StatusOr<SparkPostView>>> BatchAuthorizeCodes(
    Env& env, const Call& call, const std::string& ad_account,
    const std::vector<PastedCode>& pasted) {
  // Its items have ids of their own; another batch under the same id may have more of them.
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) return absl::OkStatus();
    return RememberAnswer(tx, call, AdAccountName(call.workspace, ad_account),
                          env.clocks.RealNow());
  }));
  std::vector<absl::StatusOr<SparkPostView>> results;
  std::map<std::string, size_t> first;  // canonical code → the result that answers it
  for (size_t i = 0; i < pasted.size(); ++i) {
    // Nobody hears of what is done from here on, so it isn't done.
    if (call.cancelled()) {
      results.push_back(CallerGone());
      continue;
    }
    const auto canonical = CanonicalCode(pasted[i].code, fmt::format("items[{}].code", i));
    if (!canonical.ok()) {
      results.push_back(canonical.status());
      continue;
    }
    std::string original;
    if (!pasted[i].original.empty()) {
      const auto read =
          CanonicalCode(pasted[i].original, fmt::format("items[{}].original_post_code", i));
      if (!read.ok()) {
        results.push_back(read.status());
        continue;
      }
      original = *read;
    }
    const auto [it, fresh] = first.try_emplace(*canonical, i);
    if (!fresh) {
      absl::StatusOr<SparkPostView> same = results[it->second];
      results.push_back(std::move(same));
      continue;
    }
    // Each item is an operation of its own, under a request_id derived from the batch's.
    Call part = call;
    if (!part.request_id.empty()) part.request_id += fmt::format("/{}", i);
    results.push_back(AuthorizeCanonical(env, part, ad_account, *canonical, original));
  }
  return results;
}

absl::StatusOr<SparkPostView> GetSparkPost(Env& env, const std::string& workspace_id,
                                           const std::string& ad_account, const std::string& item) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, workspace_id));
  return ViewOf(env, workspace, ad_account, item);
}

absl::StatusOr<SparkPostPage> ListSparkPosts(Env& env, const std::string& workspace_id,
                                             const std::string& ad_account,
                                             const std::string& query,
                                             std::optional<SparkPostState> state,
                                             const Page& page) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, workspace_id));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SparkPostPage out;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    out = {};
    SG_ASSIGN_OR_RETURN(
        auto posts,
        tx.spark_posts().List(
            workspace_id, {.ad_account = ad_account, .query = query, .state = state, .now = now},
            page));
    for (SparkPost& post : posts) {
      out.keys.push_back(tx.spark_posts().PageKey(post));
      const SparkPostStep seen = StateAt(post, now);
      out.posts.push_back({std::move(post), seen});
    }
    return absl::OkStatus();
  }));
  return out;
}

absl::StatusOr<SparkPostCheck> CheckSparkPost(Env& env, const std::string& workspace_id,
                                              const std::string& ad_account,
                                              const std::string& item) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, workspace_id));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(const SparkPostView before, ViewOf(env, workspace, ad_account, item));
  SG_ASSIGN_OR_RETURN(const AdAccountCall as, CallAsAdAccount(env, workspace, ad_account));
  const auto accounts = env.tiktok.advertiser().GetAccounts(as.call, {ad_account});
  if (!accounts.ok())
    return NoteAdAccountError(env, workspace, ad_account, as.call, accounts.status());
  const auto listed = FindListed(env.tiktok.library(), as.call, ad_account, item);
  if (!listed.ok()) return NoteAdAccountError(env, workspace, ad_account, as.call, listed.status());
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto known, tx.spark_posts().Get(workspace.id, ad_account, item));
    // What changed here while TikTok was asked is newer than its answer.
    if (known != before.post) return absl::OkStatus();
    if (!listed->has_value()) return TakeAbsence(tx, *known, "OUTSIDE", now, "");
    return TakeReading(tx, workspace, ad_account, known,
                       {.post = **listed, .time = now, .asked = true})
        .status();
  }));
  env.work.Poke(workspace.id);
  SparkPostCheck check;
  SG_ASSIGN_OR_RETURN(check.view, ViewOf(env, workspace, ad_account, item));
  if (check.view.seen.state != SparkPostState::kAuthorized) {
    check.reasons.push_back(ReasonName(check.view.seen));
  }
  if (check.view.post.tiktok_item_status == "REVIEW_PENDING") {
    check.reasons.push_back("POST_IN_MODERATION");
  }
  if (accounts->empty() || accounts->front().status != "STATUS_ENABLE") {
    check.reasons.push_back("ACCOUNT_NOT_ENABLED");
  }
  return check;
}

absl::Status UnbindSparkPost(Env& env, const Call& call, const std::string& ad_account,
                             const std::string& item) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierId(env.store, call));
  if (!earlier.has_value()) {
    SG_RETURN_IF_ERROR(ViewOf(env, workspace, ad_account, item).status());
  }
  return env.operations
      ->Run(call,
            {.kind = kUnbindPost,
             .target = SparkPostName(workspace.id, ad_account, item),
             .arguments = UnbindArguments(ad_account, item)},
            [](Transaction&) { return absl::OkStatus(); })
      .status();
}

}  // namespace sparkgate::server
