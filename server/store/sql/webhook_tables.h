// The tables of server/store/webhook_tables.h in SQL. One transaction, one thread.
#ifndef SPARKGATE_SERVER_STORE_SQL_WEBHOOK_TABLES_H_
#define SPARKGATE_SERVER_STORE_SQL_WEBHOOK_TABLES_H_

#include "server/store/sql/connection.h"
#include "server/store/webhook_tables.h"

namespace sparkgate::server::sql {

class SqlWebhookEndpointTable final : public WebhookEndpointTable {
 public:
  explicit SqlWebhookEndpointTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<WebhookEndpoint>> Get(const std::string& workspace,
                                                     const std::string& id) const override;
  absl::StatusOr<std::vector<WebhookEndpoint>> List(const std::string& workspace,
                                                    const Page& page) const override;
  absl::Status Put(const WebhookEndpoint& endpoint) override;
  absl::Status Erase(const std::string& workspace, const std::string& id) override;

 private:
  Connection& connection_;
};

class SqlWebhookDeliveryTable final : public WebhookDeliveryTable {
 public:
  explicit SqlWebhookDeliveryTable(Connection& connection) : connection_(connection) {}
  absl::StatusOr<std::optional<WebhookDelivery>> Get(const std::string& workspace,
                                                     const std::string& endpoint,
                                                     int64_t position) const override;
  absl::StatusOr<std::vector<WebhookDelivery>> ListPending(const std::string& workspace,
                                                           const std::string& endpoint,
                                                           int limit) const override;
  absl::StatusOr<int64_t> CountPending(const std::string& workspace,
                                       const std::string& endpoint) const override;
  absl::StatusOr<std::vector<WebhookDelivery>> List(const std::string& workspace,
                                                    const std::string& endpoint,
                                                    std::optional<WebhookDeliveryState> state,
                                                    int64_t before, int limit) const override;
  absl::Status Put(const WebhookDelivery& delivery) override;
  absl::Status EraseOver(const std::string& workspace, const std::string& endpoint,
                         int64_t up_to) override;

 private:
  Connection& connection_;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_WEBHOOK_TABLES_H_
