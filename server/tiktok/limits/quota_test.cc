#include "server/tiktok/limits/quota.h"

#include <gtest/gtest.h>

namespace sparkgate::tiktok {
namespace {

// TikTok's page of rate limits (facts 1.6).
TEST(Quota, IsThatOfTheAppsLevel) {
  EXPECT_EQ(PublishedQuota(Tier::kBasic, "tt_video/list"), (Quota{10, 600, 864'000}));
  EXPECT_EQ(PublishedQuota(Tier::kAdvanced, "ad/get"), (Quota{20, 1'200, 1'728'000}));
  EXPECT_EQ(PublishedQuota(Tier::kPremium, "ad/get"), (Quota{30, 1'800, 2'592'000}));
  EXPECT_EQ(PublishedQuota(Tier::kUltimate, "ad/get"), (Quota{50, 3'000, 4'320'000}));
  EXPECT_EQ(PublishedQuota(Tier::kBasic, "ad/create"), (Quota{5, 150, 86'400}));
  EXPECT_EQ(PublishedQuota(Tier::kUltimate, "ad/create"), (Quota{15, 300, 86'400}));
  EXPECT_EQ(PublishedQuota(Tier::kUltimate, "tt_video/authorize").per_second, 2);
}

TEST(Quota, TheStricterOfTwoIsSoInEachWindow) {
  EXPECT_EQ(Stricter({10, 600, 0}, {20, 300, 9}), (Quota{10, 300, 9}));
  EXPECT_EQ(Stricter({}, {1, 2, 3}), (Quota{1, 2, 3}));
  EXPECT_EQ(Stricter({1, 2, 3}, {}), (Quota{1, 2, 3}));
}

}  // namespace
}  // namespace sparkgate::tiktok
