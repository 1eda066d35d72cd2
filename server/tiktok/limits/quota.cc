#include "server/tiktok/limits/quota.h"

#include <algorithm>
#include <cstddef>

namespace sparkgate::tiktok {
namespace {

// By level, Basic first (facts 1.6).
constexpr Quota kEveryEndpoint[] = {
    {10, 600, 864'000}, {20, 1'200, 1'728'000}, {30, 1'800, 2'592'000}, {50, 3'000, 4'320'000}};
constexpr Quota kAdCreate[] = {
    {5, 150, 86'400}, {10, 200, 86'400}, {10, 300, 86'400}, {15, 300, 86'400}};
// Not on TikTok's page. Integrators find it stricter than the rest and rest about 1.5 s between
// calls (facts 4.1, 13.1); what an app may really do is learned from here downwards.
constexpr Quota kAuthorize = {2, 120, 172'800};

int64_t StricterNumber(int64_t a, int64_t b) {
  if (a == 0 || b == 0) return std::max(a, b);
  return std::min(a, b);
}

}  // namespace

Quota PublishedQuota(Tier tier, std::string_view path) {
  const size_t level = static_cast<size_t>(tier) - 1;
  if (path == "ad/create") return kAdCreate[level];
  if (path == "tt_video/authorize") return kAuthorize;
  return kEveryEndpoint[level];
}

Quota Stricter(const Quota& a, const Quota& b) {
  return {.per_second = StricterNumber(a.per_second, b.per_second),
          .per_minute = StricterNumber(a.per_minute, b.per_minute),
          .per_day = StricterNumber(a.per_day, b.per_day)};
}

}  // namespace sparkgate::tiktok
