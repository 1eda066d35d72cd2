#include "simulator/business_api/wire_json.h"

#include <charconv>
#include <cstring>
#include <iterator>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <fmt/format.h>

#include "simulator/world/utf8.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

void AppendEscape(char c, std::string& out) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
  }
}

bool IsPlain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 &&
         c != '"' && c != '\\';
}

// How much of it needs no second look: plain bytes, mostly told eight at a time, since nearly all
// text is plain. In each byte of a word, borrowing sets the highest bit where it was too small.
size_t PlainPrefix(std::string_view text) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  size_t plain = 0;
  for (uint64_t word = 0; plain + sizeof(word) <= text.size(); plain += sizeof(word)) {
    std::memcpy(&word, text.data() + plain, sizeof(word));
    const uint64_t below_blank = word - kOnes * 0x20;
    const uint64_t quote = (word ^ (kOnes * '"')) - kOnes;
    const uint64_t backslash = (word ^ (kOnes * '\\')) - kOnes;
    if (((word | below_blank | quote | backslash) & (kOnes * 0x80)) != 0) break;
  }
  while (plain < text.size() && IsPlain(text[plain])) ++plain;
  return plain;
}

void AppendArray(const json::array& array, std::string& out) {
  out += '[';
  for (const json::value& item : array) {
    if (&item != array.data()) out += ',';
    AppendWireJson(item, out);
  }
  out += ']';
}

}  // namespace

// The shortest digits that mean this number.
void AppendWireNumber(double number, std::string& out) {
  char text[512];  // the longest has 309 digits before the point, or 340 after it
  const auto [end, error] =
      std::to_chars(text, text + sizeof(text), number, std::chars_format::fixed);
  const std::string_view digits(text, static_cast<size_t>(end - text));
  out += digits;
  if (digits.find('.') == std::string_view::npos) out += ".0";
}

void AppendWireNumber(int64_t number, std::string& out) {
  const fmt::format_int digits(number);
  out.append(digits.data(), digits.size());
}

void AppendWireText(std::string_view text, std::string& out) {
  out += '"';
  AppendWireEscaped(text, out);
  out += '"';
}

void AppendWireEscaped(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const size_t plain = PlainPrefix(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      AppendEscape(text.front(), out);
      text.remove_prefix(1);
      continue;
    }
    const std::string_view before = text;
    const bool good = TakeCodePoint(text).has_value();
    out += good ? before.substr(0, before.size() - text.size()) : kReplacement;
  }
}

void AppendWireJson(const json::value& value, std::string& out) {
  switch (value.kind()) {
    case json::kind::null:
      out += "null";
      return;
    case json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return;
    case json::kind::int64:
      return AppendWireNumber(value.get_int64(), out);
    case json::kind::uint64:
      fmt::format_to(std::back_inserter(out), "{}", value.get_uint64());
      return;
    case json::kind::double_:
      return AppendWireNumber(value.get_double(), out);
    case json::kind::string:
      return AppendWireText(value.get_string(), out);
    case json::kind::array:
      return AppendArray(value.get_array(), out);
    case json::kind::object:
      return AppendWireJson(value.get_object(), out);
  }
}

void AppendWireJson(const json::object& object, std::string& out) {
  out += '{';
  bool first = true;
  for (const json::key_value_pair& member : object) {
    if (!first) out += ',';
    first = false;
    AppendWireText(member.key(), out);
    out += ':';
    AppendWireJson(member.value(), out);
  }
  out += '}';
}

}  // namespace sparkgate::simulator
