#include "server/usecases/ads/ads_sync.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "server/usecases/ads/account_look.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/ads/subscriptions.h"
#include "server/usecases/connect/ask_ad_accounts.h"
#include "server/usecases/library/library_work.h"
#include "server/usecases/work_kinds.h"
#include "server/usecases/work_outcomes.h"

namespace sparkgate::server {
namespace {

constexpr absl::Duration kDaily = absl::Hours(24);

// Looks at an ad account at `due` the latest. An item that is due already may be running, with what
// TikTok said before: it runs again.
absl::Status PutLook(Transaction& tx, const std::string& workspace, const char* kind,
                     const std::string& ad_account, absl::Time due, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const auto item, tx.work().Get(workspace, kind, ad_account));
  if (item.has_value() && item->due <= now) return WakeWork(tx, workspace, kind, ad_account, now);
  if (item.has_value() && item->due <= due) return absl::OkStatus();
  return tx.work().Put({.workspace = workspace, .kind = kind, .subject = ad_account, .due = due});
}

// Takes over a look at some of an account's ads. What stands above them may have changed with them:
// a look at everything reads it, which wakes none in turn. Returns when to look at reviews again.
absl::StatusOr<std::optional<absl::Time>> TakeSomeAds(Transaction& tx, const std::string& workspace,
                                                      const std::string& ad_account,
                                                      const AccountLook& look, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const AccountTaken taken, TakeAccount(tx, workspace, look, now));
  for (const Ad& ad : taken.changed) {
    SG_ASSIGN_OR_RETURN(const bool confirms, ConfirmsParents(tx, ad));
    if (confirms) continue;
    SG_RETURN_IF_ERROR(WakeWork(tx, workspace, kAdsSyncWork, ad_account, now));
    break;
  }
  return taken.review_look;
}

// Looks at ad accounts side by side; what they say is taken over in one transaction.
class Looks {
 public:
  Looks(Env& env, const Workspace& workspace, std::vector<std::string> ad_accounts, AdsScope scope,
        absl::Time now)
      : env_(env),
        workspace_(workspace),
        ad_accounts_(std::move(ad_accounts)),
        scope_(scope),
        now_(now) {}

  void LookAtAccounts() {
    looks_ = AskAdAccounts<AccountLook>(env_, workspace_, ad_accounts_,
                                        [this](const AdAccountCall& as, size_t) {
                                          return LookAtAccount(env_, workspace_.id, as, scope_);
                                        });
    for (const absl::StatusOr<AccountLook>& look : looks_) {
      review_looks_.push_back(look.ok() ? NextReviewLook(*look, now_) : std::nullopt);
    }
  }

  bool AnythingToTake() const {
    for (size_t i = 0; i < looks_.size(); ++i) {
      if (looks_[i].ok() && (looks_[i]->AnyNews() || LacksReviewLook(i))) return true;
    }
    return false;
  }
  absl::Status Take(Transaction& tx) {
    for (size_t i = 0; i < looks_.size(); ++i) {
      if (!looks_[i].ok()) continue;
      SG_RETURN_IF_ERROR(TakeOne(tx, i));
    }
    return absl::OkStatus();
  }
  const absl::Status& StatusOf(size_t i) const { return looks_[i].status(); }
  // When to look again after a look that went well; nullopt: nothing of the scope is published.
  std::optional<absl::Time> NextLook(size_t i) const {
    if (scope_ == AdsScope::kReviews) return review_looks_[i];
    return looks_[i]->NothingIsPublished() ? std::nullopt : std::optional(now_ + kDaily);
  }

 private:
  absl::Status TakeOne(Transaction& tx, size_t i) {
    if (scope_ == AdsScope::kReviews) {
      SG_ASSIGN_OR_RETURN(review_looks_[i],
                          TakeSomeAds(tx, workspace_.id, ad_accounts_[i], *looks_[i], now_));
      return absl::OkStatus();
    }
    SG_ASSIGN_OR_RETURN(const AccountTaken taken, TakeAccount(tx, workspace_.id, *looks_[i], now_));
    review_looks_[i] = taken.review_look;
    SG_RETURN_IF_ERROR(WatchSubscriptions(env_, tx, workspace_.id, now_));
    return PutReviewLook(tx, i);
  }
  absl::Status PutReviewLook(Transaction& tx, size_t i) const {
    if (!review_looks_[i].has_value()) return absl::OkStatus();
    return PutLook(tx, workspace_.id, kReviewSyncWork, ad_accounts_[i], *review_looks_[i], now_);
  }
  // A review may have begun outside, or nobody looked for want of a consent.
  bool LacksReviewLook(size_t i) const {
    if (scope_ != AdsScope::kEverything || !review_looks_[i].has_value()) return false;
    const std::optional<absl::Time>& due = looks_[i]->review_look;
    return !due.has_value() || *due <= now_ || *due > *review_looks_[i];
  }

  Env& env_;
  const Workspace& workspace_;
  const std::vector<std::string> ad_accounts_;
  const AdsScope scope_;
  const absl::Time now_;
  std::vector<absl::StatusOr<AccountLook>> looks_;
  std::vector<std::optional<absl::Time>> review_looks_;
};

using Outcomes = std::vector<WorkOutcome>;

// Without a consent there is nothing to try again before somebody connects anew, which wakes the
// look at everything.
bool IsHopeless(const absl::Status& status) { return ReasonOf(status) == "RECONNECT_NEEDED"; }

class AccountHandler final : public WorkHandler {
 public:
  explicit AccountHandler(AdsScope scope) : scope_(scope) {}
  std::string_view kind() const override {
    return scope_ == AdsScope::kReviews ? kReviewSyncWork : kAdsSyncWork;
  }

  Outcomes Run(Env& env, const Workspace& workspace, const std::vector<WorkItem>& items,
               absl::Time now) override {
    Looks looks(env, workspace, SubjectsOf(items), scope_, now);
    looks.LookAtAccounts();
    return TakeTogether(env, workspace, items, now,
                        [&](Transaction& tx) -> absl::StatusOr<Outcomes> {
                          SG_RETURN_IF_ERROR(looks.Take(tx));
                          Outcomes outcomes;
                          for (size_t i = 0; i < items.size(); ++i) {
                            outcomes.push_back(OutcomeOf(looks, i, now));
                          }
                          return outcomes;
                        });
  }

 private:
  WorkOutcome OutcomeOf(const Looks& looks, size_t i, absl::Time now) const {
    if (const absl::Status& status = looks.StatusOf(i); !status.ok()) {
      if (!IsHopeless(status)) return FailedWork(status);
      return scope_ == AdsScope::kEverything ? AgainAt(now + kDaily) : WorkDone();
    }
    const std::optional<absl::Time> next = looks.NextLook(i);
    return next.has_value() ? AgainAt(*next) : WorkDone();
  }

  const AdsScope scope_;
};

// The look at everything that is due at this instant comes after this kind, unless it was woken and
// is over, and sees the posts' ads with the rest; nobody runs it now.
absl::Status PutLookAtThisInstant(Transaction& tx, const std::string& workspace,
                                  const std::string& ad_account, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const auto item, tx.work().Get(workspace, kAdsSyncWork, ad_account));
  if (item.has_value() && item->due <= now) return absl::OkStatus();
  return tx.work().Put(
      {.workspace = workspace, .kind = kAdsSyncWork, .subject = ad_account, .due = now});
}

class PostAdsHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kPostAdsWork; }

  Outcomes Run(Env& env, const Workspace& workspace, const std::vector<WorkItem>& items,
               absl::Time now) override {
    return TakeTogether(
        env, workspace, items, now, [&](Transaction& tx) -> absl::StatusOr<Outcomes> {
          std::set<std::string> woken;
          for (const WorkItem& item : items) {
            const auto [account, post] = ParseAuthorizationSubject(item.subject);
            if (woken.contains(account)) continue;
            SG_ASSIGN_OR_RETURN(
                const auto ads,
                tx.ads().List(workspace.id,
                              {.ad_account = account, .item_id = post, .stage = Stage::kLive},
                              {.after = "", .limit = 1}));
            if (ads.empty()) continue;
            SG_RETURN_IF_ERROR(PutLookAtThisInstant(tx, workspace.id, account, now));
            woken.insert(account);
          }
          return Outcomes(items.size(), WorkDone());
        });
  }
};

}  // namespace

absl::StatusOr<std::optional<absl::Time>> SyncAds(Env& env, const Workspace& workspace,
                                                  const std::string& ad_account, AdsScope scope,
                                                  absl::Time now) {
  Looks looks(env, workspace, {ad_account}, scope, now);
  looks.LookAtAccounts();
  SG_RETURN_IF_ERROR(looks.StatusOf(0));
  if (looks.AnythingToTake()) {
    SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) { return looks.Take(tx); }));
  }
  return looks.NextLook(0);
}

absl::StatusOr<Review> ReadReview(Env& env, const std::string& workspace_id,
                                  const std::string& id) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, workspace_id));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  Ad ad;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(ad, Load<Ad>(tx, workspace_id, id));
    return absl::OkStatus();
  }));
  if (ad.stage != Stage::kLive) return ad.review;
  SG_ASSIGN_OR_RETURN(const AdAccountCall as, CallAsAdAccount(env, workspace, ad.ad_account));
  AccountLook look;
  look.ads = {MirrorOf(ad)};
  auto news = LookAtAds(env, as.call, ad.ad_account, look.ads, ReviewsOf::kAll);
  if (!news.ok()) return NoteAdAccountError(env, workspace, ad.ad_account, as.call, news.status());
  if (news->empty()) return ad.review;
  look.ad_news = *std::move(news);
  Review review;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_RETURN_IF_ERROR(TakeReviews(tx, workspace_id, ad.ad_account, look, now));
    SG_ASSIGN_OR_RETURN(const Ad taken, Load<Ad>(tx, workspace_id, id));
    review = taken.review;
    return absl::OkStatus();
  }));
  env.work.Poke(workspace_id);
  return review;
}

absl::Status TakeReviews(Transaction& tx, const std::string& workspace,
                         const std::string& ad_account, const AccountLook& look, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const auto next, TakeSomeAds(tx, workspace, ad_account, look, now));
  if (!next.has_value()) return absl::OkStatus();
  return PutLook(tx, workspace, kReviewSyncWork, ad_account, *next, now);
}

absl::Status WatchAccount(Transaction& tx, const std::string& workspace,
                          const std::string& ad_account, absl::Time now) {
  return PutLook(tx, workspace, kAdsSyncWork, ad_account, now + kDaily, now);
}

absl::Status WatchNewAd(Transaction& tx, const std::string& workspace,
                        const std::string& ad_account, absl::Time now) {
  SG_RETURN_IF_ERROR(WakeWork(tx, workspace, kReviewSyncWork, ad_account, now));
  return WatchAccount(tx, workspace, ad_account, now);
}

std::unique_ptr<WorkHandler> NewAdsSyncHandler() {
  return std::make_unique<AccountHandler>(AdsScope::kEverything);
}
std::unique_ptr<WorkHandler> NewReviewSyncHandler() {
  return std::make_unique<AccountHandler>(AdsScope::kReviews);
}
std::unique_ptr<WorkHandler> NewPostAdsHandler() { return std::make_unique<PostAdsHandler>(); }

}  // namespace sparkgate::server
