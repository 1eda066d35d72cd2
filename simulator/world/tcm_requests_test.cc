#include "simulator/world/tcm_requests.h"

#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/world/codes.h"
#include "simulator/world/notifications.h"
#include "simulator/world/posts.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/subscriptions.h"
#include "simulator/world/webhooks.h"

namespace sparkgate::simulator {
namespace {

class TcmRequests : public testing::Test {
 protected:
  std::string Ask(int64_t days = 30, bool extend = false) {
    return ReasonOf(
        AskForAuthorization(
            world_.state,
            {.tcm_account_id = "77", .post_id = world_.post, .days = days, .extend = extend})
            .status());
  }
  std::string Accept(int64_t days = 0) {
    return ReasonOf(AcceptTcmRequest(world_.state, Key(), days).status());
  }
  std::string Key() const { return TcmRequestKey("77", world_.post); }
  const TcmRequest& Request() const { return *Find(world_.state.tcm_requests, Key()); }
  const Code* Shown() const { return CodeOf(world_.state, Request()); }
  void Set(std::string_view name, std::string_view value) {
    ASSERT_TRUE(world_.state.switches.Set(name, value).ok());
  }

  RulesWorld world_;
};

TEST_F(TcmRequests, ACreatorAcceptsForAsLongAsTheyLike) {
  EXPECT_EQ(Ask(30), "");
  EXPECT_EQ(Request().state, TcmRequestState::kWaiting);
  EXPECT_EQ(Shown(), nullptr);
  EXPECT_EQ(NotificationsFor(world_.state, CreatorName(world_.creator)).front().kind,
            "authorization_requested");
  world_.Advance(absl::Hours(5));
  EXPECT_EQ(Accept(11), "");
  EXPECT_EQ(Request().state, TcmRequestState::kAccepted);
  EXPECT_EQ(Request().update_time, world_.state.now);
  EXPECT_EQ(Request().days, 30);
  ASSERT_NE(Shown(), nullptr);
  EXPECT_EQ(Shown()->days, 11);
  EXPECT_EQ(Shown()->end_time, world_.state.now + absl::Hours(11 * 24));
  EXPECT_EQ(Accept(), "TCM_REQUEST_ANSWERED");
  ASSERT_TRUE(DeleteCode(world_.state, world_.post).ok());
  ASSERT_NE(Shown(), nullptr);
  EXPECT_EQ(CodeStatusOf(world_.state, *Shown()), CodeStatus::kDeleted);
}

TEST_F(TcmRequests, DaysAreFrom1To365) {
  EXPECT_EQ(Ask(0), "DAYS_NOT_ALLOWED");
  EXPECT_EQ(Ask(366), "DAYS_NOT_ALLOWED");
  EXPECT_EQ(Ask(8), "");
  EXPECT_EQ(Accept(366), "DAYS_NOT_ALLOWED");
  EXPECT_EQ(Accept(-1), "DAYS_NOT_ALLOWED");
  EXPECT_EQ(Request().state, TcmRequestState::kWaiting);
  Set("tcm_authorization_days", "fixed");
  EXPECT_EQ(Ask(8), "DAYS_NOT_ALLOWED");
  EXPECT_EQ(Ask(180), "DAYS_NOT_ALLOWED");
  EXPECT_EQ(Ask(60), "");
  EXPECT_EQ(Accept(), "");
  EXPECT_EQ(Shown()->days, 60);
}

TEST_F(TcmRequests, AnAuthorizationIsExtendedByAnotherRequest) {
  EXPECT_EQ(Ask(7, /*extend=*/true), "TCM_NOTHING_TO_EXTEND");
  EXPECT_EQ(Ask(7), "");
  EXPECT_EQ(Accept(), "");
  EXPECT_EQ(Ask(7), "TCM_ALREADY_AUTHORIZED");
  EXPECT_EQ(Ask(5, /*extend=*/true), "");
  EXPECT_EQ(Ask(5), "TCM_ALREADY_AUTHORIZED");
  ASSERT_NE(Shown(), nullptr);
  EXPECT_EQ(Shown()->days, 7);
  Set("tcm_code_while_waiting", "false");
  EXPECT_EQ(Shown(), nullptr);
  EXPECT_EQ(Accept(), "");
  EXPECT_EQ(Shown()->days, 12);
  // After its end a request needs no action to make it last again.
  world_.Advance(absl::Hours(12 * 24));
  EXPECT_EQ(Ask(3), "");
  EXPECT_EQ(Accept(), "");
  EXPECT_TRUE(IsValid(world_.state, *Shown()));
  EXPECT_EQ(Shown()->end_time, world_.state.now + absl::Hours(3 * 24));
}

TEST_F(TcmRequests, ACodeThatIsNotExtendedLastsUntilItsEnd) {
  EXPECT_EQ(Ask(7), "");
  EXPECT_EQ(Accept(), "");
  EXPECT_EQ(Ask(5, /*extend=*/true), "");
  ASSERT_TRUE(RejectTcmRequest(world_.state, Key()).ok());
  ASSERT_NE(Shown(), nullptr);
  EXPECT_EQ(Shown()->days, 7);
  EXPECT_EQ(Ask(7), "TCM_ALREADY_AUTHORIZED");
  world_.Advance(absl::Hours(7 * 24));
  EXPECT_EQ(Shown(), nullptr);
  EXPECT_EQ(Ask(7), "");
  ASSERT_TRUE(RejectTcmRequest(world_.state, Key()).ok());
  ASSERT_TRUE(ExtendCode(world_.state, world_.post, 30).ok());
  EXPECT_EQ(Shown(), nullptr);  // this brand was told no
}

TEST_F(TcmRequests, ThirtyRequestsCanBeMadeUntilTheCreatorAnswers) {
  for (int i = 0; i < 30; ++i) EXPECT_EQ(Ask(), "") << i;
  EXPECT_EQ(RequestsLeft(world_.state, Request()), 0);
  EXPECT_EQ(Ask(), "TCM_TOO_MANY_REQUESTS");
  ASSERT_TRUE(RejectTcmRequest(world_.state, Key()).ok());
  EXPECT_EQ(Request().state, TcmRequestState::kRejected);
  EXPECT_EQ(RequestsLeft(world_.state, Request()), 30);
  EXPECT_EQ(Shown(), nullptr);
  EXPECT_EQ(Find(world_.state.posts, world_.post)->code, "");
  EXPECT_EQ(Ask(), "");
}

TEST_F(TcmRequests, WhatTheAppRefusesLeavesTheRequestWaiting) {
  EXPECT_EQ(Ask(), "");
  Find(world_.state.creators, world_.creator)->ad_settings_on = false;
  EXPECT_EQ(Accept(), "AD_SETTINGS_OFF");
  EXPECT_EQ(Request().state, TcmRequestState::kWaiting);
  EXPECT_FALSE(Find(world_.state.posts, world_.post)->ad_authorization);
  Find(world_.state.creators, world_.creator)->ad_settings_on = true;
  ASSERT_TRUE(SetPostStatus(world_.state, world_.post, PostStatus::kUserDeleted).ok());
  EXPECT_EQ(Accept(), "POST_UNAVAILABLE");
  EXPECT_EQ(Ask(), "POST_UNAVAILABLE");
}

TEST_F(TcmRequests, SubscribersOfThisAccountHearOfAnswers) {
  AdvertiserToken& token = world_.state.tokens["token"];
  token.value = "token";
  token.app_id = world_.app;
  Subscription wanted;
  wanted.app_id = world_.app;
  wanted.entity = "TCM_SPARK_ADS";
  wanted.callback_url = "http://127.0.0.1:9/hook";
  wanted.token = "token";
  wanted.video_id = world_.post;
  wanted.tcm_account_id = "78";
  ASSERT_TRUE(Subscribe(world_.state, wanted).ok());
  wanted.tcm_account_id = "77";
  const std::string id = (*Subscribe(world_.state, wanted))->id;
  EXPECT_EQ(Ask(), "");
  world_.Advance(absl::ZeroDuration());
  EXPECT_TRUE(TakeDueWebhooks(world_.state).empty());
  EXPECT_EQ(Accept(), "");
  world_.Advance(absl::ZeroDuration());
  const std::vector<WebhookCall> calls = TakeDueWebhooks(world_.state);
  ASSERT_EQ(calls.size(), 1u);
  const boost::json::value body = boost::json::parse(calls[0].body);
  EXPECT_EQ(body.at("object").as_int64(), 9);
  EXPECT_EQ(body.at("entry").at(0).at("video_id").as_string(), world_.post);
  EXPECT_EQ(body.at("entry").at(0).at("tcm_account_id").as_string(), "77");
  EXPECT_EQ(body.at("entry").at(0).at("auth_status").as_string(), "ACCEPTED");
  EXPECT_THAT(calls[0].body, testing::Not(testing::HasSubstr("#")));  // no code
  ASSERT_TRUE(Unsubscribe(world_.state, world_.app, id).ok());
  EXPECT_EQ(Find(world_.state.posts, world_.post)->subscription_ids.size(), 1u);
}

}  // namespace
}  // namespace sparkgate::simulator
