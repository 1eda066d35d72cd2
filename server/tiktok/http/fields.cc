#include "server/tiktok/http/fields.h"

#include <cmath>
#include <limits>

#include <boost/json/value.hpp>

#include "base/json.h"

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

PageInfo ReadPageInfo(const json::object& data) {
  const json::object& info = Child(data, "page_info");
  return {.page = PageNumber(info, "page"),
          .page_size = PageNumber(info, "page_size"),
          .total_number = Count(info, "total_number"),
          .total_page = PageNumber(info, "total_page")};
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
