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

// The finalizer of splitmix64: what differs in one bit differs in half of them.
uint64_t Mixed(uint64_t number) {
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9u;
  number = (number ^ (number >> 27)) * 0x94d049bb133111ebu;
  return number ^ (number >> 31);
}

std::string TimeText(absl::Time time) {
  const absl::CivilSecond civil = absl::ToCivilSecond(time, absl::UTCTimeZone());
  return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", civil.year(), civil.month(), civil.day(),
                     civil.hour(), civil.minute(), civil.second());
}

}  // namespace

// One keyed hash an answer: it was a fifth of what `ad/get` costs when there were two.
std::string RequestIds::Next(const KeyedRandom& random, absl::Time now, std::string_view call) {
  if (now != instant_ || repeats_.size() >= kMostRemembered) {
    instant_ = now;
    instant_text_ = TimeText(now);
    repeats_.clear();
  }
  const uint64_t key = random.Number("request", call, static_cast<uint64_t>(ToMicros(now)));
  const uint64_t number = Mixed(key + repeats_[key]++);
  return fmt::format("{}{:012}{:08X}", instant_text_, number % 1'000'000'000'000u,
                     static_cast<uint32_t>(Mixed(number)));
}

}  // namespace sparkgate::simulator
