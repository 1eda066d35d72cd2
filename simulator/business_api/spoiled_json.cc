#include "simulator/business_api/spoiled_json.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/json.h"
#include "simulator/world/journal/exchange_arguments.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

// What becomes of a value that holds no others.
using Spoil = json::value (*)(const json::value&);

json::value Spoiled(const json::value& value, Spoil spoil) {
  if (value.is_object() && !value.get_object().empty()) {
    json::object object;
    for (const auto& [key, item] : value.get_object()) object.emplace(key, Spoiled(item, spoil));
    return object;
  }
  if (value.is_array() && !value.get_array().empty()) {
    json::array array;
    for (const json::value& item : value.get_array()) array.push_back(Spoiled(item, spoil));
    return array;
  }
  return spoil(value);
}

json::value AnotherType(const json::value& value) {
  if (value.is_string()) return json::object{{"value", value}};
  return json::value(JsonText(value));
}

std::string WithData(std::string_view body, Spoil spoil) {
  const absl::StatusOr<json::value> parsed = ParseJson(body);
  if (!parsed.ok() || !parsed->is_object()) return Malformed(body);
  json::object envelope = parsed->get_object();
  json::value* data = envelope.if_contains("data");
  if (data == nullptr) return Malformed(body);
  *data = Spoiled(*data, spoil);
  return json::serialize(envelope);
}

}  // namespace

std::string Malformed(std::string_view body) {
  // As a server writes that forgot to quote.
  return "{code: 0, 'message': OK, data: <" + std::string(body.substr(0, body.find('"'))) + ">,}";
}

std::string Truncated(std::string_view body) {
  return std::string(body.substr(0, body.size() / 2));
}

std::string WithWrongTypes(std::string_view body) { return WithData(body, &AnotherType); }

std::string WithNulls(std::string_view body) {
  return WithData(body, [](const json::value&) { return json::value(nullptr); });
}

}  // namespace sparkgate::simulator
