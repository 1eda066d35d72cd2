// Tables of what is done and what was done: operations, work, events, audit.
#ifndef SPARKGATE_SERVER_STORE_RECORD_TABLES_H_
#define SPARKGATE_SERVER_STORE_RECORD_TABLES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/audit.h"
#include "server/domain/event.h"
#include "server/domain/operation.h"
#include "server/domain/work.h"
#include "server/store/page.h"

namespace sparkgate::server {

class OperationTable {
 public:
  virtual ~OperationTable() = default;
  virtual absl::StatusOr<std::optional<Operation>> Get(const std::string& workspace,
                                                       const std::string& id) const = 0;
  // Top-level operations, newest first.
  virtual absl::StatusOr<std::vector<Operation>> List(const std::string& workspace,
                                                      std::optional<OperationState> state,
                                                      const Page& page) const = 0;
  // Items of a composite, by ordinal.
  virtual absl::StatusOr<std::vector<Operation>> ListItems(const std::string& workspace,
                                                           const std::string& parent) const = 0;
  // An operation on `target` that isn't over, of this kind ("" = any); for one-at-a-time rules.
  virtual absl::StatusOr<std::optional<Operation>> FindOpen(const std::string& workspace,
                                                            const std::string& kind,
                                                            const std::string& target) const = 0;
  // RUNNING ones that another process than `process` sent: after a crash. All workspaces.
  virtual absl::StatusOr<std::vector<Operation>> ListOrphans(const std::string& process) const = 0;
  virtual absl::Status Put(const Operation& operation) = 0;
  // 0, 1, 2 … of `name`, each once: tells namesakes apart in what goes to TikTok (see
  // OutwardBytes).
  virtual absl::StatusOr<uint64_t> DrawOrdinal(const std::string& workspace,
                                               const std::string& name) = 0;
};

class EventTable {
 public:
  virtual ~EventTable() = default;
  // Numbered events with number > after, by number, at most `limit`.
  virtual absl::StatusOr<std::vector<Event>> List(const std::string& workspace, int64_t after,
                                                  int limit) const = 0;
  virtual absl::StatusOr<int64_t> LastNumber(const std::string& workspace) const = 0;
  // `event.number` is ignored: it is given after commit.
  virtual absl::Status Append(const Event& event) = 0;
};

class AuditTable {
 public:
  virtual ~AuditTable() = default;
  virtual absl::StatusOr<std::vector<AuditEntry>> List(const std::string& workspace, int64_t after,
                                                       int limit) const = 0;
  // Likewise, of those about one post.
  virtual absl::StatusOr<std::vector<AuditEntry>> ListAbout(const std::string& workspace,
                                                            const std::string& item_id,
                                                            int64_t after, int limit) const = 0;
  virtual absl::StatusOr<AuditHead> Head(const std::string& workspace) const = 0;
  // Number, digest and hash are given after commit.
  virtual absl::Status Append(const AuditEntry& entry) = 0;
};

class WorkTable {
 public:
  virtual ~WorkTable() = default;
  // Due at or before `now`, by (due, kind, subject), at most `limit`.
  virtual absl::StatusOr<std::vector<WorkItem>> ListDue(const std::string& workspace,
                                                        absl::Time now, int limit) const = 0;
  // The earliest due time of the workspace's open items; nullopt = none.
  virtual absl::StatusOr<std::optional<absl::Time>> NextDue(const std::string& workspace) const = 0;
  virtual absl::StatusOr<std::optional<WorkItem>> Get(const std::string& workspace,
                                                      const std::string& kind,
                                                      const std::string& subject) const = 0;
  virtual absl::Status Put(const WorkItem& item) = 0;  // by (workspace, kind, subject)
  virtual absl::Status Erase(const std::string& workspace, const std::string& kind,
                             const std::string& subject) = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_RECORD_TABLES_H_
