// How long things waited, in whole seconds: counts by buckets, 32 to each doubling, so that a
// percentile is exact below 64 seconds and otherwise at most 1/32 (3.2 %) above the true one, never
// below. Plain data of at most some hundred buckets.
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_WAIT_HISTOGRAM_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_WAIT_HISTOGRAM_H_

#include <cstdint>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::simulator {

class WaitHistogram {
 public:
  void Add(absl::Duration wait);
  uint64_t count() const { return count_; }
  absl::Duration longest() const { return absl::Seconds(longest_); }  // exact
  // The least wait that `share` (0 to 1) of all don't exceed; zero if there were none.
  absl::Duration Percentile(double share) const;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("counts", self.counts_);
    visit("count", self.count_);
    visit("longest", self.longest_);
  }

 private:
  std::vector<uint64_t> counts_;  // up to the last bucket in use
  uint64_t count_ = 0;
  int64_t longest_ = 0;  // seconds
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_WAIT_HISTOGRAM_H_
