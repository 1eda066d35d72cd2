#include "server/usecases/ads/ad_reading.h"

#include <set>
#include <utility>

#include <absl/container/flat_hash_map.h>
#include <fmt/format.h>

#include "base/error.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/ads/batches.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/ads/outside.h"
#include "server/usecases/events.h"

namespace sparkgate::server {
namespace {

constexpr int kGroupBatch = 20;  // facts 7.11

// Whether review_info must be asked too. The status alone tells of a review that isn't over; how it
// ended it doesn't tell, and of an ad that is held for other reasons nothing at all.
bool AsksForReview(const AdMirror& seen, const tiktok::Ad& read, ReviewsOf reviews) {
  const std::optional<ReviewState> review = ReadSecondaryStatus(read.secondary_status).review;
  if (review == ReviewState::kInReview) return false;
  return reviews == ReviewsOf::kAll || IsReviewOpen(seen) ||
         (review.has_value() && *review != seen.review_state);
}

bool MayBeNews(const AdMirror& seen, const tiktok::Ad& read, ReviewsOf reviews) {
  return AsksForReview(seen, read, reviews) ||
         !SaysNothingNew(seen, {read.operation_status, read.secondary_status});
}

// Those of `ads` of which TikTok says something that may be new.
absl::StatusOr<AdLooks> ReadNews(Env& env, const tiktok::Call& call, const std::string& ad_account,
                                 std::span<const AdMirror> ads, ReviewsOf reviews) {
  std::vector<std::string> ids;
  absl::flat_hash_map<std::string_view, const AdMirror*> seen;
  for (const AdMirror& ad : ads) {
    ids.push_back(ad.tiktok_id);
    seen[ad.tiktok_id] = &ad;
  }
  AdLooks looks;
  SG_RETURN_IF_ERROR(
      InBatches(ids, kMostIds, [&](const std::vector<std::string>& batch) -> absl::Status {
        SG_ASSIGN_OR_RETURN(
            auto page,
            env.tiktok.ads().Get(
                call, {.advertiser_id = ad_account,
                       .ids = batch,
                       .include_deleted = true,
                       .fields = {"ad_id", "adgroup_id", "operation_status", "secondary_status"},
                       .page_size = kMostIds}));
        for (tiktok::Ad& ad : page.ads) {
          const auto it = seen.find(ad.ad_id);
          if (it == seen.end() || !MayBeNews(*it->second, ad, reviews)) continue;
          AdLook& look = looks[ad.ad_id];
          look.ad = std::move(ad);
        }
        return absl::OkStatus();
      }));
  return looks;
}

void Append(const std::vector<std::string>& from, std::vector<std::string>& to) {
  to.insert(to.end(), from.begin(), from.end());
}

// An ad that falls with its ad group has no reasons of its own: they are the group's. So is the
// word of what became of an appeal.
bool FellWithGroup(const AdLook& look) {
  return look.ad.secondary_status == "AD_STATUS_ADGROUP_AUDIT_DENY";
}

using GroupReviews = std::map<std::string, tiktok::AdGroupReview>;

absl::StatusOr<GroupReviews> ReadGroupReviews(Env& env, const tiktok::Call& call,
                                              const std::string& ad_account,
                                              const std::vector<std::string>& asked,
                                              const std::set<std::string>& appealed,
                                              const AdLooks& looks) {
  std::set<std::string> groups;
  for (const std::string& id : asked) {
    const AdLook& look = looks.at(id);
    if (look.ad.adgroup_id.empty()) continue;
    if (FellWithGroup(look) || appealed.contains(id)) groups.insert(look.ad.adgroup_id);
  }
  GroupReviews reviews;
  SG_RETURN_IF_ERROR(
      InBatches({groups.begin(), groups.end()}, kGroupBatch,
                [&](const std::vector<std::string>& batch) -> absl::Status {
                  SG_ASSIGN_OR_RETURN(
                      auto read, env.tiktok.review().GetAdGroupReviews(call, ad_account, batch));
                  reviews.merge(read);
                  return absl::OkStatus();
                }));
  return reviews;
}

void AddGroupReviews(const GroupReviews& reviews, const std::vector<std::string>& asked,
                     const std::set<std::string>& appealed, AdLooks& looks) {
  for (const std::string& id : asked) {
    AdLook& look = looks[id];
    const auto group = reviews.find(look.ad.adgroup_id);
    if (group == reviews.end()) continue;
    if (appealed.contains(id)) look.group_appeal = group->second.appeal_status;
    if (!FellWithGroup(look)) continue;
    if (!look.review.has_value()) look.review.emplace();
    auto& rejections = look.review->rejections;
    rejections.insert(rejections.end(), group->second.rejections.begin(),
                      group->second.rejections.end());
    Append(group->second.forbidden_locations, look.review->forbidden_locations);
    Append(group->second.forbidden_ages, look.review->forbidden_ages);
    Append(group->second.forbidden_placements, look.review->forbidden_placements);
  }
}

void TakeReview(Review& review, const AdReading& status, const AdLook& look, absl::Time now) {
  const ReviewState before = review.state;
  review.state =
      JoinReview(status, look.review.has_value() ? look.review->review_status : "", before);
  review.rereview = status.rereview;
  review.old_version_running = status.old_version_running;
  review.appeal = NextAppeal(review.appeal, before, review.state, look.group_appeal);
  if (review.appeal == AppealState::kNone) review.appeal_time.reset();
  if (look.review.has_value() && review.state != ReviewState::kInReview) {
    review.forbidden_locations = look.review->forbidden_locations;
    review.forbidden_ages = look.review->forbidden_ages;
    review.forbidden_placements = look.review->forbidden_placements;
    review.reject_reasons.clear();
    review.suggestions.clear();
    for (const tiktok::Rejection& rejection : look.review->rejections) {
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

// A changed ad's old version may run on.
std::map<std::string, std::string> Submitted(const Review& review) {
  if (!review.rereview) return {};
  return {{"old_version", review.old_version_running ? "RUNNING" : "HELD"}};
}

// One event per change that people wait for, each once.
absl::Status Tell(Transaction& tx, const Ad& before, const Ad& after, absl::Time now) {
  const auto tell = [&](const char* type, std::map<std::string, std::string> attributes) {
    return AppendEvent(tx, after.workspace, type, NameOf(after), now, std::move(attributes));
  };
  const std::string reasons = fmt::format("{}", fmt::join(after.review.reject_reasons, "; "));
  if (before.review.state != after.review.state) {
    switch (after.review.state) {
      case ReviewState::kInReview:
        SG_RETURN_IF_ERROR(tell("ad.in_review", Submitted(after.review)));
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
  if (before.review.appeal == AppealState::kOpen) {
    if (after.review.appeal == AppealState::kSuccessful) {
      SG_RETURN_IF_ERROR(tell("ad.appeal_succeeded", {}));
    } else if (after.review.appeal == AppealState::kFailed) {
      SG_RETURN_IF_ERROR(tell("ad.appeal_failed", {{"reasons", reasons}}));
    }
  }
  const bool delivered = before.delivery.state == DeliveryState::kDelivering;
  const bool delivers = after.delivery.state == DeliveryState::kDelivering;
  if (delivered == delivers) return absl::OkStatus();
  if (delivers) return tell(before.has_delivered ? "ad.resumed" : "ad.delivering", {});
  std::vector<std::string_view> words;
  for (const NotDelivering reason : after.delivery.reasons) words.push_back(Word(reason));
  if (after.delivery.state == DeliveryState::kCompleted) return tell("ad.completed", {});
  return tell("ad.stopped", {{"reasons", fmt::format("{}", fmt::join(words, ","))}});
}

}  // namespace

AdMirror MirrorOf(const Ad& ad) {
  return {.id = ad.id,
          .ad_group = ad.ad_group,
          .tiktok_id = ad.tiktok_id,
          .operation_status = ad.operation_status,
          .tiktok_secondary_status = ad.tiktok_secondary_status,
          .review_state = ad.review.state,
          .rereview = ad.review.rereview,
          .submit_time = ad.review.submit_time,
          .appeal = ad.review.appeal,
          .appeal_time = ad.review.appeal_time};
}

bool IsReviewOpen(const AdMirror& ad) {
  return ad.review_state == ReviewState::kInReview || ad.review_state == ReviewState::kNone ||
         ad.rereview || ad.appeal == AppealState::kOpen;
}

absl::StatusOr<AdLooks> LookAtAds(Env& env, const tiktok::Call& call, const std::string& ad_account,
                                  std::span<const AdMirror> ads, ReviewsOf reviews_of) {
  SG_ASSIGN_OR_RETURN(AdLooks looks, ReadNews(env, call, ad_account, ads, reviews_of));
  // Unasked, only for ads that are, or were, in one: a settled ad's status says nearly all that
  // changes.
  std::vector<std::string> asked;
  std::set<std::string> appealed;
  for (const AdMirror& ad : ads) {
    const auto it = looks.find(ad.tiktok_id);
    if (it == looks.end() || !AsksForReview(ad, it->second.ad, reviews_of)) continue;
    asked.push_back(ad.tiktok_id);
    if (ad.appeal == AppealState::kOpen) appealed.insert(ad.tiktok_id);
  }
  // The groups first: an appeal that is over by then has its reasons in what is read next. Read the
  // other way round, a decision in between would be told with the reasons before it.
  SG_ASSIGN_OR_RETURN(const GroupReviews groups,
                      ReadGroupReviews(env, call, ad_account, asked, appealed, looks));
  SG_RETURN_IF_ERROR(
      InBatches(asked, kMostIds, [&](const std::vector<std::string>& batch) -> absl::Status {
        SG_ASSIGN_OR_RETURN(auto reviews,
                            env.tiktok.review().GetAdReviews(call, ad_account, batch));
        for (auto& [id, review] : reviews) {
          if (const auto it = looks.find(id); it != looks.end()) {
            it->second.review = std::move(review);
          }
        }
        return absl::OkStatus();
      }));
  AddGroupReviews(groups, asked, appealed, looks);
  return looks;
}

absl::StatusOr<Ad> TakeLook(Transaction& tx, const std::string& workspace, const AdMirror& mirror,
                            const AdLook& look, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const Ad seen, Load<Ad>(tx, workspace, mirror.id));
  if (seen.stage != Stage::kLive || MirrorOf(seen) != mirror) return seen;
  Ad ad = seen;
  const AdReading status = ReadSecondaryStatus(look.ad.secondary_status);
  TakeReview(ad.review, status, look, now);
  ad.delivery = status.delivery;
  ad.has_delivered |= ad.delivery.state == DeliveryState::kDelivering;
  SG_ASSIGN_OR_RETURN(
      const bool taken,
      TakeOutside(tx, seen, ad, {look.ad.operation_status, look.ad.secondary_status}, now));
  if (!taken) return seen;
  // How an adopted ad stood when it was found is no news.
  const bool found = seen.adopted && seen.tiktok_secondary_status.empty();
  if (ad.stage != Stage::kDeleted && !found) SG_RETURN_IF_ERROR(Tell(tx, seen, ad, now));
  return ad;
}

}  // namespace sparkgate::server
