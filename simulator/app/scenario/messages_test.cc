#include "simulator/app/scenario/messages.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"
#include "sparkgate/simulator/v1/review_desk_service.pb.h"

namespace sparkgate::simulator {
namespace {

using testing::ElementsAre;

template <class Message>
Message FromStory(std::string_view text) {
  Message message;
  const absl::Status filled = FillMessage(boost::json::parse(text).as_object(), message);
  EXPECT_TRUE(filled.ok()) << filled;
  return message;
}

TEST(FillMessage, TakesEnumsWithoutTheirPrefix) {
  EXPECT_EQ(FromStory<v1::DecideRequest>(R"({"verdict":"REJECTED"})").verdict(),
            v1::REVIEW_VERDICT_REJECTED);
  EXPECT_EQ(FromStory<v1::DecideRequest>(R"({"verdict":"REVIEW_VERDICT_APPROVED"})").verdict(),
            v1::REVIEW_VERDICT_APPROVED);
}

TEST(FillMessage, TakesLengthsWithUnits) {
  const auto request =
      FromStory<v1::UpdateReviewPolicyRequest>(R"({"policy":{"min_delay":"1d 2h"}})");
  EXPECT_EQ(request.policy().min_delay().seconds(), 26 * 3600);
}

TEST(FillMessage, MakesTheMaskOfWhatIsGiven) {
  const auto request = FromStory<v1::UpdateAccountRequest>(
      R"({"account":{"name":"x","follower_count":5,"bio":""}})");
  EXPECT_THAT(request.update_mask().paths(), ElementsAre("follower_count", "bio"));
  const auto settings = FromStory<v1::UpdateAdSettingsRequest>(
      R"({"ad_settings":{"post":"x","terms_accepted":true}})");
  EXPECT_THAT(settings.update_mask().paths(), ElementsAre("terms_accepted"));
}

TEST(FillMessage, TakesAMaskThatIsGiven) {
  EXPECT_THAT(
      FromStory<v1::UpdateAccountRequest>(R"({"update_mask":"bio,private"})").update_mask().paths(),
      ElementsAre("bio", "private"));
  EXPECT_THAT(
      FromStory<v1::UpdateAccountRequest>(R"({"update_mask":["bio"]})").update_mask().paths(),
      ElementsAre("bio"));
}

TEST(FillMessage, SaysWhatIsWrong) {
  v1::DecideRequest request;
  EXPECT_EQ(ReasonOf(FillMessage(boost::json::parse(R"({"name":{}})").as_object(), request)),
            "INVALID_FIELD");
}

TEST(ParseLength, WholeNumbersWithUnits) {
  EXPECT_EQ(ParseLength("2d 4h 30m 5s"), absl::Hours(52) + absl::Minutes(30) + absl::Seconds(5));
  EXPECT_EQ(ParseLength("0s"), absl::ZeroDuration());
  for (const char* bad : {"", " ", "3", "d", "3 d", "-1d", "1.5h", "3w", "99999999999d"}) {
    EXPECT_EQ(ParseLength(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace sparkgate::simulator
