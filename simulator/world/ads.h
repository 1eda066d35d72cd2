// Ads (facts 7.5, 7.6). Free functions over the state, under its owner's lock. Pointers are good
// until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_ADS_H_
#define SPARKGATE_SIMULATOR_WORLD_ADS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// All or nothing; each ad holds what the caller wants of it, ids, parents and times are set here.
// The ads go to review. Answers their ids. Errors: NO_SUCH_AD_GROUP, AD_GROUP_DELETED,
// NAME_NOT_ALLOWED, NO_SUCH_IDENTITY, POST_NOT_AUTHORIZED, IDENTITY_MISMATCH, AD_FORMAT_MISMATCH,
// LANDING_PAGE_MISSING, TOO_MANY_ADS (40502).
absl::StatusOr<std::vector<std::string>> CreateAds(WorldState& state,
                                                   std::string_view advertiser_id,
                                                   std::string_view ad_group_id,
                                                   std::vector<Ad> ads);

// One ad, in a group that needn't be there yet. Errors: as above, but for the group's.
absl::Status CheckNewAd(const WorldState& state, const Campaign& campaign, const AdGroup& group,
                        const Ad& ad);

// All or nothing; each ad as it shall be, made from GetAd's. A change of what people see sends it
// back to review, and so does a new name if it was rejected; `*needs_review` says whether any was
// sent. Errors: NO_SUCH_AD, AD_DELETED, and as above.
absl::Status UpdateAds(WorldState& state, std::string_view advertiser_id,
                       std::string_view ad_group_id, std::vector<Ad> ads, bool* needs_review);

// All or nothing. Errors: NO_SUCH_AD, AD_DELETED.
absl::Status SetAdStatus(WorldState& state, std::string_view advertiser_id,
                         const std::vector<std::string>& ad_ids, OperationStatus status);

// Errors: NO_SUCH_AD (40007), also for another advertiser's.
absl::StatusOr<const Ad*> GetAd(const WorldState& state, std::string_view advertiser_id,
                                std::string_view ad_id);

// Derived on read: the first that applies of deleted > account > paused > authorization lost >
// review > money > schedule > delivering (facts 7.7, 14.8).
std::string_view AdSecondaryStatus(const WorldState& state, const Ad& ad);

// The ad, its group or its campaign was deleted.
bool IsDeleted(const WorldState& state, const Ad& ad);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ADS_H_
