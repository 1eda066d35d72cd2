#include "simulator/world/time/followers.h"

#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

const absl::Time kTickTime = absl::FromUnixSeconds(1'800'000'000);

TEST(FollowersTest, ToldDuesOnlyEverComeEarlier) {
  Followers followers;
  followers.Due("a", kTickTime + absl::Hours(2));
  followers.Due("a", kTickTime + absl::Hours(3));
  followers.Due("a", std::nullopt);
  EXPECT_EQ(followers.NextDue("a"), kTickTime + absl::Hours(2));
  followers.Due("b", kTickTime + absl::Hours(1));
  EXPECT_EQ(followers.EarliestDue({"a", "b"}), kTickTime + absl::Hours(1));
  EXPECT_EQ(followers.EarliestDue({"c"}), std::nullopt);
}

TEST(FollowersTest, AnAnswerReplacesWhatWasToldBeforeTheTick) {
  Followers followers;
  followers.Due("a", kTickTime);
  followers.OpenTick({"a"});
  followers.Ack("a", kTickTime + absl::Hours(9), {});
  EXPECT_TRUE(followers.AllAnswered());
  EXPECT_EQ(followers.NextDue("a"), kTickTime + absl::Hours(9));
  followers.Ack("a", kTickTime + absl::Hours(1), {});  // nothing is owed: ignored
  EXPECT_EQ(followers.NextDue("a"), kTickTime + absl::Hours(9));
}

TEST(FollowersTest, WhoIsNotRegisteredOwesNothing) {
  Followers followers;
  followers.Due("b", kTickTime);
  followers.OpenTick({"a", "b"});
  EXPECT_EQ(followers.Missing(), "a");
  followers.Forget({"a"});
  EXPECT_FALSE(followers.AllAnswered());
  followers.Ack("a", std::nullopt, {});
  EXPECT_TRUE(followers.AllAnswered());
  EXPECT_EQ(followers.NextDue("b"), std::nullopt);
}

}  // namespace
}  // namespace sparkgate::simulator
