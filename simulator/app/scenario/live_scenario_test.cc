// Stories in worlds that live: over ScenarioService, beside other followers of the clock.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/app/scenario/scenario_fixture.h"
#include "simulator/world/advertisers.h"
#include "sparkgate/simulator/v1/scenario_service.pb.h"

namespace sparkgate::simulator {
namespace {

class LiveScenarioTest : public testing::Test {
 protected:
  // Calls the method as the gRPC face does.
  template <class Response, class Request>
  absl::StatusOr<Response> Call(const std::string& method, const Request& request) {
    const auto* entry = fixture_.table.Find("/sparkgate.simulator.v1.ScenarioService/" + method);
    class Context final : public rpc::CallContext {
      std::string_view method() const override { return ""; }
      const std::string& call_id() const override { return id_; }
      const rpc::Caller& caller() const override { return caller_; }
      bool cancelled() const override { return false; }
      absl::Duration remaining() const override { return absl::InfiniteDuration(); }
      void Annotate(std::string_view, std::string) override {}
      const std::string id_{};
      const rpc::Caller caller_{};
    } context;
    auto response = entry->unary(context, request);
    if (!response.ok()) return response.status();
    return static_cast<const Response&>(**response);
  }
  absl::StatusOr<v1::Scenario> StartStory(const std::string& world,
                                          const std::string& text = kShortStory) {
    v1::StartScenarioRequest request;
    request.set_world_id(world);
    request.set_text(text);
    return Call<v1::Scenario>("StartScenario", request);
  }
  v1::Scenario Look(const std::string& name) {
    v1::GetScenarioRequest request;
    request.set_name(name);
    return Call<v1::Scenario>("GetScenario", request).value();
  }
  absl::Status Advance(const std::string& world, absl::Duration by) {
    Outcome outcome;
    EXPECT_TRUE(fixture_.worlds.Get(world)->clock->Advance(outcome.Request(by)).ok());
    EXPECT_TRUE(outcome.done());
    return outcome.status();
  }

  ScenarioFixture fixture_;
};

TEST_F(LiveScenarioTest, StepsAreDoneAsTheClockReachesThem) {
  const v1::Scenario started = StartStory("world-1").value();
  EXPECT_EQ(started.name(), "worlds/world-1/scenarios/short-story");
  EXPECT_EQ(started.state(), v1::SCENARIO_STATE_PLAYING);
  EXPECT_TRUE(started.steps(0).played());
  EXPECT_FALSE(started.steps(1).played());
  ASSERT_TRUE(Advance("world-1", absl::Hours(47)).ok());
  EXPECT_FALSE(Look(started.name()).steps(1).played());
  ASSERT_TRUE(Advance("world-1", absl::Hours(24)).ok());
  const v1::Scenario after = Look(started.name());
  EXPECT_TRUE(after.steps(1).played());
  EXPECT_EQ(after.state(), v1::SCENARIO_STATE_DONE);
  // At its own instant, not at the end of the Advance.
  const absl::Time start = absl::FromUnixSeconds(after.start_time().seconds());
  EXPECT_EQ(after.steps(1).due_time().seconds(), absl::ToUnixSeconds(start + absl::Hours(48)));
}

TEST_F(LiveScenarioTest, LeavesNoTraceAmongTheFollowersAndAWorldGoesOnAfterIt) {
  ASSERT_TRUE(StartStory("world-1").ok());
  EXPECT_TRUE(fixture_.worlds.Get("world-1")->clock->Look().followers.empty());
  ASSERT_TRUE(Advance("world-1", absl::Hours(72)).ok());
  ASSERT_TRUE(Advance("world-1", absl::Hours(72)).ok());
}

TEST_F(LiveScenarioTest, PlaysInAWorldThatIsThereBesideOtherFollowers) {
  const WorldEntry entry =
      fixture_.worlds.Create({.id = "world-1", .seed = "x", .follower_id = "server"}).value();
  const auto server = std::make_shared<FakeFollower>("server", entry.clock);
  server->Connect();
  ASSERT_TRUE(Advance("world-1", absl::Hours(5)).ok());
  const v1::Scenario started = StartStory("world-1").value();
  EXPECT_EQ(started.seed(), "x");
  ASSERT_TRUE(Advance("world-1", absl::Hours(60)).ok());
  EXPECT_EQ(Look(started.name()).state(), v1::SCENARIO_STATE_DONE);
  // The server was told of the step's instant too: 5 h and 2 days after the start.
  const absl::Time due = FromMicros(started.steps(1).due_time().seconds() * 1'000'000);
  EXPECT_THAT(server->ticks, testing::Contains(testing::Pair(testing::_, due)));
}

TEST_F(LiveScenarioTest, ItsSwitchesHoldFromNowOnForWhatRunsAlready) {
  const WorldEntry entry = fixture_.worlds.Create({.id = "world-1", .seed = "x"}).value();
  const std::string account = entry.world->Write([](WorldState& state) {
    NewAdvertiser brand;
    brand.name = "Brand";
    const std::string id = OpenAdvertiserAccount(state, brand).value()->id;
    AccountTerms terms;
    terms.from = state.now;
    terms.pace_percent = state.switches.Number(kDeliveryPace);
    state.spend_histories[id].terms = {terms};
    return id;
  });
  ASSERT_TRUE(Advance("world-1", absl::Hours(1)).ok());
  ASSERT_TRUE(
      StartStory("world-1", kShortStory + std::string("world: {switches: {delivery_pace: 5}}\n"))
          .ok());
  const std::vector<AccountTerms> terms = entry.world->Read(
      [&](const WorldState& state) { return Find(state.spend_histories, account)->terms; });
  ASSERT_EQ(terms.size(), 2u);
  EXPECT_EQ(terms.back().pace_percent, 5);
}

TEST_F(LiveScenarioTest, AFailureIsShownAndTheWorldGoesOn) {
  std::string text = kShortStory;
  text.replace(text.rfind("expect: {bio: I cook}"), 21, "expect: {bio: I bake}");
  const v1::Scenario started = StartStory("world-1", text).value();
  ASSERT_TRUE(Advance("world-1", absl::Hours(72)).ok());
  const v1::Scenario after = Look(started.name());
  EXPECT_EQ(after.state(), v1::SCENARIO_STATE_FAILED);
  EXPECT_THAT(after.steps(1).problem(), testing::HasSubstr("got \"I cook\""));
}

TEST_F(LiveScenarioTest, ATokenThatIsNoTextFailsTheStory) {
  const std::string text = R"(
name: no-token
tells: A number is saved where the brand's token was.
actors:
  brand:
    advertiser: {display_name: Brand}
steps:
  - title: The brand looks at its accounts
    call: GET oauth2/advertiser/get
    as: brand
    with: {app_id: $app.id, secret: $app.secret}
    save: {brand.token: code}
  - at: 1h
    title: It looks again
    call: GET oauth2/advertiser/get
    as: brand
    with: {app_id: $app.id, secret: $app.secret}
)";
  const v1::Scenario started = StartStory("world-1", text).value();
  ASSERT_TRUE(Advance("world-1", absl::Hours(2)).ok());
  const v1::Scenario after = Look(started.name());
  EXPECT_EQ(after.state(), v1::SCENARIO_STATE_FAILED);
  EXPECT_THAT(after.steps(1).problem(), testing::HasSubstr("brand.token isn't a text"));
}

TEST_F(LiveScenarioTest, AnAnswerThatHasNoJsonFailsTheStory) {
  const WorldEntry entry = fixture_.worlds.Create({.id = "world-1"}).value();
  entry.world->Write([](WorldState& state) {
    state.now = absl::FromCivil(absl::CivilDay(10'000, 1, 1), absl::UTCTimeZone());
    return true;
  });
  const v1::Scenario started = StartStory("world-1").value();
  EXPECT_EQ(started.state(), v1::SCENARIO_STATE_FAILED);
  EXPECT_THAT(started.problem(), testing::HasSubstr("can't be written as JSON"));
}

TEST_F(LiveScenarioTest, OneAtATimeAndEachOnce) {
  ASSERT_TRUE(StartStory("world-1").ok());
  EXPECT_EQ(ReasonOf(StartStory("world-1").status()), "SCENARIO_EXISTS");
  std::string other = kShortStory;
  other.replace(other.find("short-story"), 11, "other-story");
  EXPECT_EQ(ReasonOf(StartStory("world-1", other).status()), "SCENARIO_PLAYING");
  EXPECT_TRUE(StartStory("world-2", other).ok());
}

TEST_F(LiveScenarioTest, ARepeatedRequestStartsNothing) {
  v1::StartScenarioRequest request;
  request.set_text(kShortStory);
  request.set_request_id("r-1");
  const v1::Scenario first = Call<v1::Scenario>("StartScenario", request).value();
  const v1::Scenario again = Call<v1::Scenario>("StartScenario", request).value();
  EXPECT_EQ(again.name(), first.name());
  EXPECT_EQ(fixture_.worlds.List("", 10).size(), 1u);
}

TEST_F(LiveScenarioTest, ADeletedWorldTakesItsStoriesAlong) {
  const v1::Scenario started = StartStory("world-1").value();
  ASSERT_TRUE(fixture_.worlds.Delete("world-1").ok());
  v1::GetScenarioRequest request;
  request.set_name(started.name());
  EXPECT_EQ(ReasonOf(Call<v1::Scenario>("GetScenario", request).status()), "RESOURCE_NOT_FOUND");
  EXPECT_TRUE(StartStory("world-1").ok()) << "another world of that id";
}

TEST_F(LiveScenarioTest, ListsInPages) {
  ASSERT_TRUE(StartStory("world-1").ok());
  ASSERT_TRUE(Advance("world-1", absl::Hours(72)).ok());
  std::string other = kShortStory;
  other.replace(other.find("short-story"), 11, "other-story");
  other.replace(other.find("creator: {"), 10, "creator: {username: second, ");
  ASSERT_TRUE(StartStory("world-1", other).ok());
  v1::ListScenariosRequest request;
  request.set_world("worlds/world-1");
  request.set_page_size(1);
  auto page = Call<v1::ListScenariosResponse>("ListScenarios", request).value();
  ASSERT_EQ(page.scenarios_size(), 1);
  EXPECT_THAT(page.scenarios(0).name(), testing::EndsWith("other-story"));
  request.set_page_token(page.next_page_token());
  page = Call<v1::ListScenariosResponse>("ListScenarios", request).value();
  ASSERT_EQ(page.scenarios_size(), 1);
  EXPECT_THAT(page.scenarios(0).name(), testing::EndsWith("short-story"));
  EXPECT_EQ(page.next_page_token(), "");
}

}  // namespace
}  // namespace sparkgate::simulator
