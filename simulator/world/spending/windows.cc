#include "simulator/world/spending/windows.h"

#include <algorithm>

#include "base/clock.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kHalfHourMicros = 1'800'000'000;
constexpr size_t kHalfHoursOfDay = 48;

struct Stretch {
  int64_t from = 0;
  int64_t to = 0;
};

Stretch Common(const Stretch& a, const Stretch& b) {
  return {std::max(a.from, b.from), std::min(a.to, b.to)};
}

// The times within `all_of_it` in which one ad at least runs.
std::vector<Stretch> RunningTimes(const GroupHistory& group, const Stretch& all_of_it) {
  std::vector<Stretch> all;
  for (const auto& [id, ad] : group.ads) {
    const auto first = std::ranges::upper_bound(ad.runs, all_of_it.from, {},
                                                [](const Run& run) { return ToMicros(run.to); });
    for (auto run = first; run != ad.runs.end(); ++run) {
      const Stretch part = Common({ToMicros(run->from), ToMicros(run->to)}, all_of_it);
      if (part.from < part.to) all.push_back(part);
    }
  }
  std::ranges::sort(all, {}, &Stretch::from);
  std::vector<Stretch> merged;
  for (const Stretch& part : all) {
    if (!merged.empty() && part.from <= merged.back().to) {
      merged.back().to = std::max(merged.back().to, part.to);
    } else {
      merged.push_back(part);
    }
  }
  return merged;
}

// The half hours of the day that dayparting lets it run in, as stretches; all day without.
std::vector<Stretch> Daypart(std::string_view dayparting, const AccountDay& day) {
  if (dayparting.empty()) return {{day.start, day.end}};
  const std::string_view today =
      dayparting.substr(static_cast<size_t>(day.weekday) * kHalfHoursOfDay, kHalfHoursOfDay);
  std::vector<Stretch> parts;
  for (size_t i = 0; i < today.size(); ++i) {
    if (today[i] != '1') continue;
    const int64_t from = day.start + static_cast<int64_t>(i) * kHalfHourMicros;
    // What a day is longer than 24 hours is like its last half hour.
    const int64_t to = i + 1 == today.size() ? day.end : from + kHalfHourMicros;
    if (!parts.empty() && parts.back().to == from) {
      parts.back().to = to;
    } else {
      parts.push_back({from, to});
    }
  }
  return parts;
}

}  // namespace

std::vector<SpendWindow> WindowsOf(const GroupHistory& group, const AccountDay& day, int64_t from) {
  const std::vector<Stretch> running = RunningTimes(group, {from, day.end});
  std::vector<SpendWindow> windows;
  if (running.empty()) return windows;
  const auto after = std::ranges::upper_bound(
      group.terms, from, {}, [](const GroupTerms& terms) { return ToMicros(terms.from); });
  const auto first = static_cast<size_t>(std::max<int64_t>(0, after - group.terms.begin() - 1));
  for (size_t i = first; i < group.terms.size(); ++i) {
    const GroupTerms& terms = group.terms[i];
    const int64_t next = i + 1 < group.terms.size() ? ToMicros(group.terms[i + 1].from) : day.end;
    const Stretch held = Common({ToMicros(terms.from), next},
                                {ToMicros(terms.schedule_start), ToMicros(terms.schedule_end)});
    if (held.from >= day.end || held.to <= from) continue;
    for (const Stretch& part : Daypart(terms.dayparting, day)) {
      for (const Stretch& run : running) {
        const Stretch open = Common(Common(part, run), held);
        if (open.from < open.to) windows.push_back({open.from, open.to});
      }
    }
  }
  return windows;
}

}  // namespace sparkgate::simulator
