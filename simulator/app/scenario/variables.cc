#include "simulator/app/scenario/variables.h"

#include <functional>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kId = ".id";
constexpr std::string_view kMistyped = ".mistyped";

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
bool IsWordCharacter(char c) { return IsLetter(c) || (c >= '0' && c <= '9') || c == '_'; }

// How much of the beginning of `text` is a variable's name.
size_t NameLength(std::string_view text) {
  if (text.empty() || !IsLetter(text[0])) return 0;
  size_t length = 0;
  while (length < text.size() && IsWordCharacter(text[length])) ++length;
  if (length + 1 < text.size() && text[length] == '.' && IsLetter(text[length + 1])) {
    length += 1 + NameLength(text.substr(length + 1));
  }
  return length;
}

// Tells `literal` and `variable` the parts of a text, in order.
void Split(std::string_view text, const std::function<void(std::string_view)>& literal,
           const std::function<void(std::string_view)>& variable) {
  while (!text.empty()) {
    const size_t dollar = text.find('$');
    literal(text.substr(0, dollar));
    if (dollar == std::string_view::npos) return;
    text.remove_prefix(dollar + 1);
    const size_t length = NameLength(text);
    if (length > 0) {
      variable(text.substr(0, length));
      text.remove_prefix(length);
    } else {
      literal("$");
      if (text.starts_with('$')) text.remove_prefix(1);
    }
  }
}

std::string_view BaseName(std::string_view name) {
  for (const std::string_view suffix : {kId, kMistyped}) {
    if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
  }
  return name;
}

std::string TextOf(const json::value& value) {
  if (const json::string* text = value.if_string()) return std::string(*text);
  return json::serialize(value);
}

// Somewhere in the middle, where nobody looks.
std::string Mistyped(std::string text) {
  if (text.empty()) return text;
  char& c = text[text.size() / 2];
  c = c == 'x' ? 'y' : 'x';
  return text;
}

std::optional<json::value> ValueOf(std::string_view name, const Variables& variables) {
  if (const auto found = variables.find(name); found != variables.end()) return found->second;
  const auto base = variables.find(BaseName(name));
  if (base == variables.end()) return std::nullopt;
  const std::string text = TextOf(base->second);
  if (name.ends_with(kMistyped)) return json::string(Mistyped(text));
  return json::string(text.substr(text.rfind('/') + 1));
}

absl::StatusOr<json::value> FillText(std::string_view text, const Variables& variables) {
  if (text.starts_with('$') && text.size() > 1 && NameLength(text.substr(1)) == text.size() - 1) {
    if (std::optional<json::value> value = ValueOf(text.substr(1), variables)) return *value;
  }
  std::string filled;
  std::string missing;
  Split(
      text, [&](std::string_view part) { filled += part; },
      [&](std::string_view name) {
        const std::optional<json::value> value = ValueOf(name, variables);
        if (value.has_value()) {
          filled += TextOf(*value);
        } else {
          missing = std::string(name);
        }
      });
  if (!missing.empty()) return InvalidField(missing, "Nothing was saved under this name.");
  return json::string(filled);
}

}  // namespace

bool IsVariableName(std::string_view name) {
  return !name.empty() && NameLength(name) == name.size();
}

std::string UnknownVariable(const json::value& value,
                            const std::set<std::string, std::less<>>& known) {
  std::string unknown;
  const auto look = [&](const json::value& part) {
    if (unknown.empty()) unknown = UnknownVariable(part, known);
  };
  if (const json::string* text = value.if_string()) {
    Split(
        *text, [](std::string_view) {},
        [&](std::string_view name) {
          if (!known.contains(name) && !known.contains(BaseName(name))) unknown = std::string(name);
        });
  } else if (const json::array* list = value.if_array()) {
    for (const json::value& element : *list) look(element);
  } else if (const json::object* object = value.if_object()) {
    for (const auto& entry : *object) look(entry.value());
  }
  return unknown;
}

absl::StatusOr<json::value> Fill(const json::value& value, const Variables& variables) {
  if (const json::string* text = value.if_string()) return FillText(*text, variables);
  if (const json::array* list = value.if_array()) {
    json::array filled;
    for (const json::value& element : *list) {
      SG_ASSIGN_OR_RETURN(json::value one, Fill(element, variables));
      filled.push_back(std::move(one));
    }
    return filled;
  }
  if (const json::object* object = value.if_object()) {
    json::object filled;
    for (const auto& entry : *object) {
      SG_ASSIGN_OR_RETURN(json::value one, Fill(entry.value(), variables));
      filled.emplace(entry.key(), std::move(one));
    }
    return filled;
  }
  return value;
}

}  // namespace sparkgate::simulator
