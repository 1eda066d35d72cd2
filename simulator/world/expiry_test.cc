#include "simulator/world/expiry.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/time/clock_fixture.h"

namespace sparkgate::simulator {
namespace {

class ExpiryTest : public testing::Test {
 protected:
  // As time passes, with a look each second of it.
  void Pass(absl::Duration by) {
    fixture_.real_time.Advance(by);
    fixture_.timers.Advance(absl::Seconds(1));
  }
  // Without using it.
  bool IsThere(std::string_view id) const {
    const std::vector<WorldEntry> all = worlds_.List("", 100);
    return std::any_of(all.begin(), all.end(),
                       [id](const WorldEntry& entry) { return entry.world->id() == id; });
  }

  ClockFixture fixture_;
  Worlds worlds_{fixture_.services()};
  const std::shared_ptr<WorldExpiry> expiry_ = std::make_shared<WorldExpiry>(
      worlds_, fixture_.real_time, fixture_.timers, fixture_.executor);
};

TEST_F(ExpiryTest, AWorldGoesWhenItWasNotUsedForItsTtl) {
  ASSERT_TRUE(worlds_.Create({.id = "short", .ttl = absl::Minutes(10)}).ok());
  ASSERT_TRUE(worlds_.Create({.id = "for-ever"}).ok());
  expiry_->Start();
  Pass(absl::Minutes(9));
  EXPECT_TRUE(IsThere("short"));
  ASSERT_TRUE(worlds_.Get("short").ok());  // a use
  Pass(absl::Minutes(9));
  EXPECT_TRUE(IsThere("short"));
  ASSERT_NE(worlds_.Find("short"), nullptr);  // on the other face
  Pass(absl::Minutes(9));
  EXPECT_TRUE(IsThere("short"));
  Pass(absl::Minutes(1));
  EXPECT_FALSE(IsThere("short"));
  EXPECT_TRUE(IsThere("for-ever"));
  EXPECT_EQ(worlds_.TakeDeleted(), std::vector<std::string>{"short"});  // its file goes as well
}

TEST_F(ExpiryTest, AWorldThatAdvancesIsInUse) {
  const WorldEntry entry =
      worlds_.Create({.id = "world-1", .ttl = absl::Minutes(1), .follower_id = "server"}).value();
  const auto follower = std::make_shared<FakeFollower>("server", entry.clock);
  follower->answers = false;
  follower->Connect();
  Outcome outcome;
  ASSERT_TRUE(entry.clock->Advance(outcome.Request(absl::Hours(1))).ok());
  expiry_->Start();
  Pass(absl::Hours(2));
  EXPECT_TRUE(IsThere("world-1"));
  follower->answers = true;
  follower->Answer();
  ASSERT_TRUE(outcome.done());
  Pass(absl::Seconds(59));
  EXPECT_TRUE(IsThere("world-1"));
  Pass(absl::Seconds(1));
  EXPECT_FALSE(IsThere("world-1"));
  EXPECT_TRUE(follower->gone);
}

TEST_F(ExpiryTest, WhoWaitsAtTheJournalHearsThatItIsGone) {
  const WorldEntry entry = worlds_.Create({.id = "world-1", .ttl = absl::Minutes(1)}).value();
  int woken = 0;
  entry.world->journal().Watch([&woken] { ++woken; });
  expiry_->Start();
  Pass(absl::Minutes(2));
  EXPECT_FALSE(IsThere("world-1"));
  EXPECT_EQ(woken, 1);
  EXPECT_TRUE(entry.world->journal().After(0).closed);
}

TEST_F(ExpiryTest, NothingGoesAfterStop) {
  ASSERT_TRUE(worlds_.Create({.id = "short", .ttl = absl::Seconds(1)}).ok());
  expiry_->Start();
  Pass(absl::ZeroDuration());
  expiry_->Stop();
  fixture_.real_time.Advance(absl::Hours(1));
  fixture_.timers.Advance(absl::Seconds(1));  // the look that was armed before
  fixture_.timers.Advance(absl::Seconds(1));
  ASSERT_TRUE(worlds_.Create({.id = "after", .ttl = absl::Seconds(1)}).ok());
  fixture_.real_time.Advance(absl::Hours(1));
  fixture_.timers.Advance(absl::Seconds(10));
  EXPECT_TRUE(IsThere("after"));
}

TEST_F(ExpiryTest, AUseBetweenTheLookAndTheDeletionCounts) {
  ASSERT_TRUE(worlds_.Create({.id = "world-1", .ttl = absl::Seconds(1)}).ok());
  const absl::Time looked = fixture_.real_time.Now();
  fixture_.real_time.Advance(absl::Seconds(5));
  ASSERT_TRUE(worlds_.Get("world-1").ok());
  EXPECT_FALSE(worlds_.DeleteUnusedSince("world-1", looked));
  EXPECT_TRUE(worlds_.DeleteUnusedSince("world-1", fixture_.real_time.Now()));
}

TEST_F(ExpiryTest, ATtlIsPartOfWhatAWorldIsCreatedWith) {
  EXPECT_EQ(DetailOf(worlds_.Create({.id = "w-1", .ttl = absl::Milliseconds(999)}).status())
                .fields.at(0)
                .field,
            "world.ttl");
  EXPECT_FALSE(worlds_.Create({.id = "w-1", .ttl = absl::Hours(24 * 366)}).ok());
  EXPECT_FALSE(worlds_.Create({.id = "w-1", .ttl = -absl::Seconds(5)}).ok());
  ASSERT_TRUE(worlds_.Create({.id = "w-1", .ttl = absl::Hours(1)}).ok());
  EXPECT_TRUE(worlds_.Create({.id = "w-1", .ttl = absl::Hours(1)}).ok());
  EXPECT_EQ(ReasonOf(worlds_.Create({.id = "w-1"}).status()), "WORLD_EXISTS");
}

}  // namespace
}  // namespace sparkgate::simulator
