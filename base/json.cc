#include "base/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/storage_ptr.hpp>
#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate {
namespace {

namespace json = boost::json;

constexpr size_t kArenaPerByte = 2;        // what a typical answer of TikTok takes when parsed
constexpr double kExactIntegers = 0x1p53;  // beyond it a double skips integers

template <typename Number>
std::optional<Number> FromText(std::string_view text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::optional<int64_t> ToInt(double number) {
  if (std::trunc(number) != number || std::abs(number) > kExactIntegers) return std::nullopt;
  return static_cast<int64_t>(number);
}

}  // namespace

absl::StatusOr<json::value> ParseJson(std::string_view text) {
  json::parse_options options;
  options.max_depth = 64;
  json::error_code error;
  // One block instead of an allocation per node, and nothing to free node by node.
  json::storage_ptr arena = json::make_shared_resource<json::monotonic_resource>(
      std::max<size_t>(512, text.size() * kArenaPerByte));
  json::value value = json::parse(text, error, std::move(arena), options);
  if (error) {
    return Error(absl::StatusCode::kInvalidArgument,
                 fmt::format("malformed JSON: {}", error.message()), {.reason = "JSON_MALFORMED"});
  }
  return value;
}

std::optional<std::string> JsonString(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

std::optional<std::string> JsonId(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return std::string(value->get_string());
  if (value->is_int64()) return fmt::to_string(value->get_int64());
  if (value->is_uint64()) return fmt::to_string(value->get_uint64());
  return std::nullopt;
}

std::optional<int64_t> JsonInt(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_int64()) return value->get_int64();
  if (value->is_double()) return ToInt(value->get_double());
  if (!value->is_string()) return std::nullopt;  // also a uint64: more than an int64 can hold
  const std::string_view text = value->get_string();
  if (const auto number = FromText<int64_t>(text)) return number;
  const auto number = FromText<double>(text);
  return number ? ToInt(*number) : std::nullopt;
}

std::optional<double> JsonDouble(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_int64()) return static_cast<double>(value->get_int64());
  if (value->is_uint64()) return static_cast<double>(value->get_uint64());
  std::optional<double> number;
  if (value->is_double()) number = value->get_double();  // the parser makes infinity of 1e999
  if (value->is_string()) number = FromText<double>(value->get_string());
  return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<bool> JsonBool(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_bool()) return std::nullopt;
  return value->get_bool();
}

const json::object* JsonObject(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

const json::array* JsonArray(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_array();
}

}  // namespace sparkgate
