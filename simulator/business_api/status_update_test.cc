#include <string>

#include <boost/json/array.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class StatusUpdateApi : public ApiTest {
 protected:
  StatusUpdateApi() {
    Redeem(GenerateCode());
    campaign_ = CreateCampaign();
    ad_ = CreateAd(CreateAdGroup(campaign_));
  }
  json::object Body(const std::string& name, const std::string& id, const std::string& status) {
    return {{"advertiser_id", ids_.advertiser},
            {name, json::array{json::value(id)}},
            {"operation_status", status}};
  }

  std::string campaign_;
  std::string ad_;
};

TEST_F(StatusUpdateApi, AnAdIsPausedAndDeleted) {
  const json::object data =
      PostData("ad/status/update", Body("ad_ids", ad_, "DISABLE"), advertiser_token_);
  EXPECT_EQ(data.at("ad_ids").at(0).as_string(), ad_);
  EXPECT_EQ(data.at("status").as_string(), "DISABLE");
  EXPECT_EQ(AdStatus(ad_), "AD_STATUS_DISABLE");
  PostData("ad/status/update", Body("ad_ids", ad_, "DELETE"), advertiser_token_);
  EXPECT_EQ(AdStatus(ad_), "AD_STATUS_DELETE");
  EXPECT_THAT(Answer(Post("ad/status/update", Body("ad_ids", ad_, "ENABLE"), advertiser_token_)),
              testing::StartsWith("40002 "));
  EXPECT_THAT(
      Answer(Post("ad/status/update", Body("aco_ad_ids", ad_, "ENABLE"), advertiser_token_)),
      testing::StartsWith("40008 "));
}

TEST_F(StatusUpdateApi, ACampaignTakesItsAdsAlong) {
  const json::object data = PostData("campaign/status/update",
                                     Body("campaign_ids", campaign_, "DISABLE"), advertiser_token_);
  EXPECT_EQ(data.at("campaign_ids").at(0).as_string(), campaign_);
  EXPECT_EQ(data.at("campaign_list").at(0).at("status").as_string(), "DISABLE");
  EXPECT_EQ(AdStatus(ad_), "AD_STATUS_CAMPAIGN_DISABLE");
  PostData("campaign/status/update", Body("campaign_ids", campaign_, "DELETE"), advertiser_token_);
  EXPECT_EQ(AdStatus(ad_), "AD_STATUS_CAMPAIGN_DELETE");
  EXPECT_EQ(Answer(Post("campaign/status/update", Body("campaign_ids", campaign_, "PAUSE"),
                        advertiser_token_)),
            "40002 operation_status: Must be one of: ENABLE, DISABLE, DELETE.");
}

}  // namespace
}  // namespace sparkgate::simulator
