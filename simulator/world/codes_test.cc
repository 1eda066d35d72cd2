#include "simulator/world/codes.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/world/creators.h"
#include "simulator/world/notifications.h"
#include "simulator/world/posts.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

class Codes : public testing::Test {
 protected:
  const Code& Present() { return **GetCodeOfPost(world_.state, world_.post); }
  CodeStatus Status() { return CodeStatusOf(world_.state, Present()); }

  RulesWorld world_;
};

TEST_F(Codes, LookLikeTikToks) {
  const auto code = TurnAdAuthorizationOn(world_.state, world_.post, 30);
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_THAT((*code)->value, testing::MatchesRegex("#[A-Za-z0-9+/]{63}="));
  EXPECT_EQ((*code)->end_time, (*code)->start_time + absl::Hours(24 * 30));
}

TEST_F(Codes, DifferFromPostToPostAndFollowTheSeed) {
  NewPost other;
  other.creator_id = world_.creator;
  const std::string second = (*PublishPost(world_.state, other))->id;
  const std::string a = (*TurnAdAuthorizationOn(world_.state, world_.post, 7))->value;
  const std::string b = (*TurnAdAuthorizationOn(world_.state, second, 7))->value;
  EXPECT_NE(a, b);
  RulesWorld again;
  EXPECT_EQ((*TurnAdAuthorizationOn(again.state, again.post, 7))->value, a);
}

TEST_F(Codes, EndExactlyAtTheirEnd) {
  ASSERT_TRUE(TurnAdAuthorizationOn(world_.state, world_.post, 7).ok());
  EXPECT_EQ(Status(), CodeStatus::kNotUsed);
  world_.Advance(absl::Hours(24 * 7) - absl::Microseconds(1));
  EXPECT_EQ(Status(), CodeStatus::kNotUsed);
  world_.Advance(absl::Microseconds(1));
  EXPECT_EQ(Status(), CodeStatus::kExpired);
}

TEST_F(Codes, TellTheCreatorAtTheEndAndOnlyThen) {
  ASSERT_TRUE(TurnAdAuthorizationOn(world_.state, world_.post, 7).ok());
  world_.Advance(absl::Hours(24));
  ASSERT_TRUE(ExtendCode(world_.state, world_.post, 7).ok());
  world_.Advance(absl::Hours(24 * 10));
  EXPECT_TRUE(world_.state.notifications.empty());
  world_.Advance(absl::Hours(24 * 4));
  const auto shown = NotificationsFor(world_.state, CreatorName(world_.creator));
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0].kind, "authorization_ended");
  EXPECT_EQ(shown[0].text.find('#'), std::string::npos);
}

TEST_F(Codes, ExtensionAddsDaysAndKeepsCodeAndStart) {
  const Code before = **TurnAdAuthorizationOn(world_.state, world_.post, 180);
  world_.Advance(absl::Hours(100));
  const auto code = ExtendCode(world_.state, world_.post, 180);
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ((*code)->value, before.value);
  EXPECT_EQ((*code)->start_time, before.start_time);
  EXPECT_EQ((*code)->end_time, before.start_time + absl::Hours(24 * 360));
  EXPECT_EQ((*code)->days, 360);
}

TEST_F(Codes, ExpiredOnesCountFromNowOrFromTheOldEnd) {
  ASSERT_TRUE(TurnAdAuthorizationOn(world_.state, world_.post, 7).ok());
  world_.Advance(absl::Hours(24 * 10));
  RulesWorld other = world_;
  ASSERT_TRUE(other.state.switches.Set("extend_expired_from", "old_end").ok());
  ASSERT_TRUE(ExtendCode(world_.state, world_.post, 30).ok());
  EXPECT_EQ(Present().end_time, world_.state.now + absl::Hours(24 * 30));
  const auto code = ExtendCode(other.state, other.post, 30);
  ASSERT_TRUE(code.ok());
  EXPECT_EQ((*code)->end_time, other.state.start_time + absl::Hours(24 * 37));
}

TEST_F(Codes, ExtensionMayChangeTheText) {
  ASSERT_TRUE(world_.state.switches.Set("extend_keeps_code", "false").ok());
  const std::string before = world_.AuthorizedPost(7);
  ASSERT_TRUE(ExtendCode(world_.state, world_.post, 7).ok());
  EXPECT_NE(Present().value, before);
  EXPECT_EQ(Find(world_.state.codes, before), nullptr);
  const SparkPost* held = FindSparkPost(world_.state, world_.advertiser, world_.post);
  EXPECT_TRUE(IsAuthorized(world_.state, *held));
}

TEST_F(Codes, DeletedOnesGiveWayToNewOnes) {
  const std::string first = (*TurnAdAuthorizationOn(world_.state, world_.post, 30))->value;
  ASSERT_TRUE(DeleteCode(world_.state, world_.post).ok());
  EXPECT_EQ(ReasonOf(GetCodeOfPost(world_.state, world_.post).status()), "NO_CODE");
  EXPECT_EQ(ReasonOf(DeleteCode(world_.state, world_.post)), "NO_CODE");
  const auto second = ExtendCode(world_.state, world_.post, 60);
  ASSERT_TRUE(second.ok());
  EXPECT_NE((*second)->value, first);
  EXPECT_EQ((*second)->days, 60);
}

TEST_F(Codes, DeletingOneInUseFollowsTheSwitch) {
  world_.PublishedAd();
  RulesWorld strict = world_;
  ASSERT_TRUE(strict.state.switches.Set("delete_in_use", "refuse").ok());
  EXPECT_EQ(ReasonOf(DeleteCode(strict.state, strict.post)), "CODE_IN_USE");
  ASSERT_TRUE(DeleteCode(world_.state, world_.post).ok());
  const SparkPost* held = FindSparkPost(world_.state, world_.advertiser, world_.post);
  EXPECT_FALSE(IsAuthorized(world_.state, *held));
  EXPECT_TRUE(IsRevoked(world_.state, *held));
}

TEST_F(Codes, SwitchingOffIsRefusedWhileAdsUseThePost) {
  world_.PublishedAd();
  EXPECT_EQ(ReasonOf(TurnAdAuthorizationOff(world_.state, world_.post)), "POST_IN_USE");
}

TEST_F(Codes, SwitchingOffDeletesTheCode) {
  ASSERT_TRUE(TurnAdAuthorizationOn(world_.state, world_.post, 30).ok());
  ASSERT_TRUE(TurnAdAuthorizationOff(world_.state, world_.post).ok());
  EXPECT_EQ(ReasonOf(GetCodeOfPost(world_.state, world_.post).status()), "NO_CODE");
  EXPECT_EQ(ReasonOf(ExtendCode(world_.state, world_.post, 30).status()), "AD_AUTHORIZATION_OFF");
}

TEST_F(Codes, TheOptionNeedsAdSettingsAndFollowers) {
  CreatorChange change;
  change.ad_settings_on = false;
  ASSERT_TRUE(ChangeCreator(world_.state, world_.creator, change).ok());
  EXPECT_EQ(ReasonOf(TurnAdAuthorizationOn(world_.state, world_.post, 30).status()),
            "AD_SETTINGS_OFF");
  change.ad_settings_on = true;
  change.followers = 9'999;
  ASSERT_TRUE(ChangeCreator(world_.state, world_.creator, change).ok());
  EXPECT_EQ(ReasonOf(TurnAdAuthorizationOn(world_.state, world_.post, 30).status()),
            "TOO_FEW_FOLLOWERS");
  ASSERT_TRUE(world_.state.switches.Set("min_followers", "1000").ok());
  EXPECT_TRUE(TurnAdAuthorizationOn(world_.state, world_.post, 30).ok());
}

TEST_F(Codes, TheAppAsksForTermsAndThenGenerates) {
  PostAdSettings settings;
  settings.ad_authorization = true;
  EXPECT_EQ(ReasonOf(ChangePostAdSettings(world_.state, world_.post, settings).status()),
            "TERMS_NOT_ACCEPTED");
  EXPECT_EQ(ReasonOf(GenerateCode(world_.state, world_.post, 30).status()), "AD_AUTHORIZATION_OFF");
  settings.terms_accepted = true;
  settings.content_disclosure = true;
  ASSERT_TRUE(ChangePostAdSettings(world_.state, world_.post, settings).ok());
  EXPECT_EQ(ReasonOf(GenerateCode(world_.state, world_.post, 14).status()), "DAYS_NOT_ALLOWED");
  ASSERT_TRUE(GenerateCode(world_.state, world_.post, 365).ok());
  EXPECT_EQ(ReasonOf(GenerateCode(world_.state, world_.post, 365).status()), "CODE_EXISTS");
  PostAdSettings back;
  back.terms_accepted = false;
  EXPECT_EQ(ReasonOf(ChangePostAdSettings(world_.state, world_.post, back).status()),
            "TERMS_ARE_ACCEPTED");
}

TEST_F(Codes, TotalDaysMayBeLimited) {
  ASSERT_TRUE(world_.state.switches.Set("max_total_days", "365").ok());
  ASSERT_TRUE(TurnAdAuthorizationOn(world_.state, world_.post, 365).ok());
  EXPECT_EQ(ReasonOf(ExtendCode(world_.state, world_.post, 7).status()), "TOO_MANY_DAYS");
}

TEST_F(Codes, InUseMayMeanInAnAd) {
  world_.AuthorizedPost();
  EXPECT_EQ(Status(), CodeStatus::kInUse);
  ASSERT_TRUE(world_.state.switches.Set("in_use_means", "in_ad").ok());
  EXPECT_EQ(Status(), CodeStatus::kNotUsed);
  world_.Ad(world_.AdGroup(world_.Campaign()));
  EXPECT_EQ(Status(), CodeStatus::kInUse);
}

}  // namespace
}  // namespace sparkgate::simulator
