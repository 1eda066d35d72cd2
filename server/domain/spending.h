// What campaigns may spend at the very most from now on, as a ceiling counts it: nothing is read of
// what they have spent. Pure: `now` is an argument.
#ifndef SPARKGATE_SERVER_DOMAIN_SPENDING_H_
#define SPARKGATE_SERVER_DOMAIN_SPENDING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/domain/ad.h"

namespace sparkgate::server {

// In micros of a currency; nullopt: there is no end to it.
using Spending = std::optional<int64_t>;

Spending Sum(const Spending& one, const Spending& other);

// The most days of any calendar that a period touches, wherever the midnights are.
int64_t DaysTouched(absl::Time begin, absl::Time end);

// What a campaign may spend. Ad groups count that are on TikTok, or on their way there, and
// switched on, with or without ads:
//   TOTAL  its budget, until its schedule ends
//   DAY    its budget for each day that the rest of the schedule touches; without an end, no end
// A campaign's own budget, TOTAL or DAY likewise, caps the sum of its ad groups. Of one that is
// switched off, nothing.
Spending SpendingOf(const Campaign& campaign, const std::vector<AdGroup>& groups, absl::Time now);

struct CeilingQuestion {
  std::string currency;
  Spending elsewhere;  // of all other campaigns
  Spending before;     // of the campaign, as it is
  Spending after;      // of the campaign, as somebody wants it
};
// FAILED_PRECONDITION, reason SPENDING_CEILING, if a campaign is to spend more than before and all
// together would be above the currency's ceiling. A currency without one, where others have one,
// may not be spent at all.
absl::Status CheckCeiling(const std::map<std::string, int64_t>& ceilings,
                          const CeilingQuestion& question);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_SPENDING_H_
