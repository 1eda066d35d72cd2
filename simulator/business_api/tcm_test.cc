#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"
#include "simulator/world/tcm_requests.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class TcmApi : public ApiTest {
 protected:
  json::object Body() {
    return {{"video_id", ids_.post}, {"tcm_account_id", "7700000000000000001"}};
  }
  json::object Status() {
    return GetData("tcm/tt_video/status",
                   {{"video_id", ids_.post}, {"tcm_account_id", "7700000000000000001"}},
                   advertiser_token_);
  }
};

TEST_F(TcmApi, ABrandAsksAndRedeemsTheCodeThatTheCreatorGrants) {
  EXPECT_TRUE(PostData("tcm/tt_video/apply", Body(), advertiser_token_).empty());
  const json::object waiting = Status();
  EXPECT_EQ(waiting.at("auth_status").as_string(), "WAITING");
  EXPECT_EQ(waiting.at("num_remaining_request").as_int64(), 29);
  EXPECT_EQ(waiting.at("requested_authorization_days").as_int64(), 30);
  EXPECT_FALSE(waiting.contains("auth_code"));
  world_->Write([this](WorldState& state) {
    const std::string key = TcmRequestKey("7700000000000000001", ids_.post);
    EXPECT_TRUE(AcceptTcmRequest(state, key, 14).ok());
    return true;
  });
  json::object accepted = Status();
  EXPECT_EQ(accepted.at("auth_status").as_string(), "ACCEPTED");
  EXPECT_EQ(accepted.at("auth_status_updated_time").as_string(), "2026-01-01 00:00:00");
  EXPECT_EQ(accepted.at("auth_code_end_time").as_string(), "2026-01-15 00:00:00");
  EXPECT_EQ(accepted.at("auth_code_status").as_string(), "NOT_USED");
  Redeem(std::string(accepted.at("auth_code").as_string()));
  EXPECT_EQ(Status().at("auth_code_status").as_string(), "IN_USE");
}

TEST_F(TcmApi, RequestsAreChecked) {
  const auto answer = [this](const json::object& body, const std::string& token) {
    return Answer(Post("tcm/tt_video/apply", body, token));
  };
  EXPECT_EQ(answer({}, advertiser_token_),
            "40002 Missing required field(s): video_id, tcm_account_id.");
  json::object body = Body();
  body["action"] = "REVOKE";
  EXPECT_EQ(answer(body, advertiser_token_), "40002 action: Must be one of: EXTEND.");
  body["action"] = "EXTEND";
  EXPECT_EQ(answer(body, advertiser_token_),
            "40002 action: There is no authorization of this video to extend.");
  body = Body();
  body["authorization_days"] = 400;
  EXPECT_EQ(answer(body, advertiser_token_), "40002 authorization_days: From 1 to 365.");
  body = Body();
  body["video_id"] = "7999999999999999999";
  EXPECT_THAT(answer(body, advertiser_token_), testing::StartsWith("40007 "));
  EXPECT_EQ(answer(Body(), AdvertiserToken({"691"})),
            "40001 advertiser does not grant you /tcm/tt_video/apply/:POST permission");
  EXPECT_EQ(Answer(Get("tcm/tt_video/status",
                       {{"video_id", ids_.post}, {"tcm_account_id", "7700000000000000001"}},
                       advertiser_token_)),
            "40007 The authorization of this video was not applied for.");
}

}  // namespace
}  // namespace sparkgate::simulator
