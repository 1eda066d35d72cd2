// A campaign, an ad group and a Spark Ad made in one step (facts 4.7). Free functions over the
// state, under its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPARK_ADS_H_
#define SPARKGATE_SIMULATOR_WORLD_SPARK_ADS_H_

#include <string>

#include <absl/status/statusor.h>

#include "simulator/world/campaigns.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

// What the caller wants of the three. What nobody can choose here is set by CreateSparkAd.
struct NewSparkAd {
  NewCampaign campaign;  // also whose it is
  AdGroup ad_group;
  Ad ad;
};

struct SparkAdIds {
  std::string campaign_id;
  std::string ad_group_id;
  std::string ad_id;
};

// All three or nothing. Errors: OBJECTIVE_NOT_ALLOWED, GOAL_NOT_ALLOWED, CALL_TO_ACTION_MISSING,
// LANDING_PAGE_MISSING, LANDING_PAGE_NOT_ALLOWED, and those of CreateCampaign, CreateAdGroup and
// CreateAds.
absl::StatusOr<SparkAdIds> CreateSparkAd(WorldState& state, NewSparkAd wanted);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPARK_ADS_H_
