// What people make and change in Ads Manager while the server runs the same ad account: it is
// found, told and left as they made it.
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sparkgate/v1/ad_service.pb.h"
#include "sparkgate/v1/ledger_service.pb.h"
#include "tests/integration/harness/between_programs.h"
#include "tests/integration/harness/outside.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace json = boost::json;

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class AdoptionTest : public BetweenPrograms {
 protected:
  AdoptionTest() { story.PlayUntilPublished(); }

  // The server's last call of a kind once more, by somebody else. Returns `data`.
  json::object Repeat(std::string_view path_end, const json::object& changes) const {
    const json::object answer = Outside(programs, *middleman).Repeat(path_end, changes);
    EXPECT_EQ(answer.at("code").as_int64(), 0) << json::serialize(answer);
    return answer.at("data").as_object();
  }
  // A campaign like ours, with an ad like ours; returns the ad's TikTok id.
  std::string MakeOutside() const {
    const json::object campaign =
        Repeat("campaign/create/", {{"campaign_name", "Theirs"}, {"operation_status", "ENABLE"}});
    const json::object group =
        Repeat("adgroup/create/",
               {{"campaign_id", campaign.at("campaign_id")}, {"adgroup_name", "Their cooks"}});
    return AddAdOutside(std::string(group.at("adgroup_id").as_string()), "Their ramen");
  }
  std::string AddAdOutside(const std::string& group, const std::string& name) const {
    json::object creative =
        Outside(programs, *middleman).LastBody("/ad/create/").at("creatives").at(0).as_object();
    creative["ad_name"] = name;
    const json::object made = Repeat(
        "/ad/create/", {{"adgroup_id", group}, {"creatives", json::array{std::move(creative)}}});
    return std::string(made.at("ad_ids").at(0).as_string());
  }
  v1::Ad Find(const std::string& tiktok_id) const {
    const auto ads =
        story.api.Ask<v1::ListAdsResponse>("AdService.ListAds", "parent: '{}'", story.workspace)
            .value();
    for (const v1::Ad& ad : ads.ads()) {
      if (ad.tiktok_id() == tiktok_id) return ad;
    }
    return {};
  }
  std::vector<std::string> Told(std::string_view types, const std::string& resource) const {
    std::vector<std::string> lines;
    for (const v1::Event& event : story.Events(types)) {
      if (event.resource() != resource) continue;
      const auto origin = event.attributes().find("origin");
      lines.push_back(event.type() +
                      (origin == event.attributes().end() ? "" : " " + origin->second));
    }
    return lines;
  }

  Story story{programs, {.workspace = "adoption"}};
};

TEST_F(AdoptionTest, WhatPeopleMadeIsFoundWithinADayAndSeenThroughItsReview) {
  const std::string theirs = MakeOutside();
  story.Advance(absl::Hours(25));
  const v1::Ad ad = Find(theirs);
  ASSERT_THAT(ad.name(), Not(IsEmpty()));
  EXPECT_TRUE(ad.adopted());
  EXPECT_EQ(ad.display_name(), "Their ramen");
  EXPECT_EQ(ad.identity_type(), "AUTH_CODE");
  EXPECT_EQ(ad.spark_post(), story.spark_post);
  EXPECT_EQ(ad.review().state(), v1::REVIEW_STATE_APPROVED);
  EXPECT_EQ(ad.delivery().state(), v1::DELIVERY_STATE_DELIVERING);
  EXPECT_THAT(Told("'ad.*'", ad.name()), ElementsAre("ad.adopted OUTSIDE"));
  const auto group =
      story.api.Ask<v1::AdGroup>("AdService.GetAdGroup", "name: '{}'", ad.ad_group()).value();
  EXPECT_TRUE(group.adopted());
  EXPECT_EQ(group.optimization_goal(), "CLICK");
  EXPECT_THAT(group.location_ids(), ElementsAre("6252001"));
  EXPECT_THAT(group.age_groups(), ElementsAre("AGE_18_24"));
  const auto campaign =
      story.api.Ask<v1::Campaign>("AdService.GetCampaign", "name: '{}'", group.campaign()).value();
  EXPECT_TRUE(campaign.adopted());
  EXPECT_EQ(campaign.objective(), v1::OBJECTIVE_TRAFFIC);
  // Ours stay ours.
  EXPECT_FALSE(story.GetAd().adopted());
  EXPECT_THAT(Told("'ad.adopted'", story.ad), IsEmpty());

  // The creator can see who used her post, theirs too.
  const auto uses = story.api
                        .Ask<v1::ListUsesResponse>(
                            "LedgerService.ListUses", "parent: '{}' item_id: '{}'", story.workspace,
                            story.spark_post.substr(story.spark_post.rfind('/') + 1))
                        .value();
  EXPECT_THAT(uses.uses(), SizeIs(2));
  // And the end of her code stops both.
  story.Advance(absl::Hours(24 * 31));
  EXPECT_EQ(Find(theirs).delivery().reasons(0), v1::NOT_DELIVERING_REASON_AUTHORIZATION_ENDED);
}

TEST_F(AdoptionTest, WhatPeopleDoIsToldAndNeverUndone) {
  const std::string theirs = MakeOutside();
  story.Advance(absl::Hours(25));
  const v1::Ad ad = Find(theirs);
  // A switch as the server does it, to have a request to be like.
  ASSERT_TRUE(story.api.Try("AdService.Pause", "name: '{}'", story.ad).ok());
  Repeat("/ad/status/update/", {{"ad_ids", json::array{theirs}}, {"operation_status", "DISABLE"}});
  story.Advance(absl::Hours(25));
  EXPECT_EQ(Find(theirs).operation_status(), v1::OPERATION_STATUS_PAUSED);
  story.Advance(absl::Hours(24 * 3));
  EXPECT_EQ(Find(theirs).operation_status(), v1::OPERATION_STATUS_PAUSED);
  EXPECT_THAT(Told("'ad.*'", ad.name()),
              ElementsAre("ad.adopted OUTSIDE", "ad.switched_off OUTSIDE", "ad.stopped"));

  // Here it can be switched and deleted, as any ad, and not changed.
  EXPECT_EQ(Describe(story.api.Try("AdService.UpdateAd",
                                   "ad: < name: '{}' landing_page_url: 'https://other.example/' > "
                                   "update_mask: < paths: 'landing_page_url' >",
                                   ad.name())),
            "FAILED_PRECONDITION MADE_OUTSIDE");
  ASSERT_TRUE(story.api.Try("AdService.Resume", "name: '{}'", ad.name()).ok());
  story.Advance(absl::Hours(1));
  EXPECT_EQ(Find(theirs).delivery().state(), v1::DELIVERY_STATE_DELIVERING);
  ASSERT_TRUE(story.api.Try("AdService.DeleteAd", "name: '{}'", ad.name()).ok());
  story.Advance(absl::Hours(25));
  EXPECT_THAT(Find(theirs).name(), IsEmpty());
}

TEST_F(AdoptionTest, AnAdOfOursCanBePublishedInWhatPeopleMade) {
  const std::string theirs = MakeOutside();
  story.Advance(absl::Hours(25));
  const v1::Ad ad = Find(theirs);
  const auto group =
      story.api.Ask<v1::AdGroup>("AdService.GetAdGroup", "name: '{}'", ad.ad_group()).value();
  story.ad_group = group.name();
  story.campaign = group.campaign();
  story.ad = story.api
                 .Ask<v1::Ad>("AdService.CreateAd",
                              "parent: '{}' ad: < ad_group: '{}' display_name: 'One more' "
                              "spark_post: '{}' landing_page_url: 'https://ramen.example/' >",
                              story.workspace, story.ad_group, story.spark_post)
                 .value()
                 .name();
  EXPECT_EQ(story.Publish().state(), v1::OPERATION_STATE_DONE);
  story.Advance(absl::Hours(49));
  EXPECT_FALSE(story.GetAd().adopted());
  EXPECT_EQ(story.GetAd().delivery().state(), v1::DELIVERY_STATE_DELIVERING);

  // And people can add one of theirs to ours.
  const std::string added = AddAdOutside(group.tiktok_id(), "Another one");
  story.Advance(absl::Hours(25));
  EXPECT_EQ(Find(added).ad_group(), group.name());
}

// Nothing of ours is taken for theirs, whenever TikTok is looked at.
TEST_F(AdoptionTest, AnAdWhoseAnswerWasLostIsAdoptedByNobody) {
  story.Draft();
  middleman->AtNext("/ad/create/", CutTheAnswer);
  story.Publish();
  story.Advance(absl::Hours(24 * 3));
  for (const v1::Event& event : story.Events()) {
    EXPECT_FALSE(event.type().ends_with(".adopted")) << event.ShortDebugString();
  }
  EXPECT_EQ(story.GetAd().delivery().state(), v1::DELIVERY_STATE_DELIVERING);
}

}  // namespace
}  // namespace sparkgate::integration
