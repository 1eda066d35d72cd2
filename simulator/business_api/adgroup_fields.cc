#include "simulator/business_api/adgroup_fields.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>

#include "simulator/business_api/formats.h"
#include "simulator/business_api/money.h"
#include "simulator/business_api/wire_status.h"
#include "simulator/world/ad_groups.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr size_t kMostLocations = 3000;

constexpr std::string_view kPlacementTypes[] = {"PLACEMENT_TYPE_NORMAL",
                                                "PLACEMENT_TYPE_AUTOMATIC"};
constexpr std::string_view kPlacements[] = {"PLACEMENT_TIKTOK", "PLACEMENT_PANGLE",
                                            "PLACEMENT_GLOBAL_APP_BUNDLE"};
constexpr std::string_view kSubplacements[] = {"IN_FEED", "SEARCH_FEED", "TIKTOK_LITE"};
constexpr std::string_view kAges[] = {"AGE_13_17", "AGE_18_24", "AGE_25_34",
                                      "AGE_35_44", "AGE_45_54", "AGE_55_100"};
constexpr std::string_view kGenders[] = {"GENDER_UNLIMITED", "GENDER_MALE", "GENDER_FEMALE"};
constexpr std::string_view kBudgetModes[] = {"BUDGET_MODE_DAY", "BUDGET_MODE_DYNAMIC_DAILY_BUDGET",
                                             "BUDGET_MODE_TOTAL", "BUDGET_MODE_INFINITE"};
constexpr std::string_view kScheduleTypes[] = {"SCHEDULE_START_END", "SCHEDULE_FROM_NOW"};
constexpr std::string_view kBillingEvents[] = {"CPC", "CPM", "CPV", "OCPM"};
constexpr std::string_view kBidTypes[] = {"BID_TYPE_NO_BID", "BID_TYPE_CUSTOM"};
constexpr std::string_view kBidDisplayModes[] = {"CPV"};
constexpr std::string_view kPacings[] = {"PACING_MODE_SMOOTH", "PACING_MODE_FAST"};

void ReadText(ArgumentReader& in, std::string_view name, std::string& field) {
  if (const auto text = in.OptionalString(name)) field = *text;
}

void ReadChoice(ArgumentReader& in, std::string_view name,
                std::span<const std::string_view> allowed, std::string& field) {
  if (const auto text = in.OptionalOneOf(name, allowed)) field = *text;
}

void ReadChoices(ArgumentReader& in, std::string_view name,
                 std::span<const std::string_view> allowed, std::vector<std::string>& field) {
  if (in.Has(name)) field = in.OptionalListOf(name, allowed);
}

void ReadFlag(ArgumentReader& in, std::string_view name, bool& field) {
  if (const auto flag = in.OptionalBool(name)) field = *flag;
}

void ReadMoney(ArgumentReader& in, std::string_view name, int64_t& field) {
  if (const auto amount = in.OptionalNumber(name, kMoneyRange)) field = ToMoneyMicros(*amount);
}

void ReadTargeting(ArgumentReader& in, AdGroup& group) {
  if (in.Has("location_ids")) {
    group.location_ids = in.OptionalIds("location_ids", {0, kMostLocations});
  }
  if (in.Has("zipcode_ids")) {
    group.zipcode_ids = in.OptionalIds("zipcode_ids", {0, kMostLocations});
  }
  if (group.location_ids.size() + group.zipcode_ids.size() > kMostLocations) {
    in.Reject("location_ids", "More than 3000 in total with zipcode_ids.");
  }
  ReadChoices(in, "age_groups", kAges, group.age_groups);
  ReadChoice(in, "gender", kGenders, group.gender);
  if (in.Has("languages")) group.languages = in.OptionalStrings("languages");
  if (in.Has("interest_category_ids")) {
    group.interest_category_ids = in.OptionalIds("interest_category_ids");
  }
  if (in.Has("operating_systems"))
    group.operating_systems = in.OptionalStrings("operating_systems");
}

void ReadSchedule(ArgumentReader& in, AdGroup& group) {
  ReadChoice(in, "schedule_type", kScheduleTypes, group.schedule_type);
  if (const auto time = in.OptionalTime("schedule_start_time")) group.schedule_start_time = *time;
  if (const auto time = in.OptionalTime("schedule_end_time")) group.schedule_end_time = *time;
  ReadText(in, "dayparting", group.dayparting);
  if (const auto days = in.OptionalInt("frequency_schedule", {1, 30})) {
    group.frequency_schedule = *days;
  }
  if (const auto times = in.OptionalInt("frequency", {1, 1000})) group.frequency = *times;
}

json::array ListOf(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

json::value ListOrNull(const std::vector<std::string>& texts) {
  return texts.empty() ? json::value(nullptr) : json::value(ListOf(texts));
}

json::value GroupTextOrNull(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

}  // namespace

void ReadAdGroupFields(ArgumentReader& in, AdGroup& group) {
  ReadText(in, "adgroup_name", group.name);
  ReadText(in, "promotion_type", group.promotion_type);
  ReadChoice(in, "placement_type", kPlacementTypes, group.placement_type);
  ReadChoices(in, "placements", kPlacements, group.placements);
  ReadChoices(in, "tiktok_subplacements", kSubplacements, group.subplacements);
  ReadFlag(in, "comment_disabled", group.comment_disabled);
  ReadFlag(in, "share_disabled", group.share_disabled);
  ReadFlag(in, "video_download_disabled", group.video_download_disabled);
  ReadTargeting(in, group);
  ReadChoice(in, "budget_mode", kBudgetModes, group.budget_mode);
  ReadMoney(in, "budget", group.budget_micros);
  ReadSchedule(in, group);
  ReadText(in, "optimization_goal", group.optimization_goal);
  ReadText(in, "optimization_event", group.optimization_event);
  if (const auto pixel = in.OptionalId("pixel_id")) group.pixel_id = *pixel;
  ReadChoice(in, "billing_event", kBillingEvents, group.billing_event);
  ReadChoice(in, "bid_type", kBidTypes, group.bid_type);
  ReadChoice(in, "bid_display_mode", kBidDisplayModes, group.bid_display_mode);
  ReadMoney(in, "bid_price", group.bid_price_micros);
  ReadMoney(in, "conversion_bid_price", group.conversion_bid_price_micros);
  ReadChoice(in, "pacing", kPacings, group.pacing);
}

json::object AdGroupData(const WorldState& state, const AdGroup& group) {
  return {
      {"advertiser_id", group.advertiser_id},
      {"campaign_id", group.campaign_id},
      {"campaign_name", Find(state.campaigns, group.campaign_id)->name},
      {"adgroup_id", group.id},
      {"adgroup_name", group.name},
      {"promotion_type", GroupTextOrNull(group.promotion_type)},
      {"placement_type", group.placement_type},
      {"placements", ListOf(group.placements)},
      {"tiktok_subplacements", ListOf(group.subplacements)},
      {"comment_disabled", group.comment_disabled},
      {"share_disabled", group.share_disabled},
      {"video_download_disabled", group.video_download_disabled},
      {"location_ids", ListOf(group.location_ids)},
      {"zipcode_ids", ListOrNull(group.zipcode_ids)},
      {"age_groups", ListOf(group.age_groups)},
      {"gender", group.gender},
      {"languages", ListOf(group.languages)},
      {"interest_category_ids", ListOf(group.interest_category_ids)},
      {"operating_systems", ListOf(group.operating_systems)},
      {"audience_ids", json::array()},
      {"budget_mode", group.budget_mode},
      {"budget", FromMoneyMicros(group.budget_micros)},
      {"schedule_type", group.schedule_type},
      {"schedule_start_time", WireTime(group.schedule_start_time)},
      {"schedule_end_time", WireTime(*group.schedule_end_time)},
      {"dayparting", GroupTextOrNull(group.dayparting)},
      {"optimization_goal", group.optimization_goal},
      {"optimization_event", GroupTextOrNull(group.optimization_event)},
      {"pixel_id", GroupTextOrNull(group.pixel_id)},
      {"billing_event", group.billing_event},
      {"bid_type", group.bid_type},
      {"bid_display_mode", GroupTextOrNull(group.bid_display_mode)},
      {"bid_price", FromMoneyMicros(group.bid_price_micros)},
      {"conversion_bid_price", FromMoneyMicros(group.conversion_bid_price_micros)},
      {"frequency", group.frequency == 0 ? json::value(nullptr) : json::value(group.frequency)},
      {"frequency_schedule", group.frequency_schedule == 0 ? json::value(nullptr)
                                                           : json::value(group.frequency_schedule)},
      {"pacing", GroupTextOrNull(group.pacing)},
      {"creative_material_mode", "CUSTOM"},
      {"operation_status", ShownOperationStatus(group.operation_status)},
      {"secondary_status", AdGroupSecondaryStatus(state, group)},
      {"is_new_structure", true},
      {"create_time", WireTime(group.create_time)},
      {"modify_time", WireTime(group.modify_time)}};
}

}  // namespace sparkgate::simulator
