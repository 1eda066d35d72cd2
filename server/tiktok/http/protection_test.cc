#include "server/tiktok/http/protection.h"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/http/scripted_tiktok.h"
#include "server/tiktok/planned_call.h"

namespace sparkgate::tiktok {
namespace {

using boost::json::parse;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kProtected[] = "7000000000000000001";
const AppCredentials kProtectedApp = {.app_id = "74", .secret = Secret("app-secret")};

class ProtectionTest : public testing::Test {
 protected:
  Call DryCall() const {
    Call call = tiktok_.call();
    call.endpoint.dry_run = true;
    return call;
  }
  Call CallOnlyIn(const std::string& ad_account) const {
    Call call = tiktok_.call();
    call.endpoint.ad_accounts = {ad_account};
    return call;
  }
  absl::Status CreateCampaign(const Call& call) {
    return tiktok_->campaigns()
        .Create(call, {.advertiser_id = kProtected, .name = "Spring", .objective_type = "REACH"})
        .status();
  }
  absl::Status SwitchCampaign(const Call& call, Switch to) {
    return tiktok_->campaigns().UpdateStatus(call, kProtected, {"1"}, to).status();
  }

  ScriptedTikTok tiktok_;
};

TEST_F(ProtectionTest, ADryRunShowsTheCallAndSendsNothing) {
  const absl::Status kept = CreateCampaign(DryCall());
  EXPECT_EQ(kept.code(), absl::StatusCode::kFailedPrecondition);
  const auto planned = PlannedCallOf(kept);
  ASSERT_TRUE(planned.has_value()) << kept;
  EXPECT_EQ(planned->method, "POST");
  EXPECT_EQ(planned->path, "/open_api/v1.3/campaign/create/");
  EXPECT_EQ(parse(planned->body),
            parse(R"({"advertiser_id":"7000000000000000001","campaign_name":"Spring",
                      "objective_type":"REACH","budget_mode":"BUDGET_MODE_INFINITE",
                      "operation_status":"DISABLE"})"));
  EXPECT_THAT(tiktok_.requests(), IsEmpty());
}

TEST_F(ProtectionTest, ADryRunShowsNoCodeTokenOrSecret) {
  const auto redeemed = PlannedCallOf(tiktok_->library().AuthorizePost(
      DryCall(), {.advertiser_id = kProtected, .auth_code = Secret("#codeOfThePost=")}));
  ASSERT_TRUE(redeemed.has_value());
  EXPECT_EQ(parse(redeemed->body).at("auth_code"), "…");
  // Deep inside, too.
  const auto subscribed = PlannedCallOf(
      tiktok_->subscriptions()
          .Subscribe(
              DryCall(), kProtectedApp,
              {.callback_url = "https://us.example", .advertiser_id = "70", .adgroup_id = "2"})
          .status());
  ASSERT_TRUE(subscribed.has_value());
  EXPECT_EQ(subscribed->body.find("token-of-acme"), std::string::npos) << subscribed->body;
  EXPECT_EQ(subscribed->body.find("app-secret"), std::string::npos) << subscribed->body;
  EXPECT_NE(subscribed->body.find("https://us.example"), std::string::npos);
  EXPECT_THAT(tiktok_.requests(), IsEmpty());
}

TEST_F(ProtectionTest, ADryRunReadsAndKeepsItsTokensFresh) {
  tiktok_.Answer(R"({"list":[],"page_info":{"page":1}})");
  EXPECT_TRUE(tiktok_->campaigns().Get(DryCall(), {.advertiser_id = kProtected}).ok());
  tiktok_.Answer(R"({"access_token":"a","expires_in":86400,"refresh_token":"r",
                     "refresh_token_expires_in":31536000,"open_id":"o","scope":""})");
  EXPECT_NE(ReasonOf(tiktok_->oauth()
                         .RefreshCreatorToken(DryCall().endpoint, kProtectedApp, Secret("refresh"))
                         .status()),
            "DRY_RUN");
  EXPECT_THAT(tiktok_.requests(), SizeIs(2));
  EXPECT_EQ(ReasonOf(tiktok_->subscriptions().Unsubscribe(DryCall().endpoint, kProtectedApp, "81")),
            "DRY_RUN");
  EXPECT_THAT(tiktok_.requests(), SizeIs(2));
}

TEST_F(ProtectionTest, OnlyAllowedAdAccountsAreChanged) {
  const absl::Status refused = CreateCampaign(CallOnlyIn("7000000000000000002"));
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused), "AD_ACCOUNT_NOT_ALLOWED");
  EXPECT_EQ(DetailOf(refused).metadata.at("ad_account"), kProtected);
  EXPECT_EQ(ReasonOf(SwitchCampaign(CallOnlyIn("2"), Switch::kEnable)), "AD_ACCOUNT_NOT_ALLOWED");
  EXPECT_THAT(tiktok_.requests(), IsEmpty());
  tiktok_.Answer(R"({"campaign_id":"1"})");
  EXPECT_TRUE(CreateCampaign(CallOnlyIn(kProtected)).ok());
}

TEST_F(ProtectionTest, WhatCanOnlySaveMoneyIsAlwaysAllowed) {
  Call none = tiktok_.call();
  none.endpoint.ad_accounts.emplace();
  for (const Switch to : {Switch::kDisable, Switch::kDelete}) {
    tiktok_.Answer(R"({"campaign_ids":["1"]})");
    EXPECT_TRUE(SwitchCampaign(none, to).ok());
  }
  tiktok_.Answer(R"({"list":[],"page_info":{"page":1}})");
  EXPECT_TRUE(tiktok_->campaigns().Get(none, {.advertiser_id = kProtected}).ok()) << "it reads";
  EXPECT_THAT(tiktok_.requests(), SizeIs(3));
}

TEST_F(ProtectionTest, WhoAsksSeesTikToksClock) {
  Call asks = tiktok_.call();
  asks.endpoint.sightings = std::make_shared<Sightings>();
  const auto read = [&](const std::string& date) {
    tiktok_.AnswerWith({.headers = {{"Date", date}},
                        .body = R"({"code":0,"data":{"list":[],"page_info":{"page":1}}})"});
    EXPECT_TRUE(tiktok_->campaigns().Get(asks, {.advertiser_id = kProtected}).ok());
    return asks.endpoint.sightings->date;
  };
  EXPECT_EQ(read("Tue, 24 Nov 2026 03:29:02 GMT"), absl::FromUnixSeconds(1'795'490'942));
  EXPECT_EQ(read("yesterday"), std::nullopt);
}

TEST_F(ProtectionTest, OfOtherErrorsNothingWasPlanned) {
  EXPECT_EQ(PlannedCallOf(absl::OkStatus()), std::nullopt);
  EXPECT_EQ(PlannedCallOf(AdAccountNotAllowed("71")), std::nullopt);
}

}  // namespace
}  // namespace sparkgate::tiktok
