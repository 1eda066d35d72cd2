#include <array>

#include "server/store/sql/paging.h"
#include "server/store/sql/query.h"
#include "server/store/sql/record_tables.h"

namespace sparkgate::server::sql {

template <>
struct Described<Operation> {
  static constexpr std::string_view kTable = "operations";
  static constexpr std::array<std::string_view, 2> kKey = {"workspace", "id"};
  template <class V, class R>
  static void Visit(V&& visit, R& operation) {
    visit("workspace", operation.workspace);
    visit("id", operation.id);
    visit("kind", operation.kind);
    visit("state", operation.state);
    visit("parent", operation.parent);
    visit("ordinal", operation.ordinal);
    visit("target", operation.target);
    visit("result", operation.result);
    visit("arguments", operation.arguments);
    visit("principal", operation.principal);
    visit("method", operation.method);
    visit("request_id", operation.request_id);
    visit("error_code", operation.error_code);
    visit("error_reason", operation.error_reason);
    visit("error_message", operation.error_message);
    visit("error_who", operation.error_who);
    visit("waiting_for", operation.waiting_for);
    visit("due_time", operation.due_time);
    visit("absences", operation.absences);
    visit("sent_time", operation.sent_time);
    visit("sent_by", operation.sent_by);
    visit("planned_method", operation.planned.method);
    visit("planned_path", operation.planned.path);
    visit("planned_body", operation.planned.body);
    visit("item_count", operation.item_count);
    visit("items_over", operation.items_over);
    visit("items_failed", operation.items_failed);
    visit("create_time", operation.create_time);
    visit("update_time", operation.update_time);
  }
};

namespace {

// Conditions below that name states by number are those of the partial indexes: an engine uses such
// an index only if the query repeats its condition literally.
static_assert(static_cast<int>(OperationState::kPlanned) == 1);
static_assert(static_cast<int>(OperationState::kRunning) == 2);
static_assert(static_cast<int>(OperationState::kUnknown) == 5);

}  // namespace

absl::StatusOr<std::optional<Operation>> SqlOperationTable::Get(const std::string& workspace,
                                                                const std::string& id) const {
  return SelectByKey<Operation>(connection_, {workspace, id});
}

absl::StatusOr<std::vector<Operation>> SqlOperationTable::List(const std::string& workspace,
                                                               std::optional<OperationState> state,
                                                               const Page& page) const {
  Query query(TableOf<Operation>().select);
  query.Where("workspace = ?", {workspace}).Where("parent = ''");
  if (state.has_value()) {
    if (!IsOver(*state)) query.Where("state IN (1, 2, 5)");
    query.Where("state = ?", {Number(*state)});
  }
  if (!page.after.empty()) query.Where("id < ?", {page.after});
  query.Then(" ORDER BY id DESC LIMIT ?", {Limit(page.limit)});
  return SelectAll<Operation>(connection_, query);
}

absl::StatusOr<std::vector<Operation>> SqlOperationTable::ListItems(
    const std::string& workspace, const std::string& parent) const {
  Query query(TableOf<Operation>().select);
  query.Where("workspace = ?", {workspace}).Where("parent = ?", {parent}).Where("parent <> ''");
  query.Then(" ORDER BY ordinal, id");
  return SelectAll<Operation>(connection_, query);
}

absl::StatusOr<std::optional<Operation>> SqlOperationTable::FindOpen(
    const std::string& workspace, const std::string& kind, const std::string& target) const {
  Query query(TableOf<Operation>().select);
  query.Where("workspace = ?", {workspace}).Where("target = ?", {target});
  query.Where("state IN (1, 2, 5)");
  if (!kind.empty()) query.Where("kind = ?", {kind});
  query.Then(" ORDER BY id LIMIT 1");
  SG_ASSIGN_OR_RETURN(std::vector<Operation> open, SelectAll<Operation>(connection_, query));
  if (open.empty()) return std::optional<Operation>();
  return std::optional<Operation>(std::move(open.front()));
}

absl::StatusOr<std::vector<Operation>> SqlOperationTable::ListOrphans(
    const std::string& process) const {
  Query query(TableOf<Operation>().select);
  query.Where("state = 2").Where("sent_by <> ?", {process}).Then(" ORDER BY workspace, id");
  return SelectAll<Operation>(connection_, query);
}

absl::Status SqlOperationTable::Put(const Operation& operation) {
  return Upsert(connection_, operation);
}

absl::StatusOr<uint64_t> SqlOperationTable::DrawOrdinal(const std::string& workspace,
                                                        const std::string& name) {
  SG_ASSIGN_OR_RETURN(
      const std::optional<int64_t> next,
      SelectNumber(connection_, "SELECT next FROM ordinals WHERE workspace = ? AND name = ?",
                   {workspace, name}));
  SG_RETURN_IF_ERROR(Change(connection_,
                            "INSERT INTO ordinals (workspace, name, next) VALUES (?, ?, 1) "
                            "ON CONFLICT (workspace, name) DO UPDATE SET next = ordinals.next + 1",
                            {workspace, name})
                         .status());
  return static_cast<uint64_t>(next.value_or(0));
}

}  // namespace sparkgate::server::sql
