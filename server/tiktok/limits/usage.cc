#include "server/tiktok/limits/usage.h"

#include <algorithm>
#include <cmath>

namespace sparkgate::tiktok {
namespace {

constexpr absl::Duration kHalf = absl::Seconds(2);
constexpr double kNothing = 0.001;

}  // namespace

double Usage::Left(const Share& share, absl::Time now) {
  const absl::Duration passed = std::max(now - share.at, absl::ZeroDuration());
  return share.calls * std::exp2(-absl::FDivDuration(passed, kHalf));
}

double Usage::Of(std::string_view tenant, absl::Time now) const {
  const auto share = shares_.find(tenant);
  return share == shares_.end() ? 0 : Left(share->second, now);
}

void Usage::Add(const std::string& tenant, absl::Time now) {
  std::erase_if(shares_, [&](const auto& row) { return Left(row.second, now) < kNothing; });
  Share& share = shares_[tenant];
  share = {.calls = Left(share, now) + 1, .at = now};
}

}  // namespace sparkgate::tiktok
