// How often TikTok lets an endpoint be called (facts 1.6, 14.3): by one app, as its level says, and
// for one ad account, by whichever apps.
//
// A world's switch `rate_limits` says whether that holds and by which clock: OFF; WORLD_CLOCK,
// where the counts are part of the world, so that time has to be advanced for them to be forgotten;
// or REAL_TIME, where they are not, since real time must not change what a world is. AUTO is OFF as
// long as the clock is frozen and WORLD_CLOCK while it runs. Pure functions.
#ifndef SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_RATE_LIMITS_H_
#define SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_RATE_LIMITS_H_

#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "simulator/world/rate_limits/call_counter.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

enum class RateLimitMode { kOff, kWorldClock, kRealTime };
RateLimitMode RateLimitModeOf(const WorldState& state);

// `endpoint` is a path below /open_api/v1.3/, without slashes at its ends.
CallLimits AppLimits(const Switches& switches, AppTier tier, std::string_view endpoint);
CallLimits AdvertiserLimits(const Switches& switches);

struct LimitedCall {
  std::string endpoint;
  std::string app_id;         // "": nobody's
  std::string advertiser_id;  // "": about no ad account
};

// Counts a call: 40100 if it is one too many of the app's, else 40133 if it is of the ad account's.
absl::Status CountCall(const WorldState& state, const LimitedCall& call, absl::Time now,
                       CallCounter& counter);

// TikTok's words for either, 40100 and 40133.
absl::Status TooManyCallsOfApp(std::string_view app_id);
absl::Status TooManyCallsAbout(std::string_view advertiser_id, const TooManyCalls& excess);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_RATE_LIMITS_RATE_LIMITS_H_
