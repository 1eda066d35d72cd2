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
  std::string GroupOf(const std::string& ad) {
    return world_->Read([&](const WorldState& state) { return Find(state.ads, ad)->ad_group_id; });
  }
  json::object OfGroup(const std::string& group) {
    const json::object data = GetData(
        "adgroup/review_info",
        {{"advertiser_id", ids_.advertiser}, {"adgroup_ids", fmt::format("[\"{}\"]", group)}},
        advertiser_token_);
    return data.at("ad_group_review_map").at(group).as_object();
  }
  json::object Appeal(const std::string& group, json::object arguments = {}) {
    arguments["advertiser_id"] = ids_.advertiser;
    arguments["adgroup_id"] = group;
    return Post("adgroup/appeal", arguments, advertiser_token_);
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

TEST_F(ReviewApi, ARejectionOfTheGroupShowsAtItsOtherAds) {
  const std::string ad = PublishAd();
  const std::string group = GroupOf(ad);
  // A second ad like the first.
  const std::string other = world_->Write([&](WorldState& state) {
    Ad copy = *Find(state.ads, ad);
    copy.id = "7000000000000000042";
    Find(state.ad_groups, group)->ad_ids.push_back(copy.id);
    state.ads.insert_or_assign(copy.id, copy);
    SubmitForReview(state, copy);
    return copy.id;
  });
  Decide(other, ReviewVerdict::kApproved);
  ReviewDecision no;
  no.verdict = ReviewVerdict::kRejected;
  no.reasons = {"Prohibited industry."};
  no.rejects_ad_group = true;
  ASSERT_TRUE(world_->Write([&](WorldState& state) { return DecideReview(state, ad, no); }).ok());
  EXPECT_EQ(AdStatus(ad), "AD_STATUS_AUDIT_DENY");
  EXPECT_EQ(AdStatus(other), "AD_STATUS_ADGROUP_AUDIT_DENY");
  EXPECT_EQ(OfAd(other).at("review_status").as_string(), "ALL_AVAILABLE");
  EXPECT_EQ(OfGroup(group).at("review_status").as_string(), "UNAVAILABLE");
  EXPECT_FALSE(OfGroup(group).at("is_approved").as_bool());
}

TEST_F(ReviewApi, AnAppealShowsAtTheGroup) {
  const std::string ad = PublishAd();
  const std::string group = GroupOf(ad);
  Decide(ad, ReviewVerdict::kRejected);
  EXPECT_EQ(OfGroup(group).at("appeal_status").as_string(), "NOT_APPEALED");
  const json::object answer =
      Appeal(group, {{"ad_id", ad},
                     {"appeal_reason", "It is true."},
                     {"attachment_list", json::array{json::object{{"name", "proof.pdf"}}}}});
  EXPECT_EQ(Answer(answer), "0 OK");
  EXPECT_TRUE(answer.at("data").as_object().empty());
  EXPECT_EQ(OfGroup(group).at("appeal_status").as_string(), "APPEALING");
  EXPECT_EQ(OfGroup(group).at("review_status").as_string(), "UNAVAILABLE");
  EXPECT_TRUE(OfAd(ad).at("appeal_status").is_null());
  EXPECT_EQ(AdStatus(ad), "AD_STATUS_AUDIT_DENY");
  Decide(ad, ReviewVerdict::kApproved);
  EXPECT_EQ(OfGroup(group).at("appeal_status").as_string(), "APPEAL_SUCCESSFUL");
  EXPECT_EQ(OfGroup(group).at("review_status").as_string(), "ALL_AVAILABLE");
  EXPECT_EQ(AdStatus(ad), "AD_STATUS_DELIVERY_OK");
}

TEST_F(ReviewApi, AnAppealMayFailByItself) {
  const std::string ad = PublishAd();
  const std::string group = GroupOf(ad);
  Decide(ad, ReviewVerdict::kRejected);
  EXPECT_EQ(Answer(Appeal(group)), "0 OK");
  Advance(absl::Hours(24));
  EXPECT_EQ(OfGroup(group).at("appeal_status").as_string(), "APPEAL_FAILED");
  EXPECT_EQ(json::serialize(OfAd(ad).at("reject_info").at(0).at("reasons")),
            R"(["Misleading claims."])");
}

TEST_F(ReviewApi, AppealsThatAreRefused) {
  const std::string ad = PublishAd();
  const std::string group = GroupOf(ad);
  EXPECT_EQ(Answer(Post("adgroup/appeal", {{"ad_id", ad}}, advertiser_token_)),
            "40002 Missing required field(s): advertiser_id, adgroup_id.");
  EXPECT_EQ(Answer(Appeal(group, {{"attachment_list", "proof.pdf"}})),
            "40002 attachment_list: Not a valid list.");
  EXPECT_EQ(Answer(Appeal("5")), "40007 The ad group 5 does not exist.");
  EXPECT_EQ(Answer(Appeal(group, {{"ad_id", "5"}})), "40007 The ad 5 does not exist.");
  EXPECT_EQ(Answer(Appeal(group)), fmt::format("40002 The ad group {} has no rejected ad.", group));
  EXPECT_EQ(Answer(Appeal(group, {{"ad_id", ad}})),
            fmt::format("40002 The ad {} is not rejected.", ad));
  Decide(ad, ReviewVerdict::kRejected);
  EXPECT_EQ(Answer(Appeal(group)), "0 OK");
  EXPECT_EQ(Answer(Appeal(group)), "40002 A rejection can be appealed only once.");
  EXPECT_EQ(Answer(Post("adgroup/appeal", {{"advertiser_id", ids_.advertiser}, {"adgroup_id", "5"}},
                        AdvertiserToken({"210"}))),
            "40001 advertiser does not grant you /adgroup/appeal/:POST permission");
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
