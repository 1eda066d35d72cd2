// A webhook subscription, and the deliveries it caused. Plain data; guarded by the world.
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
  std::string bc_id;                        // of AD_ACCOUNT_SUSPENSION: the accounts are its
  std::string ad_group_id;
  std::string ad_id;
  std::string tcm_account_id;  // of TCM_SPARK_ADS, as is the next
  std::string video_id;
  absl::Time create_time;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("app_id", self.app_id);
    visit("entity", self.entity);
    visit("callback_url", self.callback_url);
    visit("token", self.token);
    visit("advertiser_ids", self.advertiser_ids);
    visit("bc_id", self.bc_id);
    visit("ad_group_id", self.ad_group_id);
    visit("ad_id", self.ad_id);
    visit("tcm_account_id", self.tcm_account_id);
    visit("video_id", self.video_id);
    visit("create_time", self.create_time);
  }
};

enum class DeliveryState : uint8_t {
  kWaiting,  // for its time on the world's queue
  kDue,      // now
  kSending,  // on its way
  // These are over.
  kDelivered,
  kGivenUp,  // the last attempt failed
  kDropped,  // without an attempt: its subscription had ended
};

// One try, as the log of deliveries shows it.
struct DeliveryAttempt {
  absl::Time time;
  int64_t http_status = 0;  // 0: no answer
  std::string problem;      // why there was none: a reason of HttpClient's, e.g. HTTP_TIMEOUT

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("time", self.time);
    visit("http_status", self.http_status);
    visit("problem", self.problem);
  }
};

struct WebhookDelivery {
  std::string id;
  std::string subscription_id;
  std::string entity;    // its subscription's, which may end before
  std::string receiver;  // scheme, host and port of its callback; the path may hold a secret
  std::string body;      // JSON without the time of sending
  DeliveryState state = DeliveryState::kWaiting;
  int64_t attempts = 0;              // since it was made or, last, sent again by hand
  std::vector<DeliveryAttempt> log;  // the last ones that are over, oldest first
  absl::Time create_time;
  absl::Time next_attempt_time;
  std::string fault;             // what one did to it; "": nothing
  bool spoil_signature = false;  // of the next attempt

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("subscription_id", self.subscription_id);
    visit("entity", self.entity);
    visit("receiver", self.receiver);
    visit("body", self.body);
    visit("state", self.state);
    visit("attempts", self.attempts);
    visit("log", self.log);
    visit("create_time", self.create_time);
    visit("next_attempt_time", self.next_attempt_time);
    visit("fault", self.fault);
    visit("spoil_signature", self.spoil_signature);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_SUBSCRIPTION_H_
