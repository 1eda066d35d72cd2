#include "simulator/world/review.h"

#include <string>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class ReviewApi : public ApiTest {
 protected:
  void Decide(const std::string& ad, ReviewVerdict verdict) {
    ReviewDecision decision;
    decision.verdict = verdict;
    decision.reasons = {"Misleading claims."};
    decision.suggestion = "Change the claim.";
    if (verdict == ReviewVerdict::kPartlyApproved) decision.forbidden_locations = {"2635167"};
    EXPECT_TRUE(
        world_->Write([&](WorldState& state) { return DecideReview(state, ad, decision); }).ok());
  }
  json::object OfAd(const std::string& ad) {
    const json::object data =
        GetData("ad/review_info",
                {{"advertiser_id", ids_.advertiser}, {"ad_ids", fmt::format("[\"{}\"]", ad)}},
                advertiser_token_);
    return data.at("ad_review_map").at(ad).as_object();
  }
};

TEST_F(ReviewApi, NothingSaysInReview) {
  const json::object review = OfAd(PublishAd());
  EXPECT_EQ(review.at("review_status").as_string(), "ALL_AVAILABLE");
  EXPECT_TRUE(review.at("is_approved").as_bool());
  EXPECT_TRUE(review.at("last_audit_time").is_null());
  EXPECT_TRUE(review.at("appeal_status").is_null());
  EXPECT_TRUE(review.at("reject_info").as_array().empty());
}

TEST_F(ReviewApi, PartialApprovalsAreApprovedAndHaveReasons) {
  const std::string ad = PublishAd();
  Decide(ad, ReviewVerdict::kPartlyApproved);
  const json::object review = OfAd(ad);
  EXPECT_TRUE(review.at("is_approved").as_bool());
  EXPECT_EQ(review.at("review_status").as_string(), "PART_AVAILABLE");
  EXPECT_EQ(json::serialize(review.at("forbidden_locations")), R"(["2635167"])");
  EXPECT_FALSE(review.at("reject_info").as_array().empty());
}

TEST_F(ReviewApi, RejectionsOfAdAndGroup) {
  const std::string ad = PublishAd();
  Advance(absl::Hours(24));
  Decide(ad, ReviewVerdict::kRejected);
  const json::object review = OfAd(ad);
  EXPECT_FALSE(review.at("is_approved").as_bool());
  EXPECT_EQ(review.at("review_status").as_string(), "UNAVAILABLE");
  const json::object& info = review.at("reject_info").at(0).as_object();
  EXPECT_EQ(json::serialize(info.at("reasons")), R"(["Misleading claims."])");
  EXPECT_EQ(info.at("suggestion").as_string(), "Change the claim.");
  EXPECT_EQ(info.at("content_info").at("content_type").as_string(), "MODE_VIDEO");

  const std::string group =
      world_->Read([&](const WorldState& state) { return Find(state.ads, ad)->ad_group_id; });
  const json::object data =
      GetData("adgroup/review_info",
              {{"advertiser_id", ids_.advertiser}, {"adgroup_ids", fmt::format("[\"{}\"]", group)}},
              advertiser_token_);
  EXPECT_TRUE(data.at("ad_review_map").at(group).as_object().contains(ad));
  const json::object& of_group = data.at("ad_group_review_map").at(group).as_object();
  EXPECT_EQ(of_group.at("review_status").as_string(), "UNAVAILABLE");
  EXPECT_EQ(of_group.at("appeal_status").as_string(), "NOT_APPEALED");
  EXPECT_EQ(of_group.at("last_audit_time").as_string(), "2026-01-02 00:00:00");
  EXPECT_TRUE(of_group.at("contain_rejected_ads").as_bool());
}

TEST_F(ReviewApi, IdsMayBeNumbersInTheAnswer) {
  const std::string ad = PublishAd();
  EXPECT_TRUE(OfAd(ad).at("ad_id").is_string());
  Set("bare_number_ids", "true");
  EXPECT_EQ(OfAd(ad).at("ad_id").to_number<uint64_t>(), std::stoull(ad));
}

TEST_F(ReviewApi, AHundredIdsAtMost) {
  std::string ids = "[1";
  for (int i = 2; i <= 101; ++i) ids += fmt::format(",{}", i);
  ids += "]";
  EXPECT_EQ(Answer(Get("ad/review_info", {{"advertiser_id", ids_.advertiser}, {"ad_ids", ids}},
                       advertiser_token_)),
            "40011 ad_ids: Length must be between 1 and 100.");
  EXPECT_EQ(
      Answer(Get("ad/review_info", {{"advertiser_id", ids_.advertiser}, {"ad_ids", "[\"5\"]"}},
                 advertiser_token_)),
      "40007 The ad 5 does not exist.");
}

}  // namespace
}  // namespace sparkgate::simulator
