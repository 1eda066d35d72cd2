// TimeService: what is asked of a world, and what is refused before.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/api/convert/time.h"
#include "server/api/testing/api_fixture.h"
#include "sparkgate/v1/time_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

class TimeServiceTest : public ApiFixture {
 protected:
  // The whole stream of an Advance; its end is `end_`.
  std::vector<v1::AdvanceResponse> Advance(const std::string& request) {
    const rpc::MethodTable::Method& method = Find("TimeService/Advance");
    FakeContext context(caller_, method.name);
    const auto stream = std::make_shared<FakeStream<v1::AdvanceResponse>>();
    method.server_stream(context, *Parse(method, "workspace: 'workspaces/w' " + request), stream);
    end_ = stream->end();
    auto written = stream->written();
    stream->LetGo();
    return written;
  }
  std::string Refused(const std::string& request) {
    Advance(request);
    const ErrorDetail detail = DetailOf(end_.value_or(absl::OkStatus()));
    return detail.fields.empty() ? detail.reason : detail.reason + " " + detail.fields[0].field;
  }
  absl::Duration Passed() { return server_.worlds.Get("w")->now - kTestWorldStart; }

  std::optional<absl::Status> end_;
};

TEST_F(TimeServiceTest, TheLastMessageSaysWhereTheWorldStands) {
  const auto messages = Advance("by: < seconds: 60 >");
  ASSERT_TRUE(end_.has_value() && end_->ok()) << *end_;
  ASSERT_FALSE(messages.empty());
  EXPECT_TRUE(messages.back().finished());
  EXPECT_EQ(*ReadTime(messages.back().now(), "now"), kTestWorldStart + absl::Minutes(1));
  EXPECT_EQ(messages.back().first_event(), 0);  // nothing happened
}

TEST_F(TimeServiceTest, ARepeatedAdvanceGoesNoFurther) {
  const std::string hour = "by: < seconds: 3600 > ";
  Advance(hour + "request_id: 'r'");
  EXPECT_EQ(Passed(), absl::Hours(1));
  Advance(hour + "request_id: 'r'");
  ASSERT_TRUE(end_->ok()) << *end_;
  EXPECT_EQ(Passed(), absl::Hours(1));
  EXPECT_EQ(Refused("by: < seconds: 1 > request_id: 'r'"), "REQUEST_ID_REUSED");
  Advance(hour + "request_id: 's'");
  EXPECT_EQ(Passed(), absl::Hours(2));
  Advance(hour);
  Advance(hour);
  EXPECT_EQ(Passed(), absl::Hours(4));
}

TEST_F(TimeServiceTest, HowFarAndHowLongHaveBounds) {
  EXPECT_EQ(Refused(""), "INVALID_FIELD to");
  EXPECT_EQ(Refused("by: < seconds: -1 >"), "INVALID_FIELD by");
  EXPECT_EQ(Refused("by: < seconds: 400000000 >"), "INVALID_FIELD by");
  EXPECT_EQ(Refused("by: < seconds: 1 > follower_wait: < seconds: 601 >"),
            "INVALID_FIELD follower_wait");
  EXPECT_EQ(Refused("by: < seconds: 1 > request_id: 'a b'"), "INVALID_FIELD request_id");
  EXPECT_EQ(Passed(), absl::ZeroDuration());
}

TEST_F(TimeServiceTest, NobodyMovesTheSystemClock) {
  Workspace live = workspace_;
  live.environment = Environment::kLive;
  server_.Update(live);
  EXPECT_EQ(Refused("by: < seconds: 1 >"), "CLOCK_NOT_OURS");
}

}  // namespace
}  // namespace sparkgate::server
