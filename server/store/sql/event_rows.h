// Rows of events and of the audit log, and the giving of their numbers.
#ifndef SPARKGATE_SERVER_STORE_SQL_EVENT_ROWS_H_
#define SPARKGATE_SERVER_STORE_SQL_EVENT_ROWS_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "server/domain/audit.h"
#include "server/domain/event.h"
#include "server/store/sql/appended.h"
#include "server/store/sql/record.h"

namespace sparkgate::server::sql {

class Connection;

template <>
struct Described<Event> {
  static constexpr std::string_view kTable = "events";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "number"};
  template <class V, class R>
  static void Visit(V&& visit, R& event) {
    visit("workspace", event.workspace);
    visit("number", event.number);
    visit("type", event.type);
    visit("resource", event.resource);
    visit("time", event.time);
    visit("attributes", event.attributes);
    visit("operation", event.operation);
  }
};

template <>
struct Described<AuditEntry> {
  static constexpr std::string_view kTable = "audit_log";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "number"};
  template <class V, class R>
  static void Visit(V&& visit, R& entry) {
    visit("workspace", entry.workspace);
    visit("number", entry.number);
    visit("time", entry.time);
    visit("principal", entry.principal);
    visit("action", entry.action);
    visit("resource", entry.resource);
    visit("item_id", entry.item_id);
    visit("attributes", entry.attributes);
    visit("digest", entry.digest);
    visit("hash", entry.hash);
  }
};

// How far a workspace's numbers have come.
struct Sequence {
  std::string workspace;
  int64_t last_event = 0;
  int64_t last_audit = 0;
  std::string audit_hash;  // of the last audit entry; "" before the first
};

template <>
struct Described<Sequence> {
  static constexpr std::string_view kTable = "sequences";
  static constexpr std::array<std::string_view, 1> kKey = {"workspace"};
  template <class V, class R>
  static void Visit(V&& visit, R& sequence) {
    visit("workspace", sequence.workspace);
    visit("last_event", sequence.last_event);
    visit("last_audit", sequence.last_audit);
    visit("audit_hash", sequence.audit_hash);
  }
};

// Writes what was appended with the next numbers of its workspaces, and the audit entries with
// their hashes. May only be called where the order of calls is the order of commits, and nobody
// else numbers meanwhile. The last number given, by workspace with new events.
absl::StatusOr<std::map<std::string, int64_t>> AssignNumbers(Connection& connection,
                                                             const Appended& appended);

// Hex SHA-256 over the entry's number and fields, each with its length, so that no two different
// entries read the same. docs/ledger.md describes it for those who check it.
std::string AuditDigest(const AuditEntry& entry);
// Hex SHA-256 over both, as text.
std::string AuditHash(std::string_view previous_hash, std::string_view digest);

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_EVENT_ROWS_H_
