// A fixture: a world with a desk, and as many ads as a test wants.
#ifndef SPARKGATE_SIMULATOR_WORLD_REVIEW_DESK_FIXTURE_H_
#define SPARKGATE_SIMULATOR_WORLD_REVIEW_DESK_FIXTURE_H_

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "simulator/world/review.h"
#include "simulator/world/review/desk.h"
#include "simulator/world/review/figures.h"
#include "simulator/world/review/line.h"
#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {

// Around the clock, an hour each, give or take nothing: what a test expects can be counted by hand.
inline ReviewDeskPlan HourEach(int64_t reviewers) {
  ReviewDeskPlan plan;
  plan.shifts = {{.reviewers = reviewers, .days = 0b1111111, .start = {}, .end = {}}};
  plan.median_service = plan.longest_service = absl::Hours(1);
  plan.tail_shape = 100;
  return plan;
}

class DeskWorld : public RulesWorld {
 public:
  explicit DeskWorld(const ReviewDeskPlan& plan = {}) {
    AuthorizedPost(365);
    campaign_ = Campaign();
    group_ = AdGroup(campaign_, "Group 0");
    SetPlan(plan);
  }

  void SetPlan(const ReviewDeskPlan& plan) {
    ReviewPolicy policy = state.review_policy;
    policy.desk = plan;
    EXPECT_TRUE(SetReviewPolicy(state, policy).ok());
  }
  // In groups of a hundred.
  std::string NewAd() {
    if (++made_ % 100 == 0) group_ = AdGroup(campaign_, fmt::format("Group {}", made_));
    return Ad(group_, fmt::format("Ad {}", made_));
  }
  std::vector<std::string> NewAds(int count) {
    std::vector<std::string> ads;
    for (int i = 0; i < count; ++i) ads.push_back(NewAd());
    return ads;
  }
  // They come in over `days`, evenly, and the desk goes on for a month.
  void Receive(int ads, int days) {
    for (int i = 0; i < ads; ++i) {
      NewAd();
      Advance(absl::Hours(24 * days) / ads);
    }
    Advance(absl::Hours(24 * 30));
  }
  void Resubmit(const std::string& ad) { SubmitForReview(state, *Find(state.ads, ad)); }
  const Review& Of(const std::string& ad) const { return *Find(state.reviews, ad); }
  bool IsDecided(const std::string& ad) const { return !WaitingSince(Of(ad)).has_value(); }

 private:
  std::string campaign_;
  std::string group_;
  int made_ = 0;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_REVIEW_DESK_FIXTURE_H_
