#include "server/store/sql/json_text.h"

#include <optional>

#include <boost/json.hpp>

namespace sparkgate::server::sql {
namespace {

namespace json = boost::json;

std::optional<json::value> Parse(const std::string& text) {
  json::error_code error;
  json::value value = json::parse(text, error);
  if (error) return std::nullopt;
  return value;
}

template <class Value>
std::string Serialize(const std::map<std::string, Value>& map) {
  if (map.empty()) return "";
  json::object object;
  for (const auto& [key, value] : map) object[key] = value;
  return json::serialize(object);
}

}  // namespace

std::string ListToText(const std::vector<std::string>& list) {
  if (list.empty()) return "";
  return json::serialize(json::array(list.begin(), list.end()));
}

std::string NumbersToText(const std::vector<int64_t>& numbers) {
  if (numbers.empty()) return "";
  return json::serialize(json::array(numbers.begin(), numbers.end()));
}

std::string MapToText(const std::map<std::string, std::string>& map) { return Serialize(map); }
std::string NumberMapToText(const std::map<std::string, int64_t>& map) { return Serialize(map); }

bool TextToList(const std::string& text, std::vector<std::string>& list) {
  list.clear();
  if (text.empty()) return true;
  const std::optional<json::value> value = Parse(text);
  if (!value.has_value() || !value->is_array()) return false;
  for (const json::value& item : value->get_array()) {
    if (!item.is_string()) return false;
    list.emplace_back(item.get_string());
  }
  return true;
}

bool TextToNumbers(const std::string& text, std::vector<int64_t>& numbers) {
  numbers.clear();
  if (text.empty()) return true;
  const std::optional<json::value> value = Parse(text);
  if (!value.has_value() || !value->is_array()) return false;
  for (const json::value& item : value->get_array()) {
    if (!item.is_int64()) return false;
    numbers.push_back(item.get_int64());
  }
  return true;
}

bool TextToMap(const std::string& text, std::map<std::string, std::string>& map) {
  map.clear();
  if (text.empty()) return true;
  const std::optional<json::value> value = Parse(text);
  if (!value.has_value() || !value->is_object()) return false;
  for (const auto& [key, item] : value->get_object()) {
    if (!item.is_string()) return false;
    map.emplace(std::string(key), std::string(item.get_string()));
  }
  return true;
}

bool TextToNumberMap(const std::string& text, std::map<std::string, int64_t>& map) {
  map.clear();
  if (text.empty()) return true;
  const std::optional<json::value> value = Parse(text);
  if (!value.has_value() || !value->is_object()) return false;
  for (const auto& [key, item] : value->get_object()) {
    if (!item.is_int64()) return false;
    map.emplace(std::string(key), item.get_int64());
  }
  return true;
}

}  // namespace sparkgate::server::sql
