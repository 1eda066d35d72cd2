// Webhook endpoints and their deliveries: what is pending, what is over, and what goes.
#include <optional>
#include <string>
#include <vector>

#include "server/store/testing/store_suite.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

std::vector<int64_t> PositionsOf(const std::vector<WebhookDelivery>& deliveries) {
  std::vector<int64_t> positions;
  for (const WebhookDelivery& delivery : deliveries) positions.push_back(delivery.position);
  return positions;
}

TEST_P(StoreSuite, WebhookEndpointsComeBackWhole) {
  const WebhookEndpoint sample = SampleWebhookEndpoint("w", "e");
  Write([&](Transaction& t) { return t.webhook_endpoints().Put(sample); });
  EXPECT_THAT(Read([](auto& t) { return t.webhook_endpoints().Get("w", "e"); }), Optional(sample));
  EXPECT_EQ(Read([](auto& t) { return t.webhook_endpoints().Get("v", "e"); }), std::nullopt);
  WebhookEndpoint changed;
  changed.workspace = "w";
  changed.id = "e";
  Write([&](Transaction& t) { return t.webhook_endpoints().Put(changed); });
  EXPECT_THAT(Read([](auto& t) { return t.webhook_endpoints().Get("w", "e"); }), Optional(changed));
  Write([&](Transaction& t) -> absl::Status {
    SG_RETURN_IF_ERROR(t.webhook_endpoints().Put(SampleWebhookEndpoint("w", "d")));
    return t.webhook_endpoints().Put(SampleWebhookEndpoint("v", "c"));
  });
  const auto list = [&](const Page& page) {
    return IdsOf(Read([&](auto& t) { return t.webhook_endpoints().List("w", page); }));
  };
  EXPECT_THAT(list({}), ElementsAre("d", "e"));
  EXPECT_THAT(list({"d", 1}), ElementsAre("e"));
}

TEST_P(StoreSuite, WebhookDeliveriesComeBackWhole) {
  const WebhookDelivery sample = SampleWebhookDelivery("w", "e", 3);
  const auto get = [](auto& t) { return t.webhook_deliveries().Get("w", "e", 3); };
  Write([&](Transaction& t) { return t.webhook_deliveries().Put(sample); });
  EXPECT_THAT(Read(get), Optional(sample));
  EXPECT_EQ(Read([](auto& t) { return t.webhook_deliveries().Get("v", "e", 3); }), std::nullopt);
  EXPECT_EQ(Read([](auto& t) { return t.webhook_deliveries().Get("w", "d", 3); }), std::nullopt);
  WebhookDelivery changed;
  changed.workspace = "w";
  changed.endpoint = "e";
  changed.position = 3;
  Write([&](Transaction& t) { return t.webhook_deliveries().Put(changed); });
  EXPECT_THAT(Read(get), Optional(changed));
}

TEST_P(StoreSuite, DeliveriesAreListedByWhatBecameOfThem) {
  Write([](Transaction& t) -> absl::Status {
    for (const int64_t position : {9, 10, 11, 12, 13}) {
      WebhookDelivery delivery = SampleWebhookDelivery("w", "e", position);
      delivery.state =
          position % 2 == 0 ? WebhookDeliveryState::kDelivered : WebhookDeliveryState::kPending;
      SG_RETURN_IF_ERROR(t.webhook_deliveries().Put(delivery));
    }
    WebhookDelivery other = SampleWebhookDelivery("w", "d", 1);
    other.state = WebhookDeliveryState::kPending;
    return t.webhook_deliveries().Put(other);
  });
  const auto pending = [&](int limit) {
    return PositionsOf(
        Read([&](auto& t) { return t.webhook_deliveries().ListPending("w", "e", limit); }));
  };
  EXPECT_THAT(pending(9), ElementsAre(9, 11, 13));
  EXPECT_THAT(pending(2), ElementsAre(9, 11));
  EXPECT_EQ(Read([](auto& t) { return t.webhook_deliveries().CountPending("w", "e"); }), 3);
  EXPECT_EQ(Read([](auto& t) { return t.webhook_deliveries().CountPending("w", "none"); }), 0);
  const auto list = [&](std::optional<WebhookDeliveryState> state, int64_t before, int limit) {
    return PositionsOf(
        Read([&](auto& t) { return t.webhook_deliveries().List("w", "e", state, before, limit); }));
  };
  EXPECT_THAT(list({}, 99, 9), ElementsAre(13, 12, 11, 10, 9));
  EXPECT_THAT(list({}, 12, 2), ElementsAre(11, 10));
  EXPECT_THAT(list(WebhookDeliveryState::kDelivered, 99, 9), ElementsAre(12, 10));

  Write([](Transaction& t) { return t.webhook_deliveries().EraseOver("w", "e", 11); });
  EXPECT_THAT(list({}, 99, 9), ElementsAre(13, 12, 11, 9)) << "what waits stays";
  Write([](Transaction& t) { return t.webhook_endpoints().Erase("w", "e"); });
  EXPECT_THAT(list({}, 99, 9), IsEmpty());
  EXPECT_EQ(Read([](auto& t) { return t.webhook_deliveries().CountPending("w", "d"); }), 1);
}

}  // namespace
}  // namespace sparkgate::server
