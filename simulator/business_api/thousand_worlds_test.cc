// A thousand worlds in one simulator. All are forks of one world, so whatever two of them shared by
// mistake would have the same name in both; and each must end as a world does that is alone in a
// simulator.
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "simulator/business_api/business_api.h"
#include "simulator/world/copies.h"
#include "simulator/world/persistence/world_diff.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/time/clock_fixture.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr int kWorlds = 1'000;
constexpr int kThreads = 4;
constexpr int kKinds = 8;  // of stories
constexpr int64_t kTooManyCalls = 40100;

std::string IdOf(int world) { return fmt::format("world-{}", world); }
int KindOf(int world) { return world % kKinds; }
bool IsAdvanced(int world) { return world % 9 == 0; }
absl::Duration AdvanceOf(int kind) { return absl::Hours(25 + kind); }

class Simulation {
 public:
  Simulation() {
    ids_.PublishedAd();
    ids_.state.id = "source";
    AdvertiserToken& token = ids_.state.tokens["token"];
    token.value = "token";
    token.app_id = ids_.app;
    token.advertiser_ids = {ids_.advertiser};
    token.scopes = {"201", "691"};
    EXPECT_TRUE(ids_.state.switches.Set("rate_limits", "WORLD_CLOCK").ok());
    source_ = worlds_.Adopt(ids_.state).value();
  }

  void Fork(int world) {
    const WorldEntry fork = ForkWorld(worlds_, source_, {.id = IdOf(world)}).value();
    fork.world->Write([world](WorldState& state) {
      state.random = KeyedRandom(fmt::format("seed {}", KindOf(world)));
      return true;
    });
  }
  WorldEntry Entry(int world) const { return worlds_.Get(IdOf(world)).value(); }
  WorldState State(int world) const { return Entry(world).world->Copy(); }
  std::string Hash(int world) const {
    return Entry(world).world->Read([](const WorldState& state) { return state.log.Hash(); });
  }
  absl::Duration Age(int world) const {
    return Entry(world).world->Read(
        [](const WorldState& state) { return state.now - state.start_time; });
  }

  // False once the story is over: as many campaigns as its kind says, and one redemption more than
  // an app may try in a second.
  bool Play(int world, int step) const {
    const int campaigns = KindOf(world) + 1;
    if (step < campaigns) {
      EXPECT_EQ(CreateCampaign(world, fmt::format("Campaign {}", step)), 0) << world;
      return true;
    }
    const bool last = step == campaigns + 2;
    EXPECT_EQ(Redeem(world) == kTooManyCalls, last) << world;
    return !last;
  }
  int64_t CreateCampaign(int world, const std::string& name) const {
    return Post(world, "campaign/create",
                {{"advertiser_id", ids_.advertiser},
                 {"objective_type", "VIDEO_VIEWS"},
                 {"campaign_name", name},
                 {"budget_mode", "BUDGET_MODE_INFINITE"}});
  }
  int64_t Redeem(int world) const {
    return Post(world, "tt_video/authorize",
                {{"advertiser_id", ids_.advertiser}, {"auth_code", "#wrong"}});
  }
  void Advance(int world) const {
    Outcome outcome;
    ASSERT_TRUE(Entry(world).clock->Advance(outcome.Request(AdvanceOf(KindOf(world)))).ok());
    ASSERT_TRUE(outcome.done());
    EXPECT_TRUE(outcome.status().ok()) << outcome.status();
  }

 private:
  // The code that it answers.
  int64_t Post(int world, std::string_view endpoint, const json::object& body) const {
    HttpServerRequest request;
    request.method = "POST";
    request.path = fmt::format("/w/{}/open_api/v1.3/{}/", IdOf(world), endpoint);
    request.headers = {{"content-type", "application/json"}, {"access-token", "token"}};
    request.body = json::serialize(body);
    return json::parse(api_.Handle(request).body).at("code").as_int64();
  }

  RulesWorld ids_;
  ClockFixture fixture_;
  Worlds worlds_{fixture_.services()};
  WorldEntry source_;
  BusinessApi api_{[this](std::string_view id) { return worlds_.Find(id); }, fixture_.real_time};
};

// A world of each kind, each in a simulator of its own.
std::map<int, Simulation> Alone() {
  std::map<int, Simulation> simulations;
  for (int kind = 0; kind < kKinds; ++kind) {
    simulations[kind].Fork(kind);
    for (int step = 0; simulations[kind].Play(kind, step); ++step) continue;
  }
  return simulations;
}

// One step of a world, then one of the next.
void PlayTogether(const Simulation& together) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([thread, &together] {
      std::set<int> playing;
      for (int world = thread; world < kWorlds; world += kThreads) playing.insert(world);
      for (int step = 0; !playing.empty(); ++step) {
        std::erase_if(playing, [&](int world) { return !together.Play(world, step); });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

void ExpectOwnJournal(const Simulation& together, int world) {
  const auto exchanges = together.Entry(world).world->journal().After(0).exchanges;
  EXPECT_EQ(exchanges.size(), static_cast<size_t>(KindOf(world) + 4)) << world;
  const std::string own = fmt::format("/w/{}/", IdOf(world));
  for (const ExchangePtr& exchange : exchanges) EXPECT_TRUE(exchange->path.starts_with(own));
  if (!exchanges.empty()) EXPECT_EQ(exchanges.back()->number, exchanges.size());
}

TEST(ThousandWorlds, EachIsAsIfItWereAlone) {
  const std::map<int, Simulation> alone = Alone();
  Simulation together;
  for (int world = 0; world < kWorlds; ++world) together.Fork(world);
  PlayTogether(together);
  for (int world = 0; world < kWorlds; ++world) {
    ExpectOwnJournal(together, world);
    EXPECT_EQ(together.Age(world), absl::ZeroDuration());
    EXPECT_EQ(together.Hash(world), alone.at(KindOf(world)).Hash(KindOf(world))) << world;
  }

  // Some go on while the others stand still.
  std::map<int, std::string> stood;
  for (int kind = 0; kind < kKinds; ++kind) {
    stood[kind] = alone.at(kind).Hash(kind);
    alone.at(kind).Advance(kind);
    EXPECT_NE(alone.at(kind).Hash(kind), stood[kind]);  // its ad was decided about
  }
  for (int world = 0; world < kWorlds; ++world) {
    if (IsAdvanced(world)) together.Advance(world);
  }
  for (int world = 0; world < kWorlds; ++world) {
    const int kind = KindOf(world);
    EXPECT_EQ(together.Age(world), IsAdvanced(world) ? AdvanceOf(kind) : absl::ZeroDuration());
    EXPECT_EQ(together.Hash(world), IsAdvanced(world) ? alone.at(kind).Hash(kind) : stood[kind]);
    if (IsAdvanced(world) && world % 5 == 0) {  // not only what happened: all that is there
      const WorldDiff diff = DiffWorlds(alone.at(kind).State(kind), together.State(world), 1);
      EXPECT_EQ(diff.total, 0u) << world << ": " << diff.differences.at(0).path;
    }
    // Limits go by the world's own clock.
    EXPECT_EQ(together.Redeem(world) == kTooManyCalls, !IsAdvanced(world)) << world;
  }
}

TEST(ThousandWorlds, StoriesOfOtherKindsEndOtherwise) {
  std::set<std::string> hashes;
  for (const auto& [kind, simulation] : Alone()) hashes.insert(simulation.Hash(kind));
  EXPECT_EQ(hashes.size(), static_cast<size_t>(kKinds));
}

}  // namespace
}  // namespace sparkgate::simulator
