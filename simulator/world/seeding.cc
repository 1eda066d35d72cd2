#include "simulator/world/seeding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "simulator/world/creators.h"
#include "simulator/world/ids.h"
#include "simulator/world/posts.h"
#include "simulator/world/refusal.h"
#include "simulator/world/seeding_words.h"

namespace sparkgate::simulator {
namespace {

// Log-normal, as sizes of audiences are: half of the accounts below 2,500 followers, a quarter
// above the 10,000 that codes need, one in a hundred above 260,000.
constexpr double kMedianFollowers = 2'500;
constexpr double kFollowerSpread = 2;
constexpr double kMostFollowers = 160e6;
constexpr double kDaysBack = 3 * 365;

// A few numbers in [0,1) for one object, from one keyed hash: a hash a number would take longer
// than everything else.
class Dice {
 public:
  Dice(const KeyedRandom& random, std::string_view purpose, uint64_t ordinal)
      : bytes_(random.Bytes(purpose, "", ordinal, sizeof(uint64_t) * kCount)) {}

  double Next() {
    uint64_t number = 0;
    std::memcpy(&number, bytes_.data() + sizeof(number) * (used_++ % kCount), sizeof(number));
    return static_cast<double>(number >> 11) * 0x1p-53;
  }
  // Box and Muller's: normal, of mean 0 and deviation 1.
  double Normal() {
    const double radius = std::sqrt(-2 * std::log(1 - Next()));
    return radius * std::cos(2 * std::numbers::pi * Next());
  }
  bool Chance(double share) { return Next() < share; }
  template <class Choices>
  std::string_view Pick(const Choices& choices) {
    return choices[static_cast<size_t>(Next() * static_cast<double>(std::size(choices)))];
  }

 private:
  static constexpr size_t kCount = 16;
  const std::string bytes_;
  size_t used_ = 0;
};

const Tongue& TongueAt(double fraction) {
  for (const Tongue& tongue : Tongues()) {
    fraction -= tongue.share;
    if (fraction < 0) return tongue;
  }
  return Tongues().front();
}

struct Person {
  std::string id;
  const Tongue* tongue = nullptr;
  double followers = 0;
};

// A user name that nobody has. The number at its end tells one seeded account from another.
std::string FreeHandle(WorldState& state, Dice& dice) {
  constexpr std::array<std::string_view, 3> kJoints = {"", ".", "_"};
  const std::string base = fmt::format("{}{}{}", dice.Pick(HandleNames()), dice.Pick(kJoints),
                                       dice.Pick(HandleTopics()));
  while (true) {
    std::string handle = fmt::format("{}{}", base, NextOrdinal(state, "seeded_handle", ""));
    if (!state.names.contains(fmt::format("creator/{}", handle))) return handle;
  }
}

absl::StatusOr<Person> OpenSeeded(WorldState& state, const KeyedRandom& random) {
  Dice dice(random, "seeded_creator", NextOrdinal(state, "seeded_creator", ""));
  Person person;
  person.tongue = &TongueAt(dice.Next());
  const double size = kMedianFollowers * std::exp(kFollowerSpread * dice.Normal());
  person.followers = std::floor(std::min(size, kMostFollowers));
  NewCreator creator;
  creator.username = FreeHandle(state, dice);
  creator.display_name = std::string(dice.Pick(person.tongue->names));
  creator.bio = std::string(dice.Pick(person.tongue->captions));
  creator.region = std::string(person.tongue->region);
  creator.followers = static_cast<int64_t>(person.followers);
  creator.following = static_cast<int64_t>(200 * std::exp(dice.Normal()));
  creator.is_verified = person.followers > 500'000 && dice.Chance(0.6);
  creator.is_business = dice.Chance(0.15);
  creator.is_private = person.followers < 5'000 && dice.Chance(0.1);
  creator.ad_settings_on = dice.Chance(0.7);
  SG_ASSIGN_OR_RETURN(const CreatorAccount* account, OpenCreatorAccount(state, creator));
  person.id = account->id;
  Find(state.creators, person.id)->create_time = state.now - absl::Hours(24 * kDaysBack);
  return person;
}

std::string CaptionOf(const Tongue& tongue, Dice& dice) {
  std::string caption(dice.Pick(tongue.captions));
  if (dice.Chance(0.5)) caption += fmt::format(" {}", dice.Pick(Emojis()));
  if (dice.Chance(0.7)) caption += fmt::format(" {}", dice.Pick(tongue.hashtags));
  return caption;
}

// Views follow the audience, but now and then a small account goes viral; what people do with a
// post follows its views.
void Engage(Post& post, double followers, Dice& dice) {
  const double views = 30 * std::pow(followers + 1, 0.75) * std::exp(1.3 * dice.Normal());
  post.views = static_cast<int64_t>(std::min(views, 5e9));
  const auto part = [&dice](int64_t of, double least, double most) {
    return static_cast<int64_t>(static_cast<double>(of) * (least + (most - least) * dice.Next()));
  };
  post.likes = part(post.views, 0.02, 0.14);
  post.comments = part(post.likes, 0.002, 0.05);
  post.shares = part(post.likes, 0.001, 0.08);
}

absl::Status PostSeeded(WorldState& state, const KeyedRandom& random, const Person& person,
                        absl::Time time) {
  Dice dice(random, "seeded_post", NextOrdinal(state, "seeded_post", ""));
  NewPost wanted;
  wanted.creator_id = person.id;
  wanted.type = dice.Chance(0.08) ? PostType::kCarousel : PostType::kVideo;
  wanted.caption = CaptionOf(*person.tongue, dice);
  wanted.duration_seconds = std::round(std::clamp(18 * std::exp(0.7 * dice.Normal()), 3.0, 600.0));
  SG_ASSIGN_OR_RETURN(const Post* published, PublishPost(state, wanted));
  Post& post = *Find(state.posts, published->id);
  post.create_time = time;
  Engage(post, person.followers, dice);
  return absl::OkStatus();
}

// How many of `posts` each person has: few people post most, and the followed ones post more.
std::vector<int64_t> Share(const KeyedRandom& random, uint64_t round,
                           const std::vector<Person>& people, int64_t posts) {
  std::vector<double> until;  // sums of weights
  double sum = 0;
  for (size_t i = 0; i < people.size(); ++i) {
    Dice dice(random, fmt::format("seeded_activity/{}", round), i);
    until.push_back(sum += std::exp(dice.Normal()) * std::pow(people[i].followers + 1, 0.15));
  }
  std::vector<int64_t> counts(people.size(), 0);
  for (int64_t post = 0; post < posts; ++post) {
    const double at = sum * random.Fraction(fmt::format("seeded_author/{}", round), "",
                                            static_cast<uint64_t>(post));
    const auto author = std::ranges::upper_bound(until, at);
    ++counts[static_cast<size_t>(std::min(author, std::prev(until.end())) - until.begin())];
  }
  return counts;
}

// Oldest first, spread over the years up to now.
absl::Time TimeOf(absl::Time now, int64_t number, int64_t count) {
  const double age = static_cast<double>(count - number) / static_cast<double>(count + 1);
  return absl::FromUnixSeconds(absl::ToUnixSeconds(now - absl::Hours(24 * kDaysBack) * age));
}

}  // namespace

absl::StatusOr<Seeded> SeedWorld(WorldState& state, const Seeding& seeding) {
  if (seeding.creators < 1 || seeding.creators > kMostSeededCreators || seeding.posts < 0 ||
      seeding.posts > kMostSeededPosts) {
    return RefuseParam("SEEDING_TOO_LARGE",
                       fmt::format("1 to {} creators and at most {} posts at once.",
                                   kMostSeededCreators, kMostSeededPosts));
  }
  const KeyedRandom& random = state.random;
  const uint64_t round = NextOrdinal(state, "seeding", "");
  Seeded seeded;
  std::vector<Person> people;
  for (; seeded.creators < seeding.creators; ++seeded.creators) {
    SG_ASSIGN_OR_RETURN(const Person person, OpenSeeded(state, random));
    const CreatorAccount& account = *Find(state.creators, person.id);
    seeded.most_followers = std::max(seeded.most_followers, account.followers);
    if (CheckCodeOption(state, account).ok()) ++seeded.with_code_option;
    people.push_back(person);
  }
  const std::vector<int64_t> counts = Share(random, round, people, seeding.posts);
  for (size_t i = 0; i < people.size(); ++i) {
    for (int64_t n = 0; n < counts[i]; ++n, ++seeded.posts) {
      SG_RETURN_IF_ERROR(PostSeeded(state, random, people[i], TimeOf(state.now, n, counts[i])));
    }
  }
  return seeded;
}

}  // namespace sparkgate::simulator
