#include "simulator/business_api/unknown_fields.h"

#include <algorithm>
#include <cstddef>

namespace sparkgate::simulator {
namespace {

// "creatives.0.ad_text" is the field creatives.ad_text.
std::string WithoutPlaces(std::string_view path) {
  std::string field;
  for (std::string_view rest = path; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find('.'));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    if (std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; })) continue;
    if (!field.empty()) field += '.';
    field += part;
  }
  return field;
}

constexpr size_t kMostNames = 20;
constexpr size_t kLongestName = 64;

// What callers made up isn't repeated to them unless it looks like a field.
std::string Shown(std::string_view key) {
  const auto usual = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  if (key.size() <= kLongestName && std::ranges::all_of(key, usual)) return std::string(key);
  return "(no name)";
}

}  // namespace

size_t UnknownFields::AddScope(const boost::json::object* values, std::string_view prefix) {
  if (taken) return 0;
  scopes_.push_back({values, std::string(prefix), {}});
  return scopes_.size() - 1;
}

void UnknownFields::Ask(size_t scope, size_t member) {
  if (taken) return;
  std::vector<bool>& asked = scopes_[scope].asked;
  if (asked.empty()) asked.resize(scopes_[scope].values->size());
  if (member < asked.size()) asked[member] = true;
}

std::vector<std::string> UnknownFields::Names() const {
  std::vector<std::string> names;
  for (const Scope& scope : scopes_) {
    for (size_t i = 0; i < scope.asked.size(); ++i) {
      if (scope.asked[i]) continue;
      const std::string_view key = (scope.values->begin() + static_cast<ptrdiff_t>(i))->key();
      const std::string field = WithoutPlaces(scope.prefix + std::string(key));
      if (std::ranges::find(unplayed, field) != unplayed.end()) continue;
      names.push_back(scope.prefix + Shown(key));
      if (names.size() == kMostNames) return names;
    }
  }
  return names;
}

}  // namespace sparkgate::simulator
