#include "simulator/business_api/ad_fields.h"

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <absl/time/time.h>
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

// What a field can be; texts are the state's own.
struct EmptyList {};
using AdValue = std::variant<std::nullptr_t, bool, std::string_view, absl::Time, EmptyList>;

AdValue TextOrNull(const std::string& text) {
  return text.empty() ? AdValue(nullptr) : AdValue(text);
}

const CreatorAccount& CreatorOf(const WorldState& state, const Ad& ad) {
  return *Find(state.creators, Find(state.identities, ad.identity_id)->creator_id);
}

// What ad/get tells, in its order. Each by itself: who asks for three fields doesn't pay for forty.
struct AdField {
  std::string_view name;
  AdValue (*value)(const WorldState&, const Ad&);
};
constexpr AdField kAdFields[] = {
    {"advertiser_id", [](const WorldState&, const Ad& ad) { return AdValue(ad.advertiser_id); }},
    {"campaign_id", [](const WorldState&, const Ad& ad) { return AdValue(ad.campaign_id); }},
    {"campaign_name",
     [](const WorldState& state, const Ad& ad) {
       return AdValue(Find(state.campaigns, ad.campaign_id)->name);
     }},
    {"adgroup_id", [](const WorldState&, const Ad& ad) { return AdValue(ad.ad_group_id); }},
    {"adgroup_name",
     [](const WorldState& state, const Ad& ad) {
       return AdValue(Find(state.ad_groups, ad.ad_group_id)->name);
     }},
    {"ad_id", [](const WorldState&, const Ad& ad) { return AdValue(ad.id); }},
    {"ad_name", [](const WorldState&, const Ad& ad) { return AdValue(ad.name); }},
    {"ad_format", [](const WorldState&, const Ad& ad) { return AdValue(ad.ad_format); }},
    {"ad_text", [](const WorldState&, const Ad&) { return AdValue(nullptr); }},
    {"ad_texts", [](const WorldState&, const Ad&) { return AdValue(nullptr); }},
    {"identity_id", [](const WorldState&, const Ad& ad) { return AdValue(ad.identity_id); }},
    {"identity_type", [](const WorldState&, const Ad& ad) { return AdValue(ad.identity_type); }},
    {"identity_authorized_bc_id", [](const WorldState&, const Ad&) { return AdValue(nullptr); }},
    {"display_name", [](const WorldState& state,
                        const Ad& ad) { return AdValue(CreatorOf(state, ad).display_name); }},
    {"profile_image_url", [](const WorldState& state,
                             const Ad& ad) { return AdValue(CreatorOf(state, ad).profile_image); }},
    {"tiktok_item_id", [](const WorldState&, const Ad& ad) { return AdValue(ad.post_id); }},
    {"video_id", [](const WorldState&, const Ad&) { return AdValue(nullptr); }},
    {"image_ids", [](const WorldState&, const Ad&) { return AdValue(EmptyList{}); }},
    {"music_id", [](const WorldState&, const Ad&) { return AdValue(nullptr); }},
    {"call_to_action",
     [](const WorldState&, const Ad& ad) { return TextOrNull(ad.call_to_action); }},
    {"call_to_action_id",
     [](const WorldState&, const Ad& ad) { return TextOrNull(ad.call_to_action_id); }},
    {"landing_page_url",
     [](const WorldState&, const Ad& ad) { return TextOrNull(ad.landing_page_url); }},
    {"tiktok_page_category",
     [](const WorldState&, const Ad& ad) { return TextOrNull(ad.tiktok_page_category); }},
    {"tracking_pixel_id",
     [](const WorldState&, const Ad& ad) { return TextOrNull(ad.tracking_pixel_id); }},
    {"deeplink", [](const WorldState&, const Ad&) { return AdValue(std::string_view()); }},
    {"utm_params", [](const WorldState&, const Ad&) { return AdValue(EmptyList{}); }},
    {"dark_post_status",
     [](const WorldState&, const Ad& ad) { return AdValue(ad.dark_post ? "ON" : "OFF"); }},
    {"branded_content_disabled", [](const WorldState&, const Ad&) { return AdValue(false); }},
    {"promotional_music_disabled",
     [](const WorldState&, const Ad& ad) { return AdValue(ad.promotional_music_disabled); }},
    {"item_duet_status",
     [](const WorldState&, const Ad& ad) { return TextOrNull(ad.item_duet_status); }},
    {"item_stitch_status",
     [](const WorldState&, const Ad& ad) { return TextOrNull(ad.item_stitch_status); }},
    {"operation_status",
     [](const WorldState&, const Ad& ad) {
       return AdValue(ShownOperationStatus(ad.operation_status));
     }},
    {"secondary_status",
     [](const WorldState& state, const Ad& ad) { return AdValue(AdSecondaryStatus(state, ad)); }},
    {"is_aco", [](const WorldState&, const Ad&) { return AdValue(false); }},
    {"is_new_structure", [](const WorldState&, const Ad&) { return AdValue(true); }},
    {"create_time", [](const WorldState&, const Ad& ad) { return AdValue(ad.create_time); }},
    {"modify_time", [](const WorldState&, const Ad& ad) { return AdValue(ad.modify_time); }},
};

void WriteMember(std::string_view name, const AdValue& value, WireWriter& out) {
  if (std::holds_alternative<EmptyList>(value)) {
    out.BeginArray(name);
    out.EndArray();
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    out.Member(name, *text);
  } else if (const auto* time = std::get_if<absl::Time>(&value)) {
    out.Member(name, *time);
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    out.Member(name, *flag);
  } else {
    out.Member(name, nullptr);
  }
}

json::value ToJson(const AdValue& value) {
  if (std::holds_alternative<EmptyList>(value)) return json::array();
  if (const auto* text = std::get_if<std::string_view>(&value)) return json::value(*text);
  if (const auto* time = std::get_if<absl::Time>(&value)) return json::value(WireTime(*time));
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  return nullptr;
}

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

AdFields::AdFields(const FieldChoice& choice) : drop_nulls_(choice.drop_nulls) {
  for (size_t i = 0; i < std::size(kAdFields); ++i) {
    if (choice.Wants(kAdFields[i].name)) chosen_.push_back(i);
  }
}

void AdFields::Write(const WorldState& state, const Ad& ad, WireWriter& out) const {
  out.BeginObject();
  for (const size_t i : chosen_) {
    const AdValue value = kAdFields[i].value(state, ad);
    if (drop_nulls_ && std::holds_alternative<std::nullptr_t>(value)) continue;
    WriteMember(kAdFields[i].name, value, out);
  }
  out.EndObject();
}

json::object AdData(const WorldState& state, const Ad& ad) {
  json::object data;
  for (const AdField& field : kAdFields) data.emplace(field.name, ToJson(field.value(state, ad)));
  return data;
}

}  // namespace sparkgate::simulator
