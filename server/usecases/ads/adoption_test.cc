#include "server/usecases/ads/adoption.h"

#include "server/store/testing/samples.h"
#include "server/usecases/ads/ads_sync.h"
#include "server/usecases/names.h"
#include "server/usecases/testing/connected_fixture.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kTagged[] = "Summer ·sg-abcdefgh23";

// An ad account with a campaign (1), an ad group (2) and a Spark ad (3) that people made.
class AdoptionTest : public ConnectedFixture {
 protected:
  AdoptionTest() {
    campaign_.campaign_id = "1";
    campaign_.name = "Theirs";
    campaign_.objective_type = "TRAFFIC";
    campaign_.budget_mode = "BUDGET_MODE_DYNAMIC_DAILY_BUDGET";
    campaign_.budget_micros = 70;
    campaign_.operation_status = "DISABLE";
    group_.adgroup_id = "2";
    group_.campaign_id = "1";
    group_.name = "Cooks";
    group_.optimization_goal = "CLICK";
    group_.schedule_end = now() + 30 * kDay;
    group_.operation_status = "ENABLE";
    ads_.push_back(SparkAd("3", "TT_USER"));
    EXPECT_CALL(tiktok_.ad_api, Get).WillRepeatedly([this](const auto&, const auto& query) {
      asked_.push_back(query.page);
      tiktok::AdPage page{
          .page_info = {.page = query.page, .page_size = query.page_size, .total_page = pages_}};
      for (const tiktok::Ad& ad : ads_) {
        if (query.page == 1 || ad.ad_id.starts_with("p")) page.ads.push_back(ad);
      }
      meanwhile_();
      return absl::StatusOr<tiktok::AdPage>(std::move(page));
    });
    using Query = tiktok::AdObjectQuery;
    EXPECT_CALL(tiktok_.ad_group_api, Get(_, Field(&Query::ids, ElementsAre("2"))))
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::AdGroupPage> {
          return tiktok::AdGroupPage{.ad_groups = groups_ ? std::vector{group_}
                                                          : std::vector<tiktok::AdGroup>()};
        });
    EXPECT_CALL(tiktok_.campaign_api, Get(_, Field(&Query::ids, ElementsAre("1"))))
        .WillRepeatedly([this](auto&&...) -> absl::StatusOr<tiktok::CampaignPage> {
          return tiktok::CampaignPage{.campaigns = {campaign_}};
        });
  }

  static tiktok::Ad SparkAd(const std::string& id, const std::string& identity) {
    tiktok::Ad ad;
    ad.ad_id = id;
    ad.adgroup_id = "2";
    ad.campaign_id = "1";
    ad.name = "Ramen";
    ad.identity_type = identity;
    ad.tiktok_item_id = kItem;
    ad.operation_status = "ENABLE";
    ad.secondary_status = "AD_STATUS_DELIVERY_OK";
    return ad;
  }
  void Adopt() {
    const absl::Status adopted = AdoptAds(env(), workspace_, kAccount, now());
    EXPECT_TRUE(adopted.ok()) << adopted;
  }
  std::optional<Ad> Stored(const std::string& id) {
    return Read<Ad>([&](const Transaction& tx) { return tx.ads().FindByTikTokId("w", id); });
  }
  std::optional<AdGroup> StoredGroup() {
    return Read<AdGroup>(
        [](const Transaction& tx) { return tx.ad_groups().FindByTikTokId("w", "2"); });
  }
  std::optional<Campaign> StoredCampaign() {
    return Read<Campaign>(
        [](const Transaction& tx) { return tx.campaigns().FindByTikTokId("w", "1"); });
  }

  tiktok::Campaign campaign_;
  tiktok::AdGroup group_;
  std::vector<tiktok::Ad> ads_;
  bool groups_ = true;
  int pages_ = 1;
  std::vector<int> asked_;  // pages
  std::function<void()> meanwhile_ = [] {};
};

TEST_F(AdoptionTest, TakesOverASparkAdWithWhatIsAboveIt) {
  Adopt();
  const auto campaign = StoredCampaign();
  ASSERT_TRUE(campaign.has_value());
  EXPECT_TRUE(campaign->adopted);
  EXPECT_EQ(campaign->stage, Stage::kLive);
  EXPECT_EQ(campaign->display_name, "Theirs");
  EXPECT_EQ(campaign->objective, Objective::kTraffic);
  EXPECT_EQ(campaign->tiktok_objective, "TRAFFIC");
  EXPECT_EQ(campaign->budget_mode, BudgetMode::kOther);
  EXPECT_EQ(campaign->budget_micros, 70);
  EXPECT_EQ(campaign->operation_status, OperationStatus::kPaused);
  const auto group = StoredGroup();
  ASSERT_TRUE(group.has_value());
  EXPECT_TRUE(group->adopted);
  EXPECT_EQ(group->campaign, campaign->id);
  EXPECT_EQ(group->optimization_goal, "CLICK");
  EXPECT_EQ(group->schedule_end, group_.schedule_end);
  const auto ad = Stored("3");
  ASSERT_TRUE(ad.has_value());
  EXPECT_TRUE(ad->adopted);
  EXPECT_EQ(ad->ad_group, group->id);
  EXPECT_EQ(ad->campaign, campaign->id);
  EXPECT_EQ(ad->identity_type, "TT_USER");
  EXPECT_EQ(ad->item_id, kItem);
  EXPECT_EQ(ad->delivery.state, DeliveryState::kDelivering);
  EXPECT_THAT(EventTypes(), ElementsAre("campaign.adopted", "ad_group.adopted", "ad.adopted"));
  const Event event = LastEvent();
  EXPECT_EQ(event.attributes.at("origin"), "OUTSIDE");
  EXPECT_EQ(event.attributes.at("identity_type"), "TT_USER");
  EXPECT_EQ(event.attributes.at("authorized"), "false");
  // What the list doesn't tell is read next.
  EXPECT_TRUE(Work(kAdsSyncWork, kAccount).has_value());

  Adopt();
  EXPECT_THAT(EventTypes(), SizeIs(3));
}

TEST_F(AdoptionTest, AnAdThatPeopleAddToWhatIsKnownIsTakenOverAlone) {
  Adopt();
  ads_.push_back(SparkAd("4", "AUTH_CODE"));
  Write([](Transaction& tx) -> absl::Status {
    SparkPost post = SampleSparkPost("w", kItem);
    post.ad_account = kAccount;
    post.state = SparkPostState::kAuthorized;
    return tx.spark_posts().Put(post);
  });
  Adopt();
  EXPECT_EQ(Stored("4")->ad_group, StoredGroup()->id);
  EXPECT_THAT(EventTypes(), SizeIs(4));
  EXPECT_EQ(LastEvent().attributes.at("authorized"), "true");
}

TEST_F(AdoptionTest, LeavesOutWhatIsNoSparkAdAndWhatHasNoGroupAnyMore) {
  ads_.clear();
  ads_.push_back(SparkAd("4", "CUSTOMIZED_USER"));
  ads_.push_back(SparkAd("5", "AUTH_CODE"));
  ads_.back().tiktok_item_id.clear();
  Adopt();
  EXPECT_THAT(EventTypes(), IsEmpty());
  ads_.push_back(SparkAd("6", "AUTH_CODE"));
  groups_ = false;
  Adopt();
  EXPECT_THAT(EventTypes(), IsEmpty());
}

TEST_F(AdoptionTest, WhatMayBeOurOwnIsLeftForTheOperationThatMadeIt) {
  ads_.front().name = kTagged;
  ads_.front().create_time = now();
  Adopt();
  EXPECT_FALSE(Stored("3").has_value());
  MoveTo(now() + absl::Hours(26));  // late twins are gone
  Adopt();
  EXPECT_TRUE(Stored("3").has_value());
}

TEST_F(AdoptionTest, WithoutTagsOursAreToldByTheirNames) {
  Write([](Transaction& tx) {
    Ad ours = SampleAd("w", "ours");
    ours.ad_account = kAccount;
    ours.stage = Stage::kSubmitting;
    ours.tiktok_id.clear();
    ours.display_name = "Ramen";
    return tx.ads().Put(ours);
  });
  Workspace workspace = workspace_;
  workspace.settings.name_tags_disabled = true;
  EXPECT_TRUE(AdoptAds(env(), workspace, kAccount, now()).ok());
  EXPECT_FALSE(Stored("3").has_value());
}

TEST_F(AdoptionTest, WhatBecameKnownWhileTikTokWasAskedStays) {
  meanwhile_ = [this] {
    Write([](Transaction& tx) {
      Ad ours = SampleAd("w", "ours");
      ours.tiktok_id = "3";
      return tx.ads().Put(ours);
    });
  };
  Adopt();
  EXPECT_EQ(Stored("3")->id, "ours");
  EXPECT_THAT(EventTypes(), IsEmpty());
}

TEST_F(AdoptionTest, ReadsAllPagesUntilItHasEnough) {
  pages_ = 3;
  Adopt();
  EXPECT_THAT(asked_, ElementsAre(1, 2, 3));
  asked_.clear();
  ads_.clear();
  for (int i = 0; i < 5000; ++i) ads_.push_back(SparkAd("many" + std::to_string(i), "AUTH_CODE"));
  const auto handler = NewAdoptionHandler();
  const WorkItem item{.workspace = "w", .kind = kAdoptionWork, .subject = kAccount, .due = now()};
  Write([&](Transaction& tx) { return tx.work().Put(item); });
  handler->Run(env(), workspace_, {item}, now());
  EXPECT_THAT(asked_, ElementsAre(1));
  EXPECT_TRUE(Stored("many4999").has_value());
  EXPECT_LE(Work(kAdoptionWork, kAccount)->due, now()) << "the rest is next";
  handler->Run(env(), workspace_, {item}, now());
  EXPECT_THAT(asked_, ElementsAre(1, 1, 2, 3));
  EXPECT_EQ(Work(kAdoptionWork, kAccount)->due, now() + kDay);
}

}  // namespace
}  // namespace sparkgate::server
