#include "simulator/world/review/figures.h"

#include <algorithm>
#include <cstddef>

#include "base/clock.h"
#include "simulator/world/review/desk.h"
#include "simulator/world/review/duty.h"

namespace sparkgate::simulator {
namespace {

// An idle desk stands as of when an ad of the world last was there. What has happened since is
// played on a world that holds nothing else: looking at one doesn't change it.
WorldState DeskAlone(const WorldState& state) {
  WorldState alone;
  alone.random = state.random;
  alone.now = state.now;
  alone.review_policy = state.review_policy;
  alone.review_desk = state.review_desk;
  CatchUpWithOthers(alone);
  return alone;
}

std::optional<absl::Time> OldestOf(const ReviewDesk& desk) {
  std::optional<int64_t> oldest;
  const auto consider = [&oldest](const absl::btree_set<WaitingAd>& line) {
    if (!line.empty()) oldest = std::min(oldest.value_or(line.begin()->since), line.begin()->since);
  };
  for (const absl::btree_set<WaitingAd>& line : desk.lines) consider(line);
  consider(desk.in_hand);
  if (!oldest) return std::nullopt;
  return FromMicros(*oldest);
}

DeskFigures Count(const WorldState& state) {
  const ReviewDesk& desk = state.review_desk;
  DeskFigures figures;
  for (size_t i = 0; i < kReviewLines; ++i) figures.waiting[i] = desk.lines[i].size();
  figures.others_waiting = desk.others.size();
  figures.in_hand = desk.in_hand.size();
  figures.busy_reviewers = desk.cases.size();
  figures.oldest = OldestOf(desk);
  if (!HasDesk(state)) return figures;
  for (const ReviewShift& shift : state.review_policy.desk->shifts) {
    if (!WindowAt(shift, desk.zone, state.now).Contains(state.now)) continue;
    figures.reviewers += static_cast<uint64_t>(shift.reviewers);
  }
  return figures;
}

}  // namespace

DeskFigures FiguresOf(const WorldState& state) {
  if (HasDesk(state) && IsIdle(state.review_desk)) return Count(DeskAlone(state));
  return Count(state);
}

}  // namespace sparkgate::simulator
