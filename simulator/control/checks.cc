#include "simulator/control/checks.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsAlphanumeric(char c) {
  return IsUpper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// Protobuf has made sure that it is UTF-8: each byte but a continuation begins a character.
size_t Length(std::string_view utf8) {
  return static_cast<size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

absl::Status CheckUsername(std::string_view username) {
  if (username.starts_with('@')) username.remove_prefix(1);  // as people write it
  const auto allowed = [](char c) { return IsAlphanumeric(c) || c == '_' || c == '.'; };
  if (username.empty() ||
      (username.size() >= 2 && username.size() <= 24 && std::ranges::all_of(username, allowed))) {
    return absl::OkStatus();
  }
  return InvalidField("account.username", "2 to 24 letters, digits, '_' and '.'.");
}

absl::Status CheckCode(std::string_view field, std::string_view code, size_t letters) {
  if (code.empty() || (code.size() == letters && std::ranges::all_of(code, IsUpper))) {
    return absl::OkStatus();
  }
  return InvalidField(field, fmt::format("{} upper-case letters.", letters));
}

absl::Status CheckTimezone(std::string_view name) {
  const auto allowed = [](char c) {
    return IsAlphanumeric(c) || c == '/' || c == '_' || c == '+' || c == '-';
  };
  if (name.size() <= 64 && std::ranges::all_of(name, allowed)) return absl::OkStatus();
  return InvalidField("ad_account.timezone", "An IANA name, such as \"Europe/Berlin\".");
}

}  // namespace

absl::Status CheckText(std::string_view field, std::string_view text, size_t most) {
  if (Length(text) <= most) return absl::OkStatus();
  return InvalidField(field, fmt::format("At most {} characters.", most));
}

absl::Status CheckAccount(const v1::CreatorAccount& account) {
  SG_RETURN_IF_ERROR(CheckUsername(account.username()));
  SG_RETURN_IF_ERROR(CheckText("account.display_name", account.display_name(), 30));
  SG_RETURN_IF_ERROR(CheckText("account.bio", account.bio(), 80));
  return CheckCode("account.region", account.region(), 2);
}

absl::Status CheckAccount(const v1::AdAccount& account) {
  SG_RETURN_IF_ERROR(CheckText("ad_account.display_name", account.display_name(), 100));
  SG_RETURN_IF_ERROR(CheckText("ad_account.company", account.company(), 100));
  SG_RETURN_IF_ERROR(CheckCode("ad_account.country", account.country(), 2));
  SG_RETURN_IF_ERROR(CheckCode("ad_account.currency", account.currency(), 3));
  return CheckTimezone(account.timezone());
}

}  // namespace sparkgate::simulator
