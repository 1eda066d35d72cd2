// Tables of webhooks: endpoints, and what is and was sent to them.
#ifndef SPARKGATE_SERVER_STORE_WEBHOOK_TABLES_H_
#define SPARKGATE_SERVER_STORE_WEBHOOK_TABLES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/webhook.h"
#include "server/store/page.h"

namespace sparkgate::server {

class WebhookEndpointTable {
 public:
  virtual ~WebhookEndpointTable() = default;
  virtual absl::StatusOr<std::optional<WebhookEndpoint>> Get(const std::string& workspace,
                                                             const std::string& id) const = 0;
  virtual absl::StatusOr<std::vector<WebhookEndpoint>> List(const std::string& workspace,
                                                            const Page& page) const = 0;
  virtual absl::Status Put(const WebhookEndpoint& endpoint) = 0;
  // With its deliveries.
  virtual absl::Status Erase(const std::string& workspace, const std::string& id) = 0;
};

class WebhookDeliveryTable {
 public:
  virtual ~WebhookDeliveryTable() = default;
  virtual absl::StatusOr<std::optional<WebhookDelivery>> Get(const std::string& workspace,
                                                             const std::string& endpoint,
                                                             int64_t position) const = 0;
  // By position.
  virtual absl::StatusOr<std::vector<WebhookDelivery>> ListPending(const std::string& workspace,
                                                                   const std::string& endpoint,
                                                                   int limit) const = 0;
  virtual absl::StatusOr<int64_t> CountPending(const std::string& workspace,
                                               const std::string& endpoint) const = 0;
  // Those before a position, newest first.
  virtual absl::StatusOr<std::vector<WebhookDelivery>> List(
      const std::string& workspace, const std::string& endpoint,
      std::optional<WebhookDeliveryState> state, int64_t before, int limit) const = 0;
  virtual absl::Status Put(const WebhookDelivery& delivery) = 0;
  // Those up to a position that aren't pending.
  virtual absl::Status EraseOver(const std::string& workspace, const std::string& endpoint,
                                 int64_t up_to) = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_WEBHOOK_TABLES_H_
