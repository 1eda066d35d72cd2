// What holds of any desk, whatever happens at it.
#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "simulator/world/ads.h"
#include "simulator/world/reactions.h"
#include "simulator/world/review/desk_fixture.h"
#include "simulator/world/review/duty.h"

namespace sparkgate::simulator {
namespace {

class RandomStory {
 public:
  explicit RandomStory(unsigned seed) : random_(seed), plans_{RandomPlan()}, world_(plans_[0]) {}

  void Play() {
    for (int step = 0; step < 60; ++step) {
      Act();
      AdvanceWatched(absl::Seconds(Below(20'000)));
    }
    ChangePlan(HourEach(10));
    // Whoever has an ad in hand works on at hours as rare as an hour a week.
    AdvanceWatched(absl::Hours(24 * 400));
    for (const std::string& ad : ads_) {
      if (!deleted_[ad]) EXPECT_TRUE(world_.IsDecided(ad)) << ad;
    }
    EXPECT_EQ(decided_, owed_ - withdrawn_);
    EXPECT_EQ(world_.state.review_desk.waits.count(), static_cast<uint64_t>(decided_));
    const DeskFigures figures = FiguresOf(world_.state);
    EXPECT_EQ(figures.in_hand, 0u);
    EXPECT_FALSE(figures.oldest.has_value());
  }

 private:
  uint64_t Below(uint64_t end) { return random_() % end; }

  ReviewDeskPlan RandomPlan() {
    ReviewDeskPlan plan;
    plan.shifts.clear();
    for (uint64_t i = 1 + Below(3); i > 0; --i) {
      const uint64_t start = Below(1440);
      plan.shifts.push_back({.reviewers = static_cast<int64_t>(Below(4)),
                             .days = static_cast<int64_t>(1 + Below(127)),
                             .start = absl::Minutes(start),
                             .end = absl::Minutes((start + 60 + Below(1300)) % 1440)});
    }
    plan.median_service = absl::Minutes(1 + Below(300));
    plan.others_per_hour = static_cast<double>(Below(3));
    return plan;
  }

  void ChangePlan(const ReviewDeskPlan& plan) {
    plans_.push_back(plan);
    world_.SetPlan(plan);
  }

  void Act() {
    if (ads_.empty() || Below(3) == 0) {
      ads_.push_back(world_.NewAd());
      ++owed_;
      return;
    }
    const std::string ad = ads_[Below(ads_.size())];
    if (Below(12) == 0) return ChangePlan(RandomPlan());
    if (deleted_[ad]) return;
    const bool waits = !world_.IsDecided(ad);
    switch (Below(4)) {
      case 0:
        world_.Resubmit(ad);
        ++owed_;
        if (waits) ++withdrawn_;
        return;
      case 1:
        if (Below(4) != 0) return;
        ASSERT_TRUE(
            SetAdStatus(world_.state, world_.advertiser, {ad}, OperationStatus::kDelete).ok());
        deleted_[ad] = true;
        if (waits) ++withdrawn_;
        return;
      case 2: {
        ReviewDecision no;
        no.verdict = ReviewVerdict::kRejected;
        no.reasons = {"No."};
        ASSERT_TRUE(DecideReview(world_.state, ad, no).ok());
        if (waits) ++decided_;
        return;
      }
      default: {
        const Review& review = world_.Of(ad);
        if (waits || review.verdict != ReviewVerdict::kRejected) return;
        if (review.appeal != AppealState::kNone) return;
        SubmitAppeal(world_.state, ad, "");
        ++owed_;
      }
    }
  }

  // Event by event: whoever is decided about was waiting, and somebody was at work who could.
  void AdvanceWatched(absl::Duration by) {
    WorldState& state = world_.state;
    const absl::Time end = state.now + by;
    while (state.queue.Next() != nullptr && state.queue.Next()->time <= end) {
      const std::map<std::string, Review> before = Copies();
      state.now = std::max(state.now, state.queue.Next()->time);
      ReactToDue(state, 1);
      for (const auto& [ad, was] : before) Compare(was, world_.Of(ad));
    }
    state.now = end;
  }

  std::map<std::string, Review> Copies() const {
    std::map<std::string, Review> copies;
    for (const std::string& ad : ads_) copies[ad] = world_.Of(ad);
    return copies;
  }

  void Compare(const Review& was, const Review& is) {
    const bool waited = WaitingSince(was).has_value();
    if (!waited || deleted_[was.ad_id]) {
      EXPECT_EQ(is.decide_time, was.decide_time) << "decided though it didn't wait";
      return;
    }
    if (!world_.IsDecided(was.ad_id)) return;
    ++decided_;
    EXPECT_EQ(is.decide_time, world_.state.now);
    EXPECT_EQ(is.decide_time, was.due_time);
    EXPECT_GT(*is.decide_time, *WaitingSince(was));
    EXPECT_TRUE(AnybodyWorkedUntil(*is.decide_time)) << absl::FormatTime(*is.decide_time);
  }

  // Also a reviewer of a plan before: what was in hand is finished at that one's hours.
  bool AnybodyWorkedUntil(absl::Time time) {
    for (const ReviewDeskPlan& plan : plans_) {
      for (const ReviewShift& shift : plan.shifts) {
        const absl::Time last = time - absl::Seconds(1);
        if (WindowAt(shift, absl::UTCTimeZone(), last).Contains(last)) return true;
      }
    }
    return false;
  }

  std::mt19937 random_;
  std::vector<ReviewDeskPlan> plans_;
  DeskWorld world_;
  std::vector<std::string> ads_;
  std::map<std::string, bool> deleted_;
  int owed_ = 0;       // submissions and appeals
  int withdrawn_ = 0;  // of them, those that went before it was decided
  int decided_ = 0;
};

TEST(DeskPropertyTest, EachSubmissionIsDecidedOnceAndInWorkingHours) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    SCOPED_TRACE(seed);
    RandomStory(seed).Play();
  }
}

// One line, one shift: nobody waits longer when somebody more is there.
TEST(DeskPropertyTest, WithMoreReviewersNobodyWaitsLonger) {
  for (unsigned seed = 0; seed < 5; ++seed) {
    std::vector<absl::Time> before;
    for (int64_t reviewers = 1; reviewers <= 4; ++reviewers) {
      ReviewDeskPlan plan;
      plan.shifts = {{.reviewers = reviewers,
                      .days = 0b0011111,
                      .start = absl::Hours(9),
                      .end = absl::Hours(17)}};
      DeskWorld world(plan);
      std::mt19937 random(seed);
      std::vector<std::string> ads;
      for (int i = 0; i < 60; ++i) {
        ads.push_back(world.NewAd());
        world.Advance(absl::Seconds(random() % 3000));
      }
      world.Advance(absl::Hours(24 * 90));
      std::vector<absl::Time> decided;
      for (const std::string& ad : ads) decided.push_back(world.Of(ad).decide_time.value());
      for (size_t i = 0; i < before.size(); ++i) EXPECT_LE(decided[i], before[i]) << i;
      before = decided;
    }
  }
}

}  // namespace
}  // namespace sparkgate::simulator
