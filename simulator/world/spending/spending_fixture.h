// A world whose ads run: for tests of spending.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_SPENDING_FIXTURE_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_SPENDING_FIXTURE_H_

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "simulator/world/ads.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/campaigns.h"
#include "simulator/world/review.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/spending/history.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {

inline constexpr absl::Duration kSpendDay = absl::Hours(24);
inline constexpr int64_t kUnit = 1'000'000;  // micros

class SpendingTest : public testing::Test {
 protected:
  // Decided by hand, at once.
  void Approve(const std::string& ad) {
    ASSERT_TRUE(DecideReview(world_.state, ad, ReviewDecision{}).ok());
  }
  std::string RunningAd(std::string_view name = "Ad") {
    const std::string ad = world_.Ad(group_, name);
    Approve(ad);
    return ad;
  }
  void SetUp() override {
    world_.AuthorizedPost(365);
    campaign_ = world_.Campaign();
    group_ = world_.AdGroup(campaign_);
  }
  const AdGroup& Group() { return *Find(world_.state.ad_groups, group_); }
  const AdvertiserAccount& Account() { return *Find(world_.state.advertisers, world_.advertiser); }
  void Fund(int64_t cash, int64_t credit, bool payment_method = false) {
    AdvertiserChange change;
    change.has_payment_method = payment_method;
    change.balance_micros = cash;
    change.credit_micros = credit;
    ASSERT_TRUE(ChangeAdvertiser(world_.state, world_.advertiser, change).ok());
  }
  void SetPace(std::string_view percent) {
    ASSERT_TRUE(world_.state.switches.Set("delivery_pace", percent).ok());
    NoteSwitches(world_.state);
  }
  int64_t Spent() { return SpentOf(world_.state, Account()); }

  RulesWorld world_;
  std::string campaign_;
  std::string group_;  // 50 a day, from now on
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPENDING_SPENDING_FIXTURE_H_
