#include "client/cli/values.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <gtest/gtest.h>

#include "sparkgate/v1/creator_service.pb.h"

namespace sparkgate::cli {
namespace {

TEST(ValuesTest, ReadsInstants) {
  const absl::Time january = absl::FromUnixSeconds(1'767'225'600);  // 2026-01-01T00:00:00Z
  EXPECT_EQ(*ParseInstant("2026-01-01T00:00:00Z"), january);
  EXPECT_EQ(*ParseInstant("2026-01-01T02:00:00+02:00"), january);
  EXPECT_EQ(*ParseInstant("2026-01-01"), january);
  EXPECT_EQ(*ParseInstant("2026-01-01 00:00"), january);
  EXPECT_EQ(*ParseInstant(FormatInstant(january)), january) << "what is printed can be typed";
  EXPECT_EQ(*ParseInstant("2026-01-01T00:00:00.25Z"), january + absl::Milliseconds(250));
  EXPECT_FALSE(ParseInstant("tomorrow").ok());
  EXPECT_FALSE(ParseInstant("2026-13-01").ok());
}

TEST(ValuesTest, ReadsSpans) {
  EXPECT_EQ(*ParseSpan("30s"), absl::Seconds(30));
  EXPECT_EQ(*ParseSpan("5m"), absl::Minutes(5));
  EXPECT_EQ(*ParseSpan("2d"), absl::Hours(48));
  EXPECT_EQ(*ParseSpan("1h30m"), absl::Minutes(90));
  EXPECT_EQ(*ParseSpan("1.5s"), absl::Milliseconds(1500));
  EXPECT_EQ(*ParseSpan("20ms"), absl::Milliseconds(20));
  EXPECT_EQ(*ParseSpan("0"), absl::ZeroDuration());
  EXPECT_EQ(*ParseSpan("-1s"), -absl::Seconds(1));
  for (const char* wrong : {"", "-", "s", "3", "3x", "3s4", "1e9s", "inf"}) {
    EXPECT_FALSE(ParseSpan(wrong).ok()) << wrong;
  }
}

TEST(ValuesTest, WritesTimesForPeople) {
  EXPECT_EQ(FormatInstant(absl::FromUnixSeconds(1'767'225'600)), "2026-01-01 00:00:00 UTC");
  EXPECT_EQ(FormatSpan(absl::Seconds(90)), "1m30s");
  EXPECT_EQ(FormatSpan(absl::Hours(48)), "2d");
  EXPECT_EQ(FormatSpan(absl::Hours(51)), "2d3h");
}

TEST(ValuesTest, ReadsEnumsInAnySpelling) {
  const auto* type = v1::CodeState_descriptor();
  for (const char* text : {"NOT_USED", "not-used", "Not_Used", "CODE_STATE_NOT_USED"}) {
    const auto value = ParseEnum(type, text);
    ASSERT_TRUE(value.ok()) << text;
    EXPECT_EQ((*value)->number(), v1::CODE_STATE_NOT_USED);
    EXPECT_EQ(ShortName(*value), "NOT_USED");
  }
  EXPECT_EQ(ParseEnum(type, "used").status().message(),
            "'used' isn't one of: not-used, in-use, expired, deleted");
}

TEST(ValuesTest, FillsTheWellKnownTypes) {
  google::protobuf::Timestamp timestamp;
  const absl::Time before_1970 = absl::FromUnixMillis(-1500);
  SetTime(timestamp, before_1970);
  EXPECT_EQ(timestamp.seconds(), -2);
  EXPECT_EQ(timestamp.nanos(), 500'000'000);
  EXPECT_EQ(TimeOf(timestamp), before_1970);

  google::protobuf::Duration duration;
  SetSpan(duration, -absl::Milliseconds(1500));
  EXPECT_EQ(duration.seconds(), -1);
  EXPECT_EQ(duration.nanos(), -500'000'000);
  EXPECT_EQ(SpanOf(duration), -absl::Milliseconds(1500));
}

}  // namespace
}  // namespace sparkgate::cli
