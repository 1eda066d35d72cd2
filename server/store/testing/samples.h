// Records with no field at its default, so that a column which isn't stored shows. Pure.
#ifndef SPARKGATE_SERVER_STORE_TESTING_SAMPLES_H_
#define SPARKGATE_SERVER_STORE_TESTING_SAMPLES_H_

#include <string>

#include "server/domain/ad.h"
#include "server/domain/api_key.h"
#include "server/domain/app.h"
#include "server/domain/audit.h"
#include "server/domain/code.h"
#include "server/domain/code_import.h"
#include "server/domain/connection.h"
#include "server/domain/event.h"
#include "server/domain/operation.h"
#include "server/domain/spark_post.h"
#include "server/domain/webhook.h"
#include "server/domain/work.h"
#include "server/domain/workspace.h"
#include "server/store/access_tables.h"

namespace sparkgate::server {

// An instant `seconds` after the samples' beginning, odd in its microseconds.
absl::Time SampleTime(int seconds);

Workspace SampleWorkspace(const std::string& id);
App SampleApp(const std::string& id);
ApiKey SampleApiKey(const std::string& workspace, const std::string& id);
RequestIdUse SampleRequestIdUse(const std::string& workspace, const std::string& request_id);
Creator SampleCreator(const std::string& workspace, const std::string& id);
Advertiser SampleAdvertiser(const std::string& workspace, const std::string& id);
AdAccount SampleAdAccount(const std::string& workspace, const std::string& id);
ConnectState SampleConnectState(const std::string& workspace, const std::string& state_hash);
Code SampleCode(const std::string& workspace, const std::string& id);
CodeImport SampleCodeImport(const std::string& workspace, const std::string& id);
ImportItem SampleImportItem(const std::string& workspace, const std::string& code_import,
                            int64_t number);
SparkPost SampleSparkPost(const std::string& workspace, const std::string& item_id);
Campaign SampleCampaign(const std::string& workspace, const std::string& id);
AdGroup SampleAdGroup(const std::string& workspace, const std::string& id);
Ad SampleAd(const std::string& workspace, const std::string& id);
Operation SampleOperation(const std::string& workspace, const std::string& id);
Event SampleEvent(const std::string& workspace, const std::string& resource);
AuditEntry SampleAuditEntry(const std::string& workspace, const std::string& resource);
WebhookEndpoint SampleWebhookEndpoint(const std::string& workspace, const std::string& id);
WebhookDelivery SampleWebhookDelivery(const std::string& workspace, const std::string& endpoint,
                                      int64_t position);
WorkItem SampleWorkItem(const std::string& workspace, const std::string& subject);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_TESTING_SAMPLES_H_
