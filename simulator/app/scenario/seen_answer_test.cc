#include "simulator/app/scenario/seen_answer.h"

#include <initializer_list>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/app/scenario/play.h"
#include "simulator/app/scenario/scenario_fixture.h"

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;

constexpr char kWhole[] = R"({"code":0,"message":"OK","data":{}})";

// Of the message of what is seen.
std::string WhyNone(const HttpServerResponse& response) {
  const boost::json::value seen = SeenAnswer(response);
  EXPECT_EQ(seen.at("code"), -1);
  return std::string(seen.at("message").as_string());
}

TEST(SeenAnswer, IsTheEnvelopeIfOneComesWhole) {
  EXPECT_EQ(SeenAnswer({.body = kWhole}).at("message"), "OK");
  EXPECT_EQ(SeenAnswer({.body = kWhole, .delay = absl::Hours(1)}).at("code"), 0);
  EXPECT_EQ(SeenAnswer({.status = 400, .body = R"({"code":40002})"}).at("code"), 40002);
}

TEST(SeenAnswer, IsNoneWhateverBodyIsBehindACutConnection) {
  using Cut = HttpServerResponse::Cut;
  EXPECT_THAT(WhyNone({.body = kWhole, .cut = Cut::kBeforeHeader}), HasSubstr("ended"));
  EXPECT_THAT(WhyNone({.body = kWhole, .cut = Cut::kHalfBody}), HasSubstr("Half an answer"));
  EXPECT_THAT(WhyNone({.body = kWhole, .cut = Cut::kReset}), HasSubstr("reset"));
  EXPECT_THAT(WhyNone({.body = kWhole, .trickle = absl::Seconds(1)}), HasSubstr("without an end"));
}

TEST(SeenAnswer, IsNoneOfABodyThatIsNoEnvelope) {
  for (const char* body : {"", "<html>", "[]", "0", "{}", R"({"code":0)"}) {
    EXPECT_THAT(WhyNone({.status = 502, .body = body}), HasSubstr("HTTP 502")) << body;
  }
}

// Each fault of a call as a story sees it; those that leave an envelope leave it.
TEST(SeenAnswer, OfEachFaultOfACall) {
  struct Case {
    const char* fault;
    int code;
  };
  for (const auto& [fault, code] : std::initializer_list<Case>{
           {"kind: DELAY, latency: {fixed: 10m}", 0},
           {"kind: API_ERROR, code: 50000", 50000},
           {"kind: HTTP_STATUS, http_status: 502", -1},
           {"kind: MAINTENANCE", 60001},
           {"kind: RESET", -1},
           {"kind: CUT_BEFORE", -1},
           {"kind: CUT_AFTER", -1},
           {"kind: CUT_BODY", -1},
           {"kind: SLOW_BODY", -1},
           {"kind: MALFORMED_JSON", -1},
           {"kind: TRUNCATED_JSON", -1},
           {"kind: NULLS", 0},
       }) {
    const std::string story = fmt::format(R"(
name: a-fault
tells: What a client sees of a fault.
actors:
  brand:
    advertiser: {{display_name: Brand}}
steps:
  - title: It is planned
    do: CreateFaultPlan
    with: {{fault_plan: {{endpoint: tt_video/list, steps: [{{{}}}]}}}}
  - title: The brand looks into its library
    call: GET tt_video/list
    as: brand
    with: {{advertiser_id: $brand.id}}
    expect: {{code: {}}}
  - title: … and again
    call: GET tt_video/list
    as: brand
    with: {{advertiser_id: $brand.id}}
)",
                                          fault, code);
    ScenarioFixture fixture;
    const absl::StatusOr<PlayedScenario> played =
        PlayScenario(fixture.scenarios, story, "story.yaml");
    ASSERT_TRUE(played.ok()) << played.status();
    EXPECT_TRUE(played->passed()) << PlayedText(*played);
  }
}

}  // namespace
}  // namespace sparkgate::simulator
