#include "simulator/app/scenario/yaml_reader.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr int kMostNodes = 20'000;
constexpr int kDeepest = 32;  // an alias may even point to what it is in

template <class Number>
bool ReadNumber(const std::string& text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end;
}

json::value Plain(const std::string& text) {
  if (text == "true") return true;
  if (text == "false") return false;
  if (text == "null" || text == "~" || text.empty()) return nullptr;
  const bool number = text.find_first_not_of("-.0123456789") == std::string::npos;
  const bool code = text.size() > 1 && text[0] == '0' && text[1] != '.';  // 007 is a name
  int64_t whole = 0;
  if (number && !code && ReadNumber(text, whole)) return whole;
  double real = 0;
  if (number && !code && ReadNumber(text, real)) return real;
  return json::string(text);
}

}  // namespace

absl::Status ScenarioInvalid(std::string_view file, int line, std::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, fmt::format("{}:{}: {}", file, line, problem),
               {.reason = "SCENARIO_INVALID", .who = Actor::kCaller});
}

absl::Status YamlReader::Wrong(const YAML::Node& node, std::string_view problem) const {
  return ScenarioInvalid(file_, LineOf(node), problem);
}

absl::Status YamlReader::CheckMap(const YAML::Node& node, std::string_view what,
                                  const std::vector<std::string_view>& keys) const {
  if (!node.IsMap()) return Wrong(node, fmt::format("{} is a map of keys to values.", what));
  std::set<std::string> seen;
  for (const auto& entry : node) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "(not a word)";
    if (std::ranges::find(keys, key) == keys.end()) {
      return Wrong(entry.first, fmt::format("\"{}\" is no key of {}; it has: {}.", key, what,
                                            fmt::join(keys, ", ")));
    }
    if (!seen.insert(key).second) {
      return Wrong(entry.first, fmt::format("\"{}\" is there twice.", key));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> YamlReader::Text(const YAML::Node& node, std::string_view what) const {
  if (node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
  return Wrong(node, fmt::format("{} is a text.", what));
}

absl::StatusOr<bool> YamlReader::Flag(const YAML::Node& node, std::string_view what) const {
  if (node.IsScalar() && node.Scalar() == "true") return true;
  if (node.IsScalar() && node.Scalar() == "false") return false;
  return Wrong(node, fmt::format("{} is true or false.", what));
}

absl::StatusOr<json::value> YamlReader::Json(const YAML::Node& node) { return Json(node, 0); }

absl::StatusOr<json::object> YamlReader::JsonObject(const YAML::Node& node, std::string_view what) {
  if (!node.IsMap()) return Wrong(node, fmt::format("{} is a map of keys to values.", what));
  SG_ASSIGN_OR_RETURN(json::value value, Json(node));
  return std::move(value.as_object());
}

absl::StatusOr<json::value> YamlReader::Json(const YAML::Node& node, int depth) {
  if (depth > kDeepest) return Wrong(node, fmt::format("More than {} levels deep.", kDeepest));
  if (++nodes_ > kMostNodes) {
    return Wrong(node, fmt::format("More than {} values in one story.", kMostNodes));
  }
  if (node.IsSequence()) {
    json::array list;
    for (const YAML::Node& element : node) {
      SG_ASSIGN_OR_RETURN(json::value value, Json(element, depth + 1));
      list.push_back(std::move(value));
    }
    return list;
  }
  if (node.IsMap()) {
    json::object object;
    for (const auto& entry : node) {
      SG_ASSIGN_OR_RETURN(const std::string key, Text(entry.first, "A key"));
      SG_ASSIGN_OR_RETURN(json::value value, Json(entry.second, depth + 1));
      if (!object.emplace(key, std::move(value)).second) {
        return Wrong(entry.first, fmt::format("\"{}\" is there twice.", key));
      }
    }
    return object;
  }
  if (!node.IsScalar()) return nullptr;
  if (node.Tag() == "?") return Plain(node.Scalar());
  return json::string(node.Scalar());
}

}  // namespace sparkgate::simulator
