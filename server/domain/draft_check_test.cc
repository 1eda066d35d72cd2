#include "server/domain/draft_check.h"

#include <functional>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::server {
namespace {

// The field that a check names; "" if it has nothing to say.
std::string Field(const absl::Status& status) {
  if (status.ok()) return "";
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
  return DetailOf(status).fields.front().field;
}

AdGroup GoodGroup() {
  AdGroup group;
  group.display_name = "group";
  group.optimization_goal = "CLICK";
  group.budget_micros = 20'000'000;
  group.location_ids = {"6252001"};
  return group;
}
std::string FieldOfGroup(const std::function<void(AdGroup&)>& change) {
  AdGroup group = GoodGroup();
  change(group);
  return Field(CheckDraft(group));
}

TEST(DraftCheckTest, ACampaignNeedsANameAndAMeaningfulBudget) {
  Campaign campaign;
  EXPECT_EQ(Field(CheckDraft(campaign)), "campaign.display_name");
  campaign.display_name = "campaign";
  EXPECT_EQ(Field(CheckDraft(campaign)), "");
  campaign.budget_micros = 1;
  EXPECT_EQ(Field(CheckDraft(campaign)), "campaign.budget_micros");
  campaign.budget_mode = BudgetMode::kTotal;
  EXPECT_EQ(Field(CheckDraft(campaign)), "");
  campaign.budget_micros = -1;
  EXPECT_EQ(Field(CheckDraft(campaign)), "campaign.budget_micros");
}

TEST(DraftCheckTest, AnAdGroupTakesTikToksWords) {
  EXPECT_EQ(FieldOfGroup([](AdGroup&) {}), "");
  EXPECT_EQ(FieldOfGroup([](AdGroup& group) {
              group.placements = {"PLACEMENT_TIKTOK", "PLACEMENT_PANGLE"};
              group.age_groups = {"AGE_18_24", "AGE_55_100"};
              group.gender = "GENDER_FEMALE";
              group.languages = {"en", "zh-Hant", "fil"};
              group.billing_event = "CPC";
              group.pixel_id = "7300000000000000001";
              group.optimization_event = "ON_WEB_ORDER";
            }),
            "");
}

TEST(DraftCheckTest, AnAdGroupRefusesAnyOther) {
  using Change = std::function<void(AdGroup&)>;
  const std::pair<const char*, Change> rows[] = {
      {"display_name", [](AdGroup& group) { group.display_name.clear(); }},
      {"optimization_goal", [](AdGroup& group) { group.optimization_goal.clear(); }},
      {"optimization_goal", [](AdGroup& group) { group.optimization_goal = "click"; }},
      {"billing_event", [](AdGroup& group) { group.billing_event = "OCPC"; }},
      {"bid_micros", [](AdGroup& group) { group.bid_micros = -1; }},
      {"budget_mode", [](AdGroup& group) { group.budget_mode = BudgetMode::kInfinite; }},
      {"budget_micros", [](AdGroup& group) { group.budget_micros = 0; }},
      {"location_ids", [](AdGroup& group) { group.location_ids.clear(); }},
      {"location_ids[0]", [](AdGroup& group) { group.location_ids = {"US"}; }},
      {"location_ids[1]",
       [](AdGroup& group) {
         group.location_ids = {"1", "1"};
       }},
      {"placements[0]", [](AdGroup& group) { group.placements = {"TIKTOK"}; }},
      {"placements[1]",
       [](AdGroup& group) {
         group.placements = {"PLACEMENT_TIKTOK", "PLACEMENT_TIKTOK"};
       }},
      {"age_groups[0]", [](AdGroup& group) { group.age_groups = {"18-24"}; }},
      {"languages[0]", [](AdGroup& group) { group.languages = {"English"}; }},
      {"languages[0]", [](AdGroup& group) { group.languages = {"en-"}; }},
      {"languages",
       [](AdGroup& group) {
         for (int i = 0; i < 51; ++i) group.languages.push_back(fmt::format("en-{:02}", i));
       }},
      {"gender", [](AdGroup& group) { group.gender = "FEMALE"; }},
      {"frequency", [](AdGroup& group) { group.frequency = 1001; }},
      {"frequency_days", [](AdGroup& group) { group.frequency_days = 31; }},
      {"pixel_id", [](AdGroup& group) { group.pixel_id = "pixel"; }},
      {"pixel_id", [](AdGroup& group) { group.pixel_id = std::string(33, '1'); }},
      {"optimization_event", [](AdGroup& group) { group.optimization_event = "on order"; }},
      {"optimization_event",
       [](AdGroup& group) { group.optimization_event = std::string(41, 'A'); }},
      {"schedule_end_time",
       [](AdGroup& group) { group.schedule_start = group.schedule_end = absl::UnixEpoch(); }},
  };
  for (const auto& [field, change] : rows) {
    EXPECT_EQ(FieldOfGroup(change), std::string("ad_group.") + field);
  }
}

TEST(DraftCheckTest, AnAdNeedsItsPostAndSafeWords) {
  Ad ad;
  ad.display_name = "ad";
  EXPECT_EQ(Field(CheckDraft(ad)), "ad.spark_post");
  ad.item_id = "7300000000000000001";
  EXPECT_EQ(Field(CheckDraft(ad)), "");
  ad.landing_page_url = "http://shop.example";
  EXPECT_EQ(Field(CheckDraft(ad)), "ad.landing_page_url");
  ad.landing_page_url = "https://" + std::string(1993, 'a');
  EXPECT_EQ(Field(CheckDraft(ad)), "ad.landing_page_url");
  ad.landing_page_url = "https://shop.example";
  ad.call_to_action = "Shop now";
  EXPECT_EQ(Field(CheckDraft(ad)), "ad.call_to_action");
  ad.call_to_action = "SHOP_NOW";
  EXPECT_EQ(Field(CheckDraft(ad)), "");
}

}  // namespace
}  // namespace sparkgate::server
