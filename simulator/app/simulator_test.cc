#include "simulator/app/simulator.h"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/http/client.h"
#include "base/http/server.h"
#include "base/mutex.h"
#include "simulator/app/demo.h"
#include "simulator/world/creators.h"
#include "simulator/world/new_world.h"
#include "simulator/world/persistence/world_files.h"
#include "simulator/world/persistence/world_text.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;

class SimulatorTest : public testing::Test {
 protected:
  SimulatorTest() {
    std::string pattern = testing::TempDir() + "/simulator_test_XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~SimulatorTest() override { std::filesystem::remove_all(folder_); }

  static SimulatorOptions Free(const std::string& data = "") {
    return {.http_port = 0, .grpc_port = 0, .data = data};
  }
  std::string Get(uint16_t port, const std::string& path, const std::string& token) {
    HttpRequest request;
    request.url = fmt::format("http://127.0.0.1:{}{}", port, path);
    request.headers = {{"Access-Token", token}};
    return client_->Send(request).value().body;
  }

  // A world that was saved while webhooks were due.
  static WorldState WithDueWebhooks(const std::string& url) {
    WorldState state = MakeWorld({.id = "world-1"}, NewIncarnation(), "").value();
    App& app = state.apps["app"];
    app.id = "app";
    app.secret = "s";
    AdvertiserToken& token = state.tokens["token"];
    token.value = "token";
    token.app_id = "app";
    Subscription& subscription = state.subscriptions["sub"];
    subscription.id = "sub";
    subscription.app_id = "app";
    subscription.entity = "AD_ACCOUNT_SUSPENSION";
    subscription.callback_url = url;
    subscription.token = "token";
    for (int i = 0; i < 100; ++i) {
      const std::string id = fmt::format("d{}", i);
      WebhookDelivery& delivery = state.deliveries[id];
      delivery.id = id;
      delivery.subscription_id = "sub";
      delivery.body = "{}";
      delivery.state = DeliveryState::kDue;
      state.due_deliveries.insert(id);
    }
    return state;
  }

  const std::unique_ptr<HttpClient> client_ = NewCurlClient({});
  std::string folder_;
};

TEST_F(SimulatorTest, TheDemoIsEnoughForAFirstCall) {
  const std::unique_ptr<Simulator> simulator = Simulator::Start(Free()).value();
  const absl::StatusOr<Demo> demo = FurnishDemo(simulator->worlds());
  ASSERT_TRUE(demo.ok()) << demo.status();
  const std::string answer =
      Get(simulator->http_port(),
          fmt::format("/open_api/v1.3/tt_video/info/?advertiser_id={}&auth_code={}",
                      demo->advertiser_id, PercentEncode(demo->code)),
          demo->advertiser_token);
  EXPECT_THAT(answer, HasSubstr("\"code\":0"));
  EXPECT_THAT(answer, HasSubstr(demo->item_id));
  const std::string text = DemoText(*demo, simulator->http_port());
  EXPECT_THAT(text, HasSubstr(demo->advertiser_token));
  EXPECT_TRUE(simulator->Stop().ok());
}

TEST_F(SimulatorTest, TheConsentPagesAreOnTheApisPort) {
  const std::unique_ptr<Simulator> simulator = Simulator::Start(Free()).value();
  const Demo demo = FurnishDemo(simulator->worlds()).value();
  const std::string link = fmt::format("/portal/auth?app_id={}&redirect_uri={}", demo.app_id,
                                       PercentEncode("http://127.0.0.1/demo"));
  for (const std::string& path : {link, "/w/default" + link}) {
    EXPECT_THAT(Get(simulator->http_port(), path, ""),
                HasSubstr("<title>Connect your ad accounts"));
  }
  EXPECT_THAT(Get(simulator->http_port(), "/w/none" + link, ""), HasSubstr("no such world"));
  EXPECT_TRUE(simulator->Stop().ok());
}

TEST_F(SimulatorTest, WorldsOutliveTheProgramAndTheDemoIsFoundAgain) {
  Demo first;
  {
    const std::unique_ptr<Simulator> simulator = Simulator::Start(Free(folder_)).value();
    first = FurnishDemo(simulator->worlds()).value();
    ASSERT_TRUE(simulator->Stop().ok());
  }
  const std::unique_ptr<Simulator> simulator = Simulator::Start(Free(folder_)).value();
  const Demo again = FurnishDemo(simulator->worlds()).value();
  EXPECT_EQ(again.code, first.code);
  EXPECT_EQ(again.advertiser_token, first.advertiser_token);
  EXPECT_EQ(again.creator_token, first.creator_token);
  EXPECT_TRUE(simulator->Stop().ok());
}

TEST_F(SimulatorTest, ASecondOneOnTheSamePortOrFolderIsTurnedAway) {
  const std::unique_ptr<Simulator> simulator = Simulator::Start(Free(folder_)).value();
  EXPECT_EQ(ReasonOf(Simulator::Start(Free(folder_)).status()), "FILE_LOCKED");
  SimulatorOptions same_http = Free();
  same_http.http_port = simulator->http_port();
  EXPECT_EQ(ReasonOf(Simulator::Start(same_http).status()), "ADDRESS_IN_USE");
  SimulatorOptions same_grpc = Free();
  same_grpc.grpc_port = simulator->grpc_port();
  EXPECT_EQ(ReasonOf(Simulator::Start(same_grpc).status()), "ADDRESS_IN_USE");
  EXPECT_TRUE(simulator->Stop().ok());
}

TEST_F(SimulatorTest, AStartThatFailsSendsNothing) {
  std::atomic<int> received = 0;
  const auto receiver =
      *HttpServer::Start({}, [&](const HttpServerRequest&, const HttpReply& reply) {
        ++received;
        reply({});
      });
  const WorldState state =
      WithDueWebhooks(fmt::format("http://127.0.0.1:{}/hook", receiver->port()));
  ASSERT_TRUE(WorldFiles::Open(folder_).value()->Save("world-1", WorldToText(state)).ok());
  const std::unique_ptr<Simulator> first = Simulator::Start(Free()).value();
  SimulatorOptions options = Free(folder_);
  options.grpc_port = first->grpc_port();
  EXPECT_EQ(ReasonOf(Simulator::Start(options).status()), "ADDRESS_IN_USE");
  EXPECT_EQ(received, 0);
  EXPECT_TRUE(first->Stop().ok());
}

TEST_F(SimulatorTest, AWorldThatIsBusyKeepsNobodyFromTheOthers) {
  const std::unique_ptr<Simulator> simulator = Simulator::Start(Free()).value();
  const std::shared_ptr<World> busy = simulator->worlds().Create({.id = "busy"}).value().world;
  ASSERT_TRUE(simulator->worlds().Create({.id = "free"}).ok());
  const auto get = [&](const std::string& world) {
    return Get(simulator->http_port(), fmt::format("/w/{}/open_api/v1.3/ad/get/", world), "");
  };
  std::thread waiting;
  busy->Write([&](WorldState&) {
    waiting = std::thread([&] { EXPECT_THAT(get("busy"), HasSubstr("40104")); });
    // Whenever that call comes to wait for the lock, calls to the other world are answered.
    for (int i = 0; i < 200; ++i) EXPECT_THAT(get("free"), HasSubstr("40104"));
    return true;
  });
  waiting.join();
  EXPECT_TRUE(simulator->Stop().ok());
}

// A hundred webhooks are due to a receiver that never answers, which an Advance waits for.
TEST_F(SimulatorTest, AReceiverThatHangsStallsNoWorld) {
  Mutex mutex;
  std::vector<HttpReply> kept;
  const auto receiver = *HttpServer::Start({}, [&](const HttpServerRequest&, HttpReply reply) {
    const MutexLock lock(mutex);
    kept.push_back(std::move(reply));
  });
  SimulatorOptions options = Free(folder_);
  options.webhook_timeout = absl::Milliseconds(100);
  const WorldState state =
      WithDueWebhooks(fmt::format("http://127.0.0.1:{}/hook", receiver->port()));
  ASSERT_TRUE(WorldFiles::Open(folder_).value()->Save("world-1", WorldToText(state)).ok());
  const std::unique_ptr<Simulator> simulator = Simulator::Start(options).value();
  std::promise<absl::Status> over;
  AdvanceRequest advance;
  advance.target = absl::Seconds(10);  // two retries of each
  advance.on_done = [&over](const absl::StatusOr<AdvanceProgress>& result) {
    over.set_value(result.status());
  };
  const WorldEntry entry = simulator->worlds().Get("world-1").value();
  ASSERT_TRUE(entry.clock->Advance(std::move(advance)).ok());
  // Meanwhile the world itself answers.
  EXPECT_THAT(Get(simulator->http_port(), "/w/world-1/open_api/v1.3/ad/get/", ""),
              HasSubstr("40104"));
  EXPECT_TRUE(over.get_future().get().ok());
  entry.world->Read([](const WorldState& after) {
    EXPECT_EQ(after.deliveries.size(), 100u);
    for (const auto& [id, delivery] : after.deliveries) EXPECT_EQ(delivery.log.size(), 3u) << id;
    return true;
  });
  EXPECT_TRUE(simulator->Stop().ok());
  const MutexLock lock(mutex);
  EXPECT_GE(kept.size(), 3u);  // it was asked again each time
  for (const HttpReply& reply : kept) reply({});
}

TEST_F(SimulatorTest, ItsMetricsAreServed) {
  const std::unique_ptr<Simulator> simulator = Simulator::Start(Free()).value();
  EXPECT_THAT(Get(simulator->http_port(), "/metrics", ""), HasSubstr("# HELP"));
  EXPECT_TRUE(simulator->Stop().ok());
}

TEST_F(SimulatorTest, TheDemoRenewsWhatWasUsed) {
  const std::unique_ptr<Simulator> simulator = Simulator::Start(Free()).value();
  const Demo first = FurnishDemo(simulator->worlds()).value();
  simulator->worlds().Find("default")->Write([&](WorldState& state) {
    AuthorizePostRequest request;
    request.advertiser_id = first.advertiser_id;
    request.auth_code = first.code;
    EXPECT_TRUE(AuthorizePost(state, request).ok());
    state.now += absl::Hours(25);
    return true;
  });
  const Demo again = FurnishDemo(simulator->worlds()).value();
  EXPECT_NE(again.code, "");
  EXPECT_NE(again.code, first.code);
  EXPECT_NE(again.item_id, first.item_id);
  EXPECT_NE(again.creator_token, first.creator_token);
  EXPECT_EQ(again.advertiser_token, first.advertiser_token);
  EXPECT_TRUE(simulator->Stop().ok());
}

TEST_F(SimulatorTest, HalfADemoIsNone) {
  const std::unique_ptr<Simulator> simulator = Simulator::Start(Free()).value();
  const std::shared_ptr<World> world = simulator->worlds().Create({.id = "default"}).value().world;
  world->Write([](WorldState& state) {
    NewCreator somebody;
    somebody.username = "demo_creator";
    EXPECT_TRUE(OpenCreatorAccount(state, somebody).ok());
    return true;
  });
  for (int start = 0; start < 2; ++start) {
    EXPECT_EQ(ReasonOf(FurnishDemo(simulator->worlds()).status()), "USERNAME_TAKEN");
  }
  EXPECT_TRUE(world->Read([](const WorldState& state) { return state.apps.empty(); }));
  EXPECT_TRUE(simulator->Stop().ok());
}

}  // namespace
}  // namespace sparkgate::simulator
