// What keeps a Spark Ad from coming about though nobody made a mistake: a setting of the creator's
// account, her followers, the brand's money or access. TikTok says so in a sentence, for which
// there is no number; the server knows it by its words, and names the reason.
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sparkgate/simulator/v1/ads_manager_service.pb.h"
#include "sparkgate/simulator/v1/creator_app_service.pb.h"
#include "sparkgate/simulator/v1/world_service.pb.h"
#include "sparkgate/v1/advertiser_service.pb.h"
#include "sparkgate/v1/library_service.pb.h"
#include "tests/integration/harness/both_programs.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace sim = simulator::v1;
using testing::ElementsAre;
using testing::HasSubstr;

class EligibilityTest : public BothPrograms {
 protected:
  // The creator changes her account, by one field and its path.
  static void ChangeAccount(const Story& story, std::string_view path, std::string_view value) {
    const auto changed = story.api.Ask<sim::CreatorAccount>(
        "CreatorAppService.UpdateAccount",
        "account: < name: '{}' {}: {} > update_mask: < paths: '{}' >", story.account, path, value,
        path);
    ASSERT_TRUE(changed.ok()) << changed.status();
  }
  // What TikTok's app shows in place of the option to generate a code; "" if the option is there.
  static std::string Obstacles(const Story& story) {
    const auto sheet =
        story.api
            .Ask<sim::PostAdSettings>("CreatorAppService.OpenAdSettings", "post: '{}'", story.item)
            .value();
    std::string reasons;
    for (const auto& obstacle : sheet.obstacles()) reasons += obstacle.reason();
    EXPECT_EQ(sheet.code_option_available(), reasons.empty());
    return reasons;
  }
  static absl::Status Generate(const Story& story) {
    return story.api.Try("CreatorService.GenerateCode", "post: '{}'", story.post);
  }
  static absl::Status LookUp(Story& story) {
    return story.api.Try("LibraryService.LookUpCode", "ad_account: '{}' code: {}", story.ad_account,
                         Quote(story.RevealCode()));
  }
  static absl::Status Redeem(Story& story) {
    return story.api.Try("LibraryService.AuthorizeCode", "ad_account: '{}' code: {}",
                         story.ad_account, Quote(story.RevealCode()));
  }
  // `reason` is ours, `sentence` a part of TikTok's.
  static void ExpectRefused(const absl::Status& status, std::string_view reason,
                            const std::string& sentence) {
    EXPECT_EQ(Describe(status), fmt::format("FAILED_PRECONDITION {}", reason));
    EXPECT_THAT(std::string(status.message()), HasSubstr(sentence));
  }
};

TEST_F(EligibilityTest, WithoutTheAccountsAdSettingsThereIsNoCode) {
  Story story(*programs, {.workspace = "settings-off"});
  story.OpenPost();
  ChangeAccount(story, "ad_settings_enabled", "false");
  EXPECT_EQ(Obstacles(story), "AD_SETTINGS_OFF");
  ExpectRefused(Generate(story), "AD_AUTHORIZATION_UNAVAILABLE", "ad settings are off");
  ChangeAccount(story, "ad_settings_enabled", "true");
  EXPECT_EQ(Obstacles(story), "");
  EXPECT_EQ(Describe(Generate(story)), "OK");
}

TEST_F(EligibilityTest, UnderTenThousandFollowersThereIsNoCode) {
  Story story(*programs, {.workspace = "followers"});
  story.OpenPost();
  ChangeAccount(story, "follower_count", "9999");
  EXPECT_EQ(Obstacles(story), "TOO_FEW_FOLLOWERS");
  ExpectRefused(Generate(story), "AD_AUTHORIZATION_UNAVAILABLE", "fewer than 10000 followers");
  ChangeAccount(story, "follower_count", "10000");
  EXPECT_EQ(Obstacles(story), "");
  EXPECT_EQ(Describe(Generate(story)), "OK");
}

TEST_F(EligibilityTest, WithoutMoneyAnAdIsPublishedAndWaits) {
  Story story(*programs, {.workspace = "unfunded"});
  story.OpenPost();
  story.GenerateCode();
  story.OpenAdAccount(/*with_money=*/false);
  const auto readiness = [&story] {
    return story.api
        .Ask<v1::Readiness>("AdvertiserService.CheckReadiness", "name: '{}'", story.ad_account)
        .value();
  };
  const v1::Readiness poor = readiness();
  EXPECT_TRUE(poor.ready()) << "a post-paid account shows no balance either";
  ASSERT_EQ(poor.issues_size(), 1) << poor.ShortDebugString();
  EXPECT_EQ(poor.issues(0).reason(), "BALANCE_EMPTY");
  story.Authorize();
  story.Draft();
  const v1::Operation published = story.Publish();
  EXPECT_EQ(published.state(), v1::OPERATION_STATE_DONE) << published.ShortDebugString();
  EXPECT_EQ(published.items_failed(), 0);
  story.Advance(absl::Hours(1));  // so often the server looks
  EXPECT_EQ(story.GetAd().tiktok_secondary_status(), "AD_STATUS_BALANCE_EXCEED");
  EXPECT_THAT(story.GetAd().delivery().reasons(), ElementsAre(v1::NOT_DELIVERING_REASON_BALANCE));
  story.Advance(absl::Hours(25));
  EXPECT_THAT(story.GetAd().delivery().reasons(), ElementsAre(v1::NOT_DELIVERING_REASON_BALANCE));

  story.api
      .Ask<sim::AdAccount>("AdsManagerService.AddBalance",
                           "ad_account: '{}' amount_micros: 1000000", story.brand)
      .value();
  EXPECT_EQ(readiness().issues_size(), 0);
  story.Advance(absl::Hours(1));
  EXPECT_EQ(story.GetAd().delivery().state(), v1::DELIVERY_STATE_DELIVERING);
}

TEST_F(EligibilityTest, ATikTokThatShowsNothingBeforeItsCodeIsRedeemed) {
  Story story(*programs, {.workspace = "preview"});
  story.OpenPost();
  story.GenerateCode();
  story.OpenAdAccount();
  const auto changed = story.api.Ask<sim::World>(
      "WorldService.UpdateWorld",
      "world: < name: '{}' switches: < key: 'info_before_authorize' value: 'false' > > "
      "update_mask: < paths: 'switches.info_before_authorize' >",
      story.world);
  ASSERT_TRUE(changed.ok()) << changed.status();
  ExpectRefused(LookUp(story), "PREVIEW_NEEDS_AUTHORIZATION", "authorize its code first");
  EXPECT_EQ(Describe(Redeem(story)), "OK");
  EXPECT_EQ(Describe(LookUp(story)), "OK");
}

TEST_F(EligibilityTest, WithoutCreativeLibraryNoCodeIsRedeemed) {
  Story story(*programs, {.workspace = "no-library"});
  story.OpenPost();
  story.GenerateCode();
  story.OpenAdAccount();
  const auto allow = [&story](std::string_view allowed) {
    story.api
        .Ask<sim::AdAccount>("AdsManagerService.SetCreativeLibraryAccess",
                             "ad_account: '{}' allowed: {}", story.brand, allowed)
        .value();
  };
  allow("false");
  ExpectRefused(Redeem(story), "CREATIVE_LIBRARY_UNAVAILABLE", "no access to Creative Library");
  EXPECT_EQ(story.GetCode().state(), v1::CODE_STATE_NOT_USED);
  allow("true");
  EXPECT_EQ(Describe(Redeem(story)), "OK");
  EXPECT_EQ(story.GetCode().state(), v1::CODE_STATE_IN_USE);
}

}  // namespace
}  // namespace sparkgate::integration
