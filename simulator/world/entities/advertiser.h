// An ad account in Ads Manager. Money is in micros of its currency. Plain data; guarded by the
// world.
#ifndef SPARKGATE_SIMULATOR_WORLD_ENTITIES_ADVERTISER_H_
#define SPARKGATE_SIMULATOR_WORLD_ENTITIES_ADVERTISER_H_

#include <cstdint>
#include <string>
#include <vector>

#include <absl/time/time.h>

namespace sparkgate::simulator {

struct AdvertiserAccount {
  std::string id;  // 19 digits
  std::string name;
  std::string status = "STATUS_ENABLE";  // TikTok's value (facts 6.1)
  std::string currency = "USD";          // ISO 4217
  std::string timezone = "Etc/UTC";
  std::string country = "US";  // ISO 3166-1 alpha-2
  std::string company;
  std::string industry;
  std::string rejection_reason;
  bool has_payment_method = false;
  bool has_creative_library = true;
  // As of the last change of either; FundsLeft (spending/ledger.h) says what is left of them now.
  int64_t balance_micros = 0;
  int64_t credit_micros = 0;  // ad credits
  absl::Time create_time;
  std::vector<std::string> spark_post_ids;    // posts in its library, in the order of coming in
  std::vector<std::string> identity_ids;      // oldest first
  std::vector<std::string> campaign_ids;      // oldest first, deleted ones too
  std::vector<std::string> subscription_ids;  // webhooks about it

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor& visit) {
    visit("id", self.id);
    visit("name", self.name);
    visit("status", self.status);
    visit("currency", self.currency);
    visit("timezone", self.timezone);
    visit("country", self.country);
    visit("company", self.company);
    visit("industry", self.industry);
    visit("rejection_reason", self.rejection_reason);
    visit("has_payment_method", self.has_payment_method);
    visit("has_creative_library", self.has_creative_library);
    visit("balance_micros", self.balance_micros);
    visit("credit_micros", self.credit_micros);
    visit("create_time", self.create_time);
    visit("spark_post_ids", self.spark_post_ids);
    visit("identity_ids", self.identity_ids);
    visit("campaign_ids", self.campaign_ids);
    visit("subscription_ids", self.subscription_ids);
  }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_ENTITIES_ADVERTISER_H_
