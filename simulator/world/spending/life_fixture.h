// The life of an ad account, step by step, drawn at random: for tests of what holds whatever
// happens.
#ifndef SPARKGATE_SIMULATOR_WORLD_SPENDING_LIFE_FIXTURE_H_
#define SPARKGATE_SIMULATOR_WORLD_SPENDING_LIFE_FIXTURE_H_

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "simulator/world/ad_group_budgets.h"
#include "simulator/world/ad_groups.h"
#include "simulator/world/appeals.h"
#include "simulator/world/codes.h"
#include "simulator/world/spark_posts.h"
#include "simulator/world/spending/report.h"
#include "simulator/world/spending/spending_fixture.h"

namespace sparkgate::simulator {

// The same for each world that lives it. Some are refused, which is part of life.
struct LifeStep {
  size_t what = 0;
  uint32_t which = 0;
  int64_t amount = 0;
  absl::Duration wait;  // after it
};

class Life {
 public:
  // Two campaigns whose groups have budgets of their own, and one that holds that of its two.
  Life() {
    world_.AuthorizedPost(7);
    Find(world_.state.advertisers, world_.advertiser)->timezone = "America/New_York";
    NewCampaign optimized;
    optimized.advertiser_id = world_.advertiser;
    optimized.name = "Optimized";
    optimized.objective_type = "VIDEO_VIEWS";
    optimized.budget_optimize_on = true;
    optimized.budget_mode = "BUDGET_MODE_DAY";
    optimized.budget_micros = 90 * kUnit;
    campaigns_ = {world_.Campaign("One"), world_.Campaign("Two"),
                  CreateCampaign(world_.state, optimized).value()->id};
    for (const size_t campaign : {0u, 1u, 2u, 2u}) {
      groups_.push_back(world_.AdGroup(campaigns_[campaign], std::to_string(groups_.size())));
      for (const char* ad : {"A", "B", "C"}) ads_.push_back(world_.Ad(groups_.back(), ad));
    }
  }

  static std::vector<LifeStep> Draw(uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<LifeStep> steps;
    for (uint32_t ad = 0; ad < 12; ++ad) steps.push_back({0, ad, 0, absl::Minutes(random() % 400)});
    for (int i = 0; i < 80; ++i) {
      const uint32_t minutes = random() % 4 == 0 ? random() % 3000 : random() % 300;
      // Some things happen at one instant.
      const bool waits = random() % 5 != 0;
      steps.push_back(
          {random() % kSteps.size(), static_cast<uint32_t>(random()),
           static_cast<int64_t>(random() % 1000),
           (absl::Minutes(minutes) + absl::Microseconds(random() % 1'000'000)) * (waits ? 1 : 0)});
    }
    return steps;
  }

  void Take(const LifeStep& step) {
    (this->*kSteps[step.what])(step);
    world_.Advance(step.wait);
  }

  std::vector<AdReport> Report(std::vector<int64_t> bounds) const {
    return ReportAds(world_.state, world_.advertiser, bounds);
  }
  const AdvertiserAccount& Account() const {
    return *Find(world_.state.advertisers, world_.advertiser);
  }
  const AdGroup& Group(const std::string& id) const { return *Find(world_.state.ad_groups, id); }
  const Campaign& CampaignOf(const std::string& id) const {
    return *Find(world_.state.campaigns, id);
  }

  // Everything that can be read of spending now.
  std::vector<int64_t> Read() const {
    const WorldState& state = world_.state;
    const SpendFunds left = FundsLeft(state, Account());
    std::vector<int64_t> all = {SpentOf(state, Account()), left.cash, left.credit};
    for (const std::string& id : campaigns_) {
      all.push_back(SpentOf(state, CampaignOf(id)));
      all.push_back(SpentToday(state, CampaignOf(id)));
      all.push_back(IsUsedUp(state, CampaignOf(id)) ? 1 : 0);
    }
    for (const std::string& id : groups_) {
      all.push_back(SpentOf(state, Group(id)));
      all.push_back(SpentToday(state, Group(id)));
      all.push_back(static_cast<int64_t>(SpendLimitOf(state, Group(id))));
    }
    for (const AdReport& report : Report({ToMicros(state.start_time), ToMicros(state.now)})) {
      all.push_back(report.periods.front()[AdCount::kCents]);
      all.push_back(report.periods.front()[AdCount::kResults]);
    }
    return all;
  }

  RulesWorld world_;
  std::vector<std::string> campaigns_;
  std::vector<std::string> groups_;
  std::vector<std::string> ads_;

 private:
  const std::string& Campaign(const LifeStep& step) const {
    return campaigns_[step.which % campaigns_.size()];
  }
  const std::string& AdGroupId(const LifeStep& step) const {
    return groups_[step.which % groups_.size()];
  }
  const std::string& AdId(const LifeStep& step) const { return ads_[step.which % ads_.size()]; }
  static OperationStatus Operation(const LifeStep& step) {
    return step.amount % 3 == 0 ? OperationStatus::kDisable : OperationStatus::kEnable;
  }
  template <class Change>
  void ChangeGroup(const LifeStep& step, Change change) {
    AdGroup group = Group(AdGroupId(step));
    change(group);
    bool needs_review = false;
    (void)UpdateAdGroup(world_.state, std::move(group), &needs_review);
  }

  void Approve(const LifeStep& step) {
    (void)DecideReview(world_.state, AdId(step), ReviewDecision{});
  }
  void Reject(const LifeStep& step) {
    ReviewDecision rejected;
    rejected.verdict = ReviewVerdict::kRejected;
    rejected.reasons = {"No."};
    rejected.rejects_ad_group = step.amount % 4 == 0;
    (void)DecideReview(world_.state, AdId(step), rejected);
  }
  void Appeal(const LifeStep& step) {
    (void)AppealRejections(world_.state,
                           {world_.advertiser, AdGroupId(step), std::nullopt, "It is true."});
  }
  void SwitchAd(const LifeStep& step) {
    (void)SetAdStatus(world_.state, world_.advertiser, {AdId(step)}, Operation(step));
  }
  void SwitchGroup(const LifeStep& step) {
    (void)SetAdGroupStatus(world_.state, world_.advertiser, {AdGroupId(step)}, Operation(step));
  }
  void SwitchCampaign(const LifeStep& step) {
    (void)SetCampaignStatus(world_.state, world_.advertiser, {Campaign(step)}, Operation(step));
  }
  void ChangeBudget(const LifeStep& step) {
    ChangeGroup(step,
                [&](AdGroup& group) { group.budget_micros = (20 + step.amount % 100) * kUnit; });
  }
  void ScheduleBudget(const LifeStep& step) {
    (void)ScheduleDailyBudgets(world_.state, world_.advertiser,
                               {{AdGroupId(step), (20 + step.amount % 100) * kUnit}});
  }
  void ChangeCampaignBudget(const LifeStep& step) {
    CampaignChange change;
    change.budget_micros = (50 + step.amount % 150) * kUnit;
    (void)UpdateCampaign(world_.state, world_.advertiser, campaigns_.back(), change);
  }
  void ChangeGoal(const LifeStep& step) {
    ChangeGroup(step, [&](AdGroup& group) {
      const bool fifteen = step.amount % 2 == 0;
      group.optimization_goal = fifteen ? "ENGAGED_VIEW_FIFTEEN" : "ENGAGED_VIEW";
      if (!fifteen) return;
      group.schedule_type = "SCHEDULE_START_END";
      group.schedule_end_time = group.schedule_start_time + 30 * kSpendDay;
    });
  }
  void ChangeBid(const LifeStep& step) {
    ChangeGroup(step, [&](AdGroup& group) {
      group.bid_type = step.amount % 2 == 0 ? "BID_TYPE_CUSTOM" : "BID_TYPE_NO_BID";
      group.bid_price_micros = (1 + step.amount % 9) * kUnit / 10;
    });
  }
  void ChangeSchedule(const LifeStep& step) {
    ChangeGroup(step, [&](AdGroup& group) {
      const bool ends = step.amount % 2 == 0;
      group.schedule_type = ends ? "SCHEDULE_START_END" : "SCHEDULE_FROM_NOW";
      if (ends) group.schedule_end_time = world_.state.now + absl::Hours(1 + step.amount % 60);
    });
  }
  void ChangeDayparting(const LifeStep& step) {
    ChangeGroup(step, [&](AdGroup& group) {
      group.dayparting.clear();
      if (step.amount % 2 == 0) return;
      group.dayparting = std::string(336, '1');
      for (size_t at = step.which % 7; at < 336; at += 7) group.dayparting[at] = '0';
    });
  }
  void ChangeMoney(const LifeStep& step) {
    AdvertiserChange change;
    change.balance_micros = step.amount % 200 * kUnit + 123;
    change.credit_micros = step.amount % 7 * kUnit;
    (void)ChangeAdvertiser(world_.state, world_.advertiser, change);
  }
  void ChangePayment(const LifeStep& step) {
    AdvertiserChange change;
    change.has_payment_method = step.amount % 2 == 0;
    if (step.amount % 4 == 1) change.balance_micros = 0;  // it fails at once
    (void)ChangeAdvertiser(world_.state, world_.advertiser, change);
  }
  void ChangeAccount(const LifeStep& step) {
    AdvertiserChange change;
    change.status = step.amount % 3 == 0 ? "STATUS_LIMIT" : "STATUS_ENABLE";
    (void)ChangeAdvertiser(world_.state, world_.advertiser, change);
  }
  void Extend(const LifeStep&) { (void)ExtendCode(world_.state, world_.post, 7); }
  void Renew(const LifeStep& step) {
    if (step.amount % 4 == 0) (void)DeleteCode(world_.state, world_.post);
    const auto code = TurnAdAuthorizationOn(world_.state, world_.post, 7);
    if (!code.ok()) return;
    AuthorizePostRequest request;
    request.advertiser_id = world_.advertiser;
    request.auth_code = (*code)->value;
    (void)AuthorizePost(world_.state, request);
  }
  void ChangePace(const LifeStep& step) {
    constexpr std::string_view kPaces[] = {"0", "90", "180", "400"};
    (void)world_.state.switches.Set("delivery_pace", kPaces[step.amount % 4]);
    NoteSwitches(world_.state);
  }

  using Step = void (Life::*)(const LifeStep&);
  // The first one comes to each ad before all others.
  static const std::vector<Step> kSteps;
};

inline const std::vector<Life::Step> Life::kSteps = {
    &Life::Approve,          &Life::Reject,         &Life::Appeal,
    &Life::SwitchAd,         &Life::SwitchGroup,    &Life::SwitchCampaign,
    &Life::ChangeBudget,     &Life::ScheduleBudget, &Life::ChangeCampaignBudget,
    &Life::ChangeGoal,       &Life::ChangeBid,      &Life::ChangeSchedule,
    &Life::ChangeDayparting, &Life::ChangeMoney,    &Life::ChangePayment,
    &Life::ChangeAccount,    &Life::Extend,         &Life::Renew,
    &Life::ChangePace,       &Life::Approve,        &Life::SwitchAd,
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SPENDING_LIFE_FIXTURE_H_
