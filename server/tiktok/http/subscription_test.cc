#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/http/scripted_tiktok.h"
#include "server/tiktok/outcome.h"

namespace sparkgate::tiktok {
namespace {

using boost::json::parse;

const AppCredentials kWebhookApp = {.app_id = "74", .secret = Secret("app-secret")};
const Subscription kWanted = {
    .callback_url = "https://us.example/hook", .advertiser_id = "70", .adgroup_id = "20"};

TEST(HttpSubscription, SubscribesToAnAdGroup) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"subscription_id":81})");
  const auto id = tiktok->subscriptions().Subscribe(tiktok.call(), kWebhookApp, kWanted);
  ASSERT_TRUE(id.ok()) << id.status();
  EXPECT_EQ(*id, "81");
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/subscription/subscribe/");
  EXPECT_EQ(tiktok.AskedBody(),
            parse(R"({"app_id":"74","secret":"app-secret","subscribe_entity":"AD_GROUP",
                      "callback_url":"https://us.example/hook",
                      "subscription_detail":{"access_token":"token-of-acme","advertiser_id":"70",
                                             "adgroup_id":"20"}})"));
}

TEST(HttpSubscription, AnAnswerWithoutAnIdIsUnknown) {
  ScriptedTikTok tiktok;
  tiktok.Answer("{}");
  EXPECT_TRUE(OutcomeUnknown(
      tiktok->subscriptions().Subscribe(tiktok.call(), kWebhookApp, kWanted).status()));
}

TEST(HttpSubscription, ListsAllPages) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"subscriptions":[{"subscription_id":"81","callback_url":"https://us.example/1",
                    "subscription_detail":{"advertiser_id":"70","adgroup_id":"20"}}],
                    "page_info":{"page":1,"total_page":2}})");
  tiktok.Answer(R"({"subscriptions":[{"subscription_id":82,"callback_url":"https://us.example/2",
                    "subscription_detail":{"advertiser_id":70,"adgroup_id":21}}],
                    "page_info":{"page":2,"total_page":2}})");
  const auto found = tiktok->subscriptions().ListAdGroups(tiktok.call().endpoint, kWebhookApp);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ(found->front().id, "81");
  EXPECT_EQ(found->back().id, "82");
  EXPECT_EQ(found->back().callback_url, "https://us.example/2");
  EXPECT_EQ(found->back().advertiser_id, "70");
  EXPECT_EQ(found->back().adgroup_id, "21");
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/subscription/get/");
  EXPECT_EQ(ValueOf(tiktok.AskedQuery(), "subscribe_entity"), "AD_GROUP");
  EXPECT_EQ(ValueOf(tiktok.AskedQuery(), "page"), "2");
  EXPECT_EQ(tiktok.requests().back().Header("access-token"), std::nullopt);
}

TEST(HttpSubscription, Unsubscribes) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"subscription_id":"81"})");
  EXPECT_TRUE(tiktok->subscriptions().Unsubscribe(tiktok.call().endpoint, kWebhookApp, "81").ok());
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/subscription/unsubscribe/");
  EXPECT_EQ(tiktok.AskedBody(),
            parse(R"({"app_id":"74","secret":"app-secret","subscription_id":"81"})"));
}

}  // namespace
}  // namespace sparkgate::tiktok
