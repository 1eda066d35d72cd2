#include "simulator/world/review/schedule.h"

#include <cstdint>

#include "simulator/world/faults/magic_values.h"
#include "simulator/world/ids.h"
#include "simulator/world/review/desk.h"
#include "simulator/world/review/line.h"

namespace sparkgate::simulator {
namespace {

// Evenly between the two, drawn per ad and round, or appeal.
absl::Time DrawDueTime(const WorldState& state, const Review& review) {
  const ReviewPolicy& policy = state.review_policy;
  const double fraction =
      review.pending
          ? FractionOf(state, "review_delay", review.ad_id, static_cast<uint64_t>(review.rounds))
          : FractionOf(state, "appeal_delay", review.ad_id, static_cast<uint64_t>(review.appeals));
  const absl::Duration delay = policy.min_delay + fraction * (policy.max_delay - policy.min_delay);
  return state.now + absl::Trunc(delay, absl::Seconds(1));
}

}  // namespace

void ScheduleDecision(WorldState& state, Review& review) {
  if (!state.review_policy.automatic) return;
  if (HasDesk(state)) return WakeDesk(state);
  const Ad& ad = *Find(state.ads, review.ad_id);
  if (IsNeverReviewed(state, ad)) return;
  review.due_time = IsReviewedAtOnce(state, ad) ? state.now : DrawDueTime(state, review);
  state.queue.Push(*review.due_time, EventKind::kReviewDecision, review.ad_id);
}

std::vector<Review*> ThoseInLine(WorldState& state) {
  std::vector<Review*> all;
  for (const auto& line : state.review_desk.lines) {
    for (const WaitingAd& place : line) all.push_back(Find(state.reviews, AdIdOf(place.ad)));
  }
  return all;
}

}  // namespace sparkgate::simulator
