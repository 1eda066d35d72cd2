#include "simulator/world/journal/exchange_arguments.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <iterator>
#include <utility>

#include <absl/strings/ascii.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/http/server.h"
#include "base/json.h"
#include "simulator/world/utf8.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

// Without case and separators: who writes a name wrongly sends a secret all the same.
constexpr std::string_view kSecretNames[] = {
    "accesstoken",          "appsecret",    "authcode", "clientsecret",
    "originalpostauthcode", "refreshtoken", "secret",   "token",
};

// A code or a token that came in a wrong place, or inside a longer text. Hashtags are shorter, and
// so are ids and request ids.
constexpr size_t kCodeLength = 40;
constexpr size_t kTokenLength = 40;  // hex digits

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

bool HoldsToken(std::string_view text) {
  size_t digits = 0;
  for (const char c : text) {
    digits = absl::ascii_isxdigit(static_cast<unsigned char>(c)) ? digits + 1 : 0;
    if (digits == kTokenLength) return true;
  }
  return false;
}

bool HoldsSecret(std::string_view text) { return HoldsCode(text) || HoldsToken(text); }

std::string PlainName(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c != '_' && c != '-') plain += absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  return plain;
}

bool IsSecretName(std::string_view name) {
  return std::ranges::find(kSecretNames, PlainName(name)) != std::end(kSecretNames);
}

// A text that is meant to be JSON, as arguments of a query may be.
bool BeginsLikeJson(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && (text[begin] == '{' || text[begin] == '[');
}

// Of JSON that can't be read: one of its words is a secret's name.
bool NamesSecret(std::string_view text) {
  const auto is_word = [](char c) { return IsCodeLetter(c) && c != '+' && c != '/'; };
  while (!text.empty()) {
    const auto end = std::ranges::find_if_not(text, is_word);
    const auto length = static_cast<size_t>(end - text.begin());
    if (IsSecretName(text.substr(0, length))) return true;
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  return false;
}

json::string ToJsonText(std::string_view text) { return json::string(text.data(), text.size()); }

json::object OfQuery(std::string_view query) {
  json::object values;
  for (auto& [name, text] : ParseQuery(query)) {
    json::value value = ToJsonText(text);
    if (BeginsLikeJson(text)) {
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

// JSON within a text has names as well.
std::string MaskedText(std::string_view text) {
  if (!BeginsLikeJson(text)) return ShownText(text);
  const absl::StatusOr<json::value> parsed = ParseJson(text);
  if (!parsed.ok()) return NamesSecret(text) ? std::string(kMasked) : ShownText(text);
  const json::value masked = Masked(*parsed);
  return masked == *parsed ? ShownText(text) : JsonText(masked);
}

json::value Masked(const json::value& value) {
  if (const json::object* object = value.if_object()) return MaskedMembers(*object);
  if (const json::string* text = value.if_string()) {
    return ToJsonText(MaskedText({text->data(), text->size()}));
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
    const bool token = PlainName(PercentDecode(name)) == "accesstoken";
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
  const std::string_view name = dot == std::string_view::npos ? path : path.substr(dot + 1);
  return IsSecretName(name);
}

std::string ShownText(std::string_view text) {
  if (HoldsSecret(text) ||
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
  return IsSecretArgument(path) ? std::string(kMasked) : MaskedText(text);
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
