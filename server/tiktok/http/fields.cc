#include "server/tiktok/http/fields.h"

#include <array>
#include <cmath>
#include <limits>

#include <absl/time/civil_time.h>
#include <boost/json/value.hpp>

#include "base/json.h"
#include "server/tiktok/http/answer.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

constexpr char kTimeFormat[] = "%Y-%m-%d %H:%M:%S";
constexpr int64_t kMicrosPerUnit = 1'000'000;
constexpr int64_t kLatestSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z

std::optional<std::string> TextOf(const json::value& value) {
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_int64()) return std::to_string(value.as_int64());
  if (value.is_uint64()) return std::to_string(value.as_uint64());
  return std::nullopt;
}

// "2026-01-31 12:00:00", which nearly every time is, by hand: a library's list is full of them.
std::optional<absl::Time> CivilTime(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00 00:00:00";
  if (text.size() != kShape.size()) return std::nullopt;
  std::array<int, 6> parts{};  // year to second
  size_t part = 0;
  for (size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] != '0') {
      if (text[i] != kShape[i]) return std::nullopt;
      ++part;
    } else {
      if (text[i] < '0' || text[i] > '9') return std::nullopt;
      parts.at(part) = parts.at(part) * 10 + (text[i] - '0');
    }
  }
  const absl::CivilSecond civil(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
  // A civil time normalizes what doesn't exist: February 30 is no time.
  const bool exact = civil.month() == parts[1] && civil.day() == parts[2] &&
                     civil.hour() == parts[3] && civil.minute() == parts[4] &&
                     civil.second() == parts[5];
  return exact ? std::optional(absl::FromCivil(civil, absl::UTCTimeZone())) : std::nullopt;
}

int PageNumber(const json::object& info, std::string_view key) {
  const int64_t number = Count(info, key);
  return number < 0 || number > std::numeric_limits<int>::max() ? 0 : static_cast<int>(number);
}

}  // namespace

std::string Text(const json::object& object, std::string_view key) {
  return JsonString(object, key).value_or("");
}

std::string Id(const json::object& object, std::string_view key) {
  std::string id = JsonId(object, key).value_or("");
  return id == "0" ? "" : id;
}

std::vector<std::string> TextList(const json::object& object, std::string_view key) {
  std::vector<std::string> texts;
  const json::array* array = JsonArray(object, key);
  if (array == nullptr) return texts;
  for (const json::value& value : *array) {
    if (auto text = TextOf(value)) texts.push_back(*std::move(text));
  }
  return texts;
}

int64_t Count(const json::object& object, std::string_view key) {
  return JsonInt(object, key).value_or(0);
}

bool Flag(const json::object& object, std::string_view key) {
  return JsonBool(object, key).value_or(false);
}

int64_t Micros(const json::object& object, std::string_view key) {
  const double units = JsonDouble(object, key).value_or(0);
  const double micros = std::round(units * kMicrosPerUnit);
  return std::abs(micros) < 9e18 ? static_cast<int64_t>(micros) : 0;
}

std::optional<absl::Time> Time(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value != nullptr && value->is_string()) {
    if (const auto time = CivilTime(value->get_string())) return time;
  }
  if (const auto seconds = JsonInt(object, key)) {
    if (*seconds <= 0 || *seconds > kLatestSecond) return std::nullopt;
    return absl::FromUnixSeconds(*seconds);
  }
  const std::string text = Text(object, key);
  absl::Time time;
  std::string error;
  if (text.empty() || !absl::ParseTime(kTimeFormat, text, &time, &error)) return std::nullopt;
  return time;
}

std::vector<const json::object*> Objects(const json::object& object, std::string_view key) {
  std::vector<const json::object*> objects;
  const json::array* array = JsonArray(object, key);
  if (array == nullptr) return objects;
  for (const json::value& value : *array) {
    if (value.is_object()) objects.push_back(&value.get_object());
  }
  return objects;
}

const json::object& Child(const json::object& object, std::string_view key) {
  static const auto& empty = *new json::object();
  const json::object* child = JsonObject(object, key);
  return child == nullptr ? empty : *child;
}

absl::StatusOr<PageInfo> ReadPageInfo(const json::object& data, std::string_view path) {
  const json::object* info = JsonObject(data, "page_info");
  if (info == nullptr) return AnswerLacks("page_info", {.path = path});
  return PageInfo{.page = PageNumber(*info, "page"),
                  .page_size = PageNumber(*info, "page_size"),
                  .total_number = Count(*info, "total_number"),
                  .total_page = PageNumber(*info, "total_page")};
}

std::string UtcText(absl::Time time) {
  return absl::FormatTime(kTimeFormat, time, absl::UTCTimeZone());
}

json::value Money(int64_t micros) {
  if (micros % kMicrosPerUnit == 0) return micros / kMicrosPerUnit;
  return static_cast<double>(micros) / kMicrosPerUnit;
}

json::array JsonTexts(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

void SetIfAny(json::object* object, std::string_view key, std::string_view value) {
  if (!value.empty()) (*object)[key] = value;
}

void SetIfAny(json::object* object, std::string_view key, const std::vector<std::string>& values) {
  if (!values.empty()) (*object)[key] = JsonTexts(values);
}

}  // namespace sparkgate::tiktok
