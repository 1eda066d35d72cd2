#include "simulator/world/review/wait_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>

namespace sparkgate::simulator {
namespace {

constexpr int kBits = 5;  // 32 buckets to each doubling
constexpr uint64_t kPerDoubling = uint64_t{1} << kBits;

// The first 64 buckets are one second wide, the next 32 two seconds, and so on.
size_t BucketOf(uint64_t seconds) {
  if (seconds < kPerDoubling) return seconds;
  const auto shift = static_cast<int>(std::bit_width(seconds)) - 1 - kBits;
  return static_cast<size_t>(shift) * kPerDoubling + (seconds >> shift);
}

int64_t LastSecondOf(size_t bucket) {
  if (bucket < 2 * kPerDoubling) return static_cast<int64_t>(bucket);
  const size_t shift = bucket / kPerDoubling - 1;
  const uint64_t first = (bucket - shift * kPerDoubling) << shift;
  return static_cast<int64_t>(first + (uint64_t{1} << shift) - 1);
}

}  // namespace

void WaitHistogram::Add(absl::Duration wait) {
  const int64_t seconds = std::max<int64_t>(0, absl::ToInt64Seconds(wait));
  const size_t bucket = BucketOf(static_cast<uint64_t>(seconds));
  if (bucket >= counts_.size()) counts_.resize(bucket + 1);
  ++counts_[bucket];
  ++count_;
  longest_ = std::max(longest_, seconds);
}

absl::Duration WaitHistogram::Percentile(double share) const {
  if (count_ == 0) return absl::ZeroDuration();
  const double wanted = std::ceil(share * static_cast<double>(count_));
  const auto rank = static_cast<uint64_t>(std::max(1.0, wanted));
  uint64_t seen = 0;
  for (size_t bucket = 0; bucket < counts_.size(); ++bucket) {
    seen += counts_[bucket];
    if (seen >= rank) return absl::Seconds(std::min(longest_, LastSecondOf(bucket)));
  }
  return longest();
}

}  // namespace sparkgate::simulator
