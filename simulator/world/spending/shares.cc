#include "simulator/world/spending/shares.h"

#include <algorithm>

#include "base/clock.h"

namespace sparkgate::simulator {
namespace {

// An ad begins to run, or stops.
struct Turn {
  int64_t at = 0;
  size_t ad = 0;
  bool begins = false;
};

std::vector<Turn> TurnsOf(const GroupHistory& group) {
  std::vector<Turn> turns;
  size_t ad = 0;
  for (const auto& [id, history] : group.ads) {
    for (const Run& run : history.runs) {
      turns.push_back({ToMicros(run.from), ad, true});
      turns.push_back({ToMicros(run.to), ad, false});
    }
    ++ad;
  }
  std::ranges::stable_sort(turns, {}, &Turn::at);
  return turns;
}

// Goes through a group's time from one turn to the next. Between two, the nth of the ads that run
// gets every nth cent, so what an ad has never becomes less.
class Sweep {
 public:
  Sweep(const GroupLedger& ledger, size_t ads) : ledger_(ledger), before_(ads) {}

  void Take(const Turn& turn) {
    if (turn.at != since_) {
      AddSince(turn.at, before_);
      since_ = turn.at;
      spent_ = ledger_.SpentBy(since_);
    }
    const auto place = std::ranges::lower_bound(running_, turn.ad);
    if (turn.begins) {
      running_.insert(place, turn.ad);
    } else {
      running_.erase(place);
    }
  }

  // What each ad had spent by then; no turn lies between.
  std::vector<int64_t> At(int64_t at) const {
    std::vector<int64_t> all = before_;
    AddSince(at, all);
    return all;
  }

 private:
  void AddSince(int64_t at, std::vector<int64_t>& all) const {
    if (running_.empty()) return;
    const int64_t cents = ledger_.SpentBy(at) - spent_;
    const int64_t count = std::ssize(running_);
    for (int64_t nth = 0; nth < count; ++nth) {
      all[running_[static_cast<size_t>(nth)]] += (cents + count - 1 - nth) / count;
    }
  }

  const GroupLedger& ledger_;
  std::vector<int64_t> before_;  // cents by `since_`
  int64_t since_ = 0;
  int64_t spent_ = 0;  // by the group, by then
  std::vector<size_t> running_;
};

}  // namespace

std::map<std::string_view, std::vector<int64_t>> SpentByAds(const GroupHistory& group,
                                                            const GroupLedger& ledger,
                                                            std::span<const int64_t> instants) {
  const std::vector<Turn> turns = TurnsOf(group);
  Sweep sweep(ledger, group.ads.size());
  auto turn = turns.begin();
  std::map<std::string_view, std::vector<int64_t>> spent;
  for (const int64_t instant : instants) {
    for (; turn != turns.end() && turn->at <= instant; ++turn) sweep.Take(*turn);
    const std::vector<int64_t> all = sweep.At(instant);
    size_t ad = 0;
    for (const auto& [id, history] : group.ads) spent[id].push_back(all[ad++]);
  }
  return spent;
}

}  // namespace sparkgate::simulator
