#include "simulator/world/review/line.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/clock.h"
#include "simulator/world/ads.h"
#include "simulator/world/review/desk.h"

namespace sparkgate::simulator {
namespace {

absl::btree_set<WaitingAd>& LineIn(ReviewDesk& desk, const Review& review) {
  return desk.lines[static_cast<size_t>(LineOf(review))];
}

// A reviewer of the desk has it: only then it is known when it will be decided.
bool InHand(const WorldState& state, const Review& review) {
  return HasDesk(state) && review.due_time.has_value();
}

}  // namespace

uint64_t AdNumber(std::string_view ad_id) {
  uint64_t number = 0;
  std::from_chars(ad_id.data(), ad_id.data() + ad_id.size(), number);
  return number;
}

std::string AdIdOf(uint64_t number) { return fmt::format_int(number).str(); }

std::optional<absl::Time> WaitingSince(const Review& review) {
  if (review.pending) return review.submit_time;
  return review.appeal == AppealState::kOpen ? review.appeal_time : std::nullopt;
}

ReviewLine LineOf(const Review& review) {
  if (!review.pending) return ReviewLine::kAppeal;
  return review.verdict == ReviewVerdict::kNone ? ReviewLine::kNew : ReviewLine::kRereview;
}

QueuePlace PlaceOf(const Review& review) {
  return {.since = ToMicros(*WaitingSince(review)), .ad = AdNumber(review.ad_id)};
}

void JoinLine(WorldState& state, const Review& review) {
  LineIn(state.review_desk, review).insert(PlaceOf(review));
}

void LeaveLine(WorldState& state, Review& review) {
  if (!WaitingSince(review)) return;
  ReviewDesk& desk = state.review_desk;
  if (InHand(state, review)) {
    const ReviewCase key{.finish = *review.due_time, .ad = AdNumber(review.ad_id)};
    const auto found = desk.cases.find(key);
    if (found != desk.cases.end()) {
      if (found->shift >= 0) --desk.busy[static_cast<size_t>(found->shift)];
      desk.cases.erase(found);
      desk.in_hand.erase(PlaceOf(review));
      // Whoever had it is free from now on, not since the desk last did something.
      desk.ran_until = std::max(desk.ran_until, state.now);
    }
  } else {
    LineIn(desk, review).erase(PlaceOf(review));
  }
  review.due_time.reset();
}

std::vector<const Review*> QueueAfter(const WorldState& state, const QueuePlace& after,
                                      size_t limit) {
  std::vector<QueuePlace> places;
  const auto take = [&](const absl::btree_set<WaitingAd>& line) {
    size_t taken = 0;
    for (auto place = line.upper_bound(after); place != line.end() && taken < limit; ++place) {
      places.push_back(*place);
      ++taken;
    }
  };
  for (const absl::btree_set<WaitingAd>& line : state.review_desk.lines) take(line);
  take(state.review_desk.in_hand);
  std::ranges::sort(places);
  places.resize(std::min(limit, places.size()));
  std::vector<const Review*> queue;
  for (const QueuePlace& place : places) queue.push_back(Find(state.reviews, AdIdOf(place.ad)));
  return queue;
}

void ReviveDesk(WorldState& state) {
  ReviewDesk& desk = state.review_desk;
  for (absl::btree_set<WaitingAd>& line : desk.lines) line.clear();
  desk.in_hand.clear();
  LookUpZone(state);
  for (const auto& [ad_id, review] : state.reviews) {
    if (!WaitingSince(review) || IsDeleted(state, *Find(state.ads, ad_id))) continue;
    if (InHand(state, review)) {
      desk.in_hand.insert(PlaceOf(review));
    } else {
      JoinLine(state, review);
    }
  }
}

}  // namespace sparkgate::simulator
