#include "simulator/app/scenario/expectations.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "simulator/world/journal/exchange_arguments.h"
#include "simulator/world/utf8.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

const json::value* Member(const json::value& value, std::string_view name) {
  if (const json::object* object = value.if_object()) return object->if_contains(name);
  const json::array* list = value.if_array();
  if (list == nullptr) return nullptr;
  size_t index = 0;
  const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), index);
  if (error != std::errc() || stop != name.data() + name.size()) return nullptr;
  return list->if_contains(index);
}

std::string Text(const json::value& value) {
  if (const json::string* text = value.if_string()) return std::string(*text);
  return json::serialize(value);
}

// Ids and amounts are texts in one answer and numbers in another.
bool Alike(const json::value& a, const json::value& b) {
  return a == b || (a.is_primitive() && b.is_primitive() && Text(a) == Text(b));
}

bool IsSecret(std::string_view path, const json::value& value) {
  constexpr std::array<std::string_view, 4> kNames = {"token", "secret", "auth_code", "code"};
  return value.is_string() &&
         std::ranges::any_of(kNames, [&](std::string_view name) { return path.ends_with(name); });
}

std::string Shown(std::string_view path, const json::value* value) {
  constexpr size_t kLongest = 300;
  if (value == nullptr) return "nothing";
  if (IsSecret(path, *value)) return "another value (a secret, not shown)";
  return CutText(ShownArgument(path, json::serialize(*value)), kLongest);
}

// The one key of {not: v} and its like, or "".
std::string_view Matcher(const json::value& expected) {
  const json::object* object = expected.if_object();
  return object == nullptr || object->size() != 1 ? "" : std::string_view(object->begin()->key());
}

size_t SizeOf(const json::value* value) {
  if (value == nullptr) return 0;
  if (const json::array* list = value->if_array()) return list->size();
  if (const json::object* object = value->if_object()) return object->size();
  return Text(*value).size();
}

bool Fits(const json::value* found, const json::value& expected) {
  if (!expected.is_object()) return found != nullptr && Alike(*found, expected);
  const json::value& wanted = expected.get_object().begin()->value();
  const std::string_view matcher = Matcher(expected);
  if (matcher == "not") return found != nullptr && !Alike(*found, wanted);
  if (matcher == "present") return wanted == (found != nullptr && !found->is_null());
  if (matcher == "size") return Text(wanted) == std::to_string(SizeOf(found));
  return found != nullptr && Text(*found).find(Text(wanted)) != std::string::npos;  // contains
}

}  // namespace

const json::value* AtPath(const json::value& answer, std::string_view path) {
  const json::value* at = &answer;
  while (at != nullptr && !path.empty()) {
    const size_t dot = path.find('.');
    at = Member(*at, path.substr(0, dot));
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
  }
  return at;
}

std::string Mismatch(const json::value& answer, std::string_view path,
                     const json::value& expected) {
  const json::value* found = AtPath(answer, path);
  if (Fits(found, expected)) return "";
  const std::string wanted =
      IsSecret(path, expected) ? "a secret, not shown" : json::serialize(expected);
  return fmt::format("expected {} to be {}, got {}", path, wanted, Shown(path, found));
}

std::string CheckExpected(const json::value& expected) {
  constexpr std::array<std::string_view, 4> kMatchers = {"not", "contains", "size", "present"};
  if (!expected.is_object()) return "";
  const bool known = std::ranges::find(kMatchers, Matcher(expected)) != kMatchers.end();
  return known ? ""
               : "a value, or one of {not: value}, {contains: text}, {size: n}, "
                 "{present: true|false}";
}

}  // namespace sparkgate::simulator
