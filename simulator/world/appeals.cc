#include "simulator/world/appeals.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "simulator/world/ad_groups.h"
#include "simulator/world/ads.h"
#include "simulator/world/refusal.h"
#include "simulator/world/review.h"
#include "simulator/world/utf8.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kLongestReason = 512;

absl::Status CheckReason(std::string_view reason) {
  size_t length = 0;
  while (!reason.empty() && length <= kLongestReason) {
    TakeCodePoint(reason);
    ++length;
  }
  if (length <= kLongestReason) return absl::OkStatus();
  return RefuseAdvertiser("TEXT_TOO_LONG",
                          fmt::format("appeal_reason: At most {} characters.", kLongestReason));
}

// An ad that was changed after its rejection is in review again: there is nothing to appeal.
bool IsRejected(const WorldState& state, const Ad& ad) {
  const Review* review = Find(state.reviews, ad.id);
  return review != nullptr && !review->pending && review->verdict == ReviewVerdict::kRejected;
}

// The ads that the request is about.
absl::StatusOr<std::vector<std::string>> AdsOf(const WorldState& state, const AdGroup& group,
                                               const AppealRequest& request) {
  if (!request.ad_id) {
    std::vector<std::string> rejected;
    for (const std::string& id : group.ad_ids) {
      const Ad& ad = *Find(state.ads, id);
      if (!IsDeleted(state, ad) && IsRejected(state, ad)) rejected.push_back(id);
    }
    if (!rejected.empty()) return rejected;
    return RefuseAdvertiser("NOT_REJECTED",
                            fmt::format("The ad group {} has no rejected ad.", group.id));
  }
  SG_ASSIGN_OR_RETURN(const Ad* ad, GetAd(state, request.advertiser_id, *request.ad_id));
  if (ad->ad_group_id != group.id) {
    return RefuseAdvertiser("NO_SUCH_AD",
                            fmt::format("The ad {} is not in this ad group.", ad->id));
  }
  if (IsDeleted(state, *ad)) {
    return RefuseAdvertiser("AD_DELETED", fmt::format("The ad {} has been deleted.", ad->id));
  }
  if (!IsRejected(state, *ad)) {
    return RefuseAdvertiser("NOT_REJECTED", fmt::format("The ad {} is not rejected.", ad->id));
  }
  return std::vector<std::string>{ad->id};
}

}  // namespace

absl::Status AppealRejections(WorldState& state, const AppealRequest& request) {
  SG_RETURN_IF_ERROR(CheckReason(request.reason));
  SG_ASSIGN_OR_RETURN(const AdGroup* group,
                      GetAdGroup(state, request.advertiser_id, request.ad_group_id));
  SG_RETURN_IF_ERROR(CheckAdGroupExists(state, *group));
  SG_ASSIGN_OR_RETURN(std::vector<std::string> ads, AdsOf(state, *group, request));
  std::erase_if(ads, [&](const std::string& id) {
    return Find(state.reviews, id)->appeal != AppealState::kNone;
  });
  if (ads.empty())
    return RefuseAdvertiser("ALREADY_APPEALED", "A rejection can be appealed only once.");
  for (const std::string& id : ads) SubmitAppeal(state, id, request.reason);
  return absl::OkStatus();
}

AppealState AppealStateOf(const WorldState& state, const AdGroup& group) {
  bool failed = false;
  bool successful = false;
  for (const std::string& id : group.ad_ids) {
    const Review* review = Find(state.reviews, id);
    if (review == nullptr || IsDeleted(state, *Find(state.ads, id))) continue;
    if (review->appeal == AppealState::kOpen) return AppealState::kOpen;
    failed |= review->appeal == AppealState::kFailed;
    successful |= review->appeal == AppealState::kSuccessful;
  }
  if (failed) return AppealState::kFailed;
  return successful ? AppealState::kSuccessful : AppealState::kNone;
}

}  // namespace sparkgate::simulator
