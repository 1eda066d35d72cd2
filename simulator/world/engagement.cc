#include "simulator/world/engagement.h"

#include <algorithm>

#include "base/crypto/hash.h"
#include "simulator/world/spending/traffic.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kMillion = 1'000'000;
constexpr int64_t kEnoughViews = 1000;  // to tell how people take to a post
constexpr int64_t kMostLiked = 300'000;
constexpr size_t kDraws = 32;

// What the post's own counts say, if they do.
int64_t RateOf(int64_t count, const Post& post, int64_t drawn) {
  if (post.views < kEnoughViews) return drawn;
  return std::min(kMostLiked, MulDiv(count, kMillion, post.views));
}

}  // namespace

KeyedDraws::KeyedDraws(const WorldState& state, std::string_view purpose, std::string_view parent)
    : bytes_(state.random.Bytes(purpose, parent, 0, 2 * kDraws)) {}

int64_t KeyedDraws::Next(int64_t least, int64_t most) {
  const auto byte = [this] { return static_cast<int64_t>(static_cast<uint8_t>(bytes_[used_++])); };
  const int64_t high = byte();
  return least + (most - least) * (high * 256 + byte()) / 65'535;
}

int64_t PerMillion(int64_t count, int64_t per_million) {
  return MulDiv(count, per_million, kMillion);
}

EngagementRates EngagementOf(const WorldState& state, const Post& post) {
  KeyedDraws draws(state, "engagement", post.id);
  EngagementRates rates;
  rates.likes = RateOf(post.likes, post, draws.Next(20'000, 120'000));
  rates.comments = RateOf(post.comments, post, draws.Next(500, 8'000));
  rates.shares = RateOf(post.shares, post, draws.Next(500, 12'000));
  rates.favorites = draws.Next(1'000, 20'000);
  rates.follows = draws.Next(200, 4'000);
  rates.profile_visits = draws.Next(2'000, 15'000);
  const auto percent_of = [&draws](int64_t rate, int64_t least, int64_t most) {
    return rate * draws.Next(least, most) / 100;
  };
  rates.watched_2s = draws.Next(450'000, 750'000);
  rates.watched_6s = percent_of(rates.watched_2s, 40, 70);
  rates.watched_15s = percent_of(rates.watched_6s, 30, 60);
  rates.quarters = draws.Next(350'000, 600'000);
  rates.halves = percent_of(rates.quarters, 45, 70);
  rates.three_quarters = percent_of(rates.halves, 60, 80);
  rates.wholes = percent_of(rates.three_quarters, 60, 85);
  const auto length = static_cast<int64_t>(post.duration_seconds * 1000);
  rates.watch_millis = std::min(length, draws.Next(3'000, 9'000));
  return rates;
}

}  // namespace sparkgate::simulator
