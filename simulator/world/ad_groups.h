// Ad groups (facts 7.3, 7.4). Free functions over the state, under its owner's lock. Pointers are
// good until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_AD_GROUPS_H_
#define SPARKGATE_SIMULATOR_WORLD_AD_GROUPS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// `group` holds what the caller wants; id, times and what follows from the campaign are set here.
// `request_id` is TikTok's ten-second key (facts 1.9); "" for none.
// Errors: NO_SUCH_CAMPAIGN, CAMPAIGN_DELETED, NAME_NOT_ALLOWED, NAME_TAKEN, GOAL_NOT_ALLOWED,
// BILLING_EVENT_NOT_ALLOWED, PLACEMENT_NOT_ALLOWED, BUDGET_MODE_NOT_ALLOWED, BUDGET_TOO_LOW,
// SCHEDULE_NOT_ALLOWED, BID_MISSING, BID_TOO_HIGH, FREQUENCY_MISSING, PIXEL_MISSING,
// DUPLICATED_REQUEST.
absl::StatusOr<const AdGroup*> CreateAdGroup(WorldState& state, AdGroup group,
                                             std::string_view request_id);

// `group` as it will be in `campaign`, checked but for what only CreateAdGroup can know: that the
// campaign is there, and that name and request id are free.
absl::StatusOr<AdGroup> CheckNewAdGroup(const WorldState& state, const Campaign& campaign,
                                        AdGroup group);

// `group` is the group as it shall be, made from GetAdGroup's. Targeting sends its ads back to
// review; budget, schedule and age don't (facts 11). `*needs_review` says whether it did. Errors:
// NO_SUCH_AD_GROUP, AD_GROUP_DELETED, NOTHING_TO_UPDATE, and as above.
absl::StatusOr<const AdGroup*> UpdateAdGroup(WorldState& state, AdGroup group, bool* needs_review);

// All or nothing. Errors: NO_SUCH_AD_GROUP, AD_GROUP_DELETED.
absl::Status SetAdGroupStatus(WorldState& state, std::string_view advertiser_id,
                              const std::vector<std::string>& ad_group_ids, OperationStatus status);

// Errors: NO_SUCH_AD_GROUP (40007), also for another advertiser's.
absl::StatusOr<const AdGroup*> GetAdGroup(const WorldState& state, std::string_view advertiser_id,
                                          std::string_view ad_group_id);

// Errors: AD_GROUP_DELETED, also with its campaign.
absl::Status CheckAdGroupExists(const WorldState& state, const AdGroup& group);

// How many groups of an ad account are on: neither deleted nor paused, nor is their campaign, and
// their schedule isn't over.
int64_t CountActiveAdGroups(const WorldState& state, std::string_view advertiser_id);

// What the log of events calls it.
std::string AdGroupRecord(std::string_view id);

// Derived on read (facts 7.7).
std::string_view AdGroupSecondaryStatus(const WorldState& state, const AdGroup& group);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_AD_GROUPS_H_
