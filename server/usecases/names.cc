#include "server/usecases/names.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::server {
namespace {

constexpr size_t kMaxIdLength = 128;

// What our ids and TikTok's are made of, with room for the marks that URLs need no escape for.
bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= kMaxIdLength && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
  });
}

// Cuts off and returns what stands before the next '/'.
std::string_view NextSegment(std::string_view& rest) {
  const size_t end = std::min(rest.find('/'), rest.size());
  const std::string_view segment = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return segment;
}

}  // namespace

std::string WorkspaceName(const std::string& workspace) {
  return fmt::format("workspaces/{}", workspace);
}

std::string ApiKeyName(const std::string& workspace, const std::string& key) {
  return fmt::format("workspaces/{}/apiKeys/{}", workspace, key);
}

std::string AppName(const std::string& app) { return fmt::format("apps/{}", app); }

std::string CreatorName(const std::string& workspace, const std::string& creator) {
  return fmt::format("workspaces/{}/creators/{}", workspace, creator);
}

std::string PostName(const std::string& workspace, const std::string& creator,
                     const std::string& item) {
  return fmt::format("workspaces/{}/creators/{}/posts/{}", workspace, creator, item);
}

std::string CodeName(const std::string& workspace, const std::string& code) {
  return fmt::format("workspaces/{}/codes/{}", workspace, code);
}

std::string AdvertiserName(const std::string& workspace, const std::string& advertiser) {
  return fmt::format("workspaces/{}/advertisers/{}", workspace, advertiser);
}

std::string AdAccountName(const std::string& workspace, const std::string& account) {
  return fmt::format("workspaces/{}/adAccounts/{}", workspace, account);
}

std::string SparkPostName(const std::string& workspace, const std::string& account,
                          const std::string& item) {
  return fmt::format("workspaces/{}/adAccounts/{}/sparkPosts/{}", workspace, account, item);
}

std::string CampaignName(const std::string& workspace, const std::string& campaign) {
  return fmt::format("workspaces/{}/campaigns/{}", workspace, campaign);
}

std::string AdGroupName(const std::string& workspace, const std::string& group) {
  return fmt::format("workspaces/{}/adGroups/{}", workspace, group);
}

std::string AdName(const std::string& workspace, const std::string& ad) {
  return fmt::format("workspaces/{}/ads/{}", workspace, ad);
}

std::string LedgerEntryName(const std::string& workspace, int64_t number) {
  return fmt::format("workspaces/{}/ledgerEntries/{}", workspace, number);
}

std::string WebhookEndpointName(const std::string& workspace, const std::string& endpoint) {
  return fmt::format("workspaces/{}/webhookEndpoints/{}", workspace, endpoint);
}

std::string WebhookDeliveryName(const std::string& workspace, const std::string& endpoint,
                                int64_t position) {
  return fmt::format("{}/deliveries/{}", WebhookEndpointName(workspace, endpoint), position);
}

std::string OperationName(const std::string& workspace, const std::string& operation) {
  return fmt::format("workspaces/{}/operations/{}", workspace, operation);
}

std::string LastIdOf(std::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

absl::StatusOr<std::vector<std::string>> ParseName(std::string_view name, std::string_view pattern,
                                                   std::string_view field) {
  const auto misfit = [&] {
    return InvalidField(field, fmt::format("must be of the form {}", pattern));
  };
  if (std::ranges::count(name, '/') != std::ranges::count(pattern, '/')) return misfit();
  std::vector<std::string> ids;
  std::string_view name_rest = name;
  std::string_view pattern_rest = pattern;
  while (!pattern_rest.empty()) {
    const std::string_view wanted = NextSegment(pattern_rest);
    const std::string_view found = NextSegment(name_rest);
    if (wanted != "*") {
      if (found != wanted) return misfit();
    } else {
      if (!IsId(found)) return misfit();
      ids.emplace_back(found);
    }
  }
  return ids;
}

}  // namespace sparkgate::server
