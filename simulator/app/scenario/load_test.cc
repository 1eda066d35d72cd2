#include "simulator/app/scenario/load.h"

#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/app/scenario/scenario_fixture.h"

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class LoadTest : public testing::Test {
 protected:
  // The error of the short story with `what` instead of `that`.
  std::string With(const std::string& that, const std::string& what) {
    std::string text = kShortStory;
    const size_t at = text.find(that);
    EXPECT_NE(at, std::string::npos) << that;
    return Error(text.replace(at, that.size(), what));
  }
  std::string Error(const std::string& text) {
    const absl::StatusOr<Scenario> scenario = LoadScenario(text, "s.yaml", fixture_.table);
    if (scenario.ok()) return "";
    EXPECT_EQ(ReasonOf(scenario.status()), "SCENARIO_INVALID");
    return std::string(scenario.status().message());
  }

  ScenarioFixture fixture_;
};

TEST_F(LoadTest, ReadsAStory) {
  const absl::StatusOr<Scenario> scenario = LoadScenario(kShortStory, "s.yaml", fixture_.table);
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_EQ(scenario->name, "short-story");
  ASSERT_EQ(scenario->steps.size(), 2u);
  EXPECT_EQ(scenario->steps[0].target, "/sparkgate.simulator.v1.CreatorAppService/PostVideo");
  EXPECT_EQ(scenario->steps[1].at, absl::Hours(48));
  EXPECT_EQ(scenario->steps[1].line, 12);
}

TEST_F(LoadTest, WhatNobodyKnowsIsAnErrorWithItsLineAndWhatThereIs) {
  EXPECT_THAT(With("tells:", "tels:"),
              StartsWith("s.yaml:3: \"tels\" is no key of a story; it has"));
  EXPECT_THAT(With("save:", "keep:"), StartsWith("s.yaml:11: \"keep\" is no key of a step"));
  EXPECT_THAT(With("do: PostVideo", "do: PostVido"), StartsWith("s.yaml:9: Nobody can do"));
  EXPECT_THAT(
      With("caption: Hello", "captoin: Hello"),
      AllOf(StartsWith("s.yaml:10: \"captoin\" is no field of Post"), HasSubstr("caption")));
  EXPECT_THAT(
      With("caption: Hello", "type: FILM"),
      AllOf(StartsWith("s.yaml:10: \"FILM\" is no PostType"), HasSubstr("POST_TYPE_VIDEO")));
  EXPECT_THAT(With("account: $ana", "account: $bob"),
              AllOf(StartsWith("s.yaml:10: $bob is not known here"), HasSubstr("$ana.token")));
  EXPECT_THAT(With("follower_count", "folowers"), StartsWith("s.yaml:6: \"folowers\" is no field"));
}

TEST_F(LoadTest, AVariableIsKnownOnlyAfterItWasSaved) {
  EXPECT_THAT(With("caption: Hello", "caption: $post"), HasSubstr("$post is not known here"));
  EXPECT_EQ(With("bio: I cook}}", "bio: $post.id}}"), "");
}

TEST_F(LoadTest, TimesGoForward) {
  EXPECT_THAT(With("at: 2d", "at: 2 days"), StartsWith("s.yaml:12: at is a time after the start"));
  EXPECT_THAT(With("  - title: Ana", "  - at: 3d\n    title: Ana"),
              HasSubstr("This step comes before the one above it."));
}

TEST_F(LoadTest, AVerbOfTwoServicesMustSayWhich) {
  EXPECT_THAT(With("do: PostVideo", "do: ListNotifications"),
              AllOf(HasSubstr("AdsManagerService.ListNotifications"),
                    HasSubstr("CreatorAppService.ListNotifications")));
}

TEST_F(LoadTest, AStoryStaysInItsWorld) {
  for (const char* verb : {"WorldService.CreateWorld", "DeleteWorld", "Advance", "StartScenario"}) {
    EXPECT_THAT(With("do: PostVideo", std::string("do: ") + verb), HasSubstr("Nobody can do"));
  }
}

TEST_F(LoadTest, CallsAreHeldToTheEndpoints) {
  const auto call = [this](const std::string& what) { return With("do: PostVideo", what); };
  EXPECT_THAT(call("call: POST tt_video/redeem"), HasSubstr("an endpoint that is simulated"));
  EXPECT_THAT(call("call: GET tt_video/authorize"), HasSubstr("tt_video/authorize is a POST."));
  EXPECT_THAT(call("call: POST tt_video/authorize\n    as: brand"),
              HasSubstr("\"brand\" is no actor; there are: ana."));
  EXPECT_THAT(call("ad: 5"), HasSubstr("An ad is read with nothing."));
  EXPECT_THAT(call("ad: 5\n    do: PostVideo"), HasSubstr("one of: do, call, ad"));
}

TEST_F(LoadTest, ExpectationsHaveForms) {
  EXPECT_EQ(With("{bio: I cook}\n", "{bio: {contains: cook}}\n"), "");
  EXPECT_THAT(With("expect: {bio: I cook}", "expect: {bio: {like: cook}}"),
              HasSubstr("{contains: text}"));
}

TEST_F(LoadTest, SwitchesAreHeldToTheWorlds) {
  EXPECT_THAT(With("actors:", "world: {switches: {min_folowers: 1}}\nactors:"),
              StartsWith("s.yaml:4"));
  EXPECT_EQ(With("actors:", "world: {switches: {min_followers: 1}}\nactors:"), "");
}

TEST_F(LoadTest, WhatIsNoYamlIsAnErrorToo) {
  EXPECT_THAT(Error("name: [unclosed"), StartsWith("s.yaml:1: No YAML"));
  EXPECT_THAT(Error(""), HasSubstr("A story is a map"));
  EXPECT_THAT(Error("- a\n- b"), HasSubstr("A story is a map"));
  EXPECT_THAT(Error(std::string(kLongestScenario + 1, ' ')), HasSubstr("longer than"));
}

TEST_F(LoadTest, AnAliasOfItselfEnds) {
  EXPECT_THAT(With("with: {account: $ana, post: {caption: Hello}}",
                   "with: {account: $ana, request_id: &a [*a, *a]}"),
              HasSubstr("levels deep"));
}

TEST_F(LoadTest, AliasesDontBlowUp) {
  std::string bomb = "with:\n      account: &a0 x\n";
  for (int i = 1; i < 30; ++i) {
    bomb += fmt::format("      f{0}: &a{0} [*a{1}, *a{1}]\n", i, i - 1);
  }
  EXPECT_THAT(With("do: PostVideo\n    with: {account: $ana, post: {caption: Hello}}\n",
                   "call: POST tt_video/unbind\n    " + bomb),
              HasSubstr("More than 20000 values"));
}

}  // namespace
}  // namespace sparkgate::simulator
