#include "server/domain/code.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "server/domain/pasted_text.h"

namespace sparkgate::server {
namespace {

constexpr size_t kShortest = 20;
constexpr size_t kLongest = 200;
constexpr size_t kMostPadding = 2;

bool IsCodeCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/' || c == '_' || c == '-';
}

// What follows the '#': [A-Za-z0-9+/_-]{20,200}={0,2}
bool IsCodeBody(std::string_view body) {
  size_t length = 0;
  while (length < body.size() && IsCodeCharacter(body[length])) ++length;
  if (length < kShortest || length > kLongest) return false;
  const std::string_view padding = body.substr(length);
  return padding.size() <= kMostPadding && padding.find_first_not_of('=') == padding.npos;
}

}  // namespace

CodeState StateAt(const Code& code, absl::Time now) {
  if (code.state == CodeState::kDeleted) return CodeState::kDeleted;
  return now >= code.end_time ? CodeState::kExpired : code.state;
}

std::optional<CodeState> NextCodeState(CodeState state, CodeEvent event) {
  using enum CodeState;
  switch (state) {
    case kNotUsed:
      switch (event) {
        case CodeEvent::kRedeemed:
          return kInUse;
        case CodeEvent::kExtended:
          return kNotUsed;
        case CodeEvent::kEnded:
          return kExpired;
        case CodeEvent::kDeleted:
          return kDeleted;
        case CodeEvent::kShownAgain:  // it never was gone
          return std::nullopt;
      }
      break;
    case kInUse:
      switch (event) {
        case CodeEvent::kRedeemed:  // by a further ad account (facts 10.3)
        case CodeEvent::kExtended:
          return kInUse;
        case CodeEvent::kEnded:
          return kExpired;
        case CodeEvent::kDeleted:
          return kDeleted;
        case CodeEvent::kShownAgain:
          return std::nullopt;
      }
      break;
    case kExpired:
      switch (event) {
        case CodeEvent::kRedeemed:  // an ended code opens nothing
        case CodeEvent::kEnded:
        case CodeEvent::kShownAgain:
          return std::nullopt;
        case CodeEvent::kExtended:
          return kNotUsed;
        case CodeEvent::kDeleted:
          return kDeleted;
      }
      break;
    case kDeleted:  // authorizing the post again makes another code (facts 3.4)
      if (event == CodeEvent::kShownAgain) return kNotUsed;
      return std::nullopt;
  }
  return std::nullopt;
}

bool ApplyCodeEvent(Code& code, CodeEvent event, absl::Time now) {
  const std::optional<CodeState> next = NextCodeState(StateAt(code, now), event);
  if (!next.has_value()) return false;
  // Ending is told by the time alone, and an extension gives back whatever the end had hidden.
  if (event != CodeEvent::kEnded && event != CodeEvent::kExtended) code.state = *next;
  return true;
}

absl::Time EndAfter(absl::Time start, int days) { return start + days * absl::Hours(24); }

bool IsAllowedDuration(int days) {
  static constexpr std::array kAllowed = {7, 30, 60, 180, 365};
  return std::find(kAllowed.begin(), kAllowed.end(), days) != kAllowed.end();
}

absl::StatusOr<std::string> CanonicalCode(std::string_view pasted, std::string_view field) {
  const std::string cleaned = WithoutSpacesAndQuotes(pasted);
  std::string_view body = cleaned;
  if (body.starts_with('#')) body.remove_prefix(1);
  if (!IsCodeBody(body)) {
    constexpr std::string_view kShape =
        "not a Spark Ads code: expected # and 20 to 200 letters, digits, +, /, - or _, with up to "
        "two = at the end";
    return Error(
        absl::StatusCode::kInvalidArgument, kShape,
        {.reason = "CODE_MALFORMED", .fields = {{std::string(field), std::string(kShape)}}});
  }
  return "#" + std::string(body);
}

std::string CodeHint(std::string_view canonical) { return std::string(canonical.substr(0, 5)); }

}  // namespace sparkgate::server
