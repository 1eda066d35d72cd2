#include "simulator/world/spending/report.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "base/clock.h"
#include "simulator/world/spending/ledger.h"
#include "simulator/world/spending/shares.h"

namespace sparkgate::simulator {
namespace {

// The periods of one group's ads. What counts as a result is what the group optimized for at the
// time, so a period falls apart where that changed.
class GroupPeriods {
 public:
  GroupPeriods(const GroupHistory& history, std::span<const int64_t> bounds)
      : history_(history), bounds_(bounds), instants_(bounds.begin(), bounds.end()) {
    for (size_t i = 1; i < history.terms.size(); ++i) {
      const int64_t from = ToMicros(history.terms[i].from);
      const bool changes = history.terms[i].goal != history.terms[i - 1].goal;
      if (changes && bounds.front() < from && from < bounds.back()) instants_.push_back(from);
    }
    std::ranges::sort(instants_);
    instants_.erase(std::unique(instants_.begin(), instants_.end()), instants_.end());
  }

  std::map<std::string_view, std::vector<int64_t>> SpentByAdsIn(const GroupLedger& ledger) const {
    return SpentByAds(history_, ledger, instants_);
  }

  // `cents` is what the ad had spent by each instant.
  std::vector<AdCounts> Count(const AdRates& rates, const std::vector<int64_t>& cents) const {
    std::vector<AdCounts> periods(bounds_.size() - 1);
    size_t period = 0;
    AdCounts before = CountsFor(rates, cents.front());
    for (size_t i = 1; i < instants_.size(); ++i) {
      while (bounds_[period + 1] < instants_[i]) ++period;
      const AdCounts after = CountsFor(rates, cents[i]);
      AdCounts part = after;
      part -= before;
      CountResults(GoalAt(instants_[i - 1]), part);
      periods[period] += part;
      before = after;
    }
    return periods;
  }

 private:
  std::string_view GoalAt(int64_t at) const {
    const auto next = std::ranges::upper_bound(
        history_.terms, at, {}, [](const GroupTerms& terms) { return ToMicros(terms.from); });
    return next == history_.terms.begin() ? next->goal : std::prev(next)->goal;
  }

  const GroupHistory& history_;
  std::span<const int64_t> bounds_;
  std::vector<int64_t> instants_;  // the bounds, and where the goal changed
};

}  // namespace

std::vector<AdReport> ReportAds(const WorldState& state, std::string_view advertiser_id,
                                std::span<const int64_t> bounds) {
  std::vector<AdReport> reports;
  const std::shared_ptr<const SpendMemo> memo = WholeLedgerOf(state, advertiser_id);
  if (memo == nullptr) return reports;
  std::vector<int64_t> until_now(bounds.begin(), bounds.end());
  for (int64_t& bound : until_now) bound = std::min(bound, ToMicros(state.now));
  for (const auto& [group_id, history] : Find(state.spend_histories, advertiser_id)->groups) {
    const auto ledger = memo->groups.find(group_id);
    if (ledger == memo->groups.end()) continue;
    const GroupPeriods periods(history, until_now);
    for (const auto& [ad_id, cents] : periods.SpentByAdsIn(ledger->second)) {
      const Post& post = *Find(state.posts, history.ads.find(ad_id)->second.post_id);
      const AdRates rates = RatesOf(state, ad_id, post);
      reports.push_back({Find(state.ads, ad_id), periods.Count(rates, cents)});
    }
  }
  return reports;
}

}  // namespace sparkgate::simulator
