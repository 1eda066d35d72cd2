#include "tests/fuzz/business_api/contract.h"

#include <algorithm>
#include <optional>

#include <absl/strings/ascii.h>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr Needed kAdvertiser = {"advertiser_id", Needs::kId};
constexpr Needed kStatus = {"operation_status", Needs::kText};
constexpr Needed kAppId = {"app_id", Needs::kText};
constexpr Needed kSecret = {"secret", Needs::kText};
constexpr Needed kBusiness = {"business_id", Needs::kText};
constexpr Needed kItem = {"item_id", Needs::kId};
constexpr Needed kClient = {"client_id", Needs::kText};
constexpr Needed kClientSecret = {"client_secret", Needs::kText};

constexpr Needed Id(std::string_view name) { return {name, Needs::kId}; }
constexpr Needed Text(std::string_view name) { return {name, Needs::kText}; }
constexpr Needed List(std::string_view name) { return {name, Needs::kList}; }

const std::vector<Contract>& Bodies() {
  static const auto* const kBodies = new std::vector<Contract>{
      {"campaign/create",
       {kAdvertiser, Text("objective_type"), Text("campaign_name"), Text("budget_mode")}},
      {"campaign/update", {kAdvertiser, Id("campaign_id")}},
      {"campaign/status/update", {kAdvertiser, List("campaign_ids"), kStatus}},
      {"adgroup/create",
       {kAdvertiser, Id("campaign_id"), Text("adgroup_name"), Text("schedule_type"),
        Text("schedule_start_time"), Text("optimization_goal"), Text("billing_event")}},
      {"adgroup/update", {kAdvertiser, Id("adgroup_id")}},
      {"adgroup/status/update", {kAdvertiser, List("adgroup_ids"), kStatus}},
      {"adgroup/budget/update", {kAdvertiser}},
      {"adgroup/appeal", {kAdvertiser, Id("adgroup_id")}},
      {"ad/create", {kAdvertiser, Id("adgroup_id"), List("creatives")}},
      {"ad/update", {kAdvertiser, Id("adgroup_id"), List("creatives")}},
      {"ad/status/update", {kAdvertiser, kStatus}},
      {"tt_video/authorize", {kAdvertiser, Text("auth_code")}},
      {"tt_video/unbind", {kAdvertiser, kItem}},
      {"business/post/authorize", {kBusiness, kItem}},
      {"business/post/authorize/delete", {kBusiness, kItem}},
      {"business/post/authorize/setting", {kBusiness, kItem, {"is_ad_promotable", Needs::kBool}}},
      {"oauth2/access_token", {kAppId, kSecret, Text("auth_code")}},
      {"oauth2/revoke_token", {kAppId, kSecret, Text("access_token")}},
      {"tt_user/oauth2/token",
       {kClient, kClientSecret, Text("grant_type"), Text("auth_code"), Text("redirect_uri")}},
      {"tt_user/oauth2/refresh_token",
       {kClient, kClientSecret, Text("grant_type"), Text("refresh_token")}},
      {"tt_user/oauth2/revoke", {kClient, kClientSecret, Text("access_token")}},
      {"tt_user/token_info/get", {kAppId, Text("access_token")}},
      {"subscription/subscribe",
       {kAppId,
        kSecret,
        Text("subscribe_entity"),
        Text("callback_url"),
        {"subscription_detail", Needs::kObject}}},
      {"subscription/unsubscribe", {kAppId, kSecret, Id("subscription_id")}},
      {"tcm/tt_video/apply", {Id("video_id"), Id("tcm_account_id")}},
      {"identity/create", {kAdvertiser, Text("display_name")}},
      {"identity/delete", {kAdvertiser, Text("identity_id")}},
      {"business/spark_ad/create",
       {kAdvertiser, Text("campaign_name"), Text("objective_type"), Text("adgroup_name"),
        Text("budget_mode"), Text("identity_type"), Text("identity_id"), Id("tiktok_item_id")}},
  };
  return *kBodies;
}

const std::vector<Contract>& Queries() {
  static const auto* const kQueries = new std::vector<Contract>{
      {"campaign/get", {kAdvertiser}},
      {"adgroup/get", {kAdvertiser}},
      {"adgroup/quota", {kAdvertiser}},
      {"ad/get", {kAdvertiser}},
      {"tt_video/info", {kAdvertiser, Text("auth_code")}},
      {"tt_video/list", {kAdvertiser}},
      {"business/get", {kBusiness}},
      {"business/video/list", {kBusiness}},
      {"business/post/authorize/status", {kBusiness, kItem}},
      {"oauth2/advertiser/get", {kAppId, kSecret}},
      {"subscription/get", {kAppId, kSecret}},
      {"tcm/tt_video/status", {Id("video_id"), Id("tcm_account_id")}},
      {"identity/get", {kAdvertiser}},
      {"identity/info", {kAdvertiser, Text("identity_id"), Text("identity_type")}},
      {"identity/music/authorization", {kAdvertiser}},
      {"identity/video/get", {kAdvertiser, Text("identity_id"), Text("identity_type")}},
      {"identity/video/info", {kAdvertiser, Text("identity_id"), Text("identity_type"), kItem}},
      {"ad/review_info", {kAdvertiser, List("ad_ids")}},
      {"adgroup/review_info", {kAdvertiser, List("adgroup_ids")}},
      {"report/integrated/get", {Text("report_type")}},
      {"advertiser/info", {List("advertiser_ids")}},
      {"advertiser/balance/get", {Id("bc_id")}},
  };
  return *kQueries;
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, absl::ascii_isdigit);
}

bool Fits(const json::value* value, Needs kind) {
  if (value == nullptr) return false;
  switch (kind) {
    case Needs::kId:
      return value->is_uint64() || (value->is_int64() && value->get_int64() >= 0) ||
             (value->is_string() && IsDigits(value->get_string()));
    case Needs::kText:
      return value->is_string() && !value->get_string().empty();
    case Needs::kBool:
      return value->is_bool();
    case Needs::kList:
      return value->is_array() && !value->get_array().empty();
    case Needs::kObject:
      return value->is_object();
  }
  return false;
}

// Decoded by hand: '+' is a blank, a malformed escape stands for itself.
std::string Decoded(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto digit = [&](size_t at) {
      return at < text.size() && absl::ascii_isxdigit(static_cast<unsigned char>(text[at]));
    };
    if (text[i] == '%' && digit(i + 1) && digit(i + 2)) {
      decoded += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

// Of a repeated key the first counts.
std::optional<std::string> ValueOf(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const size_t equals = pair.find('=');
    if (Decoded(pair.substr(0, equals)) != name) continue;
    return equals == std::string_view::npos ? "" : Decoded(pair.substr(equals + 1));
  }
  return std::nullopt;
}

bool FitsText(const std::string& text, Needs kind) {
  if (kind == Needs::kText) return !text.empty();
  if (kind == Needs::kId && IsDigits(text)) return true;
  json::error_code error;
  const json::value value = json::parse(text, error);
  return !error && Fits(&value, kind);
}

}  // namespace

std::span<const Contract> BodyContracts() { return Bodies(); }
std::span<const Contract> QueryContracts() { return Queries(); }

std::string BodyFault(const Contract& contract, std::string_view body) {
  json::error_code error;
  const json::value value = json::parse({body.data(), body.size()}, error);
  if (error) return "the body isn't JSON";
  if (!value.is_object()) return "the body is no object";
  for (const Needed& needed : contract.needed) {
    const std::string_view name = needed.name;
    if (!Fits(value.get_object().if_contains({name.data(), name.size()}), needed.kind)) {
      return fmt::format("{} is missing or of the wrong type", name);
    }
  }
  return "";
}

std::string QueryFault(const Contract& contract, std::string_view query) {
  for (const Needed& needed : contract.needed) {
    const std::optional<std::string> text = ValueOf(query, needed.name);
    if (!text || !FitsText(*text, needed.kind)) {
      return fmt::format("{} is missing or of the wrong type", needed.name);
    }
  }
  return "";
}

}  // namespace sparkgate::simulator
