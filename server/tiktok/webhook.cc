#include "server/tiktok/webhook.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "base/json.h"

namespace sparkgate::tiktok {
namespace {

constexpr int64_t kAboutAdGroup = 2;  // "object" (facts 8.3)
constexpr int64_t kAboutAd = 3;

// Takes the first code point, which isn't ASCII, off `text`; nullopt if that isn't UTF-8.
std::optional<uint32_t> TakeWideChar(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return std::nullopt;
  uint32_t point = lead & (0xFFu >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0u) != 0x80u) return std::nullopt;
    point = point << 6 | (next & 0x3Fu);
  }
  constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (point < kLeast[size] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
    return std::nullopt;
  }
  text.remove_prefix(size);
  return point;
}

std::optional<std::string> Escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto unit = [&](uint32_t value) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", value);
  };
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::optional<uint32_t> point = TakeWideChar(text);
    if (!point.has_value()) return std::nullopt;
    if (*point < 0x10000) {
      unit(*point);
    } else {
      unit(0xD800 + ((*point - 0x10000) >> 10));
      unit(0xDC00 + ((*point - 0x10000) & 0x3FF));
    }
  }
  return out;
}

}  // namespace

bool IsSignedWebhook(const Secret& app_secret, std::string_view body, std::string_view signature) {
  const std::optional<std::string> signed_text = Escaped(body);
  if (!signed_text.has_value() || app_secret.empty()) return false;
  return ConstantTimeEquals(ToHex(HmacSha256(app_secret.Reveal(), *signed_text)), signature);
}

absl::StatusOr<std::vector<std::string>> AdGroupsOfWebhook(std::string_view body) {
  SG_ASSIGN_OR_RETURN(const boost::json::value value, ParseJson(body));
  std::vector<std::string> groups;
  if (!value.is_object()) return groups;
  const boost::json::object& payload = value.get_object();
  const std::optional<int64_t> object = JsonInt(payload, "object");
  if (object != kAboutAdGroup && object != kAboutAd) return groups;
  const boost::json::array* const entries = JsonArray(payload, "entry");
  if (entries == nullptr) return groups;
  for (const boost::json::value& entry : *entries) {
    if (!entry.is_object()) continue;
    std::string group = JsonId(entry.get_object(), "adgroup_id").value_or("");
    if (!group.empty()) groups.push_back(std::move(group));
  }
  std::ranges::sort(groups);
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  return groups;
}

}  // namespace sparkgate::tiktok
