#include <string>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/mutex.h"
#include "simulator/business_api/api_fixture.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/webhook_signature.h"
#include "simulator/world/webhooks.h"

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

TEST_F(SubscriptionApi, WhetherCallbacksMustBeHttpsIsASwitch) {
  const std::string ad = PublishAd();
  const auto answer = [&](const std::string& callback) {
    return Answer(Post("subscription/subscribe", Body(ad, callback)));
  };
  const std::string refused = "40002 callback_url: It must be an HTTPS address.";
  Set("https_callbacks_only", "always");
  EXPECT_EQ(answer("http://127.0.0.1:8080/hook"), refused);
  EXPECT_EQ(answer("https://127.0.0.1:8080/hook"), "0 OK");
  Set("https_callbacks_only", "never");
  EXPECT_EQ(answer("http://example.com/hook"), "0 OK");
  EXPECT_EQ(answer("ftp://example.com/hook"), refused);
}

TEST_F(SubscriptionApi, RequestsToCreatorsCanBeSubscribedTo) {
  json::object body = Body("", "https://example.com/hook");
  body["subscribe_entity"] = "TCM_SPARK_ADS";
  body["subscription_detail"] = json::object{{"access_token", advertiser_token_}};
  EXPECT_EQ(Answer(Post("subscription/subscribe", body)),
            "40002 Missing required field(s): subscription_detail.tcm_account_id, "
            "subscription_detail.video_id.");
  body["subscription_detail"] = json::object{{"access_token", advertiser_token_},
                                             {"tcm_account_id", "77"},
                                             {"video_id", "7999999999999999999"}};
  EXPECT_THAT(Answer(Post("subscription/subscribe", body)), testing::StartsWith("40007 "));
  body["subscription_detail"].as_object()["video_id"] = ids_.post;
  PostData("subscription/subscribe", body);
  const json::object listed = List();
  EXPECT_EQ(listed.at("subscriptions").at(0).at("subscription_detail"),
            json::value(json::object{{"tcm_account_id", "77"}, {"video_id", ids_.post}}));
}

TEST_F(SubscriptionApi, SuspensionsAreSubscribedToByAccountsOrTheirBusinessCenter) {
  json::object body = Body("", "https://example.com/hook");
  body["subscribe_entity"] = "AD_ACCOUNT_SUSPENSION";
  const auto answer = [&](json::object detail) {
    detail["access_token"] = advertiser_token_;
    body["subscription_detail"] = std::move(detail);
    return Answer(Post("subscription/subscribe", body));
  };
  EXPECT_EQ(answer({}), "40002 Missing required field(s): subscription_detail.advertiser_ids.");
  EXPECT_EQ(answer({{"bc_id", "7999999999999999999"}}),
            "40001 You don't have permission to operate this business center:7999999999999999999.");
  const std::string center = world_->Read([this](const WorldState& state) {
    return BusinessCenterId(state, *Find(state.advertisers, ids_.advertiser));
  });
  EXPECT_EQ(answer({{"bc_id", center}}), "0 OK");
  EXPECT_EQ(answer({{"advertiser_ids", json::array{ids_.advertiser}}}), "0 OK");
  const json::object listed = List();
  EXPECT_EQ(listed.at("subscriptions").at(0).at("subscription_detail"),
            json::value(json::object{{"bc_id", center}}));
  world_->Write([this](WorldState& state) {
    return ChangeAdvertiser(state, ids_.advertiser, {.status = "STATUS_LIMIT"}).ok();
  });
  EXPECT_EQ(world_->Write([](WorldState& state) { return TakeDueWebhooks(state); }).size(), 2u);
}

TEST_F(SubscriptionApi, ARevokedTokenEndsItsSubscriptionsSilently) {
  const std::string ad = PublishAd();
  PostData("subscription/subscribe", Body(ad, "https://example.com/hook"));
  const std::string other = AdvertiserToken();
  PostData("oauth2/revoke_token",
           {{"app_id", ids_.app}, {"secret", ids_.secret}, {"access_token", advertiser_token_}},
           other);
  Advance(absl::Hours(24));
  EXPECT_TRUE(world_->Write([](WorldState& state) { return TakeDueWebhooks(state); }).empty());
  EXPECT_EQ(List().at("subscriptions").as_array().size(), 1u);
}

// Sends what is due as the courier does, to a receiver that checks what it gets.
TEST_F(SubscriptionApi, AReceiverCanTrustTheSignature) {
  Mutex mutex;
  std::vector<HttpServerRequest> received;
  const auto receiver = *HttpServer::Start({}, [&](HttpServerRequest request, HttpReply reply) {
    const MutexLock lock(mutex);
    received.push_back(std::move(request));
    reply({});
  });
  const std::string ad = PublishAd();
  PostData("subscription/subscribe",
           Body(ad, fmt::format("http://127.0.0.1:{}/hook", receiver->port())));
  Advance(absl::Hours(24));
  const std::vector<WebhookCall> due =
      world_->Write([](WorldState& state) { return TakeDueWebhooks(state); });
  ASSERT_EQ(due.size(), 1u);
  const auto client = NewCurlClient({});
  const auto answer = client->Send(
      {.method = "POST", .url = due[0].url, .headers = due[0].headers, .body = due[0].body});
  ASSERT_TRUE(answer.ok()) << answer.status();

  const MutexLock lock(mutex);
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].path, "/hook");
  EXPECT_EQ(received[0].Header("x-open-signature"), SignWebhook(ids_.secret, received[0].body));
  const json::value payload = json::parse(received[0].body);
  EXPECT_EQ(payload.at("object").as_int64(), 3);
  EXPECT_EQ(payload.at("entry").at(0).at("ad_id").as_string(), ad);
  EXPECT_EQ(payload.at("entry").at(0).at("reject_reason").as_string(), "");
}

}  // namespace
}  // namespace sparkgate::simulator
