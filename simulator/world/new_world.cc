#include "simulator/world/new_world.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/crypto/hash.h"
#include "base/error.h"

namespace sparkgate::simulator {
namespace {

constexpr double kMaxSpeed = 1'000'000;
constexpr size_t kMaxSeed = 200;
constexpr absl::Duration kShortestTtl = absl::Seconds(1);
constexpr absl::Duration kLongestTtl = absl::Hours(24 * 365);

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

absl::Status CheckStart(absl::Time start) {
  static const absl::Time kFirst = absl::FromCivil(absl::CivilDay(2000, 1, 1), absl::UTCTimeZone());
  static const absl::Time kLast = absl::FromCivil(absl::CivilDay(2200, 1, 1), absl::UTCTimeZone());
  if (start >= kFirst && start < kLast && FromMicros(ToMicros(start)) == start) {
    return absl::OkStatus();
  }
  return InvalidField("world.start_time", "Whole microseconds, in the years 2000 to 2199.");
}

// One text for equal parameters, so that a repeated creation can be told from a different one.
std::string HashOf(const NewWorld& request, const WorldState& state) {
  std::string text =
      fmt::format("{} {} {} {}:{}", ToMicros(state.start_time), request.speed, request.follower_id,
                  state.random.seed().size(), state.random.seed());
  for (const auto& [name, value] : state.switches.changed()) {
    text += fmt::format(" {}={}", name, value);
  }
  // Only if there is one: worlds that were saved before there were any keep their hash.
  if (state.ttl > absl::ZeroDuration()) {
    text += fmt::format(" ttl {}", absl::ToInt64Microseconds(state.ttl));
  }
  return ToHex(Sha256(text));
}

}  // namespace

absl::Status CheckWorldId(std::string_view id) {
  const bool good =
      id.size() >= 3 && id.size() <= 40 && IsLower(id.front()) &&
      std::ranges::all_of(id, [](char c) { return IsLower(c) || IsDigit(c) || c == '-'; });
  if (good) return absl::OkStatus();
  return InvalidField("world_id",
                      "3 to 40 characters of a-z, 0-9 and '-', starting with a letter.");
}

absl::Status CheckTtl(std::string_view field, absl::Duration ttl) {
  const bool whole = ttl == absl::Floor(ttl, absl::Microseconds(1));
  if (ttl == absl::ZeroDuration() || (whole && ttl >= kShortestTtl && ttl <= kLongestTtl)) {
    return absl::OkStatus();
  }
  return InvalidField(field, "0 (no end), or 1 s to 365 days, in whole microseconds.");
}

absl::Status CheckSpeed(std::string_view field, double speed) {
  if (std::isfinite(speed) && speed >= 0 && speed <= kMaxSpeed) return absl::OkStatus();
  return InvalidField(field, "0 (frozen) to 1,000,000 times real time.");
}

absl::Status CheckFollowerId(std::string_view field, std::string_view follower_id) {
  const auto allowed = [](char c) {
    return IsLower(c) || IsUpper(c) || IsDigit(c) || c == '-' || c == '_';
  };
  if (!follower_id.empty() && follower_id.size() <= 64 &&
      std::ranges::all_of(follower_id, allowed)) {
    return absl::OkStatus();
  }
  return InvalidField(field, "1 to 64 characters of a-z, A-Z, 0-9, '-' and '_'.");
}

std::string NewIncarnation() { return ToHex(RandomBytes(16)); }

absl::StatusOr<WorldState> MakeWorld(const NewWorld& request, std::string_view incarnation,
                                     std::string_view generated_id) {
  WorldState state;
  state.id = request.id.empty() ? std::string(generated_id) : request.id;
  SG_RETURN_IF_ERROR(CheckWorldId(state.id));
  if (request.seed.size() > kMaxSeed) {
    return InvalidField("world.seed", "At most 200 characters.");
  }
  state.random = KeyedRandom(request.seed.empty() ? state.id : request.seed);
  state.start_time =
      request.start_time.value_or(absl::FromCivil(absl::CivilDay(2026, 1, 1), absl::UTCTimeZone()));
  SG_RETURN_IF_ERROR(CheckStart(state.start_time));
  SG_RETURN_IF_ERROR(CheckSpeed("world.clock_speed", request.speed));
  state.speed = request.speed;
  SG_RETURN_IF_ERROR(CheckTtl("world.ttl", request.ttl));
  state.ttl = request.ttl;
  for (const auto& [name, value] : request.switches) {
    SG_RETURN_IF_ERROR(state.switches.Set(name, value));
  }
  if (!request.follower_id.empty()) {
    SG_RETURN_IF_ERROR(CheckFollowerId("follower_id", request.follower_id));
    state.followers.insert(request.follower_id);
  }
  state.now = state.start_time;
  state.incarnation = incarnation;
  state.created_as = HashOf(request, state);
  return state;
}

}  // namespace sparkgate::simulator
