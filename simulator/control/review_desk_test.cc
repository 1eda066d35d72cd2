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

// An ad with all that is above it, which nobody has looked at.
Ad& PlaceAd(WorldState& state, const std::string& id) {
  state.advertisers["4"].id = "4";
  state.campaigns["5"].id = "5";
  state.campaigns["5"].advertiser_id = "4";
  state.ad_groups["6"].id = "6";
  state.ad_groups["6"].campaign_id = "5";
  state.ad_groups["6"].advertiser_id = "4";
  Ad& ad = state.ads[id];
  ad.id = id;
  ad.name = "Ad " + id;
  ad.ad_group_id = "6";
  ad.campaign_id = "5";
  ad.advertiser_id = "4";
  return ad;
}

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
    PlaceAd(state, "7");
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

// A world with one ad in review.
std::string PublishAd(World& world, const std::string& id) {
  world.Write([&id](WorldState& state) {
    SubmitForReview(state, PlaceAd(state, id));
    return true;
  });
  return "worlds/world-1/reviews/" + id;
}

TEST_F(ReviewDeskTest, ADeskHasDefaultsAndIsRefusedByField) {
  v1::UpdateReviewPolicyRequest request;
  request.mutable_policy()->set_name("worlds/world-1/reviewPolicy");
  request.mutable_policy()->mutable_desk();
  request.mutable_update_mask()->add_paths("desk");
  const auto update = [&] {
    return Call<v1::ReviewPolicy>(*review_stub_, &Desk::UpdateReviewPolicy, request);
  };
  v1::ReviewPolicy policy = update().value();
  ASSERT_EQ(policy.desk().shifts_size(), 2);
  EXPECT_EQ(policy.desk().shifts(0).reviewers(), 10);
  EXPECT_EQ(policy.desk().shifts(1).days(1), v1::REVIEW_DAY_SUNDAY);
  EXPECT_EQ(policy.desk().tail_shape(), 1.5);
  v1::ReviewShift& shift = *request.mutable_policy()->mutable_desk()->add_shifts();
  shift.set_reviewers(1);
  EXPECT_EQ(ReasonOf(update().status()), "DESK_NOT_ALLOWED");  // no day
  shift.add_days(v1::REVIEW_DAY_MONDAY);
  shift.mutable_start()->set_seconds(24 * 3600);
  EXPECT_EQ(DetailOf(update().status()).fields.at(0).field, "policy.desk.shifts[0].start");
  shift.mutable_start()->set_seconds(3600);
  policy = update().value();
  ASSERT_EQ(policy.desk().shifts_size(), 1);
  EXPECT_EQ(policy.desk().shifts(0).start().seconds(), 3600);
  request.mutable_policy()->clear_desk();
  EXPECT_FALSE(update().value().has_desk());
  request.mutable_policy()->add_rejected_words("");
  request.mutable_update_mask()->add_paths("rejected_words");
  EXPECT_EQ(DetailOf(update().status()).fields.at(0).field, "policy.rejected_words");
}

TEST_F(ReviewDeskTest, StatsTellDepthAgeAndWaits) {
  v1::GetQueueStatsRequest request;
  request.set_world("worlds/world-1");
  const auto stats = [&] {
    return Call<v1::QueueStats>(*review_stub_, &Desk::GetQueueStats, request).value();
  };
  EXPECT_EQ(stats().depth(), 0);
  EXPECT_FALSE(stats().has_oldest_age());
  v1::DecideRequest decide;
  decide.set_name(PublishAd(*worlds_.Find("world-1"), "7"));
  PublishAd(*worlds_.Find("world-1"), "8");
  worlds_.Find("world-1")->Write([](WorldState& state) { return state.now += absl::Seconds(50); });
  EXPECT_EQ(stats().depth(), 2);
  EXPECT_EQ(stats().new_ads_waiting(), 2);
  EXPECT_EQ(stats().oldest_age().seconds(), 50);
  decide.set_verdict(v1::REVIEW_VERDICT_APPROVED);
  ASSERT_TRUE(Call<v1::Review>(*review_stub_, &Desk::Decide, decide).ok());
  EXPECT_EQ(stats().depth(), 1);
  EXPECT_EQ(stats().decided(), 1);
  EXPECT_EQ(stats().wait_p50().seconds(), 50);
  EXPECT_EQ(stats().wait_max().seconds(), 50);
}

TEST_F(ReviewDeskTest, TheQueueIsListedByPages) {
  for (const char* id : {"7", "8", "9"}) PublishAd(*worlds_.Find("world-1"), id);
  v1::ListQueueRequest request;
  request.set_world("worlds/world-1");
  request.set_page_size(2);
  const auto list = [&] {
    return Call<v1::ListQueueResponse>(*review_stub_, &Desk::ListQueue, request);
  };
  const v1::ListQueueResponse first = list().value();
  ASSERT_EQ(first.reviews_size(), 2);
  request.set_page_token(first.next_page_token());
  const v1::ListQueueResponse second = list().value();
  ASSERT_EQ(second.reviews_size(), 1);
  EXPECT_EQ(second.reviews(0).ad_id(), "9");
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(ReviewDeskTest, AScriptIsGivenListedAndTakenBack) {
  v1::ScriptDecisionsRequest request;
  request.set_world("worlds/world-1");
  request.set_ad("Spring sale");
  request.add_decisions()->set_verdict(v1::REVIEW_VERDICT_APPROVED);
  v1::ScriptedDecision& no = *request.add_decisions();
  const auto script = [&] {
    return Call<v1::ScriptedDecisions>(*review_stub_, &Desk::ScriptDecisions, request);
  };
  EXPECT_EQ(DetailOf(script().status()).fields.at(0).field, "decisions[1].verdict");
  no.set_verdict(v1::REVIEW_VERDICT_REJECTED);
  EXPECT_EQ(ReasonOf(script().status()), "REASONS_MISSING");
  no.add_reasons("Misleading claims.");
  EXPECT_EQ(script().value().decisions_size(), 2);
  v1::ListScriptedDecisionsRequest listing;
  listing.set_world("worlds/world-1");
  const auto list = [&] {
    return Call<v1::ListScriptedDecisionsResponse>(*review_stub_, &Desk::ListScriptedDecisions,
                                                   listing)
        .value();
  };
  ASSERT_EQ(list().scripts_size(), 1);
  EXPECT_EQ(list().scripts(0).ad(), "Spring sale");
  EXPECT_EQ(list().scripts(0).decisions(1).reasons(0), "Misleading claims.");
  request.clear_decisions();
  ASSERT_TRUE(script().ok());
  EXPECT_EQ(list().scripts_size(), 0);
}

TEST_F(ReviewDeskTest, AWatcherHearsOfChangesAndGoesOnWhereItWas) {
  World& world = *worlds_.Find("world-1");
  PublishAd(world, "7");
  v1::WatchQueueRequest request;
  request.set_world("worlds/world-1");
  const auto watching = Context();
  auto stream = review_stub_->WatchQueue(watching.get(), request);
  v1::WatchQueueResponse message;
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_EQ(message.changed_size(), 1);
  EXPECT_EQ(message.changed(0).ad_id(), "7");
  EXPECT_EQ(message.stats().depth(), 1);
  PublishAd(world, "8");
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_EQ(message.changed_size(), 1);
  EXPECT_EQ(message.changed(0).ad_id(), "8");
  EXPECT_EQ(message.stats().depth(), 2);
  watching->TryCancel();
  EXPECT_FALSE(stream->Read(&message));
  (void)stream->Finish();

  PublishAd(world, "9");
  PublishAd(world, "9");
  request.set_after(message.resume_after());
  const auto again = Context();
  stream = review_stub_->WatchQueue(again.get(), request);
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_EQ(message.changed_size(), 1);  // both told together
  EXPECT_EQ(message.changed(0).ad_id(), "9");
  EXPECT_FALSE(message.changes_forgotten());
  again->TryCancel();
  (void)stream->Finish();

  request.set_after(99);
  const auto wrong = Context();
  stream = review_stub_->WatchQueue(wrong.get(), request);
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_EQ(DetailOf(rpc::FromGrpc(stream->Finish())).fields.at(0).field, "after");
}

TEST_F(ReviewDeskTest, DecisionsAreChecked) {
  v1::DecideRequest request;
  request.set_name(PublishAd(*worlds_.Find("world-1"), "7"));
  const auto field = [&] {
    const auto decided = Call<v1::Review>(*review_stub_, &Desk::Decide, request);
    const ErrorDetail detail = DetailOf(decided.status());
    return detail.fields.empty() ? "" : detail.fields[0].field;
  };
  EXPECT_EQ(field(), "verdict");
  request.set_verdict(v1::REVIEW_VERDICT_REJECTED);
  for (int i = 0; i < 21; ++i) request.add_reasons(std::string(500, 'x'));
  EXPECT_EQ(field(), "reasons");
  request.mutable_reasons()->RemoveLast();
  request.set_suggestion(std::string(501, 'x'));
  EXPECT_EQ(field(), "suggestion");
  request.set_suggestion(std::string(500, 'x'));
  EXPECT_EQ(field(), "");
  request.mutable_reasons()->Clear();
  request.add_reasons(std::string(501, 'x'));
  EXPECT_EQ(field(), "reasons");
}

}  // namespace
}  // namespace sparkgate::simulator
