// A transaction over one SQL connection: all tables, and the store's own small values. Lives as
// long as its connection and serves one transaction after another; one thread at a time.
#ifndef SPARKGATE_SERVER_STORE_SQL_TRANSACTION_H_
#define SPARKGATE_SERVER_STORE_SQL_TRANSACTION_H_

#include <string>

#include "server/store/sql/access_tables.h"
#include "server/store/sql/ad_tables.h"
#include "server/store/sql/appended.h"
#include "server/store/sql/code_tables.h"
#include "server/store/sql/connection_tables.h"
#include "server/store/sql/import_tables.h"
#include "server/store/sql/record_tables.h"
#include "server/store/sql/webhook_tables.h"
#include "server/store/store.h"

namespace sparkgate::server::sql {

class SqlTransaction final : public Transaction {
 public:
  explicit SqlTransaction(Connection& connection);

  WorkspaceTable& workspaces() override { return workspaces_; }
  AppTable& apps() override { return apps_; }
  ApiKeyTable& api_keys() override { return api_keys_; }
  RequestIdTable& request_ids() override { return request_ids_; }
  CreatorTable& creators() override { return creators_; }
  AdvertiserTable& advertisers() override { return advertisers_; }
  AdAccountTable& ad_accounts() override { return ad_accounts_; }
  ConnectStateTable& connect_states() override { return connect_states_; }
  CodeTable& codes() override { return codes_; }
  SparkPostTable& spark_posts() override { return spark_posts_; }
  CodeImportTable& code_imports() override { return code_imports_; }
  CampaignTable& campaigns() override { return campaigns_; }
  AdGroupTable& ad_groups() override { return ad_groups_; }
  AdTable& ads() override { return ads_; }
  OperationTable& operations() override { return operations_; }
  EventTable& events() override { return events_; }
  AuditTable& audit() override { return audit_; }
  WorkTable& work() override { return work_; }
  WebhookEndpointTable& webhook_endpoints() override { return webhook_endpoints_; }
  WebhookDeliveryTable& webhook_deliveries() override { return webhook_deliveries_; }
  const WorkspaceTable& workspaces() const override { return workspaces_; }
  const AppTable& apps() const override { return apps_; }
  const ApiKeyTable& api_keys() const override { return api_keys_; }
  const RequestIdTable& request_ids() const override { return request_ids_; }
  const CreatorTable& creators() const override { return creators_; }
  const AdvertiserTable& advertisers() const override { return advertisers_; }
  const AdAccountTable& ad_accounts() const override { return ad_accounts_; }
  const ConnectStateTable& connect_states() const override { return connect_states_; }
  const CodeTable& codes() const override { return codes_; }
  const SparkPostTable& spark_posts() const override { return spark_posts_; }
  const CodeImportTable& code_imports() const override { return code_imports_; }
  const CampaignTable& campaigns() const override { return campaigns_; }
  const AdGroupTable& ad_groups() const override { return ad_groups_; }
  const AdTable& ads() const override { return ads_; }
  const OperationTable& operations() const override { return operations_; }
  const EventTable& events() const override { return events_; }
  const AuditTable& audit() const override { return audit_; }
  const WorkTable& work() const override { return work_; }
  const WebhookEndpointTable& webhook_endpoints() const override { return webhook_endpoints_; }
  const WebhookDeliveryTable& webhook_deliveries() const override { return webhook_deliveries_; }

  // See Store::GetMeta.
  absl::StatusOr<std::string> GetMeta(const std::string& key) const;
  absl::Status PutMeta(const std::string& key, const std::string& value);

  Connection& connection() { return connection_; }
  Appended& appended() { return appended_; }

 private:
  Connection& connection_;
  Appended appended_;
  SqlWorkspaceTable workspaces_;
  SqlAppTable apps_;
  SqlApiKeyTable api_keys_;
  SqlRequestIdTable request_ids_;
  SqlCreatorTable creators_;
  SqlAdvertiserTable advertisers_;
  SqlAdAccountTable ad_accounts_;
  SqlConnectStateTable connect_states_;
  SqlCodeTable codes_;
  SqlSparkPostTable spark_posts_;
  SqlCodeImportTable code_imports_;
  SqlCampaignTable campaigns_;
  SqlAdGroupTable ad_groups_;
  SqlAdTable ads_;
  SqlOperationTable operations_;
  SqlEventTable events_;
  SqlAuditTable audit_;
  SqlWorkTable work_;
  SqlWebhookEndpointTable webhook_endpoints_;
  SqlWebhookDeliveryTable webhook_deliveries_;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_TRANSACTION_H_
