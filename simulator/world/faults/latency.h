// How late a fault makes an answer. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_FAULTS_LATENCY_H_
#define SPARKGATE_SIMULATOR_WORLD_FAULTS_LATENCY_H_

#include <absl/time/time.h>

#include "simulator/world/faults/fault_plan.h"

namespace sparkgate::simulator {

inline constexpr absl::Duration kLongestDelay = absl::Minutes(10);           // of real time
inline constexpr absl::Duration kLongestWorldDelay = absl::Hours(24 * 365);  // of a webhook

// `first` and `second` are independent and even in [0, 1). Never more than `most`.
absl::Duration DrawLatency(const Latency& latency, double first, double second,
                           absl::Duration most = kLongestDelay);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_FAULTS_LATENCY_H_
