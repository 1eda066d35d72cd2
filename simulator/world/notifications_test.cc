#include "simulator/world/notifications.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {
namespace {

TEST(Notifications, TheOrderOfTwoAdsAtOneInstantDoesNotCount) {
  RulesWorld one;
  RulesWorld other;
  const std::string recipient = AdvertiserName(one.advertiser);
  Notify(one.state, recipient, "ad_approved", "ads/1", "Approved.");
  Notify(one.state, recipient, "ad_rejected", "ads/2", "Rejected.");
  Notify(other.state, recipient, "ad_rejected", "ads/2", "Rejected.");
  Notify(other.state, recipient, "ad_approved", "ads/1", "Approved.");
  EXPECT_EQ(one.state.log.Hash(), other.state.log.Hash());
}

TEST(Notifications, ARecipientKeepsTheLastThousand) {
  RulesWorld world;
  for (int i = 0; i < 2'500; ++i) {
    Notify(world.state, "creators/1", "kind", fmt::format("posts/{}", i), "Text.");
  }
  Notify(world.state, "creators/2", "kind", "posts/1", "Text.");
  const std::vector<Notification> shown = NotificationsFor(world.state, "creators/1");
  ASSERT_EQ(shown.size(), 1'000u);
  EXPECT_EQ(shown.front().subject, "posts/2499");
  EXPECT_EQ(shown.back().subject, "posts/1500");
  EXPECT_LT(Find(world.state.notifications, "creators/1")->size(), 1'200u);
  EXPECT_EQ(NotificationsFor(world.state, "creators/2").size(), 1u);
  EXPECT_TRUE(NotificationsFor(world.state, "creators/3").empty());
}

}  // namespace
}  // namespace sparkgate::simulator
