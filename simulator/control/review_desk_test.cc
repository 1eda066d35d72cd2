#include <absl/time/time.h>

#include "simulator/control/control_fixture.h"
#include "simulator/world/review.h"

namespace sparkgate::simulator {
namespace {

class ReviewDeskTest : public ControlTest {
 protected:
  using Desk = v1::ReviewDeskService::Stub;
  ReviewDeskTest() { MakeWorld("world-1"); }
};

TEST_F(ReviewDeskTest, TheReviewPolicyIsReadAndChangedByPath) {
  v1::UpdateReviewPolicyRequest request;
  request.mutable_policy()->set_name("worlds/world-1/reviewPolicy");
  request.mutable_policy()->set_automatic(false);
  request.mutable_policy()->set_reject_fraction(0.5);
  request.mutable_update_mask()->add_paths("automatic");
  const auto policy =
      Call<v1::ReviewPolicy>(*review_stub_, &Desk::UpdateReviewPolicy, request).value();
  EXPECT_FALSE(policy.automatic());
  EXPECT_EQ(policy.reject_fraction(), 0);
  v1::ListQueueRequest queue;
  queue.set_world("worlds/world-1");
  EXPECT_EQ(
      Call<v1::ListQueueResponse>(*review_stub_, &Desk::ListQueue, queue).value().reviews_size(),
      0);
  v1::DecideRequest decide;
  decide.set_name("worlds/world-1/reviews/1");
  decide.set_verdict(v1::REVIEW_VERDICT_APPROVED);
  EXPECT_EQ(Call<v1::Review>(*review_stub_, &Desk::Decide, decide).status().code(),
            absl::StatusCode::kNotFound);
  request.mutable_policy()->set_appeal_success_fraction(0.25);
  request.mutable_update_mask()->add_paths("appeal_success_fraction");
  EXPECT_EQ(Call<v1::ReviewPolicy>(*review_stub_, &Desk::UpdateReviewPolicy, request)
                .value()
                .appeal_success_fraction(),
            0.25);
}

TEST_F(ReviewDeskTest, AnAppealWaitsInTheQueueUntilItIsDecided) {
  const absl::Time made = worlds_.Find("world-1")->Write([](WorldState& state) {
    Review& review = state.reviews["7"];
    review.ad_id = "7";
    review.pending = false;
    review.verdict = ReviewVerdict::kRejected;
    state.campaigns["5"].id = "5";
    state.ad_groups["6"].id = "6";
    state.ad_groups["6"].campaign_id = "5";
    state.ads["7"].id = "7";
    state.ads["7"].ad_group_id = "6";
    state.ads["7"].campaign_id = "5";
    SubmitAppeal(state, "7", "It is true.");
    return state.now;
  });
  v1::ListQueueRequest queue;
  queue.set_world("worlds/world-1");
  const auto waiting = Call<v1::ListQueueResponse>(*review_stub_, &Desk::ListQueue, queue).value();
  ASSERT_EQ(waiting.reviews_size(), 1);
  EXPECT_FALSE(waiting.reviews(0).pending());
  EXPECT_EQ(waiting.reviews(0).appeal_state(), v1::APPEAL_STATE_OPEN);
  EXPECT_EQ(waiting.reviews(0).appeal_reason(), "It is true.");
  EXPECT_EQ(waiting.reviews(0).appeal_time().seconds(), absl::ToUnixSeconds(made));
  v1::DecideRequest decide;
  decide.set_name(waiting.reviews(0).name());
  decide.set_verdict(v1::REVIEW_VERDICT_APPROVED);
  EXPECT_EQ(Call<v1::Review>(*review_stub_, &Desk::Decide, decide).value().appeal_state(),
            v1::APPEAL_STATE_SUCCESSFUL);
  EXPECT_EQ(
      Call<v1::ListQueueResponse>(*review_stub_, &Desk::ListQueue, queue).value().reviews_size(),
      0);
}

}  // namespace
}  // namespace sparkgate::simulator
