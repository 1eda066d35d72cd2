#include "server/store/sql/record_tables.h"

#include <array>

#include "server/store/sql/event_rows.h"
#include "server/store/sql/paging.h"
#include "server/store/sql/query.h"

namespace sparkgate::server::sql {

template <>
struct Described<WorkItem> {
  static constexpr std::string_view kTable = "work";
  static constexpr std::array<std::string_view, 3> kKey = {"workspace", "kind", "subject"};
  template <class V, class R>
  static void Visit(V&& visit, R& item) {
    visit("workspace", item.workspace);
    visit("kind", item.kind);
    visit("subject", item.subject);
    visit("due", item.due);
    visit("attempts", item.attempts);
  }
};

namespace {

template <class R>
absl::StatusOr<std::vector<R>> ListNumbered(Connection& connection, const std::string& workspace,
                                            int64_t after, int limit) {
  Query query(TableOf<R>().select);
  query.Where("workspace = ?", {workspace}).Where("number > ?", {after});
  query.Then(" ORDER BY number LIMIT ?", {Limit(limit)});
  return SelectAll<R>(connection, query);
}

}  // namespace

absl::StatusOr<std::vector<Event>> SqlEventTable::List(const std::string& workspace, int64_t after,
                                                       int limit) const {
  return ListNumbered<Event>(connection_, workspace, after, limit);
}

absl::StatusOr<int64_t> SqlEventTable::LastNumber(const std::string& workspace) const {
  SG_ASSIGN_OR_RETURN(
      const std::optional<int64_t> last,
      SelectNumber(connection_, "SELECT last_event FROM sequences WHERE workspace = ?",
                   {workspace}));
  return last.value_or(0);
}

absl::Status SqlEventTable::Append(const Event& event) {
  appended_.events.push_back(event);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<AuditEntry>> SqlAuditTable::List(const std::string& workspace,
                                                            int64_t after, int limit) const {
  return ListNumbered<AuditEntry>(connection_, workspace, after, limit);
}

absl::StatusOr<std::vector<AuditEntry>> SqlAuditTable::ListAbout(const std::string& workspace,
                                                                 const std::string& item_id,
                                                                 int64_t after, int limit) const {
  Query query(TableOf<AuditEntry>().select);
  // The condition that the index of posts has: most entries are about none.
  query.Where("workspace = ?", {workspace}).Where("item_id = ?", {item_id});
  query.Where("item_id <> ''", {}).Where("number > ?", {after});
  query.Then(" ORDER BY number LIMIT ?", {Limit(limit)});
  return SelectAll<AuditEntry>(connection_, query);
}

absl::StatusOr<AuditHead> SqlAuditTable::Head(const std::string& workspace) const {
  SG_ASSIGN_OR_RETURN(const std::optional<Sequence> sequence,
                      SelectByKey<Sequence>(connection_, {workspace}));
  if (!sequence.has_value()) return AuditHead();
  return AuditHead{.number = sequence->last_audit, .hash = sequence->audit_hash};
}

absl::Status SqlAuditTable::Append(const AuditEntry& entry) {
  appended_.audit.push_back(entry);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<WorkItem>> SqlWorkTable::ListDue(const std::string& workspace,
                                                            absl::Time now, int limit) const {
  Query query(TableOf<WorkItem>().select);
  query.Where("workspace = ?", {workspace}).Where("due <= ?", {Number(now)});
  query.Then(" ORDER BY due, kind, subject LIMIT ?", {Limit(limit)});
  return SelectAll<WorkItem>(connection_, query);
}

absl::StatusOr<std::optional<absl::Time>> SqlWorkTable::NextDue(
    const std::string& workspace) const {
  SG_ASSIGN_OR_RETURN(
      const std::optional<int64_t> due,
      SelectNumber(connection_, "SELECT MIN(due) FROM work WHERE workspace = ?", {workspace}));
  if (!due.has_value()) return std::optional<absl::Time>();
  return std::optional<absl::Time>(FromMicros(*due));
}

absl::StatusOr<std::optional<WorkItem>> SqlWorkTable::Get(const std::string& workspace,
                                                          const std::string& kind,
                                                          const std::string& subject) const {
  return SelectByKey<WorkItem>(connection_, {workspace, kind, subject});
}

absl::Status SqlWorkTable::Put(const WorkItem& item) { return Upsert(connection_, item); }

absl::Status SqlWorkTable::Erase(const std::string& workspace, const std::string& kind,
                                 const std::string& subject) {
  return Change(connection_, "DELETE FROM work WHERE workspace = ? AND kind = ? AND subject = ?",
                {workspace, kind, subject})
      .status();
}

}  // namespace sparkgate::server::sql
