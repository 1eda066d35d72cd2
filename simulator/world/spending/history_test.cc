#include "simulator/world/spending/history.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "simulator/world/persistence/world_text.h"
#include "simulator/world/spending/spending_fixture.h"

namespace sparkgate::simulator {
namespace {

class HistoryTest : public SpendingTest {
 protected:
  const SpendHistory* History() { return Find(world_.state.spend_histories, world_.advertiser); }

  // The world as a program wrote it that kept no histories.
  void BecomeOld() {
    boost::json::value file = boost::json::parse(WorldToText(world_.state));
    ASSERT_EQ(file.at("world").as_object().erase("spend_histories"), 1u);
    world_.state = WorldFromText(boost::json::serialize(file)).value();
  }
};

TEST_F(HistoryTest, AnOldWorldsAdsSpendFromItsLoadingOn) {
  const std::string ad = RunningAd();
  world_.Advance(kSpendDay);
  BecomeOld();
  EXPECT_EQ(world_.AdStatus(ad), "AD_STATUS_DELIVERY_OK");
  EXPECT_EQ(Spent(), 0);
  world_.Advance(kSpendDay);
  EXPECT_GT(Spent(), 30 * kUnit);
  // As any other: what stops it stops it.
  ASSERT_TRUE(SetAdStatus(world_.state, world_.advertiser, {ad}, OperationStatus::kDisable).ok());
  const int64_t spent = Spent();
  world_.Advance(kSpendDay);
  EXPECT_EQ(Spent(), spent);
}

TEST_F(HistoryTest, AnOldWorldsIdleAdsBeginNoHistory) {
  world_.Ad(group_);
  BecomeOld();
  EXPECT_EQ(History(), nullptr);
}

TEST_F(HistoryTest, AWorldThatHasHistoriesIsTakenAsItIs) {
  RunningAd();
  world_.Advance(kSpendDay);
  const std::string text = WorldToText(world_.state);
  EXPECT_EQ(WorldToText(WorldFromText(text).value()), text);
}

// A switch may be what kept an account's first ad from running.
TEST_F(HistoryTest, SwitchesMayBeginAHistory) {
  ASSERT_TRUE(world_.state.switches.Set("rereview_keeps_running", "false").ok());
  const std::string ad = RunningAd();
  SubmitForReview(world_.state, *Find(world_.state.ads, ad));
  world_.state.spend_histories.erase(world_.advertiser);
  ASSERT_TRUE(world_.state.switches.Set("rereview_keeps_running", "true").ok());
  NoteSwitches(world_.state);
  ASSERT_NE(History(), nullptr);
  EXPECT_EQ(History()->terms.size(), 1u);
  world_.Advance(absl::Hours(6));
  EXPECT_GT(Spent(), 0);
}

TEST_F(HistoryTest, WhatDoesNotBearOnMoneyLeavesTheTermsAlone) {
  Fund(500 * kUnit, 5 * kUnit);
  RunningAd();
  world_.Advance(kSpendDay);
  ASSERT_EQ(History()->terms.size(), 1u);
  AdvertiserChange change;
  change.has_creative_library = false;
  ASSERT_TRUE(ChangeAdvertiser(world_.state, world_.advertiser, change).ok());
  ASSERT_TRUE(world_.state.switches.Set("review_paused_ads", "true").ok());
  NoteSwitches(world_.state);
  EXPECT_EQ(History()->terms.size(), 1u);
  // What is left is written down in the account all the same, and stays true.
  EXPECT_EQ(Account().balance_micros, 505 * kUnit - Spent());
  world_.Advance(kSpendDay);
  EXPECT_EQ(FundsLeft(world_.state, Account()).cash, 505 * kUnit - Spent());
  change.balance_micros = 500 * kUnit;
  ASSERT_TRUE(ChangeAdvertiser(world_.state, world_.advertiser, change).ok());
  EXPECT_EQ(History()->terms.size(), 2u);
}

}  // namespace
}  // namespace sparkgate::simulator
