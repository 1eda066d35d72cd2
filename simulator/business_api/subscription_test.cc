#include <string>

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class SubscriptionApi : public ApiTest {
 protected:
  json::object Body(const std::string& ad, const std::string& callback) {
    return {
        {"app_id", ids_.app},
        {"secret", ids_.secret},
        {"subscribe_entity", "AD"},
        {"callback_url", callback},
        {"subscription_detail",
         {{"access_token", advertiser_token_}, {"advertiser_id", ids_.advertiser}, {"ad_id", ad}}}};
  }
  json::object List() {
    return GetData("subscription/get", {{"app_id", ids_.app}, {"secret", ids_.secret}}, "");
  }
};

TEST_F(SubscriptionApi, SubscribeListUnsubscribe) {
  const std::string ad = PublishAd();
  const json::object made =
      PostData("subscription/subscribe", Body(ad, "https://example.com/hook"));
  const std::string id(made.at("subscription_id").as_string());
  const json::object listed = List();
  ASSERT_EQ(listed.at("subscriptions").as_array().size(), 1u);
  const json::object& subscription = listed.at("subscriptions").at(0).as_object();
  EXPECT_EQ(subscription.at("subscription_id").as_string(), id);
  const json::object& detail = subscription.at("subscription_detail").as_object();
  EXPECT_EQ(detail.at("ad_id").as_string(), ad);
  EXPECT_FALSE(detail.contains("access_token"));
  PostData("subscription/unsubscribe",
           {{"app_id", ids_.app}, {"secret", ids_.secret}, {"subscription_id", id}});
  EXPECT_TRUE(List().at("subscriptions").as_array().empty());
  EXPECT_EQ(Post("subscription/unsubscribe",
                 {{"app_id", ids_.app}, {"secret", ids_.secret}, {"subscription_id", id}})
                .at("code")
                .as_int64(),
            40007);
}

TEST_F(SubscriptionApi, SubscriptionsAreChecked) {
  const std::string ad = PublishAd();
  const auto answer = [this](const json::object& body) {
    return Answer(Post("subscription/subscribe", body));
  };
  EXPECT_EQ(answer({}),
            "40002 Missing required field(s): app_id, secret, subscribe_entity, callback_url, "
            "subscription_detail.");
  json::object body = Body(ad, "https://example.com/hook");
  body["subscription_detail"].as_object().erase("ad_id");
  EXPECT_EQ(answer(body), "40002 Missing required field(s): subscription_detail.ad_id.");
  EXPECT_EQ(answer(Body(ad, "http://example.com/hook")),
            "40002 callback_url: It must be an HTTPS address.");
  EXPECT_EQ(answer(Body(ad, "http://127.0.0.1.example.com/hook")),
            "40002 callback_url: It must be an HTTPS address.");
  EXPECT_EQ(answer(Body(ad, "http://127.0.0.1:8080/hook")), "0 OK");
  EXPECT_THAT(answer(Body("7999999999999999999", "https://example.com")),
              testing::StartsWith("40007 "));
  body = Body(ad, "https://example.com/hook");
  body["subscribe_entity"] = "LEAD";
  EXPECT_THAT(answer(body), testing::StartsWith("40008 "));
  body = Body(ad, "https://example.com/hook");
  body["secret"] = "wrong";
  EXPECT_THAT(answer(body), testing::StartsWith("40101 "));
  body = Body(ad, "https://example.com/hook");
  body["subscription_detail"].as_object()["access_token"] = "wrong";
  EXPECT_THAT(answer(body), testing::StartsWith("40105 "));
}

}  // namespace
}  // namespace sparkgate::simulator
