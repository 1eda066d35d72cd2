#include "simulator/control/world_conversions.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/control/names.h"
#include "simulator/control/times.h"

namespace sparkgate::simulator {
namespace {

constexpr int kMaxRedirects = 10;

v1::Confidence ToProto(Confidence confidence) {
  switch (confidence) {
    case Confidence::kDocumented:
      return v1::CONFIDENCE_DOCUMENTED;
    case Confidence::kObserved:
      return v1::CONFIDENCE_OBSERVED;
    case Confidence::kInferred:
      return v1::CONFIDENCE_INFERRED;
    case Confidence::kGuess:
      return v1::CONFIDENCE_GUESS;
  }
  return v1::CONFIDENCE_UNSPECIFIED;
}

v1::AppTier ToProto(AppTier tier) {
  switch (tier) {
    case AppTier::kBasic:
      return v1::APP_TIER_BASIC;
    case AppTier::kAdvanced:
      return v1::APP_TIER_ADVANCED;
    case AppTier::kPremium:
      return v1::APP_TIER_PREMIUM;
    case AppTier::kUltimate:
      return v1::APP_TIER_ULTIMATE;
  }
  return v1::APP_TIER_UNSPECIFIED;
}

absl::StatusOr<AppTier> TierOf(v1::AppTier tier) {
  switch (tier) {
    case v1::APP_TIER_UNSPECIFIED:
    case v1::APP_TIER_BASIC:
      return AppTier::kBasic;
    case v1::APP_TIER_ADVANCED:
      return AppTier::kAdvanced;
    case v1::APP_TIER_PREMIUM:
      return AppTier::kPremium;
    case v1::APP_TIER_ULTIMATE:
      return AppTier::kUltimate;
    default:
      return InvalidField("app.tier", "Not a tier.");
  }
}

bool IsPrintable(char c) { return c > ' ' && c <= '~'; }
bool IsAsciiAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

v1::World ToProto(const WorldState& state) {
  v1::World out;
  out.set_name(WorldName(state.id));
  out.set_seed(state.random.seed());
  SetTime(out.mutable_start_time(), state.start_time);
  out.set_clock_speed(state.speed);
  for (const auto& [name, value] : state.switches.changed()) {
    (*out.mutable_switches())[name] = value;
  }
  for (const std::string& follower : state.followers) out.add_followers(follower);
  out.set_incarnation(state.incarnation);
  out.set_revision(static_cast<int64_t>(state.revision));
  SetTime(out.mutable_now(), state.now);
  out.set_event_count(static_cast<int64_t>(state.log.count()));
  out.set_event_hash(state.log.Hash());
  out.set_business_api_path(fmt::format("/w/{}/open_api/v1.3", state.id));
  if (state.ttl > absl::ZeroDuration()) SetDuration(out.mutable_ttl(), state.ttl);
  for (const auto& [path, count] : state.unimplemented) {
    (*out.mutable_unimplemented_calls())[path] = static_cast<int64_t>(count);
  }
  return out;
}

v1::App ToProto(const WorldState& state, const App& app) {
  v1::App out;
  out.set_name(ChildName(state.id, kApps, app.id));
  out.set_app_id(app.id);
  for (const std::string& uri : app.redirect_uris) out.add_redirect_uris(uri);
  out.set_tier(ToProto(app.tier));
  return out;
}

v1::Switch ToProto(const SwitchSpec& spec) {
  v1::Switch out;
  out.set_name(std::string(spec.name));
  out.set_default_value(std::string(spec.default_value));
  out.set_allowed(spec.kind == SwitchKind::kFlag ? "true|false" : std::string(spec.choices));
  out.set_description(std::string(spec.description));
  out.set_source(std::string(spec.source));
  out.set_confidence(ToProto(spec.confidence));
  return out;
}

v1::Clock ToProto(const WorldClock::View& view) {
  v1::Clock out;
  SetTime(out.mutable_now(), view.now);
  out.set_speed(view.speed);
  SetDuration(out.mutable_lag(), view.lag);
  out.set_advancing(view.advancing);
  out.set_problem(view.problem);
  if (view.next_event.has_value()) SetTime(out.mutable_next_event_time(), *view.next_event);
  for (const WorldClock::FollowerView& follower : view.followers) {
    v1::Clock::Follower& told = *out.add_followers();
    told.set_follower_id(follower.id);
    told.set_connected(follower.connected);
    if (follower.next_due.has_value()) SetTime(told.mutable_next_due_time(), *follower.next_due);
  }
  return out;
}

NewWorld FromProto(const v1::CreateWorldRequest& request) {
  const v1::World& world = request.world();
  NewWorld out;
  out.id = request.world_id();
  out.seed = world.seed();
  if (world.has_start_time()) out.start_time = ToTime(world.start_time());
  out.speed = world.clock_speed();
  out.ttl = ToDuration(world.ttl());
  out.switches = {world.switches().begin(), world.switches().end()};
  out.follower_id = request.follower_id();
  return out;
}

absl::StatusOr<App> FromProto(const v1::App& app) {
  App out;
  out.id = app.app_id();
  if (out.id.empty() || out.id.size() > 64 || !std::ranges::all_of(out.id, IsAsciiAlphanumeric)) {
    return InvalidField("app.app_id", "1 to 64 letters and digits.");
  }
  out.secret = app.secret();
  if (out.secret.empty() || out.secret.size() > 200 ||
      !std::ranges::all_of(out.secret, IsPrintable)) {
    return InvalidField("app.secret", "1 to 200 printable ASCII characters.");
  }
  if (app.redirect_uris_size() > kMaxRedirects) {
    return InvalidField("app.redirect_uris", fmt::format("At most {}.", kMaxRedirects));
  }
  for (const std::string& uri : app.redirect_uris()) {
    if (!uri.starts_with("http://") && !uri.starts_with("https://")) {
      return InvalidField("app.redirect_uris", "Each an http or https address.");
    }
    out.redirect_uris.push_back(uri);
  }
  SG_ASSIGN_OR_RETURN(out.tier, TierOf(app.tier()));
  return out;
}

}  // namespace sparkgate::simulator
