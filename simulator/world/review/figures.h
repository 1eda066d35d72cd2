// How the review desk stands at the world's present instant, under any policy. Takes the same time
// whoever waits; only after a time without ads of the world it has to find out what others did
// there meanwhile. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_FIGURES_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_FIGURES_H_

#include <array>
#include <cstdint>
#include <optional>

#include <absl/time/time.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct DeskFigures {
  std::array<uint64_t, kReviewLines> waiting{};  // by line, those in hand not counted
  uint64_t others_waiting = 0;
  uint64_t in_hand = 0;              // ads of the world that a reviewer is at
  uint64_t reviewers = 0;            // at work now
  uint64_t busy_reviewers = 0;       // of all
  std::optional<absl::Time> oldest;  // since when the longest waiting has waited, in hand or not
};
DeskFigures FiguresOf(const WorldState& state);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_FIGURES_H_
