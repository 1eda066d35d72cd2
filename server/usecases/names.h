// Resource names: how ids are put together into what callers see, and taken apart again.
#ifndef SPARKGATE_SERVER_USECASES_NAMES_H_
#define SPARKGATE_SERVER_USECASES_NAMES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

namespace sparkgate::server {

std::string WorkspaceName(const std::string& workspace);
std::string ApiKeyName(const std::string& workspace, const std::string& key);
std::string AppName(const std::string& app);
std::string CreatorName(const std::string& workspace, const std::string& creator);
std::string PostName(const std::string& workspace, const std::string& creator,
                     const std::string& item);
std::string CodeName(const std::string& workspace, const std::string& code);
std::string AdvertiserName(const std::string& workspace, const std::string& advertiser);
std::string AdAccountName(const std::string& workspace, const std::string& account);
std::string SparkPostName(const std::string& workspace, const std::string& account,
                          const std::string& item);
std::string CampaignName(const std::string& workspace, const std::string& campaign);
std::string AdGroupName(const std::string& workspace, const std::string& group);
std::string AdName(const std::string& workspace, const std::string& ad);
std::string LedgerEntryName(const std::string& workspace, int64_t number);
std::string WebhookEndpointName(const std::string& workspace, const std::string& endpoint);
std::string WebhookDeliveryName(const std::string& workspace, const std::string& endpoint,
                                int64_t position);
std::string OperationName(const std::string& workspace, const std::string& operation);

// The last id in a name: all of what stands behind its last slash.
std::string LastIdOf(std::string_view name);

// Takes `name` apart by `pattern` ("workspaces/*/creators/*"): the ids in order. INVALID_ARGUMENT
// that names `field` and shows the pattern, if it doesn't fit.
absl::StatusOr<std::vector<std::string>> ParseName(std::string_view name, std::string_view pattern,
                                                   std::string_view field);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_NAMES_H_
