#include "simulator/business_api/arguments.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <deque>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/http/server.h"
#include "base/json.h"
#include "simulator/business_api/formats.h"
#include "simulator/business_api/unknown_fields.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

bool IsDigits(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string> IdOf(const json::value& value) {
  if (value.is_string() && IsDigits(value.get_string())) {
    return std::string(value.get_string());
  }
  if (value.is_int64() && value.get_int64() >= 0) return fmt::format("{}", value.get_int64());
  if (value.is_uint64()) return fmt::format("{}", value.get_uint64());
  return std::nullopt;
}

// A whole number may be written 7.0.
std::optional<int64_t> IntOf(const json::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_double()) {
    const double number = value.get_double();
    if (std::abs(number) < 1e15 && number == std::floor(number))
      return static_cast<int64_t>(number);
  }
  return std::nullopt;
}

}  // namespace

struct ArgumentReader::Findings {
  std::vector<std::string> missing;
  std::string first_bad;
  std::string unsimulated;    // the first of them
  bool too_many_ids = false;  // the first bad value is a list of more ids than the endpoint takes
  std::deque<json::value> parsed;  // what a query's JSON texts say
  UnknownFields unknown;
};

Arguments ArgumentsOfQuery(std::string_view query, Strictness takes) {
  Arguments arguments;
  arguments.from_query = true;
  arguments.takes = takes;
  for (const auto& [name, value] : ParseQuery(query)) {
    const auto [first, added] = arguments.values.emplace(name, value);
    if (added) continue;
    json::value& all = arguments.repeated[name];
    if (all.is_null()) all = json::array{first->value()};
    all.get_array().emplace_back(value);
  }
  return arguments;
}

absl::StatusOr<Arguments> ArgumentsOfBody(std::string_view body, Strictness takes) {
  Arguments arguments;
  arguments.takes = takes;
  if (body.empty()) return arguments;
  absl::StatusOr<json::value> value = ParseJson(body);
  if (!value.ok() || !value->is_object()) {
    return RefuseParam("BAD_JSON", "Request body should be a JSON object.");
  }
  arguments.values = std::move(value->get_object());
  return arguments;
}

ArgumentReader::ArgumentReader(const Arguments& arguments)
    : values_(&arguments.values),
      repeated_(&arguments.repeated),
      from_query_(arguments.from_query),
      lenient_(arguments.takes.lenient),
      findings_(std::make_shared<Findings>()) {
  findings_->unknown.taken = arguments.takes.unknown_fields;
  findings_->unknown.unplayed = arguments.unplayed;
  scope_ = findings_->unknown.AddScope(values_, "");
}

ArgumentReader::ArgumentReader(const ArgumentReader& outer, const json::object* values,
                               std::string_view path)
    : values_(values),
      lenient_(outer.lenient_),
      prefix_(fmt::format("{}{}.", outer.prefix_, path)),
      findings_(outer.findings_) {
  if (values_ != nullptr) scope_ = findings_->unknown.AddScope(values_, prefix_);
}

const json::value* ArgumentReader::Look(std::string_view name) const {
  if (values_ == nullptr) return nullptr;
  const auto found = values_->find(name);
  findings_->unknown.Ask(scope_, static_cast<size_t>(found - values_->begin()));
  return found == values_->end() ? nullptr : &found->value();
}

bool ArgumentReader::Has(std::string_view name) const {
  const json::value* value = Look(name);
  return value != nullptr && !value->is_null();
}

void ArgumentReader::Allow(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) Look(name);
}

void ArgumentReader::Require(std::string_view name) {
  const json::value* value = Look(name);
  const bool absent =
      value == nullptr || value->is_null() || (value->is_string() && value->get_string().empty());
  if (absent) findings_->missing.push_back(prefix_ + std::string(name));
}

void ArgumentReader::Reject(std::string_view name, std::string_view why) {
  if (findings_->first_bad.empty()) {
    findings_->first_bad = fmt::format("{}{}: {}", prefix_, name, why);
  }
}

void ArgumentReader::RejectUnsimulated(std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    if (Has(name) && findings_->unsimulated.empty()) {
      findings_->unsimulated = prefix_ + std::string(name);
    }
  }
}

absl::Status ArgumentReader::Check() const {
  if (!findings_->missing.empty()) {
    return RefuseParam("MISSING_FIELD", fmt::format("Missing required field(s): {}.",
                                                    fmt::join(findings_->missing, ", ")));
  }
  if (findings_->too_many_ids) {
    return Refuse(ApiCode::kIdLimitExceeded, "TOO_MANY_IDS", findings_->first_bad);
  }
  if (!findings_->first_bad.empty()) return RefuseParam("BAD_VALUE", findings_->first_bad);
  if (!findings_->unsimulated.empty()) {
    return Refuse(ApiCode::kNotImplemented, "FIELD_NOT_SIMULATED",
                  fmt::format("{} is not simulated.", findings_->unsimulated));
  }
  const std::vector<std::string> unknown = findings_->unknown.Names();
  if (!unknown.empty()) {
    return RefuseParam("UNKNOWN_FIELD",
                       fmt::format("Unknown field(s): {}.", fmt::join(unknown, ", ")));
  }
  return absl::OkStatus();
}

const json::value* ArgumentReader::TakeText(std::string_view name, std::string_view text,
                                            Kind kind) {
  if (from_query_ && kind == Kind::kList) {
    if (const json::value* all = repeated_->if_contains(name)) {
      // A key for every item ("multi" encoding), which TikTok doesn't take.
      if (lenient_) return all;
      return &findings_->parsed.emplace_back(nullptr);
    }
  }
  absl::StatusOr<json::value> parsed = ParseJson(text);
  if (lenient_ && kind == Kind::kBool && text == "True") parsed = json::value(true);
  if (lenient_ && kind == Kind::kBool && text == "False") parsed = json::value(false);
  if (from_query_ && lenient_ && kind == Kind::kList && !(parsed.ok() && parsed->is_array())) {
    parsed = json::value(json::array{json::value(text)});  // such a list of one
  }
  return &findings_->parsed.emplace_back(parsed.ok() ? *std::move(parsed) : nullptr);
}

const json::value* ArgumentReader::Take(std::string_view name, Kind kind) {
  const json::value* value = Look(name);
  if (value == nullptr || value->is_null()) return nullptr;
  const bool plain = kind == Kind::kInt || kind == Kind::kNumber || kind == Kind::kBool;
  if (value->is_string() && (from_query_ ? kind != Kind::kText : lenient_ && plain)) {
    const std::string_view text = value->get_string();
    if (text.empty() && from_query_) return nullptr;
    value = TakeText(name, text, kind);
  }
  switch (kind) {
    case Kind::kText:
      if (value->is_string()) return value;
      Reject(name, "Not a valid string.");
      return nullptr;
    case Kind::kInt:
      if (IntOf(*value)) return value;
      Reject(name, "Not a valid integer.");
      return nullptr;
    case Kind::kNumber:
      if (value->is_number()) return value;
      Reject(name, "Not a valid number.");
      return nullptr;
    case Kind::kBool:
      if (value->is_bool()) return value;
      Reject(name, "Not a valid boolean.");
      return nullptr;
    case Kind::kList:
      if (value->is_array()) return value;
      Reject(name, "Not a valid list.");
      return nullptr;
    case Kind::kObject:
      if (value->is_object()) return value;
      Reject(name, "Not a valid object.");
      return nullptr;
  }
  return nullptr;
}

std::optional<std::string> ArgumentReader::OptionalString(std::string_view name) {
  const json::value* value = Take(name, Kind::kText);
  if (value == nullptr) return std::nullopt;
  return std::string(value->get_string());
}

std::string ArgumentReader::String(std::string_view name) {
  Require(name);
  return OptionalString(name).value_or("");
}

std::optional<std::string> ArgumentReader::OptionalId(std::string_view name) {
  const json::value* value = Look(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (value->is_string() && value->get_string().empty()) return std::nullopt;
  std::optional<std::string> id = IdOf(*value);
  if (!id) Reject(name, "Not a valid id.");
  return id;
}

std::string ArgumentReader::Id(std::string_view name) {
  Require(name);
  return OptionalId(name).value_or("");
}

std::optional<std::string> ArgumentReader::OptionalOneOf(
    std::string_view name, std::span<const std::string_view> allowed) {
  std::optional<std::string> text = OptionalString(name);
  if (!text || text->empty()) return std::nullopt;
  if (std::ranges::find(allowed, *text) != allowed.end()) return text;
  Reject(name, fmt::format("Must be one of: {}.", fmt::join(allowed, ", ")));
  return std::nullopt;
}

std::string ArgumentReader::OneOf(std::string_view name,
                                  std::span<const std::string_view> allowed) {
  Require(name);
  return OptionalOneOf(name, allowed).value_or("");
}

std::vector<std::string> ArgumentReader::TextsOf(std::string_view name, Count count, bool ids) {
  std::vector<std::string> texts;
  const json::value* value = Take(name, Kind::kList);
  if (value == nullptr) return texts;
  const json::array& list = value->get_array();
  if (list.size() < count.least || list.size() > count.most) {
    if (findings_->first_bad.empty()) findings_->too_many_ids = ids && list.size() > count.most;
    Reject(name, fmt::format("Length must be between {} and {}.", count.least, count.most));
    return texts;
  }
  texts.reserve(list.size());
  for (const json::value& item : list) {
    if (ids) {
      std::optional<std::string> id = IdOf(item);
      if (!id) {
        Reject(name, "Not a valid list of ids.");
        return {};
      }
      texts.push_back(*std::move(id));
    } else if (item.is_string()) {
      texts.emplace_back(item.get_string());
    } else {
      Reject(name, "Not a valid list of strings.");
      return {};
    }
  }
  return texts;
}

std::vector<std::string> ArgumentReader::OptionalIds(std::string_view name, Count count) {
  return TextsOf(name, count, /*ids=*/true);
}

std::vector<std::string> ArgumentReader::Ids(std::string_view name, Count count) {
  Require(name);
  return OptionalIds(name, count);
}

std::vector<std::string> ArgumentReader::OptionalStrings(std::string_view name, Count count) {
  return TextsOf(name, count, /*ids=*/false);
}

std::vector<std::string> ArgumentReader::OptionalListOf(std::string_view name,
                                                        std::span<const std::string_view> allowed) {
  std::vector<std::string> texts = OptionalStrings(name);
  for (const std::string& text : texts) {
    if (std::ranges::find(allowed, text) == allowed.end()) {
      Reject(name, fmt::format("Must be one of: {}.", fmt::join(allowed, ", ")));
      return {};
    }
  }
  return texts;
}

std::optional<int64_t> ArgumentReader::OptionalInt(std::string_view name, IntRange range) {
  const json::value* value = Take(name, Kind::kInt);
  if (value == nullptr) return std::nullopt;
  const int64_t number = *IntOf(*value);
  if (number >= range.least && number <= range.most) return number;
  Reject(name, range.most == kNoLimit
                   ? fmt::format("Must be greater than or equal to {}.", range.least)
                   : fmt::format("Must be between {} and {}.", range.least, range.most));
  return std::nullopt;
}

std::optional<double> ArgumentReader::OptionalNumber(std::string_view name, NumberRange range) {
  const json::value* value = Take(name, Kind::kNumber);
  if (value == nullptr) return std::nullopt;
  const double number = value->to_number<double>();
  if (number >= range.least && number <= range.most) return number;
  Reject(name, range.most == NumberRange{}.most
                   ? fmt::format("Must be greater than or equal to {}.", range.least)
                   : fmt::format("Must be between {} and {}.", range.least, range.most));
  return std::nullopt;
}

double ArgumentReader::Number(std::string_view name, NumberRange range) {
  Require(name);
  return OptionalNumber(name, range).value_or(0);
}

std::optional<bool> ArgumentReader::OptionalBool(std::string_view name) {
  const json::value* value = Take(name, Kind::kBool);
  if (value == nullptr) return std::nullopt;
  return value->get_bool();
}

bool ArgumentReader::Bool(std::string_view name) {
  Require(name);
  return OptionalBool(name).value_or(false);
}

std::optional<absl::Time> ArgumentReader::OptionalTime(std::string_view name) {
  const std::optional<std::string> text = OptionalString(name);
  if (!text || text->empty()) return std::nullopt;
  const std::optional<absl::Time> time = ParseWireTime(*text);
  if (!time) Reject(name, "Time format should be %Y-%m-%d %H:%M:%S. Please try again.");
  return time;
}

absl::Time ArgumentReader::Time(std::string_view name) {
  Require(name);
  return OptionalTime(name).value_or(absl::InfinitePast());
}

ArgumentReader ArgumentReader::OptionalObject(std::string_view name) {
  const json::value* value = Take(name, Kind::kObject);
  return ArgumentReader(*this, value == nullptr ? nullptr : &value->get_object(), name);
}

ArgumentReader ArgumentReader::Object(std::string_view name) {
  Require(name);
  return OptionalObject(name);
}

std::vector<ArgumentReader> ArgumentReader::Objects(std::string_view name, Count count) {
  std::vector<ArgumentReader> readers;
  Require(name);
  const json::value* value = Take(name, Kind::kList);
  if (value == nullptr) return readers;
  const json::array& list = value->get_array();
  if (list.size() < count.least || list.size() > count.most) {
    Reject(name, fmt::format("Length must be between {} and {}.", count.least, count.most));
    return readers;
  }
  readers.reserve(list.size());
  for (size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_object()) {
      Reject(name, "Not a valid list of objects.");
      return {};
    }
    readers.push_back(ArgumentReader(*this, &list[i].get_object(), fmt::format("{}.{}", name, i)));
  }
  return readers;
}

}  // namespace sparkgate::simulator
