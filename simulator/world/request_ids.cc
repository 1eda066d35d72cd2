#include "simulator/world/request_ids.h"

#include <cstddef>

#include <absl/time/civil_time.h>
#include <fmt/format.h>

#include "base/clock.h"

namespace sparkgate::simulator {
namespace {

// A frozen world may serve millions of calls at one instant; forgetting the counts then only means
// that an id may come twice, which nothing depends on.
constexpr size_t kMostRemembered = 1u << 16;

}  // namespace

std::string RequestIds::Next(const KeyedRandom& random, absl::Time now, std::string_view call) {
  if (now != instant_ || repeats_.size() >= kMostRemembered) {
    instant_ = now;
    repeats_.clear();
  }
  const uint64_t instant = static_cast<uint64_t>(ToMicros(now));
  const uint64_t key = random.Number("request", call, instant);
  const uint64_t tail = random.Number("request_id", fmt::format("{:x}", key), repeats_[key]++);
  const absl::CivilSecond civil = absl::ToCivilSecond(now, absl::UTCTimeZone());
  return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}{:012}{:08X}", civil.year(), civil.month(),
                     civil.day(), civil.hour(), civil.minute(), civil.second(),
                     (key ^ tail) % 1'000'000'000'000u, static_cast<uint32_t>(tail));
}

}  // namespace sparkgate::simulator
