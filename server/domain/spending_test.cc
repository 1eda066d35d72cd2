#include "server/domain/spending.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/domain/workspace.h"

namespace sparkgate::server {
namespace {

using testing::HasSubstr;

const absl::Time kSpendingNow = absl::FromUnixSeconds(1'767'225'600) + absl::Hours(15);
constexpr absl::Duration kSpendingDay = absl::Hours(24);
constexpr int64_t kUnit = 1'000'000;

Campaign Running(BudgetMode mode = BudgetMode::kInfinite, int64_t budget = 0) {
  Campaign campaign;
  campaign.stage = Stage::kLive;
  campaign.budget_mode = mode;
  campaign.budget_micros = budget;
  return campaign;
}

AdGroup GroupOf(BudgetMode mode, int64_t budget, std::optional<absl::Duration> days_left) {
  AdGroup group;
  group.stage = Stage::kLive;
  group.budget_mode = mode;
  group.budget_micros = budget;
  if (days_left.has_value()) group.schedule_end = kSpendingNow + *days_left;
  return group;
}

TEST(SpendingTest, CountsEachDayThatAPeriodTouchesWhereverTheMidnightIs) {
  const absl::Time noon = kSpendingNow;
  EXPECT_EQ(DaysTouched(noon, noon), 0);
  EXPECT_EQ(DaysTouched(noon, noon - kSpendingDay), 0);
  EXPECT_EQ(DaysTouched(noon, noon + absl::Hours(2)), 2);  // over a midnight
  EXPECT_EQ(DaysTouched(noon, noon + kSpendingDay), 2);
  EXPECT_EQ(DaysTouched(noon, noon + kSpendingDay + absl::Hours(1)), 3);
}

TEST(SpendingTest, OfOneAdGroup) {
  struct Row {
    AdGroup group;
    Spending expected;
  };
  AdGroup later = GroupOf(BudgetMode::kDay, 5, 10 * kSpendingDay + absl::Hours(1));
  later.schedule_start = kSpendingNow + 8 * kSpendingDay;
  AdGroup off = GroupOf(BudgetMode::kTotal, 7, kSpendingDay);
  off.operation_status = OperationStatus::kPaused;
  AdGroup draft = GroupOf(BudgetMode::kTotal, 7, kSpendingDay);
  draft.stage = Stage::kDraft;
  AdGroup coming = draft;
  coming.stage = Stage::kSubmitting;
  const Row rows[] = {
      {GroupOf(BudgetMode::kTotal, 7, kSpendingDay), 7},
      {GroupOf(BudgetMode::kTotal, 7, -absl::Seconds(1)), 0},
      {GroupOf(BudgetMode::kTotal, 7, std::nullopt), 7},
      {GroupOf(BudgetMode::kDay, 5, absl::Hours(1)), 10},
      {GroupOf(BudgetMode::kDay, 5, std::nullopt), std::nullopt},
      {later, 5 * 4},
      {off, 0},
      {draft, 0},
      {coming, 7},
  };
  for (const Row& row : rows)
    EXPECT_EQ(SpendingOf(Running(), {row.group}, kSpendingNow), row.expected);
}

TEST(SpendingTest, ACampaignsBudgetCapsItsAdGroups) {
  const AdGroup bounded = GroupOf(BudgetMode::kTotal, 100, absl::Hours(1));
  const AdGroup unbounded = GroupOf(BudgetMode::kDay, 100, std::nullopt);
  const auto of = [](const Campaign& campaign, const std::vector<AdGroup>& groups) {
    return SpendingOf(campaign, groups, kSpendingNow);
  };
  EXPECT_EQ(of(Running(), {bounded, bounded}), 200);
  EXPECT_EQ(of(Running(), {bounded, unbounded}), std::nullopt);
  EXPECT_EQ(of(Running(BudgetMode::kTotal, 150), {bounded, bounded}), 150);
  EXPECT_EQ(of(Running(BudgetMode::kTotal, 150), {bounded}), 100);
  EXPECT_EQ(of(Running(BudgetMode::kTotal, 150), {unbounded}), 150);
  EXPECT_EQ(of(Running(BudgetMode::kDay, 30), {bounded, bounded}), 60);
  EXPECT_EQ(of(Running(BudgetMode::kDay, 30), {unbounded}), std::nullopt);
  EXPECT_EQ(of(Running(BudgetMode::kTotal, 150), {}), 0) << "nothing in it runs";
  Campaign off = Running(BudgetMode::kTotal, 150);
  off.operation_status = OperationStatus::kPaused;
  EXPECT_EQ(of(off, {bounded}), 0);
}

TEST(SpendingTest, NeverWraps) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(Sum(kMost, 1), kMost);
  EXPECT_EQ(Sum(1, std::nullopt), std::nullopt);
  EXPECT_EQ(
      SpendingOf(Running(), {GroupOf(BudgetMode::kDay, kMost, kSpendingDay * 30)}, kSpendingNow),
      kMost);
}

TEST(SpendingTest, TheCeilingIsOfAllTogether) {
  const std::map<std::string, int64_t> ceilings = {{"USD", 100 * kUnit}};
  const auto check = [&](Spending elsewhere, Spending before, Spending after,
                         const char* currency = "USD") {
    return CheckCeiling(
        ceilings, {.currency = currency, .elsewhere = elsewhere, .before = before, .after = after});
  };
  EXPECT_TRUE(check(60 * kUnit, 0, 40 * kUnit).ok());
  EXPECT_TRUE(check(std::nullopt, 9, 9).ok()) << "no more than before";
  EXPECT_TRUE(check(500 * kUnit, 9, 8).ok()) << "less than before";
  EXPECT_TRUE(check(0, std::nullopt, 100 * kUnit).ok()) << "it gets an end";
  EXPECT_TRUE(CheckCeiling({}, {.currency = "USD", .after = std::nullopt}).ok()) << "no ceiling";
  EXPECT_EQ(ReasonOf(check(std::nullopt, 0, 1)), "SPENDING_CEILING");
  EXPECT_EQ(ReasonOf(check(0, 0, std::nullopt)), "SPENDING_CEILING");
  EXPECT_EQ(ReasonOf(check(0, 0, 1, "EUR")), "SPENDING_CEILING") << "no ceiling of its own";
  EXPECT_EQ(ReasonOf(check(0, 0, 1, "")), "SPENDING_CEILING") << "its currency isn't known";

  const absl::Status refused = check(60 * kUnit, 0, 40 * kUnit + 10'000);
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  const ErrorDetail detail = DetailOf(refused);
  EXPECT_EQ(detail.who, Actor::kOperator);
  EXPECT_EQ(detail.metadata, (std::map<std::string, std::string>{{"currency", "USD"},
                                                                 {"ceiling_micros", "100000000"},
                                                                 {"committed_micros", "60000000"},
                                                                 {"asked_micros", "40010000"}}));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("40.01 USD more"));
  EXPECT_EQ(DetailOf(check(0, 0, std::nullopt)).metadata.at("asked_micros"), "unbounded");
}

TEST(SpendingTest, InALiveWorkspaceNoAdAccountMayBeChangedUntilItIsNamed) {
  Workspace workspace;
  EXPECT_TRUE(MayChange(workspace, "71"));
  workspace.settings.allowed_ad_accounts = {"72"};
  EXPECT_FALSE(MayChange(workspace, "71"));
  EXPECT_TRUE(MayChange(workspace, "72"));
  workspace.environment = Environment::kLive;
  EXPECT_FALSE(MayChange(workspace, "71"));
  EXPECT_TRUE(MayChange(workspace, "72"));
  workspace.settings.allowed_ad_accounts.clear();
  EXPECT_FALSE(MayChange(workspace, "72"));
  EXPECT_FALSE(MayChangeAll(workspace));
}

}  // namespace
}  // namespace sparkgate::server
