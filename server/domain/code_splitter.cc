#include "server/domain/code_splitter.h"

#include <algorithm>
#include <array>
#include <optional>

#include "server/domain/code.h"

namespace sparkgate::server {
namespace {

constexpr size_t kSuspicious = 12;  // characters behind a '#'

enum class Glyph { kText, kBreak, kMark, kCut };  // kCut: its end isn't there yet

struct GlyphAt {
  Glyph glyph = Glyph::kText;
  size_t size = 1;
};

// Not seen by people, yet carried along by copying. UTF-8.
constexpr std::array<std::string_view, 8> kMarks = {
    "\xC2\xAD",      // soft hyphen
    "\xE2\x80\x8B",  // zero width space
    "\xE2\x80\x8C",  // zero width non-joiner
    "\xE2\x80\x8D",  // zero width joiner
    "\xE2\x80\x8E",  // left-to-right mark
    "\xE2\x80\x8F",  // right-to-left mark
    "\xE2\x81\xA0",  // word joiner
    "\xEF\xBB\xBF",  // byte order mark
};

bool BreaksAscii(char c) {
  constexpr std::string_view kBetween = ",;:|\"'`()[]{}<>*\\\x7F";
  return (c >= 0 && c <= ' ') || kBetween.find(c) != kBetween.npos;
}

GlyphAt GlyphOf(std::string_view text, bool last) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {.glyph = BreaksAscii(text.front()) ? Glyph::kBreak : Glyph::kText};
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  // Alone or out of order it is no character: part of a word, which it spoils.
  if (lead < 0xC2 || lead > 0xF4) return {};
  for (size_t i = 1; i < size; ++i) {
    if (i == text.size()) return {.glyph = last ? Glyph::kText : Glyph::kCut, .size = i};
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return {.size = i};
  }
  const std::string_view character = text.substr(0, size);
  if (std::ranges::find(kMarks, character) != kMarks.end()) {
    return {.glyph = Glyph::kMark, .size = size};
  }
  // Letters of an alphabet, and full-width letters and digits, are a code's mistyped ones. The rest
  // is punctuation, pictures, or a script that is written without spaces.
  const bool letter = size == 2 && lead != 0xC2;
  const bool full_width = (character >= "\xEF\xBC\x90" && character <= "\xEF\xBC\x99") ||  // 0 to 9
                          (character >= "\xEF\xBC\xA1" && character <= "\xEF\xBD\x9A");    // A to z
  return {.glyph = letter || full_width ? Glyph::kText : Glyph::kBreak, .size = size};
}

bool IsSmall(char c) { return c >= 'a' && c <= 'z'; }
bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }
bool IsNumeral(char c) { return c >= '0' && c <= '9'; }

std::string_view WithoutStops(std::string_view word) {
  constexpr std::string_view kStops = ".!?";
  const size_t first = word.find_first_not_of(kStops);
  if (first == word.npos) return "";
  return word.substr(first, word.find_last_not_of(kStops) - first + 1);
}

// The code that a word is; "" if it looks like one and isn't; nullopt if it is chat.
std::optional<std::string> CodeIn(std::string_view word) {
  word = WithoutStops(word);
  const bool tagged = word.starts_with('#');
  const std::string_view body = tagged ? word.substr(1) : word;
  const bool lower = std::ranges::any_of(body, IsSmall);
  const bool upper = std::ranges::any_of(body, IsCapital);
  const bool digit = std::ranges::any_of(body, IsNumeral);
  const bool hashtag = std::ranges::all_of(body, [](char c) { return IsSmall(c) || c == '_'; });
  if (tagged ? hashtag : !lower || !upper || !(digit || body.ends_with('='))) return std::nullopt;
  auto code = CanonicalCode(word, "text");
  if (code.ok()) return *std::move(code);
  if (!tagged) return std::nullopt;
  const bool suspicious = body.size() >= kSuspicious || body.find_first_of("+/=") != body.npos;
  return suspicious ? std::optional<std::string>("") : std::nullopt;
}

}  // namespace

void CodeSplitter::Feed(std::string_view text, std::vector<FoundCode>& found) {
  rest_ += text;
  Scan(false, found);
}

void CodeSplitter::Finish(std::vector<FoundCode>& found) {
  Scan(true, found);
  skipping_ = false;
}

void CodeSplitter::Scan(bool last, std::vector<FoundCode>& found) {
  size_t start = 0;  // of the word
  size_t at = 0;
  std::string word;  // without marks
  const auto end_word = [&](size_t next) {
    if (!skipping_ && !word.empty()) {
      if (auto code = CodeIn(word)) {
        found.push_back({.offset = settled_ + static_cast<int64_t>(start),
                         .length = static_cast<int64_t>(at - start),
                         .canonical = *std::move(code)});
      }
    }
    skipping_ = false;
    word.clear();
    start = next;
  };
  while (at < rest_.size()) {
    const GlyphAt glyph = GlyphOf(std::string_view(rest_).substr(at), last);
    if (glyph.glyph == Glyph::kCut) break;
    if (glyph.glyph == Glyph::kBreak) {
      end_word(at + glyph.size);
      at += glyph.size;
      continue;
    }
    const char c = rest_[at];
    if (glyph.glyph == Glyph::kText) {
      const bool behind_padding = word.ends_with('=') && c != '=';
      if (c == '#' || behind_padding) end_word(at);
    }
    if (at + glyph.size - start > kLongestWord && !skipping_) {
      if (word.starts_with('#')) {
        found.push_back({.offset = settled_ + static_cast<int64_t>(start),
                         .length = static_cast<int64_t>(kLongestWord),
                         .canonical = ""});
      }
      skipping_ = true;
      word.clear();
    }
    if (glyph.glyph == Glyph::kText && !skipping_) word.append(rest_, at, glyph.size);
    at += glyph.size;
    if (skipping_) start = at;
  }
  if (last) end_word(at);
  rest_.erase(0, start);
  settled_ += static_cast<int64_t>(start);
}

}  // namespace sparkgate::server
