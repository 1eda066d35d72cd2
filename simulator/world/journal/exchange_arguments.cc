#include "simulator/world/journal/exchange_arguments.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <iterator>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/http/server.h"
#include "base/json.h"
#include "simulator/world/utf8.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kSecretNames[] = {
    "access_token",  "app_secret", "auth_code", "client_secret", "original_post_auth_code",
    "refresh_token", "secret",     "token",
};

// A code that came in a wrong place, or inside a longer text. Hashtags are shorter.
constexpr size_t kCodeLength = 40;

bool IsCodeLetter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
         c == '/' || c == '-' || c == '_';
}

bool HoldsCode(std::string_view text) {
  for (size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    const std::string_view rest = text.substr(at + 1);
    const auto end = std::ranges::find_if_not(rest, IsCodeLetter);
    if (static_cast<size_t>(end - rest.begin()) >= kCodeLength) return true;
  }
  return false;
}

// Access-Token is access_token: what is meant counts.
std::string Plain(std::string_view name) {
  std::string plain(name);
  std::ranges::transform(plain, plain.begin(), [](char c) {
    return c == '-' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return plain;
}

json::string ToJsonText(std::string_view text) { return json::string(text.data(), text.size()); }

json::object OfQuery(std::string_view query) {
  json::object values;
  for (auto& [name, text] : ParseQuery(query)) {
    json::value value = ToJsonText(text);
    if (text.starts_with('{') || text.starts_with('[')) {
      if (absl::StatusOr<json::value> parsed = ParseJson(text); parsed.ok()) {
        value = *std::move(parsed);
      }
    }
    values.emplace(name, std::move(value));  // the first counts, as at the endpoints
  }
  return values;
}

json::value Masked(const json::value& value);

json::object MaskedMembers(const json::object& object) {
  json::object masked;
  for (const auto& [name, value] : object) {
    const bool secret = IsSecretArgument({name.data(), name.size()});
    masked.emplace(ShownText({name.data(), name.size()}),
                   secret ? json::value(ToJsonText(kMasked)) : Masked(value));
  }
  return masked;
}

json::value Masked(const json::value& value) {
  if (const json::object* object = value.if_object()) return MaskedMembers(*object);
  if (const json::string* text = value.if_string()) {
    return ToJsonText(ShownText({text->data(), text->size()}));
  }
  if (!value.is_array()) return value;
  json::array masked;
  for (const json::value& item : value.get_array()) masked.push_back(Masked(item));
  return masked;
}

const json::value* MemberAt(const json::value& value, std::string_view key) {
  if (const json::object* object = value.if_object()) return object->if_contains(key);
  const json::array* array = value.if_array();
  size_t index = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  const bool number = error == std::errc() && end == key.data() + key.size();
  return array != nullptr && number ? array->if_contains(index) : nullptr;
}

// Boost writes 50.0 as 5E1.
void AppendJson(const json::value& value, std::string& out) {
  std::string_view comma;
  if (const double* number = value.if_double()) {
    out += fmt::format("{}", *number);
  } else if (const json::array* array = value.if_array()) {
    out += '[';
    for (const json::value& item : *array) {
      out += std::exchange(comma, ",");
      AppendJson(item, out);
    }
    out += ']';
  } else if (const json::object* object = value.if_object()) {
    out += '{';
    for (const auto& [name, item] : *object) {
      out += std::exchange(comma, ",");
      out += json::serialize(name);
      out += ':';
      AppendJson(item, out);
    }
    out += '}';
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

std::string WithoutToken(std::string_view query) {
  std::string kept;
  for (std::string_view rest = query; !rest.empty();) {
    const std::string_view argument = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), argument.size() + 1));
    const std::string_view name = argument.substr(0, argument.find('='));
    if (!kept.empty()) kept += '&';
    kept += name;
    if (name.size() == argument.size()) continue;
    const bool token = Plain(PercentDecode(name)) == "access_token";
    kept += token ? fmt::format("={}", kMasked) : std::string(argument.substr(name.size()));
  }
  return kept;
}

ExchangeArguments ArgumentsOf(const Exchange& exchange) {
  if (exchange.arguments_size > exchange.arguments.size()) {
    return {{}, fmt::format("too long to be kept: {} bytes", exchange.arguments_size)};
  }
  if (exchange.method == "GET") return {OfQuery(exchange.arguments), ""};
  if (exchange.arguments.empty()) return {};
  absl::StatusOr<json::value> body = ParseJson(exchange.arguments);
  if (body.ok() && body->is_object()) return {std::move(body->as_object()), ""};
  return {{}, fmt::format("not a JSON object: {} bytes", exchange.arguments_size)};
}

ExchangeArguments MaskedArguments(const Exchange& exchange) {
  ExchangeArguments arguments = ArgumentsOf(exchange);
  arguments.values = MaskedMembers(arguments.values);
  return arguments;
}

bool IsSecretArgument(std::string_view path) {
  const size_t dot = path.rfind('.');
  const std::string name = Plain(dot == std::string_view::npos ? path : path.substr(dot + 1));
  return std::ranges::find(kSecretNames, name) != std::end(kSecretNames);
}

std::string ShownText(std::string_view text) {
  if (HoldsCode(text) ||
      (text.find("%23") != std::string_view::npos && HoldsCode(PercentDecode(text)))) {
    return std::string(kMasked);
  }
  std::string shown;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view before = rest;
    const bool good = TakeCodePoint(rest).has_value();
    shown += good ? before.substr(0, before.size() - rest.size()) : "\uFFFD";
  }
  return shown;
}

std::string ShownArgument(std::string_view path, std::string_view text) {
  return IsSecretArgument(path) ? std::string(kMasked) : ShownText(text);
}

std::string JsonText(const json::value& value) {
  std::string text;
  AppendJson(value, text);
  return text;
}

std::optional<std::string> ArgumentText(const json::object& values, std::string_view path) {
  const json::value* value = nullptr;
  for (std::string_view rest = path; true;) {
    const size_t dot = rest.find('.');
    const std::string_view key = rest.substr(0, dot);
    value = value == nullptr ? values.if_contains(key) : MemberAt(*value, key);
    if (value == nullptr) return std::nullopt;
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
  }
  if (const json::string* text = value->if_string()) return std::string(text->data(), text->size());
  return JsonText(*value);
}

}  // namespace sparkgate::simulator
