#include "simulator/world/rate_limits/rate_limits.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kMinute = 60;
constexpr int64_t kDay = 86'400;

// By level, in the order of AppTier.
constexpr CallLimits kApp[] = {
    {10, 600, 864'000}, {20, 1'200, 1'728'000}, {30, 1'800, 2'592'000}, {50, 3'000, 4'320'000}};
constexpr CallLimits kAdCreate[] = {
    {5, 150, 86'400}, {10, 200, 86'400}, {10, 300, 86'400}, {15, 300, 86'400}};

std::string_view WindowName(LimitWindow window) {
  switch (window) {
    case LimitWindow::kSecond:
      return "QPS";
    case LimitWindow::kMinute:
      return "QPM";
    case LimitWindow::kDay:
      return "QPD";
  }
  return "";
}

}  // namespace

RateLimitMode RateLimitModeOf(const WorldState& state) {
  const std::string_view choice = state.switches.Choice(kRateLimits);
  if (choice == "OFF") return RateLimitMode::kOff;
  if (choice == "REAL_TIME") return RateLimitMode::kRealTime;
  if (choice == "WORLD_CLOCK") return RateLimitMode::kWorldClock;
  return state.speed > 0 ? RateLimitMode::kWorldClock : RateLimitMode::kOff;
}

CallLimits AppLimits(const Switches& switches, AppTier tier, std::string_view endpoint) {
  const size_t level = static_cast<size_t>(tier);
  if (endpoint == "ad/create") return kAdCreate[level];
  CallLimits limits = kApp[level];
  if (endpoint == "tt_video/authorize") {
    const int64_t own = switches.Number(kAuthorizeQps);
    if (own > 0) limits.per_second = std::min(limits.per_second, own);
  }
  return limits;
}

CallLimits AdvertiserLimits(const Switches& switches) {
  const int64_t qps = switches.Number(kAdvertiserQps);
  return {qps, qps * kMinute, qps * kDay};
}

absl::Status CountCall(const WorldState& state, const LimitedCall& call, absl::Time now,
                       CallCounter& counter) {
  const CountRules rules{.refused_calls_count = state.switches.Flag(kRefusedCallsCount),
                         .windows_slide = state.switches.Choice(kRateLimitWindows) == "sliding"};
  if (const App* app = Find(state.apps, call.app_id); app != nullptr) {
    const CallLimits limits = AppLimits(state.switches, app->tier, call.endpoint);
    if (counter.Count(fmt::format("app/{}/{}", app->id, call.endpoint), limits, now, rules)) {
      return TooManyCallsOfApp(app->id);
    }
  }
  const CallLimits limits = AdvertiserLimits(state.switches);
  if (call.advertiser_id.empty() || limits.per_second == 0) return absl::OkStatus();
  const std::optional<TooManyCalls> excess = counter.Count(
      fmt::format("advertiser/{}/{}", call.advertiser_id, call.endpoint), limits, now, rules);
  return excess ? TooManyCallsAbout(call.advertiser_id, *excess) : absl::OkStatus();
}

absl::Status TooManyCallsOfApp(std::string_view app_id) {
  return Refuse(ApiCode::kRequestTooFrequent, "APP_RATE_LIMITED",
                fmt::format("Due to too many requests, requests from App {} are temporarily "
                            "restricted.",
                            app_id),
                Actor::kNobody);
}

absl::Status TooManyCallsAbout(std::string_view advertiser_id, const TooManyCalls& excess) {
  const std::string_view window = WindowName(excess.window);
  return Refuse(ApiCode::kAdvertiserRateLimited, "ADVERTISER_RATE_LIMITED",
                fmt::format("Advertiser ({})'s {} ({}) reaches {} limit {} for current path, "
                            "request is temporarily restricted.",
                            advertiser_id, window, excess.calls, window, excess.limit),
                Actor::kNobody);
}

}  // namespace sparkgate::simulator
