#include <memory>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/mutex.h"
#include "simulator/control/control_fixture.h"

namespace sparkgate::simulator {
namespace {

// Shared with a listener, which may be called for a moment after its subscription has ended.
struct News {
  Mutex mutex;
  CondVar told;
  bool changed SG_GUARDED_BY(mutex) = false;
};

// Three deliveries that were given up on, a second apart, the newest last.
class WebhookServiceTest : public ControlTest {
 protected:
  using Hooks = v1::WebhookService::Stub;
  WebhookServiceTest() {
    MakeWorld("world-1");
    worlds_.Find("world-1")->Write([](WorldState& state) {
      state.apps["app"] = App{.id = "app", .secret = "app-secret", .redirect_uris = {}};
      state.tokens["token"].value = "token";
      state.tokens["token"].app_id = "app";
      for (const std::string id : {"1", "2", "3"}) {
        Subscription& subscription = state.subscriptions["s" + id];
        subscription.id = "s" + id;
        subscription.app_id = "app";
        subscription.token = "token";
        subscription.callback_url = "http://127.0.0.1:9/hook/secret";
        WebhookDelivery& delivery = state.past_deliveries.emplace_back();
        delivery.id = id;
        delivery.subscription_id = subscription.id;
        delivery.entity = id == "3" ? "TCM_SPARK_ADS" : "AD";
        delivery.receiver = "http://127.0.0.1:9";
        delivery.body = "{\"object\":3}";
        delivery.state = DeliveryState::kGivenUp;
        delivery.create_time = state.now + absl::Seconds(id[0] - '1');
        delivery.log = {{.time = state.now, .http_status = 503, .problem = ""}};
      }
      return true;
    });
  }
  v1::ListDeliveriesResponse List(v1::ListDeliveriesRequest request) {
    request.set_world("worlds/world-1");
    return Call<v1::ListDeliveriesResponse>(*webhook_stub_, &Hooks::ListDeliveries, request)
        .value();
  }
  absl::StatusOr<v1::WebhookDelivery> Redeliver(const std::string& id) {
    v1::RedeliverRequest request;
    request.set_name("worlds/world-1/webhookDeliveries/" + id);
    request.set_request_id("r" + id);
    return Call<v1::WebhookDelivery>(*webhook_stub_, &Hooks::Redeliver, request);
  }
  // Asks again after each change of the world; false if none comes any more.
  bool WaitUntilDelivered(const std::string& id) {
    const auto news = std::make_shared<News>();
    const std::shared_ptr<void> subscription = worlds_.Find("world-1")->changes().Subscribe([news] {
      MutexLock lock(news->mutex);
      news->changed = true;
      news->told.NotifyAll();
    });
    while (Get(id).value().state() != v1::DELIVERY_STATE_DELIVERED) {
      MutexLock lock(news->mutex);
      while (!news->changed) {
        if (!news->told.WaitFor(news->mutex, kLong)) return false;
      }
      news->changed = false;
    }
    return true;
  }
  absl::StatusOr<v1::WebhookDelivery> Get(const std::string& id) {
    v1::GetDeliveryRequest request;
    request.set_name("worlds/world-1/webhookDeliveries/" + id);
    return Call<v1::WebhookDelivery>(*webhook_stub_, &Hooks::GetDelivery, request);
  }
};

TEST_F(WebhookServiceTest, ListsByPageAndFilter) {
  v1::ListDeliveriesRequest request;
  request.set_page_size(2);
  const v1::ListDeliveriesResponse first = List(request);
  ASSERT_EQ(first.deliveries_size(), 2);
  EXPECT_EQ(first.deliveries(0).name(), "worlds/world-1/webhookDeliveries/3");
  EXPECT_EQ(first.deliveries(1).name(), "worlds/world-1/webhookDeliveries/2");
  EXPECT_EQ(first.deliveries(0).body(), "");
  request.set_page_token(first.next_page_token());
  const v1::ListDeliveriesResponse second = List(request);
  ASSERT_EQ(second.deliveries_size(), 1);
  EXPECT_EQ(second.deliveries(0).subscription_id(), "s1");
  EXPECT_EQ(second.next_page_token(), "");

  v1::ListDeliveriesRequest tcm;
  tcm.set_entity("TCM_SPARK_ADS");
  EXPECT_EQ(List(tcm).deliveries_size(), 1);
  v1::ListDeliveriesRequest one;
  one.set_subscription_id("s2");
  one.set_state(v1::DELIVERY_STATE_GIVEN_UP);
  EXPECT_EQ(List(one).deliveries_size(), 1);
  one.set_state(v1::DELIVERY_STATE_DELIVERED);
  EXPECT_EQ(List(one).deliveries_size(), 0);
}

TEST_F(WebhookServiceTest, TellsOneWithoutSecrets) {
  const v1::WebhookDelivery delivery = Get("1").value();
  EXPECT_EQ(delivery.body(), "{\"time\":1767225600,\"object\":3}");
  EXPECT_EQ(delivery.attempts(0).http_status(), 503);
  const std::string text = delivery.DebugString();
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("secret")));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("token")));
  EXPECT_EQ(Get("9").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(WebhookServiceTest, SendsAgain) {
  EXPECT_NE(Redeliver("1").value().state(), v1::DELIVERY_STATE_GIVEN_UP);
  ASSERT_TRUE(WaitUntilDelivered("1"));  // the fixture's receivers take everything
  EXPECT_EQ(Get("1").value().attempts_size(), 2);
  EXPECT_NE(Redeliver("1").value().state(), v1::DELIVERY_STATE_DELIVERED);  // the first answer
  EXPECT_EQ(Get("1").value().attempts_size(), 2);
  worlds_.Find("world-1")->Write([](WorldState& state) { return state.subscriptions.erase("s2"); });
  EXPECT_EQ(ReasonOf(Redeliver("2").status()), "SUBSCRIPTION_ENDED");
}

}  // namespace
}  // namespace sparkgate::simulator
