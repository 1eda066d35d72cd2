// A webhook subscription, and the deliveries it caused that aren't over. Plain data; guarded by the
// world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_SUBSCRIPTION_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_SUBSCRIPTION_H_

#include <cstdint>
#include <string>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::simulator {

struct Subscription {
  std::string id;
  std::string app_id;
  std::string entity;  // AD, AD_GROUP, …
  std::string callback_url;
  std::string token;                        // the access token it rides on; never logged
  std::vector<std::string> advertiser_ids;  // one, but for AD_ACCOUNT_SUSPENSION
  std::string ad_group_id;
  std::string ad_id;
  absl::Time create_time;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("app_id", self.app_id);
    visit("entity", self.entity);
    visit("callback_url", self.callback_url);
    visit("token", self.token);
    visit("advertiser_ids", self.advertiser_ids);
    visit("ad_group_id", self.ad_group_id);
    visit("ad_id", self.ad_id);
    visit("create_time", self.create_time);
  }
};

// Waiting for its time on the world's queue, due now, on its way. One that is over is forgotten.
enum class DeliveryState : uint8_t { kWaiting, kDue, kSending };

struct WebhookDelivery {
  std::string id;
  std::string subscription_id;
  std::string body;  // JSON without the time of sending
  DeliveryState state = DeliveryState::kWaiting;
  int64_t attempts = 0;
  absl::Time create_time;
  absl::Time next_attempt_time;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("subscription_id", self.subscription_id);
    visit("body", self.body);
    visit("state", self.state);
    visit("attempts", self.attempts);
    visit("create_time", self.create_time);
    visit("next_attempt_time", self.next_attempt_time);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_SUBSCRIPTION_H_
