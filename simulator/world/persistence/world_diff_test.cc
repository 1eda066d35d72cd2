#include "simulator/world/persistence/world_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {
namespace {

using testing::HasSubstr;
using testing::Not;

const WorldDifference* At(const WorldDiff& diff, std::string_view path) {
  for (const WorldDifference& difference : diff.differences) {
    if (difference.path == path) return &difference;
  }
  return nullptr;
}

TEST(WorldDiffTest, OfEqualWorldsIsEmptyWhateverTheyAreCalled) {
  const RulesWorld world;
  WorldState other = world.state;
  other.id = "other";
  other.incarnation = "another";
  other.revision = 99;
  const WorldDiff diff = DiffWorlds(world.state, other, 100);
  EXPECT_EQ(diff.total, 0u) << diff.differences.at(0).path;
}

TEST(WorldDiffTest, NamesThePlaceAndBothValues) {
  RulesWorld world;
  const WorldState before = world.state;
  Find(world.state.creators, world.creator)->followers = 5;
  world.state.creators.erase("none");
  const WorldDiff diff = DiffWorlds(before, world.state, 100);
  ASSERT_EQ(diff.total, 1u);
  EXPECT_EQ(diff.differences[0].path, "creators." + world.creator + ".followers");
  EXPECT_EQ(diff.differences[0].before, "12000");
  EXPECT_EQ(diff.differences[0].after, "5");
}

TEST(WorldDiffTest, ARowOfOneOfThemIsOneDifference) {
  RulesWorld world;
  const WorldState before = world.state;
  const std::string campaign = world.Campaign();
  const WorldDiff diff = DiffWorlds(before, world.state, 100);
  const WorldDifference* added = At(diff, "campaigns." + campaign);
  ASSERT_NE(added, nullptr);
  EXPECT_EQ(added->before, "");
  EXPECT_THAT(added->after, HasSubstr("VIDEO_VIEWS"));
  ASSERT_NE(At(diff, "event_hash"), nullptr);
  EXPECT_EQ(At(diff, "event_count")->after, std::to_string(world.state.log.count()));
  const WorldDiff back = DiffWorlds(world.state, before, 100);
  EXPECT_EQ(At(back, "campaigns." + campaign)->after, "");
}

TEST(WorldDiffTest, KeepsTheFirstOnesAndCountsAll) {
  RulesWorld world;
  const WorldState before = world.state;
  for (const char* name : {"a", "b", "c"}) world.Campaign(name);
  const WorldDiff diff = DiffWorlds(before, world.state, 2);
  EXPECT_EQ(diff.differences.size(), 2u);
  EXPECT_GE(diff.total, 6u);  // campaigns, their names, the events
}

TEST(WorldDiffTest, ALongValueIsCutBetweenCharacters) {
  RulesWorld world;
  const WorldState before = world.state;
  std::string caption = "xx";  // so that the cut falls into a character
  for (int i = 0; i < 400; ++i) caption += "é";
  Find(world.state.posts, world.post)->caption = caption;
  const WorldDiff diff = DiffWorlds(before, world.state, 1);
  const std::string& shown = diff.differences.at(0).after;
  EXPECT_LE(shown.size(), kLongestShown + std::string("…").size());
  EXPECT_TRUE(shown.ends_with("é…")) << shown;
}

TEST(WorldDiffTest, ShowsNoSecret) {
  RulesWorld world;
  const WorldState empty;
  const std::string code = world.AuthorizedPost();
  WorldState& state = world.state;
  state.tokens["token-aaaaaaaa"].value = "token-aaaaaaaa";
  state.creator_tokens["act.bbbbbbbb"].value = "act.bbbbbbbb";
  state.refresh_tokens["rft.cccccccc"] = "o";
  CreatorGrant& grant = state.grants["o"];
  grant.refresh_token = "rft.cccccccc";
  grant.access_tokens = {"act.dddddddd", "act.bbbbbbbb"};
  state.oauth_codes["oauth-eeeeeeee"].value = "oauth-eeeeeeee";
  Subscription& subscription = state.subscriptions["s"];
  subscription.callback_url = "http://h/hook/ffffffff";
  subscription.token = "token-aaaaaaaa";
  const auto check = [&](const WorldDiff& diff) {
    ASSERT_GT(diff.total, 5u);
    for (const WorldDifference& difference : diff.differences) {
      for (const std::string& text : {difference.path, difference.before, difference.after}) {
        for (const std::string& secret :
             {code, world.secret, std::string("aaaaaaaa"), std::string("bbbbbbbb"),
              std::string("cccccccc"), std::string("dddddddd"), std::string("eeeeeeee"),
              std::string("ffffffff")}) {
          EXPECT_THAT(text, Not(HasSubstr(secret))) << difference.path;
        }
      }
    }
  };
  check(DiffWorlds(empty, state, 1000));
  check(DiffWorlds(state, empty, 1000));
  WorldState changed = state;
  Find(changed.apps, world.app)->secret = "another";
  const WorldDiff diff = DiffWorlds(state, changed, 10);
  ASSERT_EQ(diff.total, 1u);  // two secrets can be told apart
  EXPECT_NE(diff.differences[0].before, diff.differences[0].after);
  EXPECT_THAT(diff.differences[0].after, HasSubstr("secret:"));
}

}  // namespace
}  // namespace sparkgate::simulator
