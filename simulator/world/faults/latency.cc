#include "simulator/world/faults/latency.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sparkgate::simulator {
namespace {

// Box and Muller's.
double Normal(double first, double second) {
  return std::sqrt(-2 * std::log(1 - first)) * std::cos(2 * std::numbers::pi * second);
}

absl::Duration Draw(const Latency& latency, double first, double second) {
  switch (latency.shape) {
    case LatencyShape::kNone:
      return absl::ZeroDuration();
    case LatencyShape::kFixed:
      return latency.base;
    case LatencyShape::kUniform:
      return latency.base + first * (latency.most - latency.base);
    case LatencyShape::kLognormal:
      return latency.base * std::exp(latency.sigma * Normal(first, second));
  }
  return absl::ZeroDuration();
}

}  // namespace

absl::Duration DrawLatency(const Latency& latency, double first, double second,
                           absl::Duration most) {
  return std::min(absl::Trunc(Draw(latency, first, second), absl::Microseconds(1)), most);
}

}  // namespace sparkgate::simulator
