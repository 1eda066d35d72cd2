#include "simulator/world/review/desk.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/clock.h"
#include "simulator/world/ids.h"
#include "simulator/world/review/duty.h"
#include "simulator/world/review/line.h"

namespace sparkgate::simulator {
namespace {

// A desk that nobody of the world came to for longer forgets who else was there: no queue of a desk
// that can cope lasts as long.
constexpr absl::Duration kLongestCatchUp = absl::Hours(24 * 14);
constexpr absl::Duration kOneSecond = absl::Seconds(1);
constexpr double kMostCaughtUpWith = kMostOthersWaiting;  // ads from outside

absl::Time WholeSecondAfter(int64_t micros) {
  return absl::FromUnixSeconds(absl::ToUnixSeconds(FromMicros(micros)) + 1);
}
absl::Time WholeSecondFrom(absl::Time time) {
  const absl::Time floor = absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  return floor == time ? floor : floor + kOneSecond;
}

const ReviewDeskPlan& DeskPlan(const WorldState& state) { return *state.review_policy.desk; }

int64_t FreeOf(const ReviewDesk& desk, const ReviewDeskPlan& plan, size_t shift) {
  return plan.shifts[shift].reviewers - desk.busy[shift];
}

// Log-logistic: its inverse needs no more than a power.
absl::Duration ServiceAt(const ReviewDeskPlan& plan, double fraction) {
  const double share = std::min(fraction, 1 - 1e-12);
  const double factor = std::pow(share / (1 - share), 1 / plan.tail_shape);
  const double seconds = absl::ToDoubleSeconds(plan.median_service) * factor;
  const double most = absl::ToDoubleSeconds(plan.longest_service);
  return absl::Seconds(static_cast<int64_t>(std::clamp(seconds, 1.0, most)));
}

absl::Duration ServiceOf(const WorldState& state, const Review& review) {
  const bool appeal = LineOf(review) == ReviewLine::kAppeal;
  const int64_t ordinal = appeal ? review.appeals : review.rounds;
  return ServiceAt(DeskPlan(state), FractionOf(state, appeal ? "appeal_service" : "review_service",
                                               review.ad_id, static_cast<uint64_t>(ordinal)));
}

// Others come as a Poisson process does.
void DrawNextOther(WorldState& state, absl::Time after) {
  ReviewDesk& desk = state.review_desk;
  const double fraction = FractionOf(state, "review_other_arrival", "", desk.other_ordinal);
  const double hours = -std::log1p(-fraction) / DeskPlan(state).others_per_hour;
  const double seconds = std::min(hours * 3600, 1e9);
  desk.next_other = WholeSecondFrom(after) + absl::Seconds(std::llround(seconds));
}

bool HaveOthers(const WorldState& state) { return DeskPlan(state).others_per_hour > 0; }

std::optional<int64_t> FirstSince(const ReviewDesk& desk) {
  std::optional<int64_t> first;
  const auto consider = [&first](const auto& line) {
    if (!line.empty()) first = std::min(first.value_or(line.begin()->since), line.begin()->since);
  };
  for (const auto& line : desk.lines) consider(line);
  consider(desk.others);
  return first;
}

// When a reviewer next takes something, if nothing else happens before.
std::optional<absl::Time> NextTake(const WorldState& state) {
  const ReviewDesk& desk = state.review_desk;
  const std::optional<int64_t> since = FirstSince(desk);
  if (!since) return std::nullopt;
  const ReviewDeskPlan& plan = DeskPlan(state);
  const absl::Time least = std::max(WholeSecondAfter(*since), WholeSecondFrom(desk.ran_until));
  std::optional<absl::Time> next;
  for (size_t i = 0; i < plan.shifts.size(); ++i) {
    if (FreeOf(desk, plan, i) <= 0) continue;
    const absl::Time at = std::max(least, WindowAt(plan.shifts[i], desk.zone, least).open);
    next = std::min(next.value_or(at), at);
  }
  return next;
}

std::optional<absl::Time> NextInstant(const WorldState& state) {
  const ReviewDesk& desk = state.review_desk;
  std::optional<absl::Time> next = NextTake(state);
  const auto consider = [&next](absl::Time at) { next = std::min(next.value_or(at), at); };
  if (!desk.cases.empty()) consider(desk.cases.begin()->finish);
  if (HaveOthers(state)) consider(desk.next_other);
  return next;
}

void Admit(WorldState& state, absl::Time at) {
  ReviewDesk& desk = state.review_desk;
  while (HaveOthers(state) && desk.next_other <= at) {
    if (desk.others.size() < kMostOthersWaiting) {
      desk.others.insert({.since = ToMicros(desk.next_other), .ad = desk.other_ordinal});
    }
    ++desk.other_ordinal;
    DrawNextOther(state, desk.next_other);
  }
}

// Lets a reviewer of the shift take what is first; false if nothing is there to take.
bool TakeNext(WorldState& state, size_t shift, const DutyWindow& window, absl::Time at) {
  ReviewDesk& desk = state.review_desk;
  const ReviewDeskPlan& plan = DeskPlan(state);
  const int64_t before = ToMicros(at);
  const auto start = [&](ReviewCase taken, absl::Duration service) {
    taken.shift = static_cast<int64_t>(shift);
    taken.finish = FinishOf(plan.shifts[shift], desk.zone, window, at, service);
    ++desk.busy[shift];
    desk.cases.insert(taken);
    return taken.finish;
  };
  const bool other_ready = !desk.others.empty() && desk.others.begin()->since < before;
  for (size_t i = 0; i < kReviewLines; ++i) {
    auto& line = desk.lines[i];
    if (line.empty() || line.begin()->since >= before) continue;
    const bool is_new = i == static_cast<size_t>(ReviewLine::kNew);
    if (is_new && other_ready && desk.others.begin()->since < line.begin()->since) continue;
    const uint64_t ad = line.begin()->ad;
    line.erase(line.begin());
    Review& review = *Find(state.reviews, AdIdOf(ad));
    review.due_time = start({.ad = ad}, ServiceOf(state, review));
    desk.in_hand.insert(PlaceOf(review));
    return true;
  }
  if (!other_ready) return false;
  const uint64_t ordinal = desk.others.begin()->ad;
  desk.others.erase(desk.others.begin());
  ++desk.other_cases;
  start({.other = true, .ad = ordinal},
        ServiceAt(plan, FractionOf(state, "review_other_service", "", ordinal)));
  return true;
}

void FinishCases(WorldState& state, absl::Time at, std::vector<std::string>& done) {
  ReviewDesk& desk = state.review_desk;
  while (!desk.cases.empty() && desk.cases.begin()->finish <= at) {
    const ReviewCase finished = *desk.cases.begin();
    desk.cases.erase(desk.cases.begin());
    if (finished.shift >= 0) --desk.busy[static_cast<size_t>(finished.shift)];
    if (finished.other) {
      --desk.other_cases;
      continue;
    }
    done.push_back(AdIdOf(finished.ad));
    Review& review = *Find(state.reviews, done.back());
    desk.in_hand.erase(PlaceOf(review));
    review.due_time.reset();
  }
}

void RunDeskAt(WorldState& state, absl::Time at, std::vector<std::string>& done) {
  ReviewDesk& desk = state.review_desk;
  FinishCases(state, at, done);
  Admit(state, at);
  const ReviewDeskPlan& plan = DeskPlan(state);
  for (size_t i = 0; i < plan.shifts.size(); ++i) {
    if (FreeOf(desk, plan, i) <= 0) continue;
    const DutyWindow window = WindowAt(plan.shifts[i], desk.zone, at);
    if (!window.Contains(at)) continue;
    while (FreeOf(desk, plan, i) > 0 && TakeNext(state, i, window, at)) continue;
  }
  desk.ran_until = at;
}

std::vector<std::string> RunDeskUntil(WorldState& state, absl::Time end) {
  std::vector<std::string> done;
  for (std::optional<absl::Time> next = NextInstant(state); next && *next <= end;
       next = NextInstant(state)) {
    RunDeskAt(state, *next, done);
  }
  state.review_desk.ran_until = std::max(state.review_desk.ran_until, end);
  return done;
}

void StartDesk(WorldState& state, absl::Time at) {
  ReviewDesk& desk = state.review_desk;
  desk.cases.clear();
  desk.others.clear();
  desk.other_cases = 0;
  desk.busy.assign(DeskPlan(state).shifts.size(), 0);
  desk.ran_until = at;
  if (HaveOthers(state)) DrawNextOther(state, at);
}

}  // namespace

bool HasDesk(const WorldState& state) {
  return state.review_policy.automatic && state.review_policy.desk.has_value();
}

bool IsIdle(const ReviewDesk& desk) {
  return desk.in_hand.empty() &&
         std::ranges::all_of(desk.lines, [](const auto& line) { return line.empty(); });
}

void LookUpZone(WorldState& state) {
  if (!HasDesk(state)) return;
  absl::LoadTimeZone(DeskPlan(state).timezone, &state.review_desk.zone);  // checked when it was set
}

void OpenDesk(WorldState& state) {
  LookUpZone(state);
  state.review_desk.wake.reset();
  StartDesk(state, state.now);
}

void ChangeStaff(WorldState& state) {
  LookUpZone(state);
  ReviewDesk& desk = state.review_desk;
  const size_t shifts = DeskPlan(state).shifts.size();
  desk.busy.assign(shifts, 0);
  std::set<ReviewCase> cases;
  for (ReviewCase taken : desk.cases) {
    if (taken.shift >= static_cast<int64_t>(shifts)) taken.shift = -1;
    if (taken.shift >= 0) ++desk.busy[static_cast<size_t>(taken.shift)];
    cases.insert(taken);
  }
  desk.cases = std::move(cases);
  desk.ran_until = state.now;
  if (HaveOthers(state)) DrawNextOther(state, state.now);
}

void CloseDesk(WorldState& state) {
  ReviewDesk& desk = state.review_desk;
  for (const ReviewCase& taken : desk.cases) {
    if (taken.other) continue;
    Review& review = *Find(state.reviews, AdIdOf(taken.ad));
    review.due_time.reset();
    JoinLine(state, review);
  }
  desk.cases.clear();
  desk.in_hand.clear();
  desk.others.clear();
  desk.other_cases = 0;
  desk.busy.clear();
  desk.wake.reset();
}

void CatchUpWithOthers(WorldState& state) {
  ReviewDesk& desk = state.review_desk;
  if (!HasDesk(state) || !IsIdle(desk)) return;  // or its events have come as they were due
  if (!HaveOthers(state) && desk.cases.empty() && desk.others.empty()) return;
  absl::Duration longest = kLongestCatchUp;
  if (HaveOthers(state)) {
    longest =
        std::min(longest, kMostCaughtUpWith / DeskPlan(state).others_per_hour * absl::Hours(1));
  }
  if (state.now - desk.ran_until > longest) StartDesk(state, state.now - longest);
  RunDeskUntil(state, state.now);  // done with others only
}

void WakeDesk(WorldState& state) {
  ReviewDesk& desk = state.review_desk;
  if (!HasDesk(state) || IsIdle(desk)) return;
  const std::optional<absl::Time> next = NextInstant(state);
  if (!next) return;
  const absl::Time at = std::max(*next, state.now);
  if (desk.wake && *desk.wake <= at) return;
  desk.wake = at;
  state.queue.Push(at, EventKind::kReviewDesk, "");
}

std::vector<std::string> RunDesk(WorldState& state) {
  ReviewDesk& desk = state.review_desk;
  if (!HasDesk(state) || !desk.wake || *desk.wake > state.now) return {};  // an earlier one came
  desk.wake.reset();
  return RunDeskUntil(state, state.now);
}

}  // namespace sparkgate::simulator
