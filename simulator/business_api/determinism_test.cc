// The same seed and the same calls are the same bytes and the same history, on every run.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"

namespace sparkgate::simulator {
namespace {

struct Told {
  std::vector<std::string> answers;  // byte by byte
  std::string history;               // the event log's hash
};

// From consents to a month of delivery, with a world of its own.
class ToldStory : public ApiTest {
 public:
  void TestBody() override {}

  Told Play() {
    const std::string ad = PublishAd();
    Told told;
    for (int day = 0; day < 30; day += 10) {
      for (const std::string& call : Calls(ad)) told.answers.push_back(Answer(call));
      Advance(absl::Hours(24 * 10));
    }
    told.history = world_->Read([](const WorldState& state) { return state.log.Hash(); });
    return told;
  }

 private:
  std::vector<std::string> Calls(const std::string& ad) const {
    const std::string account = "advertiser_id=" + ids_.advertiser;
    return {"campaign/get/?" + account,
            "adgroup/get/?" + account,
            "ad/get/?" + account,
            "ad/get/?" + account,  // asked twice at one instant
            "ad/review_info/?" + account + "&ad_ids=%5B%22" + ad + "%22%5D",
            "tt_video/list/?" + account,
            "identity/get/?" + account,
            "report/integrated/get/?" + account +
                "&report_type=BASIC&data_level=AUCTION_AD&dimensions=%5B%22ad_id%22%5D"
                "&metrics=%5B%22spend%22%2C%22impressions%22%5D&query_lifetime=true"};
  }
  std::string Answer(const std::string& call) {
    const std::string body = Send("GET", "/open_api/v1.3/" + call, "", advertiser_token_).body;
    EXPECT_THAT(body, testing::HasSubstr("\"code\":0")) << call;
    return body;
  }
};

TEST(DeterminismTest, TheSameCallsAreTheSameBytes) {
  const Told first = ToldStory().Play();
  const Told second = ToldStory().Play();
  EXPECT_GT(first.answers.size(), 10u);
  EXPECT_EQ(first.answers, second.answers);
  EXPECT_EQ(first.history, second.history);
  // What tells the calls apart is in the bytes too.
  EXPECT_NE(first.answers[2], first.answers[3]);
}

}  // namespace
}  // namespace sparkgate::simulator
