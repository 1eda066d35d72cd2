#include "server/usecases/ads/ads_sync.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/events.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

constexpr size_t kBatch = 100;  // TikTok's most ids per call (facts 7.6, 7.10)
constexpr Page kEverything{.after = "", .limit = 1'000'000};

// What TikTok says of one ad.
struct Reading {
  tiktok::Ad ad;
  std::optional<tiktok::AdReview> review;
};

bool MayBeReviewed(const Ad& ad) {
  return ad.review.state == ReviewState::kInReview || ad.review.state == ReviewState::kNone ||
         ad.review.rereview;
}

// Reads up to 100 ads. Reviews are asked only for ads that are, or were, in one: a settled ad's
// status says all that changes.
absl::StatusOr<std::map<std::string, Reading>> ReadBatch(Env& env, const tiktok::Call& call,
                                                         const std::string& ad_account,
                                                         const std::vector<Ad>& batch) {
  std::vector<std::string> ids;
  for (const Ad& ad : batch) ids.push_back(ad.tiktok_id);
  SG_ASSIGN_OR_RETURN(auto page,
                      env.tiktok.ads().Get(call, {.advertiser_id = ad_account,
                                                  .ids = ids,
                                                  .include_deleted = true,
                                                  .page_size = static_cast<int>(kBatch)}));
  std::map<std::string, Reading> readings;
  for (tiktok::Ad& ad : page.ads) {
    const std::string id = ad.ad_id;
    readings[id] = {.ad = std::move(ad)};
  }
  std::vector<std::string> ask;
  for (const Ad& ad : batch) {
    const auto it = readings.find(ad.tiktok_id);
    if (it == readings.end()) continue;
    const AdReading status = ReadSecondaryStatus(it->second.ad.secondary_status);
    const bool told = status.review.has_value() && *status.review != ad.review.state;
    if (MayBeReviewed(ad) || told) ask.push_back(ad.tiktok_id);
  }
  if (ask.empty()) return readings;
  SG_ASSIGN_OR_RETURN(auto reviews, env.tiktok.review().GetAdReviews(call, ad_account, ask));
  for (auto& [id, review] : reviews) {
    if (const auto it = readings.find(id); it != readings.end()) {
      it->second.review = std::move(review);
    }
  }
  return readings;
}

void TakeReview(Review& review, const AdReading& status, const Reading& reading, absl::Time now) {
  const ReviewState before = review.state;
  review.state =
      JoinReview(status, reading.review.has_value() ? reading.review->review_status : "", before);
  review.rereview = status.rereview;
  review.old_version_running = status.old_version_running;
  if (reading.review.has_value() && review.state != ReviewState::kInReview) {
    review.forbidden_locations = reading.review->forbidden_locations;
    review.forbidden_ages = reading.review->forbidden_ages;
    review.forbidden_placements = reading.review->forbidden_placements;
    review.reject_reasons.clear();
    review.suggestions.clear();
    for (const tiktok::Rejection& rejection : reading.review->rejections) {
      review.reject_reasons.insert(review.reject_reasons.end(), rejection.reasons.begin(),
                                   rejection.reasons.end());
      if (!rejection.suggestion.empty()) review.suggestions.push_back(rejection.suggestion);
    }
  }
  if (review.state == before) return;
  if (review.state == ReviewState::kInReview) {
    review.submit_time = now;
    review.decide_time.reset();
  } else {
    review.decide_time = now;
  }
}

std::string_view Word(NotDelivering reason) {
  static constexpr std::string_view kWords[] = {
      "",       "AUTHORIZATION_ENDED", "IN_REVIEW",       "REJECTED",
      "PAUSED", "GROUP_PAUSED",        "CAMPAIGN_PAUSED", "BALANCE",
      "BUDGET", "ACCOUNT_SUSPENDED",   "MUSIC",           "DELETED",
      "OTHER"};
  return kWords[static_cast<size_t>(reason)];
}

// One event per change that people wait for, each once.
absl::Status Tell(Transaction& tx, const Ad& before, const Ad& after, absl::Time now) {
  const auto tell = [&](const char* type, std::map<std::string, std::string> attributes) {
    return AppendEvent(tx, after.workspace, type, NameOf(after), now, std::move(attributes));
  };
  if (before.review.state != after.review.state) {
    const std::string reasons = fmt::format("{}", fmt::join(after.review.reject_reasons, "; "));
    switch (after.review.state) {
      case ReviewState::kInReview:
        SG_RETURN_IF_ERROR(tell("ad.in_review", {}));
        break;
      case ReviewState::kApproved:
        SG_RETURN_IF_ERROR(tell("ad.approved", {}));
        break;
      case ReviewState::kPartlyApproved:
        SG_RETURN_IF_ERROR(tell("ad.partly_approved", {{"reasons", reasons}}));
        break;
      case ReviewState::kRejected:
        SG_RETURN_IF_ERROR(tell("ad.rejected", {{"reasons", reasons}}));
        break;
      case ReviewState::kNone:
        break;
    }
  }
  const bool delivered = before.delivery.state == DeliveryState::kDelivering;
  const bool delivers = after.delivery.state == DeliveryState::kDelivering;
  if (delivered == delivers) return absl::OkStatus();
  if (delivers) {
    const auto& reasons = before.delivery.reasons;
    const bool first =
        std::find(reasons.begin(), reasons.end(), NotDelivering::kInReview) != reasons.end() ||
        before.delivery.state == DeliveryState::kScheduled;
    return tell(first ? "ad.delivering" : "ad.resumed", {});
  }
  std::vector<std::string_view> words;
  for (const NotDelivering reason : after.delivery.reasons) words.push_back(Word(reason));
  if (after.delivery.state == DeliveryState::kCompleted) return tell("ad.completed", {});
  return tell("ad.stopped", {{"reasons", fmt::format("{}", fmt::join(words, ","))}});
}

absl::StatusOr<Ad> TakeReading(Transaction& tx, const Ad& known, const Reading& reading,
                               absl::Time now) {
  Ad ad = known;
  const AdReading status = ReadSecondaryStatus(reading.ad.secondary_status);
  ad.tiktok_secondary_status = reading.ad.secondary_status;
  // A deleted ad's switch may still read ENABLE (facts 7.6).
  if (!status.deleted) {
    ad.operation_status = reading.ad.operation_status == "DISABLE" ? OperationStatus::kPaused
                                                                   : OperationStatus::kEnabled;
  }
  TakeReview(ad.review, status, reading, now);
  ad.delivery = status.delivery;
  if (status.deleted) ad.stage = Stage::kDeleted;
  const bool same = ad.tiktok_secondary_status == known.tiktok_secondary_status &&
                    ad.operation_status == known.operation_status && ad.review == known.review &&
                    ad.delivery == known.delivery && ad.stage == known.stage;
  if (same) return ad;
  SG_RETURN_IF_ERROR(tx.ads().Put(ad));
  if (status.deleted) {
    SG_RETURN_IF_ERROR(
        AppendEvent(tx, ad.workspace, "ad.deleted", NameOf(ad), now, {{"origin", "OUTSIDE"}}));
    return ad;
  }
  SG_RETURN_IF_ERROR(Tell(tx, known, ad, now));
  return ad;
}

// How long to wait before looking again, by the age of the oldest open review.
absl::Duration NextLook(const std::vector<Ad>& ads, absl::Time now) {
  std::optional<absl::Time> oldest;
  for (const Ad& ad : ads) {
    if (ad.review.state != ReviewState::kInReview && !ad.review.rereview) continue;
    const absl::Time since = ad.review.submit_time.value_or(now);
    oldest = oldest.has_value() ? std::min(*oldest, since) : since;
  }
  if (!oldest.has_value()) return absl::Hours(24);
  return std::clamp((now - *oldest) / 8, absl::Minutes(5), absl::Hours(1));
}

class AdsSyncHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kAdsSyncWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    std::vector<WorkOutcome> outcomes;
    for (const WorkItem& item : items) {
      const auto next = SyncAds(env, workspace, item.subject, now);
      if (next.ok()) {
        outcomes.push_back(next->has_value() ? AgainAt(**next) : WorkDone());
      } else {
        const bool hopeless = ReasonOf(next.status()) == "RECONNECT_NEEDED";
        outcomes.push_back(hopeless ? AgainAt(now + absl::Hours(24)) : FailedWork(next.status()));
      }
    }
    return outcomes;
  }
};

}  // namespace

absl::StatusOr<std::optional<absl::Time>> SyncAds(Env& env, const Workspace& workspace,
                                                  const std::string& ad_account, absl::Time now) {
  std::vector<Ad> ads;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(
        ads, tx.ads().List(workspace.id, {.ad_account = ad_account, .stage = Stage::kLive},
                           kEverything));
    return absl::OkStatus();
  }));
  if (ads.empty()) return std::nullopt;
  SG_ASSIGN_OR_RETURN(const AdAccountCall as, CallAsAdAccount(env, workspace, ad_account));
  std::map<std::string, Reading> readings;
  for (size_t begin = 0; begin < ads.size(); begin += kBatch) {
    const std::vector<Ad> batch(
        ads.begin() + static_cast<std::ptrdiff_t>(begin),
        ads.begin() + static_cast<std::ptrdiff_t>(std::min(ads.size(), begin + kBatch)));
    auto read = ReadBatch(env, as.call, ad_account, batch);
    if (!read.ok()) return NoteAdAccountError(env, workspace, ad_account, as.call, read.status());
    readings.merge(*read);
  }
  std::vector<Ad> after;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    after.clear();
    for (const Ad& seen : ads) {
      const auto it = readings.find(seen.tiktok_id);
      if (it == readings.end()) continue;
      // Read again: a call may have changed it while TikTok was asked.
      SG_ASSIGN_OR_RETURN(const auto current, tx.ads().Get(workspace.id, seen.id));
      if (!current.has_value() || current->stage != Stage::kLive) continue;
      SG_ASSIGN_OR_RETURN(Ad taken, TakeReading(tx, *current, it->second, now));
      after.push_back(std::move(taken));
    }
    return absl::OkStatus();
  }));
  return now + NextLook(after, now);
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
  if (ad.tiktok_id.empty()) return ad.review;
  SG_ASSIGN_OR_RETURN(const AdAccountCall as, CallAsAdAccount(env, workspace, ad.ad_account));
  const auto readings = ReadBatch(env, as.call, ad.ad_account, {ad});
  if (!readings.ok()) {
    return NoteAdAccountError(env, workspace, ad.ad_account, as.call, readings.status());
  }
  const auto it = readings->find(ad.tiktok_id);
  if (it == readings->end()) return ad.review;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const Ad current, Load<Ad>(tx, workspace_id, id));
    SG_ASSIGN_OR_RETURN(ad, TakeReading(tx, current, it->second, now));
    return absl::OkStatus();
  }));
  return ad.review;
}

std::unique_ptr<WorkHandler> NewAdsSyncHandler() { return std::make_unique<AdsSyncHandler>(); }

}  // namespace sparkgate::server
