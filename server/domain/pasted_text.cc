#include "server/domain/pasted_text.h"

#include <array>
#include <utility>

namespace sparkgate::server {
namespace {

// As UTF-8. The zero-width ones aren't white space to Unicode, but to the person who can't see them
// they are.
constexpr std::array<std::string_view, 30> kSpaces = {
    " ",
    "\t",
    "\n",
    "\v",
    "\f",
    "\r",
    "\xC2\x85",      // next line
    "\xC2\xA0",      // no-break space
    "\xE1\x9A\x80",  // ogham space
    "\xE2\x80\x80",  // en quad, and so on to
    "\xE2\x80\x81",
    "\xE2\x80\x82",
    "\xE2\x80\x83",
    "\xE2\x80\x84",
    "\xE2\x80\x85",
    "\xE2\x80\x86",
    "\xE2\x80\x87",
    "\xE2\x80\x88",
    "\xE2\x80\x89",
    "\xE2\x80\x8A",  // hair space
    "\xE2\x80\x8B",  // zero width space
    "\xE2\x80\x8C",  // zero width non-joiner
    "\xE2\x80\x8D",  // zero width joiner
    "\xE2\x80\xA8",  // line separator
    "\xE2\x80\xA9",  // paragraph separator
    "\xE2\x80\xAF",  // narrow no-break space
    "\xE2\x81\x9F",  // medium mathematical space
    "\xE2\x81\xA0",  // word joiner
    "\xE3\x80\x80",  // ideographic space
    "\xEF\xBB\xBF",  // byte order mark
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kQuotes = {{
    {"\"", "\""},
    {"'", "'"},
    {"`", "`"},
    {"\xE2\x80\x9C", "\xE2\x80\x9D"},  // curly double
    {"\xE2\x80\x98", "\xE2\x80\x99"},  // curly single
    {"\xE2\x80\x9E", "\xE2\x80\x9C"},  // low and high
    {"\xC2\xAB", "\xC2\xBB"},          // guillemets
}};

size_t LeadingSpace(std::string_view text) {
  if (text.front() > ' ' && text.front() <= '~') return 0;  // most are
  for (const std::string_view space : kSpaces) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

bool Unquote(std::string_view& text) {
  for (const auto& [open, close] : kQuotes) {
    if (text.size() < open.size() + close.size()) continue;
    if (!text.starts_with(open) || !text.ends_with(close)) continue;
    text.remove_prefix(open.size());
    text.remove_suffix(close.size());
    return true;
  }
  return false;
}

}  // namespace

std::string WithoutSpacesAndQuotes(std::string_view pasted) {
  std::string kept;
  kept.reserve(pasted.size());
  while (!pasted.empty()) {
    if (const size_t space = LeadingSpace(pasted); space > 0) {
      pasted.remove_prefix(space);
    } else {
      kept += pasted.front();
      pasted.remove_prefix(1);
    }
  }
  std::string_view inner = kept;
  while (Unquote(inner)) {
  }
  return std::string(inner);
}

}  // namespace sparkgate::server
