#include <gtest/gtest.h>

#include "server/tiktok/http/scripted_tiktok.h"

namespace sparkgate::tiktok {
namespace {

TEST(HttpAdvertiser, ReadsAccounts) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"list":[
      {"advertiser_id":7000000000000000001,"name":"Acme","status":"STATUS_ENABLE",
       "role":"ROLE_ADVERTISER","currency":"USD","timezone":"Etc/GMT+8","balance":12.34,
       "create_time":1657265565,"rejection_reason":"","company":null},
      {"advertiser_id":"7000000000000000002","status":"STATUS_OF_TOMORROW","balance":0.0}]})");
  const auto accounts = tiktok->advertiser().GetAccounts(
      tiktok.call(), {"7000000000000000001", "7000000000000000002"});
  ASSERT_TRUE(accounts.ok()) << accounts.status();
  ASSERT_EQ(accounts->size(), 2u);
  EXPECT_EQ((*accounts)[0].advertiser_id, "7000000000000000001");
  EXPECT_EQ((*accounts)[0].balance_micros, 12'340'000);
  EXPECT_EQ((*accounts)[0].create_time, absl::FromUnixSeconds(1657265565));
  EXPECT_EQ((*accounts)[1].status, "STATUS_OF_TOMORROW");
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/advertiser/info/");
  EXPECT_EQ(ValueOf(tiktok.AskedQuery(), "advertiser_ids"),
            R"(["7000000000000000001","7000000000000000002"])");
}

}  // namespace
}  // namespace sparkgate::tiktok
