#include "simulator/business_api/unplayed_fields.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

namespace sparkgate::simulator {
namespace {

// What two endpoints have in common, and what one of them has besides.
template <size_t kCommon, size_t kAlone>
constexpr auto Joined(const std::string_view (&common)[kCommon],
                      const std::string_view (&alone)[kAlone]) {
  std::array<std::string_view, kCommon + kAlone> all;
  std::ranges::copy(alone, std::ranges::copy(common, all.begin()).out);
  std::ranges::sort(all);
  return all;
}

constexpr std::string_view kCreative[] = {
    "creatives.ad_text",
    "creatives.ad_texts",
    "creatives.aigc_disclosure_type",
    "creatives.app_name",
    "creatives.avatar_icon_web_uri",
    "creatives.brand_safety_postbid_partner",
    "creatives.brand_safety_vast_url",
    "creatives.card_id",
    "creatives.carousel_image_index",
    "creatives.click_tracking_url",
    "creatives.cpp_url",
    "creatives.creative_authorized",
    "creatives.creative_type",
    "creatives.deeplink",
    "creatives.deeplink_type",
    "creatives.deeplink_utm_params",
    "creatives.disclaimer_clickable_texts",
    "creatives.disclaimer_text",
    "creatives.disclaimer_type",
    "creatives.display_name",
    "creatives.dynamic_destination",
    "creatives.dynamic_format",
    "creatives.end_card_cta",
    "creatives.fallback_type",
    "creatives.identity_authorized_bc_id",
    "creatives.image_ids",
    "creatives.impression_tracking_url",
    "creatives.instant_product_page_used",
    "creatives.item_group_ids",
    "creatives.music_id",
    "creatives.page_id",
    "creatives.page_image_index",
    "creatives.playable_url",
    "creatives.product_set_id",
    "creatives.product_specific_type",
    "creatives.shopping_ads_deeplink_type",
    "creatives.shopping_ads_fallback_type",
    "creatives.shopping_ads_video_package_id",
    "creatives.sku_ids",
    "creatives.tracking_app_id",
    "creatives.tracking_offline_event_set_ids",
    "creatives.utm_params",
    "creatives.vertical_video_strategy",
    "creatives.video_id",
    "creatives.video_view_tracking_url",
    "creatives.viewability_postbid_partner",
    "creatives.viewability_vast_url",
};

constexpr std::string_view kAdCreateAlone[] = {
    "creatives.auto_disclaimer_types",
    "creatives.auto_message_id",
    "creatives.catalog_id",
    "creatives.deeplink_format_type",
    "creatives.phone_number",
    "creatives.phone_region_calling_code",
    "creatives.phone_region_code",
    "creatives.product_display_field_list",
    "creatives.schedule_id",
    "creatives.showcase_products",
    "creatives.tracking_message_event_set_id",
    "creatives.vehicle_ids",
};

constexpr std::string_view kAdUpdateAlone[] = {
    "creatives.vast_moat_enabled",
};

constexpr auto kAdCreate = Joined(kCreative, kAdCreateAlone);
constexpr auto kAdUpdate = Joined(kCreative, kAdUpdateAlone);

constexpr std::string_view kLanguage[] = {
    "lang",
};

constexpr std::string_view kAdgroupAppeal[] = {
    "attachment_list",
};

constexpr std::string_view kAdgroup[] = {
    "actions",
    "audience_rule",
    "audience_type",
    "automated_keywords_enabled",
    "blocked_pangle_app_ids",
    "brand_safety_type",
    "carrier_ids",
    "catalog_authorized_bc_id",
    "category_exclusion_ids",
    "contextual_tag_ids",
    "deep_bid_type",
    "deep_cpa_bid",
    "deep_funnel_event_source",
    "deep_funnel_event_source_id",
    "deep_funnel_optimization_event",
    "deep_funnel_optimization_status",
    "device_model_ids",
    "device_price_ranges",
    "excluded_audience_ids",
    "excluded_custom_actions",
    "excluded_pangle_audience_package_ids",
    "household_income",
    "included_custom_actions",
    "included_pangle_audience_package_ids",
    "interest_keyword_ids",
    "ios14_targeting",
    "is_hfss",
    "is_lhf_compliance",
    "isp_ids",
    "min_android_version",
    "min_ios_version",
    "network_types",
    "next_day_retention",
    "purchase_intention_keyword_ids",
    "roas_bid",
    "saved_audience_id",
    "search_keywords",
    "search_result_enabled",
    "secondary_optimization_event",
    "shopping_ads_retargeting_actions_days",
    "shopping_ads_retargeting_custom_audience_relation",
    "shopping_ads_retargeting_type",
    "smart_audience_enabled",
    "smart_interest_behavior_enabled",
    "spending_power",
    "vertical_sensitivity_id",
};

constexpr std::string_view kAdgroupCreateAlone[] = {
    "adgroup_app_profile_page_state",
    "app_config",
    "app_id",
    "attribution_event_count",
    "brand_safety_partner",
    "catalog_id",
    "click_attribution_window",
    "creative_material_mode",
    "custom_conversion_id",
    "engaged_view_attribution_window",
    "identity_authorized_bc_id",
    "identity_id",
    "identity_type",
    "message_event_set_id",
    "messaging_app_account_id",
    "messaging_app_type",
    "phone_number",
    "phone_region_calling_code",
    "phone_region_code",
    "product_source",
    "promotion_target_type",
    "promotion_website_type",
    "shopping_ads_type",
    "skip_learning_phase",
    "statistic_type",
    "store_authorized_bc_id",
    "store_id",
    "vbo_window",
    "view_attribution_window",
};

constexpr std::string_view kAdgroupUpdateAlone[] = {
    "auto_targeting_enabled",
    "exclude_age_under_eighteen",
    "targeting_expansion",
};

constexpr auto kAdgroupCreate = Joined(kAdgroup, kAdgroupCreateAlone);
constexpr auto kAdgroupUpdate = Joined(kAdgroup, kAdgroupUpdateAlone);

constexpr std::string_view kAdvertiserBalanceGet[] = {
    "child_bc_id",
};

constexpr std::string_view kBusinessCenter[] = {
    "identity_authorized_bc_id",
};

constexpr std::string_view kCampaignCreate[] = {
    "app_id",
    "app_promotion_type",
    "bid_type",
    "campaign_app_profile_page_state",
    "campaign_product_source",
    "catalog_enabled",
    "deep_bid_type",
    "disable_skan_campaign",
    "internal_channel",
    "is_advanced_dedicated_campaign",
    "is_search_campaign",
    "optimization_goal",
    "plugin_partner",
    "postback_window_mode",
    "rf_campaign_type",
    "roas_bid",
    "rta_bid_enabled",
    "rta_id",
    "rta_product_selection_enabled",
    "sales_destination",
    "virtual_objective_type",
};

constexpr std::string_view kCampaignStatusUpdate[] = {
    "postback_window_mode",
};

constexpr std::string_view kReportIntegratedGet[] = {
    "bc_id",
};

constexpr std::string_view kSubscriptionSubscribe[] = {
    "subscription_detail.bc_id",
    "subscription_detail.lead_source",
    "subscription_detail.library_id",
    "subscription_detail.page_id",
};

constexpr UnplayedFields kAllUnplayed[] = {
    {"ad/create", kAdCreate},
    {"ad/review_info", kLanguage},
    {"ad/update", kAdUpdate},
    {"adgroup/appeal", kAdgroupAppeal},
    {"adgroup/create", kAdgroupCreate},
    {"adgroup/review_info", kLanguage},
    {"adgroup/update", kAdgroupUpdate},
    {"advertiser/balance/get", kAdvertiserBalanceGet},
    {"business/spark_ad/create", kBusinessCenter},
    {"campaign/create", kCampaignCreate},
    {"campaign/status/update", kCampaignStatusUpdate},
    {"identity/get", kBusinessCenter},
    {"identity/info", kBusinessCenter},
    {"identity/music/authorization", kBusinessCenter},
    {"identity/video/get", kBusinessCenter},
    {"identity/video/info", kBusinessCenter},
    {"report/integrated/get", kReportIntegratedGet},
    {"subscription/subscribe", kSubscriptionSubscribe},
};
static_assert(std::ranges::is_sorted(kAllUnplayed, {}, &UnplayedFields::path));

}  // namespace

std::span<const UnplayedFields> AllUnplayedFields() { return kAllUnplayed; }

std::span<const std::string_view> UnplayedFieldsOf(std::string_view path) {
  const auto found = std::ranges::lower_bound(kAllUnplayed, path, {}, &UnplayedFields::path);
  if (found == std::end(kAllUnplayed) || found->path != path) return {};
  return found->fields;
}

}  // namespace sparkgate::simulator
