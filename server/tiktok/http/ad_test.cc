#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "server/tiktok/http/scripted_tiktok.h"
#include "server/tiktok/outcome.h"

namespace sparkgate::tiktok {
namespace {

using boost::json::parse;

constexpr char kAdvertiser[] = "7000000000000000001";

const NewAd kNew = {.advertiser_id = kAdvertiser,
                    .adgroup_id = "2",
                    .name = "Summer",
                    .identity_id = "id-1",
                    .tiktok_item_id = "7123456789123456789",
                    .call_to_action = "LEARN_MORE"};

TEST(HttpAd, IsCreatedAloneInItsCall) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"ad_ids":["3"],"need_audit":true,"creatives":[
      {"ad_id":3,"secondary_status":"AD_STATUS_AUDIT","video_id":null}]})");
  const auto ad = tiktok->ads().Create(tiktok.call(), kNew);
  ASSERT_TRUE(ad.ok()) << ad.status();
  EXPECT_EQ(ad->ad_id, "3");
  EXPECT_EQ(ad->secondary_status, "AD_STATUS_AUDIT");
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/ad/create/");
  EXPECT_EQ(tiktok.AskedBody(),
            parse(R"({"advertiser_id":"7000000000000000001","adgroup_id":"2","creatives":[
                      {"ad_name":"Summer","identity_type":"AUTH_CODE","identity_id":"id-1",
                       "tiktok_item_id":"7123456789123456789","ad_format":"SINGLE_VIDEO",
                       "call_to_action":"LEARN_MORE","dark_post_status":"OFF",
                       "operation_status":"ENABLE"}]})"));
}

TEST(HttpAd, SendsWhatIsSet) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"ad_ids":[1678604629756978123]})");
  NewAd ad = kNew;
  ad.dark_post = true;
  ad.promotional_music_disabled = false;
  ad.landing_page_url = "https://acme.test/?a=1";
  ad.enabled = false;
  const auto created = tiktok->ads().Create(tiktok.call(), ad);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->ad_id, "1678604629756978123");
  const auto creative = tiktok.AskedBody().at("creatives").at(0);
  EXPECT_EQ(creative.at("dark_post_status").as_string(), "ON");
  EXPECT_EQ(creative.at("promotional_music_disabled").as_bool(), false);
  EXPECT_EQ(creative.at("landing_page_url").as_string(), "https://acme.test/?a=1");
  EXPECT_EQ(creative.at("operation_status").as_string(), "DISABLE");
}

TEST(HttpAd, IsUpdatedWholeButForItsSwitch) {
  ScriptedTikTok tiktok;
  tiktok.Answer("{}");
  EXPECT_TRUE(tiktok->ads().Update(tiktok.call(), "3", kNew).ok());
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/ad/update/");
  EXPECT_EQ(tiktok.AskedBody(),
            parse(R"({"advertiser_id":"7000000000000000001","adgroup_id":"2","creatives":[
                      {"ad_name":"Summer","identity_type":"AUTH_CODE","identity_id":"id-1",
                       "tiktok_item_id":"7123456789123456789","ad_format":"SINGLE_VIDEO",
                       "dark_post_status":"OFF","call_to_action":"LEARN_MORE","ad_id":"3"}]})"));
}

TEST(HttpAd, CreatedWithoutIdIsAnUnknownOutcome) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"ad_ids":[]})");
  EXPECT_TRUE(OutcomeUnknown(tiktok->ads().Create(tiktok.call(), kNew).status()));
}

TEST(HttpAd, IsReadByIdAndGroup) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"list":[{"ad_id":"3","adgroup_id":"2","campaign_id":"1","ad_name":"Summer",
      "secondary_status":"AD_STATUS_NOBODY_KNOWS","tiktok_item_id":"7123456789123456789",
      "operation_status":"ENABLE"}],
      "page_info":{"page":1,"page_size":10,"total_number":1,"total_page":1}})");
  const auto page = tiktok->ads().Get(
      tiktok.call(),
      {.advertiser_id = kAdvertiser, .ids = {"3"}, .adgroup_ids = {"2"}, .include_deleted = true});
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->ads.size(), 1u);
  EXPECT_EQ(page->ads[0].secondary_status, "AD_STATUS_NOBODY_KNOWS");
  EXPECT_EQ(parse(ValueOf(tiktok.AskedQuery(), "filtering")),
            parse(R"({"ad_ids":["3"],"adgroup_ids":["2"],"primary_status":"STATUS_ALL"})"));
}

}  // namespace
}  // namespace sparkgate::tiktok
