#include "server/usecases/ads/drafts.h"

#include "server/store/testing/samples.h"
#include "server/usecases/names.h"
#include "server/usecases/testing/connected_fixture.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;

class DraftsTest : public ConnectedFixture {
 protected:
  Campaign MakeCampaign(const std::string& request_id = "") {
    Campaign draft;
    draft.ad_account = kAccount;
    draft.display_name = "campaign";
    const auto made = CreateCampaign(env(), MakeCall(request_id), draft);
    EXPECT_TRUE(made.ok()) << made.status();
    return *made;
  }
  AdGroup MakeGroup(const std::string& campaign) {
    AdGroup draft;
    draft.campaign = campaign;
    draft.display_name = "group";
    draft.optimization_goal = "REACH";
    draft.budget_micros = 20'000'000;
    draft.location_ids = {"6252001"};
    const auto made = CreateAdGroup(env(), MakeCall(), draft);
    EXPECT_TRUE(made.ok()) << made.status();
    return *made;
  }
  absl::StatusOr<Ad> MakeAd(const std::string& group, const std::string& ad_account) {
    Ad draft;
    draft.ad_group = group;
    draft.ad_account = ad_account;
    draft.item_id = kItem;
    draft.display_name = "ad";
    return CreateAd(env(), MakeCall(), draft);
  }
};

TEST_F(DraftsTest, AChildTakesItsAccountFromItsParent) {
  const Campaign campaign = MakeCampaign();
  EXPECT_EQ(campaign.stage, Stage::kDraft);
  const AdGroup group = MakeGroup(campaign.id);
  EXPECT_EQ(group.ad_account, kAccount);
  const auto ad = MakeAd(group.id, kAccount);
  ASSERT_TRUE(ad.ok()) << ad.status();
  EXPECT_EQ(ad->campaign, campaign.id);
  EXPECT_EQ(*GetAd(env(), "w", ad->id), *ad);
  EXPECT_EQ(ListAds(env(), "w", group.id, "", {})->size(), 1u);
}

TEST_F(DraftsTest, APostIsOfTheAdsOwnAccount) {
  const AdGroup group = MakeGroup(MakeCampaign().id);
  const auto foreign = MakeAd(group.id, "7000000000000000009");
  EXPECT_EQ(DetailOf(foreign.status()).fields.front().field, "ad.spark_post");
  const auto ad = MakeAd(group.id, kAccount);
  ASSERT_TRUE(ad.ok());
  const auto updated = UpdateAd(env(), MakeCall(), ad->id, [](Ad& draft) {
    draft.ad_account = "7000000000000000009";
    return absl::OkStatus();
  });
  EXPECT_EQ(DetailOf(updated.status()).fields.front().field, "ad.spark_post");
  EXPECT_EQ(GetAd(env(), "w", ad->id)->ad_account, kAccount);
}

TEST_F(DraftsTest, AnAdThatOutlivesItsAuthorizationIsRefusedWhereTheWorkspaceSaysSo) {
  const AdGroup group = MakeGroup(MakeCampaign().id);  // without an end
  SparkPost post = SampleSparkPost("w", kItem);
  post.ad_account = kAccount;
  ASSERT_TRUE(env().store.Write([&](Transaction& tx) { return tx.spark_posts().Put(post); }).ok());
  const auto ad = MakeAd(group.id, kAccount);
  ASSERT_TRUE(ad.ok()) << ad.status();
  ASSERT_TRUE(env()
                  .store
                  .Write([](Transaction& tx) -> absl::Status {
                    SG_ASSIGN_OR_RETURN(auto workspace, tx.workspaces().Get("w"));
                    workspace->settings.end_policy = EndPolicy::kError;
                    return tx.workspaces().Update(*workspace);
                  })
                  .ok());
  EXPECT_EQ(ReasonOf(MakeAd(group.id, kAccount).status()), "CODE_ENDS_BEFORE_SCHEDULE");
  const auto changed = UpdateAd(env(), MakeCall(), ad->id, [](Ad& draft) {
    draft.display_name = "other";
    return absl::OkStatus();
  });
  EXPECT_EQ(ReasonOf(changed.status()), "CODE_ENDS_BEFORE_SCHEDULE");
}

TEST_F(DraftsTest, AnUpdateIsCheckedAsACreationIs) {
  const AdGroup group = MakeGroup(MakeCampaign().id);
  const auto updated = UpdateAdGroup(env(), MakeCall(), group.id, [](AdGroup& draft) {
    draft.age_groups = {"18-24"};
    return absl::OkStatus();
  });
  EXPECT_EQ(DetailOf(updated.status()).fields.front().field, "ad_group.age_groups[0]");
  EXPECT_EQ(*GetAdGroup(env(), "w", group.id), group);
}

TEST_F(DraftsTest, EachChangeIsAnEvent) {
  const Campaign campaign = MakeCampaign();
  const AdGroup group = MakeGroup(campaign.id);
  ASSERT_TRUE(MakeAd(group.id, kAccount).ok());
  EXPECT_THAT(EventTypes(), ElementsAre("campaign.drafted", "ad_group.drafted", "ad.drafted"));
  const auto rename = [&](const std::string& name) {
    return UpdateCampaign(env(), MakeCall(), campaign.id, [&](Campaign& draft) {
      draft.display_name = name;
      return absl::OkStatus();
    });
  };
  ASSERT_TRUE(rename("new").ok());
  EXPECT_EQ(LastEvent().type, "campaign.changed");
  EXPECT_EQ(LastEvent().resource, CampaignName("w", campaign.id));
  EXPECT_EQ(LastEvent().time, kTestWorldStart);
  ASSERT_TRUE(rename("new").ok());
  ASSERT_FALSE(rename("").ok());
  EXPECT_EQ(EventTypes().size(), 4u);
}

TEST_F(DraftsTest, ARepeatedRequestMakesOneDraft) {
  EXPECT_EQ(MakeCampaign("once"), MakeCampaign("once"));
  EXPECT_THAT(EventTypes(), ElementsAre("campaign.drafted"));
  EXPECT_EQ(ListCampaigns(env(), "w", kAccount, {})->size(), 1u);
}

TEST_F(DraftsTest, WhatIsPublishedIsNoDraft) {
  Campaign campaign = MakeCampaign();
  campaign.stage = Stage::kLive;
  Write([&](Transaction& tx) { return tx.campaigns().Put(campaign); });
  const auto updated =
      UpdateCampaign(env(), MakeCall(), campaign.id, [](Campaign&) { return absl::OkStatus(); });
  EXPECT_EQ(ReasonOf(updated.status()), "NOT_A_DRAFT");
}

TEST_F(DraftsTest, AParentThatIsGoneHasNoChildren) {
  Campaign campaign = MakeCampaign();
  const AdGroup group = MakeGroup(campaign.id);
  campaign.stage = Stage::kDeleted;
  Write([&](Transaction& tx) { return tx.campaigns().Put(campaign); });
  const auto updated =
      UpdateAdGroup(env(), MakeCall(), group.id, [](AdGroup&) { return absl::OkStatus(); });
  EXPECT_EQ(ReasonOf(updated.status()), "PARENT_DELETED");
  EXPECT_EQ(MakeAd("none", "").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace sparkgate::server
