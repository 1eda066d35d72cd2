#include "simulator/business_api/ad_fields.h"

#include <string>
#include <string_view>
#include <utility>

#include <boost/json/array.hpp>

#include "simulator/business_api/formats.h"
#include "simulator/business_api/wire_status.h"
#include "simulator/world/ads.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kIdentityTypes[] = {"CUSTOMIZED_USER", "AUTH_CODE", "TT_USER",
                                               "BC_AUTH_TT"};
constexpr std::string_view kFormats[] = {"SINGLE_VIDEO", "CAROUSEL_ADS"};
constexpr std::string_view kOnOff[] = {"ON", "OFF"};
constexpr std::string_view kEnableDisable[] = {"ENABLE", "DISABLE"};
constexpr std::string_view kPageCategories[] = {"PROFILE_PAGE", "OTHER_TIKTOK_PAGE",
                                                "TIKTOK_INSTANT_PAGE"};

// Fields of a creative that patch_update doesn't take.
constexpr std::string_view kNotPatched[] = {
    "ad_format",         "call_to_action",       "call_to_action_id",
    "landing_page_url",  "tiktok_page_category", "dark_post_status",
    "item_duet_status",  "item_stitch_status",   "promotional_music_disabled",
    "tracking_pixel_id",
};

void ReadIdentityAndPost(ArgumentReader& in, Ad& ad) {
  if (const auto type = in.OptionalOneOf("identity_type", kIdentityTypes)) ad.identity_type = *type;
  if (const auto id = in.OptionalString("identity_id")) ad.identity_id = *id;
  if (const auto id = in.OptionalId("tiktok_item_id")) ad.post_id = *id;
}

void ReadName(ArgumentReader& in, Ad& ad) {
  // An empty name is one: the ad is then called by its id.
  if (!in.Has("ad_name")) in.Require("ad_name");
  ad.name = in.OptionalString("ad_name").value_or("");
}

json::value TextOrNull(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

const CreatorAccount& CreatorOf(const WorldState& state, const Ad& ad) {
  return *Find(state.creators, Find(state.identities, ad.identity_id)->creator_id);
}

// What ad/get tells, in its order. Each by itself: who asks for three fields doesn't pay for forty.
struct AdField {
  std::string_view name;
  json::value (*value)(const WorldState&, const Ad&);
};
constexpr AdField kAdFields[] = {
    {"advertiser_id",
     [](const WorldState&, const Ad& ad) { return json::value(ad.advertiser_id); }},
    {"campaign_id", [](const WorldState&, const Ad& ad) { return json::value(ad.campaign_id); }},
    {"campaign_name",
     [](const WorldState& state, const Ad& ad) {
       return json::value(Find(state.campaigns, ad.campaign_id)->name);
     }},
    {"adgroup_id", [](const WorldState&, const Ad& ad) { return json::value(ad.ad_group_id); }},
    {"adgroup_name",
     [](const WorldState& state, const Ad& ad) {
       return json::value(Find(state.ad_groups, ad.ad_group_id)->name);
     }},
    {"ad_id", [](const WorldState&, const Ad& ad) { return json::value(ad.id); }},
    {"ad_name", [](const WorldState&, const Ad& ad) { return json::value(ad.name); }},
    {"ad_format", [](const WorldState&, const Ad& ad) { return json::value(ad.ad_format); }},
    {"ad_text", [](const WorldState&, const Ad&) { return json::value(nullptr); }},
    {"ad_texts", [](const WorldState&, const Ad&) { return json::value(nullptr); }},
    {"identity_id", [](const WorldState&, const Ad& ad) { return json::value(ad.identity_id); }},
    {"identity_type",
     [](const WorldState&, const Ad& ad) { return json::value(ad.identity_type); }},
    {"identity_authorized_bc_id",
     [](const WorldState&, const Ad&) { return json::value(nullptr); }},
    {"display_name", [](const WorldState& state,
                        const Ad& ad) { return json::value(CreatorOf(state, ad).display_name); }},
    {"profile_image_url",
     [](const WorldState& state, const Ad& ad) {
       return json::value(CreatorOf(state, ad).profile_image);
     }},
    {"tiktok_item_id", [](const WorldState&, const Ad& ad) { return json::value(ad.post_id); }},
    {"video_id", [](const WorldState&, const Ad&) { return json::value(nullptr); }},
    {"image_ids", [](const WorldState&, const Ad&) { return json::value(json::array()); }},
    {"music_id", [](const WorldState&, const Ad&) { return json::value(nullptr); }},
    {"call_to_action",
     [](const WorldState&, const Ad& ad) { return json::value(TextOrNull(ad.call_to_action)); }},
    {"call_to_action_id",
     [](const WorldState&, const Ad& ad) { return json::value(TextOrNull(ad.call_to_action_id)); }},
    {"landing_page_url",
     [](const WorldState&, const Ad& ad) { return json::value(TextOrNull(ad.landing_page_url)); }},
    {"tiktok_page_category",
     [](const WorldState&, const Ad& ad) {
       return json::value(TextOrNull(ad.tiktok_page_category));
     }},
    {"tracking_pixel_id",
     [](const WorldState&, const Ad& ad) { return json::value(TextOrNull(ad.tracking_pixel_id)); }},
    {"deeplink", [](const WorldState&, const Ad&) { return json::value(""); }},
    {"utm_params", [](const WorldState&, const Ad&) { return json::value(json::array()); }},
    {"dark_post_status",
     [](const WorldState&, const Ad& ad) { return json::value(ad.dark_post ? "ON" : "OFF"); }},
    {"branded_content_disabled", [](const WorldState&, const Ad&) { return json::value(false); }},
    {"promotional_music_disabled",
     [](const WorldState&, const Ad& ad) { return json::value(ad.promotional_music_disabled); }},
    {"item_duet_status",
     [](const WorldState&, const Ad& ad) { return json::value(TextOrNull(ad.item_duet_status)); }},
    {"item_stitch_status",
     [](const WorldState&, const Ad& ad) {
       return json::value(TextOrNull(ad.item_stitch_status));
     }},
    {"operation_status",
     [](const WorldState&, const Ad& ad) {
       return json::value(ShownOperationStatus(ad.operation_status));
     }},
    {"secondary_status", [](const WorldState& state,
                            const Ad& ad) { return json::value(AdSecondaryStatus(state, ad)); }},
    {"is_aco", [](const WorldState&, const Ad&) { return json::value(false); }},
    {"is_new_structure", [](const WorldState&, const Ad&) { return json::value(true); }},
    {"create_time",
     [](const WorldState&, const Ad& ad) { return json::value(WireTime(ad.create_time)); }},
    {"modify_time",
     [](const WorldState&, const Ad& ad) { return json::value(WireTime(ad.modify_time)); }},
};

}  // namespace

void ReadCreative(ArgumentReader& in, Ad& ad) {
  ReadName(in, ad);
  in.Require("identity_type");
  in.Require("identity_id");
  in.Require("tiktok_item_id");
  ReadIdentityAndPost(in, ad);
  ad.ad_format = in.OneOf("ad_format", kFormats);
  ad.call_to_action = in.OptionalString("call_to_action").value_or("");
  ad.call_to_action_id = in.OptionalId("call_to_action_id").value_or("");
  ad.landing_page_url = in.OptionalString("landing_page_url").value_or("");
  const std::string_view page = ad.landing_page_url;
  if (!page.empty() && !page.starts_with("https://") && !page.starts_with("http://")) {
    in.Reject("landing_page_url", "Not a valid URL.");
  }
  ad.tiktok_page_category = in.OptionalOneOf("tiktok_page_category", kPageCategories).value_or("");
  ad.tracking_pixel_id = in.OptionalId("tracking_pixel_id").value_or("");
  ad.dark_post = in.OptionalOneOf("dark_post_status", kOnOff).value_or("OFF") == "ON";
  ad.promotional_music_disabled = in.OptionalBool("promotional_music_disabled").value_or(true);
  ad.item_duet_status = in.OptionalOneOf("item_duet_status", kEnableDisable).value_or("");
  ad.item_stitch_status = in.OptionalOneOf("item_stitch_status", kEnableDisable).value_or("");
}

void PatchCreative(ArgumentReader& in, Ad& ad) {
  for (const std::string_view name : kNotPatched) {
    if (in.Has(name)) in.Reject(name, "It can't be updated with patch_update.");
  }
  if (in.Has("ad_name")) ReadName(in, ad);
  ReadIdentityAndPost(in, ad);
}

json::object AdData(const WorldState& state, const Ad& ad, const FieldChoice& choice,
                    const json::storage_ptr& storage) {
  json::object data(storage);
  for (const AdField& field : kAdFields) {
    if (!choice.Wants(field.name)) continue;
    json::value value = field.value(state, ad);
    if (choice.drop_nulls && value.is_null()) continue;
    data.emplace(field.name, std::move(value));
  }
  return data;
}

}  // namespace sparkgate::simulator
