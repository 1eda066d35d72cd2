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

WaitingAd PlaceOf(const Review& review) {
  return {.since = ToMicros(*WaitingSince(review)), .ad = AdNumber(review.ad_id)};
}

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
  for (const absl::btree_set<WaitingAd>& line : state.review_desk.lines) {
    size_t taken = 0;
    for (auto place = line.upper_bound(after); place != line.end() && taken < limit; ++place) {
      places.push_back(*place);
      ++taken;
    }
  }
  for (const ReviewCase& in_hand : state.review_desk.cases) {
    if (in_hand.other) continue;
    const QueuePlace place = PlaceOf(*Find(state.reviews, AdIdOf(in_hand.ad)));
    if (after < place) places.push_back(place);
  }
  std::ranges::sort(places);
  places.resize(std::min(limit, places.size()));
  std::vector<const Review*> queue;
  for (const QueuePlace& place : places) queue.push_back(Find(state.reviews, AdIdOf(place.ad)));
  return queue;
}

void ReviveLines(WorldState& state) {
  for (absl::btree_set<WaitingAd>& line : state.review_desk.lines) line.clear();
  for (const auto& [ad_id, review] : state.reviews) {
    const Ad* ad = Find(state.ads, ad_id);
    if (ad == nullptr || Find(state.ad_groups, ad->ad_group_id) == nullptr ||
        Find(state.campaigns, ad->campaign_id) == nullptr) {
      continue;
    }
    if (!WaitingSince(review) || IsDeleted(state, *ad) || InHand(state, review)) continue;
    JoinLine(state, review);
  }
}

}  // namespace sparkgate::simulator
