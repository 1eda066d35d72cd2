// Advance while others want it too: another caller, and a webhook's receiver, for whom the world
// waits. One at a time; calls that arrive meanwhile are served.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/http/client.h"
#include "base/http/server.h"
#include "base/json.h"
#include "rpc/testing/gate.h"
#include "sparkgate/simulator/v1/ads_manager_service.pb.h"
#include "sparkgate/simulator/v1/world_service.pb.h"
#include "sparkgate/v1/advertiser_service.pb.h"
#include "tests/integration/harness/between_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace json = boost::json;
namespace sim = simulator::v1;
using rpc::testing::Gate;

constexpr char kBusy[] = "ABORTED ADVANCE_IN_PROGRESS";
constexpr char kAdvance[] = "workspace: '{}' by: < seconds: 3600 >";

class AdvanceTest : public BetweenPrograms {
 protected:
  // A POST to TikTok's API, as anybody may make it: the answer's data.
  json::object Post(const Story& story, const std::string& endpoint, const json::object& body) {
    const std::string world = story.world.substr(story.world.find('/') + 1);
    HttpRequest request{
        .method = "POST",
        .url = fmt::format("{}/w/{}/open_api/v1.3/{}/", programs.SimulatorUrl(), world, endpoint),
        .headers = {{"Content-Type", "application/json"}},
        .body = json::serialize(body)};
    const std::string answer = NewCurlClient({})->Send(request).value().body;
    const json::object envelope = ParseJson(answer).value().as_object();
    EXPECT_EQ(JsonInt(envelope, "code"), 0) << answer;
    return *JsonObject(envelope, "data");
  }

  // Subscribes `callback` to the review of the story's ad, with a token of its own.
  void Subscribe(const Story& story, const std::string& callback) {
    const std::string link =
        story.api
            .Ask<v1::StartAdvertiserConnectResponse>("AdvertiserService.StartAdvertiserConnect",
                                                     "parent: '{}'", story.workspace)
            .value()
            .link();
    const std::string back =
        story.api
            .Ask<sim::ConsentResponse>("AdsManagerService.Consent", "world: '{}' link: {}",
                                       story.world, Quote(link))
            .value()
            .redirect_address();
    const auto query = ParseQuery(back.substr(back.find('?') + 1));
    const auto code =
        std::ranges::find_if(query, [](const auto& pair) { return pair.first == "auth_code"; });
    ASSERT_NE(code, query.end()) << back;
    const json::object app = {{"app_id", "7400000000000000001"}, {"secret", "secretOfTheApp"}};
    json::object exchange = app;
    exchange["auth_code"] = code->second;
    const json::object token = Post(story, "oauth2/access_token", exchange);
    json::object subscription = app;
    subscription["subscribe_entity"] = "AD";
    subscription["callback_url"] = callback;
    subscription["subscription_detail"] = {
        {"access_token", token.at("access_token")},
        {"advertiser_id", story.brand.substr(story.brand.rfind('/') + 1)},
        {"ad_id", story.GetAd().tiktok_id()}};
    Post(story, "subscription/subscribe", subscription);
  }
};

TEST_F(AdvanceTest, FromAWebhookReceiverIsTurnedAwayAndTheOuterOneGoesOn) {
  const Api admin(programs, programs.AdminKey());
  ASSERT_EQ(Describe(admin.Try("AppService.CreateApp",
                               "app_id: 'hooked' app: < environment: ENVIRONMENT_SIMULATOR "
                               "tiktok_app_id: '7400000000000000001' secret: 'secretOfTheApp' "
                               "redirect_uris: 'http://127.0.0.1:1/back' >")),
            "OK");
  Story story(programs, {.workspace = "hooked", .more = "app: 'apps/hooked'"});
  story.PlayUntilPublished();

  // What the receiver finds while TikTok waits for its answer.
  struct Found {
    std::string advance_server, advance_simulator, draft;
    absl::Time server, world;
  };
  Inbox<Found> found;
  ThreadPool pool({.name = "receiver", .threads = 1});
  const auto receiver =
      HttpServer::Start({}, [&](HttpServerRequest, const HttpReply& reply) {
        const bool posted = pool.TryPost([&, reply] {
          Found now;
          now.advance_server =
              Describe(story.api.Try("TimeService.Advance", kAdvance, story.workspace));
          now.advance_simulator = Describe(story.api.Try(
              "WorldService.Advance", "world: '{}' by: < seconds: 3600 >", story.world));
          now.draft =
              Describe(story.api.Try("AdService.CreateCampaign",
                                     "parent: '{}' campaign: < ad_account: '{}' display_name: 'x' "
                                     "objective: OBJECTIVE_TRAFFIC >",
                                     story.workspace, story.ad_account));
          now.server = story.Now();
          now.world =
              ToTime(story.api.Ask<sim::World>("WorldService.GetWorld", "name: '{}'", story.world)
                         .value()
                         .now());
          found.Add(now);
          reply({.status = 200});
        });
        EXPECT_TRUE(posted);
      }).value();
  Subscribe(story, fmt::format("http://127.0.0.1:{}/hook", receiver->port()));

  const absl::Time start = story.Now();
  story.Advance(absl::Hours(25));
  found.Close();
  const Found approval = found.Next().value();
  EXPECT_EQ(approval.advance_server, kBusy);
  EXPECT_EQ(approval.advance_simulator, kBusy);
  EXPECT_EQ(approval.draft, "OK");
  EXPECT_GT(approval.world, start);
  EXPECT_LT(approval.world, start + absl::Hours(25));
  EXPECT_LE(approval.server, approval.world) << "its tick is yet to come";
  EXPECT_FALSE(found.Next().has_value()) << "told twice";
  EXPECT_EQ(story.Now(), start + absl::Hours(25));
  EXPECT_EQ(story.GetAd().delivery().state(), v1::DELIVERY_STATE_DELIVERING);
  receiver->Stop(absl::ZeroDuration());
}

TEST_F(AdvanceTest, FromTwoCallersIsTheFirstOnes) {
  Story story(programs, {.workspace = "two"});
  story.PlayUntilPublished();
  ASSERT_EQ(Describe(story.api.Try("WorldService.Advance", "world: '{}' by: < seconds: 0 >",
                                   story.world)),
            "OK")
      << "what publishing left to do";
  const absl::Time start = story.Now();
  // The first is under way for as long as the server waits for an answer.
  Gate reached, release;
  middleman->AtNext("ad/get/", [&](const Middleman::Forward& forward) {
    reached.Open();
    release.Wait();
    return forward();
  });
  auto first =
      story.api.Open<v1::AdvanceResponse>("TimeService.Advance", kAdvance, story.workspace);
  reached.Wait();
  EXPECT_EQ(Describe(story.api.Try("TimeService.Advance", kAdvance, story.workspace)), kBusy);
  EXPECT_EQ(Describe(story.api.Try("WorldService.Advance", "world: '{}' by: < seconds: 3600 >",
                                   story.world)),
            kBusy);
  release.Open();
  EXPECT_EQ(Describe(first.End()), "OK");
  EXPECT_EQ(story.Now(), start + absl::Hours(1));
  EXPECT_EQ(Describe(story.api.Try("TimeService.Advance", kAdvance, story.workspace)), "OK");
}

TEST_F(AdvanceTest, FromManyCallersAddsUp) {
  Story story(programs, {.workspace = "many"});
  story.PlayUntilPublished();
  const absl::Time start = story.Now();
  std::atomic<int> done = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      for (int call = 0; call < 5; ++call) {
        const std::string said =
            Describe(story.api.Try("TimeService.Advance", kAdvance, story.workspace));
        if (said == "OK") ++done;
        EXPECT_THAT(said, testing::AnyOf("OK", kBusy));
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_GE(done, 5) << "somebody's turn it always is";
  EXPECT_EQ(story.Now(), start + done.load() * absl::Hours(1));
}

}  // namespace
}  // namespace sparkgate::integration
