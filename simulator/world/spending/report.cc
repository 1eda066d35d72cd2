#include "simulator/world/spending/report.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "simulator/world/spending/ledger.h"
#include "simulator/world/spending/shares.h"

namespace sparkgate::simulator {

std::vector<AdReport> ReportAds(const WorldState& state, std::string_view advertiser_id,
                                std::span<const int64_t> bounds) {
  std::vector<AdReport> reports;
  const SpendMemo* memo = LedgerOf(state, advertiser_id);
  if (memo == nullptr) return reports;
  std::vector<int64_t> instants(bounds.begin(), bounds.end());
  for (int64_t& instant : instants) instant = std::min(instant, ToMicros(state.now));
  for (const auto& [group_id, history] : Find(state.spend_histories, advertiser_id)->groups) {
    const auto ledger = memo->groups.find(group_id);
    if (ledger == memo->groups.end()) continue;
    const AdGroup& group = *Find(state.ad_groups, group_id);
    for (const auto& [ad_id, cents] : SpentByAds(history, ledger->second, instants)) {
      const Post& post = *Find(state.posts, history.ads.find(ad_id)->second.post_id);
      const AdRates rates = RatesOf(state, ad_id, post, group);
      AdReport report{Find(state.ads, ad_id), {}};
      AdCounts before = CountsFor(rates, cents.front());
      for (size_t i = 1; i < cents.size(); ++i) {
        const AdCounts after = CountsFor(rates, cents[i]);
        AdCounts& period = report.periods.emplace_back(after);
        period -= before;
        before = after;
      }
      reports.push_back(std::move(report));
    }
  }
  return reports;
}

}  // namespace sparkgate::simulator
