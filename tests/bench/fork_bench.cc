// What forking a large world costs: the fork itself, and what the copy pays later, when it looks
// into each table for the first time.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "simulator/world/world.h"

namespace sparkgate::simulator {
namespace {

constexpr uint64_t kObjects = 100'000;
constexpr uint64_t kKinds = 8;  // creator, post, code, library entry, campaign, group, ad, review

// Digits in no order, like the ids that worlds give.
std::string IdOf(uint64_t number) {
  return fmt::format("7{:018}", (number + 1) * 0x9E37'79B9'7F4A'7C15 % 1'000'000'000'000'000'000);
}

// As the rules leave them: with names that are taken, and counters behind ids.
WorldState Furnished() {
  WorldState state;
  state.id = "source";
  const std::string advertiser = IdOf(0);
  for (uint64_t i = 0; i < kObjects / kKinds; ++i) {
    const auto id = [i](uint64_t kind) { return IdOf(i * kKinds + kind + 1); };
    CreatorAccount& creator = state.creators[id(0)];
    creator.id = id(0);
    creator.username = fmt::format("creator.{}", i);
    creator.post_ids = {id(1)};
    Post& post = state.posts[id(1)];
    post.id = id(1);
    post.creator_id = id(0);
    post.caption = "Five-minute ramen, two pots, one spoon";
    post.code = fmt::format("#{}{}", std::string(45, 'x'), id(2));
    Code& code = state.codes[post.code];
    code.value = post.code;
    code.post_id = id(1);
    state.spark_posts[SparkPostKey(advertiser, id(1))].code = post.code;
    Campaign& campaign = state.campaigns[id(4)];
    campaign.id = id(4);
    campaign.advertiser_id = advertiser;
    campaign.name = fmt::format("Campaign number {}", i);
    AdGroup& group = state.ad_groups[id(5)];
    group.id = id(5);
    group.advertiser_id = advertiser;
    group.campaign_id = id(4);
    group.name = fmt::format("Ad group number {}", i);
    group.placements = {"PLACEMENT_TIKTOK"};
    group.location_ids = {"6252001"};
    Ad& ad = state.ads[id(6)];
    ad.id = id(6);
    ad.name = fmt::format("Ad number {}", i);
    ad.post_id = id(1);
    state.reviews[id(6)];
    for (uint64_t kind = 0; kind < kKinds; ++kind) state.ordinals[id(kind)] = 1;
    state.names[fmt::format("campaign/{}/{}", advertiser, campaign.name)] = id(4);
    state.names[fmt::format("ad_group/{}/{}", id(4), group.name)] = id(5);
  }
  return state;
}

World& Source() {
  static auto* const world = new World(Furnished());
  return *world;
}

void Fork(benchmark::State& state) {
  World& source = Source();
  for (auto _ : state) {
    World fork(source.Copy());
    benchmark::DoNotOptimize(&fork);
  }
}
BENCHMARK(Fork)->Unit(benchmark::kMicrosecond);

// Looks into every table there is.
struct Looker {
  template <class T>
  void operator()(std::string_view, const T& field) {
    if constexpr (requires { field.contains(""); }) benchmark::DoNotOptimize(field.contains(""));
  }
};

void ForkAndLookIntoAllTables(benchmark::State& state) {
  World& source = Source();
  for (auto _ : state) {
    World fork(source.Copy());
    fork.Read([](const WorldState& copy) {
      Looker look;
      WorldState::Fields(copy, look);
      return true;
    });
  }
}
BENCHMARK(ForkAndLookIntoAllTables)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sparkgate::simulator

// The argument is seconds per measurement.
int main(int count, char** arguments) {
  std::string program = arguments[0];
  std::string seconds = fmt::format("--benchmark_min_time={}", count > 1 ? arguments[1] : "1");
  std::vector<char*> flags = {program.data(), seconds.data()};
  int flag_count = static_cast<int>(flags.size());
  benchmark::Initialize(&flag_count, flags.data());
  benchmark::RunSpecifiedBenchmarks();
}
