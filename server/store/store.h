// The store port: transactions over the tables below. Engines (server/store/sqlite, …) implement it
// once in SQL; use cases know nothing else.
//
// `fn` may run twice (a retried transaction), so it has no effect but through its transaction and
// its own local results, which it assigns anew each time. An error returned by `fn` rolls back and
// is returned. Thread-safe. Never call TikTok, or anything that waits, inside a transaction.
//
// Errors of the store itself: RESOURCE_EXHAUSTED (STORAGE_FULL; nothing was written), DATA_LOSS
// (STORAGE_CORRUPT, STORAGE_ROW_CORRUPT), UNAVAILABLE (STORAGE_UNAVAILABLE, STORAGE_STOPPED),
// ABORTED (STORAGE_CONFLICT: unique key taken; a use case checks first and treats it as a race).
#ifndef SPARKGATE_SERVER_STORE_STORE_H_
#define SPARKGATE_SERVER_STORE_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "server/store/access_tables.h"
#include "server/store/ad_tables.h"
#include "server/store/code_tables.h"
#include "server/store/connection_tables.h"
#include "server/store/import_tables.h"
#include "server/store/record_tables.h"
#include "server/store/webhook_tables.h"

namespace sparkgate::server {

// One transaction. Tables' const functions read, the others write; a read transaction hands out a
// const Transaction.
class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual WorkspaceTable& workspaces() = 0;
  virtual AppTable& apps() = 0;
  virtual ApiKeyTable& api_keys() = 0;
  virtual RequestIdTable& request_ids() = 0;
  virtual CreatorTable& creators() = 0;
  virtual AdvertiserTable& advertisers() = 0;
  virtual AdAccountTable& ad_accounts() = 0;
  virtual ConnectStateTable& connect_states() = 0;
  virtual CodeTable& codes() = 0;
  virtual SparkPostTable& spark_posts() = 0;
  virtual CodeImportTable& code_imports() = 0;
  virtual CampaignTable& campaigns() = 0;
  virtual AdGroupTable& ad_groups() = 0;
  virtual AdTable& ads() = 0;
  virtual OperationTable& operations() = 0;
  virtual EventTable& events() = 0;
  virtual AuditTable& audit() = 0;
  virtual WorkTable& work() = 0;
  virtual WebhookEndpointTable& webhook_endpoints() = 0;
  virtual WebhookDeliveryTable& webhook_deliveries() = 0;
  virtual const WorkspaceTable& workspaces() const = 0;
  virtual const AppTable& apps() const = 0;
  virtual const ApiKeyTable& api_keys() const = 0;
  virtual const RequestIdTable& request_ids() const = 0;
  virtual const CreatorTable& creators() const = 0;
  virtual const AdvertiserTable& advertisers() const = 0;
  virtual const AdAccountTable& ad_accounts() const = 0;
  virtual const ConnectStateTable& connect_states() const = 0;
  virtual const CodeTable& codes() const = 0;
  virtual const SparkPostTable& spark_posts() const = 0;
  virtual const CodeImportTable& code_imports() const = 0;
  virtual const CampaignTable& campaigns() const = 0;
  virtual const AdGroupTable& ad_groups() const = 0;
  virtual const AdTable& ads() const = 0;
  virtual const OperationTable& operations() const = 0;
  virtual const EventTable& events() const = 0;
  virtual const AuditTable& audit() const = 0;
  virtual const WorkTable& work() const = 0;
  virtual const WebhookEndpointTable& webhook_endpoints() const = 0;
  virtual const WebhookDeliveryTable& webhook_deliveries() const = 0;
};

// What a store has done since it was opened.
struct StoreStats {
  int64_t reads = 0;
  int64_t writes = 0;   // calls, whatever became of them
  int64_t commits = 0;  // transactions made durable; one may hold many writes
};

class Store {
 public:
  using ReadFn = std::function<absl::Status(const Transaction&)>;
  using WriteFn = std::function<absl::Status(Transaction&)>;

  virtual ~Store() = default;
  // A consistent snapshot.
  virtual absl::Status Read(const ReadFn& fn) = 0;
  // One statement, as a row by its key: waits for no other read. There is no snapshot, so that a
  // second statement may see a later commit.
  virtual absl::Status ReadPoint(const ReadFn& fn) { return Read(fn); }
  // Whether that stays in the process, so that a gRPC poller may do it.
  virtual bool points_are_local() const { return false; }
  // Returns after the commit is durable and its events are numbered.
  virtual absl::Status Write(const WriteFn& fn) = 0;
  virtual StoreStats stats() const { return {}; }
  // Random id made at the first migration: what a simulator knows us by.
  virtual const std::string& store_id() const = 0;
  // A small value of the whole store (e.g. the master key's check value); "" if absent.
  virtual absl::StatusOr<std::string> GetMeta(const std::string& key) = 0;
  virtual absl::Status PutMeta(const std::string& key, const std::string& value) = 0;
  // Called after events of a workspace were numbered, with the highest number; from the store's own
  // thread, so it must not block. Set once, before the first Write.
  virtual void OnEvents(
      std::function<void(const std::string& workspace, int64_t last)> callback) = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_STORE_H_
