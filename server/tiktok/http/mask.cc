#include "server/tiktok/http/mask.h"

#include <algorithm>

#include <absl/strings/ascii.h>

#include "base/http/client.h"

namespace sparkgate::tiktok {
namespace {

constexpr std::string_view kMask = "…";
constexpr size_t kMaxBytes = 300;
constexpr size_t kMaxAfterHash = 8;  // "#" and this much is still a hint, not a code
constexpr size_t kMaxWord = 20;      // shorter than any code or token
constexpr size_t kMinSecret = 6;     // anything shorter would riddle the sentence with holes

void Replace(std::string* text, std::string_view what) {
  if (what.size() < kMinSecret) return;
  for (size_t at = text->find(what); at != std::string::npos;
       at = text->find(what, at + kMask.size())) {
    text->replace(at, what.size(), kMask);
  }
}

// Base64, its URL form, hex, UUIDs, and all of them percent-encoded.
bool IsTokenChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("+/=_-%").find(c) != std::string_view::npos;
}

template <typename Predicate>
bool All(std::string_view word, Predicate predicate) {
  return std::all_of(word.begin(), word.end(),
                     [&](char c) { return predicate(static_cast<unsigned char>(c)); });
}

// Ids are digits; names of fields, paths and statuses have letters of one case and no digits.
bool IsIdOrName(std::string_view word) {
  const auto joins = [](unsigned char c) { return c == '_' || c == '/' || c == '-'; };
  return All(word, absl::ascii_isdigit) ||
         All(word, [&](unsigned char c) { return absl::ascii_islower(c) || joins(c); }) ||
         All(word, [&](unsigned char c) { return absl::ascii_isupper(c) || joins(c); });
}

bool LooksSecret(std::string_view word, bool after_hash) {
  return after_hash ? word.size() > kMaxAfterHash : word.size() >= kMaxWord && !IsIdOrName(word);
}

std::string MaskLookAlikes(std::string_view text) {
  std::string masked;
  size_t at = 0;
  while (at < text.size()) {
    size_t end = at;
    while (end < text.size() && IsTokenChar(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    const bool after_hash = at > 0 && text[at - 1] == '#';
    masked += LooksSecret(word, after_hash) ? kMask : word;
    if (end < text.size()) {
      const auto c = static_cast<unsigned char>(text[end]);
      masked += absl::ascii_iscntrl(c) ? ' ' : text[end];
      ++end;
    }
    at = end;
  }
  return masked;
}

void Shorten(std::string* text) {
  if (text->size() <= kMaxBytes) return;
  size_t end = kMaxBytes - kMask.size();
  while (end > 0 && (static_cast<unsigned char>((*text)[end]) & 0xC0u) == 0x80u) --end;
  text->resize(end);
  *text += kMask;
}

}  // namespace

bool IsSecretField(std::string_view name) {
  return name == "auth_code" || name == "original_post_auth_code" || name == "secret" ||
         name == "client_secret" || name == "access_token" || name == "refresh_token";
}

std::string MaskSecrets(std::string_view text, const std::vector<std::string>& secrets) {
  std::string masked(text);
  for (const std::string& secret : secrets) {
    Replace(&masked, secret);
    Replace(&masked, PercentEncode(secret));
  }
  masked = MaskLookAlikes(masked);
  Shorten(&masked);
  return masked;
}

}  // namespace sparkgate::tiktok
