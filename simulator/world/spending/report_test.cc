#include "simulator/world/spending/report.h"

#include "simulator/world/ad_groups.h"
#include "simulator/world/spending/spending_fixture.h"

namespace sparkgate::simulator {
namespace {

class AdReports : public SpendingTest {
 protected:
  std::vector<AdReport> Report() {
    const std::vector<int64_t> bounds = {ToMicros(world_.state.start_time),
                                         ToMicros(world_.state.now)};
    return ReportAds(world_.state, world_.advertiser, bounds);
  }
};

TEST_F(AdReports, AdsOfAGroupShareWhatItSpends) {
  RunningAd("One");
  world_.Advance(kSpendDay);
  const std::string second = RunningAd("Two");
  world_.Advance(kSpendDay);
  const std::vector<AdReport> reports = Report();
  ASSERT_EQ(reports.size(), 2u);
  const int64_t all = Spent() / kCentMicros;
  EXPECT_EQ(reports[0].periods[0][AdCount::kCents] + reports[1].periods[0][AdCount::kCents], all);
  const AdReport& late = reports[reports[0].ad->id == second ? 0 : 1];
  EXPECT_NEAR(static_cast<double>(late.periods[0][AdCount::kCents]), static_cast<double>(all) / 4,
              201);
}

TEST_F(AdReports, MoneyBringsViewsAndViewsBringTheRest) {
  RunningAd();
  world_.Advance(10 * kSpendDay);
  const AdCounts counts = Report().front().periods.front();
  EXPECT_GT(counts[AdCount::kImpressions], 29'000);  // 360 at 12 for a thousand at most
  EXPECT_LT(counts[AdCount::kReach], counts[AdCount::kImpressions]);
  EXPECT_LT(counts[AdCount::kClicks], counts[AdCount::kImpressions] / 20);
  EXPECT_GT(counts[AdCount::kClicks], 0);
  EXPECT_GT(counts[AdCount::kLikes], counts[AdCount::kComments]);
  EXPECT_GE(counts[AdCount::kQuarters], counts[AdCount::kHalves]);
  EXPECT_GE(counts[AdCount::kHalves], counts[AdCount::kThreeQuarters]);
  EXPECT_GE(counts[AdCount::kThreeQuarters], counts[AdCount::kWholes]);
  EXPECT_EQ(counts[AdCount::kResults], counts[AdCount::kWatched6s]);  // ENGAGED_VIEW
  EXPECT_EQ(counts[AdCount::kConversions], 0);
}

TEST_F(AdReports, ANewGoalCountsFromThenOn) {
  RunningAd();
  world_.Advance(5 * kSpendDay);
  const int64_t change = ToMicros(world_.state.now);
  const AdCounts before = Report().front().periods.front();
  AdGroup group = Group();
  group.optimization_goal = "ENGAGED_VIEW_FIFTEEN";
  group.schedule_type = "SCHEDULE_START_END";
  group.schedule_end_time = group.schedule_start_time + 20 * kSpendDay;
  bool needs_review = false;
  ASSERT_TRUE(UpdateAdGroup(world_.state, group, &needs_review).ok());
  EXPECT_EQ(Report().front().periods.front(), before);
  world_.Advance(5 * kSpendDay);

  const AdCounts whole = Report().front().periods.front();
  const std::vector<int64_t> bounds = {ToMicros(world_.state.start_time), change,
                                       ToMicros(world_.state.now)};
  const std::vector<AdCounts> parts =
      ReportAds(world_.state, world_.advertiser, bounds).front().periods;
  EXPECT_EQ(parts[0], before);
  EXPECT_EQ(parts[0][AdCount::kResults], parts[0][AdCount::kWatched6s]);
  EXPECT_EQ(parts[1][AdCount::kResults], parts[1][AdCount::kWatched15s]);
  EXPECT_EQ(whole[AdCount::kResults],
            parts[0][AdCount::kWatched6s] + parts[1][AdCount::kWatched15s]);
  EXPECT_GT(parts[1][AdCount::kResults], 0);
}

TEST_F(AdReports, AnAdHasTheEngagementOfItsPost) {
  Post& post = *Find(world_.state.posts, world_.post);
  post.views = 100'000;
  post.likes = 25'000;
  RunningAd();
  world_.Advance(10 * kSpendDay);
  const AdCounts counts = Report().front().periods.front();
  EXPECT_EQ(counts[AdCount::kLikes], counts[AdCount::kImpressions] / 4);
}

TEST_F(AdReports, AnAdThatNeverRanIsNotThere) {
  world_.Ad(group_);
  EXPECT_TRUE(Report().empty());
  RunningAd("Runs");
  EXPECT_EQ(Report().size(), 1u);
}

TEST_F(AdReports, AYearOfAHundredAdsAddsUp) {
  for (int i = 0; i < 100; ++i) RunningAd(std::to_string(i));
  world_.Advance(364 * kSpendDay);
  const std::vector<AdReport> reports = Report();
  ASSERT_EQ(reports.size(), 100u);
  int64_t cents = 0;
  for (const AdReport& report : reports) cents += report.periods[0][AdCount::kCents];
  EXPECT_EQ(cents * kCentMicros, Spent());
}

}  // namespace
}  // namespace sparkgate::simulator
