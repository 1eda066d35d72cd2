#include "simulator/business_api/report_filter.h"

#include <algorithm>
#include <iterator>

#include <boost/json/value.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json.h"
#include "simulator/world/ads.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kIdFields[] = {"campaign_ids", "adgroup_ids", "ad_ids"};
constexpr std::string_view kNameFields[] = {"campaign_name", "adgroup_name", "ad_name"};
constexpr std::string_view kStatusFields[] = {"campaign_status", "adgroup_status", "ad_status"};
constexpr std::string_view kFilterTypes[] = {
    "IN", "MATCH", "GREATER_EQUAL", "GREATER_THAN", "LOWER_EQUAL", "LOWER_THAN", "BETWEEN"};
constexpr std::string_view kStatusAll = "STATUS_ALL";
constexpr std::string_view kNotDelete = "STATUS_NOT_DELETE";
constexpr std::string_view kDelete = "STATUS_DELETE";
constexpr size_t kMostFilterIds = 100;

template <size_t kSize>
bool Among(const std::string_view (&names)[kSize], std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

absl::Status Wrong(std::string_view field, std::string_view why) {
  return RefuseParam("BAD_VALUE", fmt::format("filtering.{}: {}", field, why));
}

// A filter's value is JSON in a string: ["1","2"], or plain text.
std::vector<std::string> TextsIn(const json::value& value) {
  std::vector<std::string> texts;
  const auto add = [&texts](const json::value& item) {
    if (item.is_string()) texts.emplace_back(item.get_string());
    if (item.is_int64()) texts.push_back(fmt::format("{}", item.get_int64()));
    if (item.is_uint64()) texts.push_back(fmt::format("{}", item.get_uint64()));
  };
  if (value.is_array()) {
    for (const json::value& item : value.get_array()) add(item);
  } else {
    add(value);
  }
  return texts;
}

std::vector<double> NumbersIn(const json::value& value) {
  std::vector<double> numbers;
  const auto add = [&numbers](const json::value& item) {
    if (item.is_number()) numbers.push_back(item.to_number<double>());
    if (!item.is_string()) return;
    const absl::StatusOr<json::value> inner = ParseJson(std::string_view(item.get_string()));
    if (inner.ok() && inner->is_number()) numbers.push_back(inner->to_number<double>());
  };
  if (value.is_array()) {
    for (const json::value& item : value.get_array()) add(item);
  } else {
    add(value);
  }
  return numbers;
}

bool IsDeletedSubject(const WorldState& state, const ReportSubject& subject) {
  constexpr OperationStatus kGone = OperationStatus::kDelete;
  if (subject.ad != nullptr) return IsDeleted(state, *subject.ad);
  if (subject.group != nullptr && subject.group->operation_status == kGone) return true;
  return subject.campaign != nullptr && subject.campaign->operation_status == kGone;
}

// The id or name of the part of the subject that the field is about; null if the row's level is
// above it.
const std::string* IdFor(std::string_view field, const ReportSubject& subject) {
  if (field.starts_with("campaign")) return subject.campaign ? &subject.campaign->id : nullptr;
  if (field.starts_with("adgroup")) return subject.group ? &subject.group->id : nullptr;
  return subject.ad ? &subject.ad->id : nullptr;
}
const std::string* NameFor(std::string_view field, const ReportSubject& subject) {
  if (field.starts_with("campaign")) return subject.campaign ? &subject.campaign->name : nullptr;
  if (field.starts_with("adgroup")) return subject.group ? &subject.group->name : nullptr;
  return subject.ad ? &subject.ad->name : nullptr;
}

bool Compares(std::string_view type, double value, const std::vector<double>& than) {
  if (type == "GREATER_EQUAL") return value >= than.front();
  if (type == "GREATER_THAN") return value > than.front();
  if (type == "LOWER_EQUAL") return value <= than.front();
  if (type == "LOWER_THAN") return value < than.front();
  if (type == "BETWEEN") return value >= than.front() && value <= than.back();
  return std::ranges::find(than, value) != than.end();  // IN
}

}  // namespace

absl::StatusOr<ReportFilter> ReportFilter::Read(ArgumentReader& in) {
  ReportFilter filter;
  if (!in.Has("filtering")) return filter;
  std::vector<ArgumentReader> items = in.Objects("filtering", {0, 10});
  SG_RETURN_IF_ERROR(in.Check());
  for (ArgumentReader& item : items) {
    SG_ASSIGN_OR_RETURN(Condition condition, ReadCondition(item));
    filter.conditions_.push_back(std::move(condition));
  }
  return filter;
}

absl::StatusOr<ReportFilter::Condition> ReportFilter::ReadCondition(ArgumentReader& in) {
  Condition condition;
  condition.field = in.String("field_name");
  condition.type = in.OneOf("filter_type", kFilterTypes);
  const std::string value = in.String("filter_value");
  SG_RETURN_IF_ERROR(in.Check());
  if (Among(kIdFields, condition.field)) {
    condition.kind = Kind::kIds;
  } else if (Among(kNameFields, condition.field)) {
    condition.kind = Kind::kName;
  } else if (Among(kStatusFields, condition.field)) {
    condition.kind = Kind::kStatus;
  } else if (MetricNumber(condition.field, AdCounts()).has_value()) {
    condition.kind = Kind::kNumber;
  } else {
    return Refuse(ApiCode::kNotImplemented, "FILTER_NOT_SIMULATED",
                  fmt::format("filtering.field_name: {} is not simulated.", condition.field));
  }
  SG_RETURN_IF_ERROR(ReadValue(value, condition));
  return condition;
}

absl::Status ReportFilter::ReadValue(std::string_view text, Condition& condition) {
  const absl::StatusOr<json::value> parsed = ParseJson(text);
  const json::value value = parsed.ok() ? *parsed : json::value(text);
  switch (condition.kind) {
    case Kind::kIds:
      condition.values = TextsIn(value);
      if (condition.type != "IN") return Wrong("filter_type", "Ids are filtered by IN.");
      if (condition.values.empty() || condition.values.size() > kMostFilterIds) {
        return Wrong("filter_value",
                     fmt::format("It must be a list of 1 to {} ids.", kMostFilterIds));
      }
      return absl::OkStatus();
    case Kind::kName:
      if (condition.type != "MATCH") return Wrong("filter_type", "Names are filtered by MATCH.");
      condition.values = {value.is_string() ? std::string(value.get_string()) : std::string(text)};
      return absl::OkStatus();
    case Kind::kStatus:
      condition.values = TextsIn(value);
      if (condition.type != "IN") return Wrong("filter_type", "Statuses are filtered by IN.");
      for (const std::string& status : condition.values) {
        if (status == kStatusAll || status == kNotDelete || status == kDelete) continue;
        return Refuse(ApiCode::kNotImplemented, "FILTER_NOT_SIMULATED",
                      fmt::format("filtering.filter_value: {} is not simulated.", status));
      }
      if (condition.values.empty()) return Wrong("filter_value", "It must be a list of statuses.");
      return absl::OkStatus();
    case Kind::kNumber:
      condition.numbers = NumbersIn(value);
      if (condition.type == "MATCH") return Wrong("filter_type", "A metric is a number.");
      if (condition.numbers.size() != (condition.type == "BETWEEN" ? 2 : 1) &&
          !(condition.type == "IN" && !condition.numbers.empty())) {
        return Wrong("filter_value", "It must be a number, and for BETWEEN a list of two.");
      }
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

bool ReportFilter::PassesSubject(const WorldState& state, const ReportSubject& subject) const {
  bool status_asked = false;
  const bool deleted = IsDeletedSubject(state, subject);
  const auto passes = [&](const Condition& condition) {
    const auto among = [&](std::string_view wanted) {
      return std::ranges::find(condition.values, wanted) != condition.values.end();
    };
    switch (condition.kind) {
      case Kind::kIds: {
        const std::string* id = IdFor(condition.field, subject);
        return id != nullptr && among(*id);
      }
      case Kind::kName: {
        const std::string* name = NameFor(condition.field, subject);
        return name != nullptr && name->find(condition.values.front()) != std::string::npos;
      }
      case Kind::kStatus:
        status_asked = true;
        return among(kStatusAll) || among(deleted ? kDelete : kNotDelete);
      case Kind::kNumber:
        return true;
    }
    return true;
  };
  return std::ranges::all_of(conditions_, passes) && (status_asked || !deleted);
}

bool ReportFilter::PassesCounts(const AdCounts& counts) const {
  return std::ranges::all_of(conditions_, [&](const Condition& condition) {
    return condition.kind != Kind::kNumber ||
           Compares(condition.type, *MetricNumber(condition.field, counts), condition.numbers);
  });
}

}  // namespace sparkgate::simulator
