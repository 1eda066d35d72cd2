#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/tiktok/http/scripted_tiktok.h"

namespace sparkgate::tiktok {
namespace {

using testing::ElementsAre;

constexpr char kAdvertiser[] = "7000000000000000001";

TEST(HttpReview, ReadsAds) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"ad_review_map":{
      "1678604629756978":{"ad_id":1678604629756978,"is_approved":true,
        "review_status":"PART_AVAILABLE","appeal_status":null,"last_audit_time":1596023135,
        "forbidden_locations":["6252001",1269750],"forbidden_ages":[],
        "reject_info":[{"suggestion":"Add audio.","reasons":["no background audio"],
                        "content_info":{"content_type":"MODE_VIDEO"}}]},
      "2":{"review_status":"ALL_AVAILABLE","is_approved":true,"last_audit_time":null,
           "reject_info":null},
      "3":null}})");
  const auto reviews =
      tiktok->review().GetAdReviews(tiktok.call(), kAdvertiser, {"1678604629756978", "2", "3"});
  ASSERT_TRUE(reviews.ok()) << reviews.status();
  ASSERT_EQ(reviews->size(), 2u);
  const AdReview& partly = reviews->at("1678604629756978");
  EXPECT_EQ(partly.review_status, "PART_AVAILABLE");
  EXPECT_TRUE(partly.is_approved);
  EXPECT_EQ(partly.last_audit_time, absl::FromUnixSeconds(1596023135));
  EXPECT_THAT(partly.forbidden_locations, ElementsAre("6252001", "1269750"));
  ASSERT_EQ(partly.rejections.size(), 1u);
  EXPECT_EQ(partly.rejections[0].suggestion, "Add audio.");
  EXPECT_THAT(partly.rejections[0].reasons, ElementsAre("no background audio"));
  EXPECT_EQ(reviews->at("2").last_audit_time, std::nullopt);
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/ad/review_info/");
  EXPECT_EQ(ValueOf(tiktok.AskedQuery(), "ad_ids"), R"(["1678604629756978","2","3"])");
}

TEST(HttpReview, ReadsAdGroupsInBothSpellings) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({
      "ad_review_map":{"20":{"3":{"review_status":"UNAVAILABLE"}}},
      "ad_group_review_map":{
        "20":{"adgroup_id":"20","review_status":"PART_AVAILABLE","appeal_status":"NOT_APPEALED",
              "last_audit_time":"2022-07-08 07:32:45","contain_rejected_ads":true,
              "reject_info":[{"reasons":["misleading"]}]},
        "21":{"review_status":"ALL_AVAILABLE","contains_rejected_ads":true}}})");
  const auto reviews = tiktok->review().GetAdGroupReviews(tiktok.call(), kAdvertiser, {"20", "21"});
  ASSERT_TRUE(reviews.ok()) << reviews.status();
  ASSERT_EQ(reviews->size(), 2u);
  EXPECT_TRUE(reviews->at("20").contains_rejected_ads);
  EXPECT_TRUE(reviews->at("21").contains_rejected_ads);
  EXPECT_EQ(reviews->at("20").appeal_status, "NOT_APPEALED");
  EXPECT_EQ(reviews->at("20").ads.at("3").review_status, "UNAVAILABLE");
  EXPECT_THAT(reviews->at("20").rejections.at(0).reasons, ElementsAre("misleading"));
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/adgroup/review_info/");
  EXPECT_EQ(ValueOf(tiktok.AskedQuery(), "adgroup_ids"), R"(["20","21"])");
}

TEST(HttpReview, AppealsForAnAdGroupOrOneOfItsAds) {
  ScriptedTikTok tiktok;
  tiktok.Answer("{}");
  EXPECT_TRUE(tiktok->review()
                  .Appeal(tiktok.call(), {.advertiser_id = kAdvertiser, .adgroup_id = "20"})
                  .ok());
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/adgroup/appeal/");
  EXPECT_EQ(tiktok.AskedBody(),
            (boost::json::object{{"advertiser_id", kAdvertiser}, {"adgroup_id", "20"}}));
  tiktok.Answer("{}");
  EXPECT_TRUE(tiktok->review()
                  .Appeal(tiktok.call(), {.advertiser_id = kAdvertiser,
                                          .adgroup_id = "20",
                                          .ad_id = "3",
                                          .reason = "It shows the very pan."})
                  .ok());
  EXPECT_EQ(tiktok.AskedBody(), (boost::json::object{{"advertiser_id", kAdvertiser},
                                                     {"adgroup_id", "20"},
                                                     {"ad_id", "3"},
                                                     {"appeal_reason", "It shows the very pan."}}));
}

}  // namespace
}  // namespace sparkgate::tiktok
