#include "server/usecases/events.h"

#include <utility>

#include "base/error.h"
#include "server/domain/audit.h"
#include "server/usecases/names.h"
#include "server/usecases/webhooks/queue.h"

namespace sparkgate::server {
namespace {

absl::Status Record(Transaction& tx, const Event& event) {
  AuditEntry entry = {.workspace = event.workspace,
                      .number = 0,
                      .time = event.time,
                      .principal = "",
                      .action = event.type,
                      .resource = event.resource,
                      .item_id = LastIdOf(event.resource),
                      .attributes = event.attributes,
                      .digest = "",
                      .hash = ""};
  if (const auto named = entry.attributes.extract("item_id")) entry.item_id = named.mapped();
  if (!event.operation.empty()) {
    SG_ASSIGN_OR_RETURN(const auto operation,
                        tx.operations().Get(event.workspace, LastIdOf(event.operation)));
    if (operation.has_value()) entry.principal = operation->principal;
  }
  return tx.audit().Append(entry);
}

}  // namespace

std::string EventTime(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
}

absl::Time EventNow(const Env& env, const Workspace& workspace) {
  return env.clocks.Now(workspace).value_or(workspace.world_now);
}

absl::Status AppendEvent(Transaction& tx, const std::string& workspace, const std::string& type,
                         const std::string& resource, absl::Time now,
                         std::map<std::string, std::string> attributes,
                         const std::string& operation) {
  const Event event = {.workspace = workspace,
                       .number = 0,
                       .type = type,
                       .resource = resource,
                       .time = now,
                       .attributes = std::move(attributes),
                       .operation = operation};
  if (IsForTheRecord(type)) SG_RETURN_IF_ERROR(Record(tx, event));
  SG_RETURN_IF_ERROR(WakeWebhooks(tx, workspace, type, now));
  return tx.events().Append(event);
}

absl::Status AppendAudit(Transaction& tx, const Call& call, const std::string& action,
                         const std::string& resource, absl::Time real_now,
                         std::map<std::string, std::string> attributes,
                         const std::string& item_id) {
  return tx.audit().Append({.workspace = call.workspace,
                            .number = 0,
                            .time = real_now,
                            .principal = call.principal,
                            .action = action,
                            .resource = resource,
                            .item_id = item_id,
                            .attributes = std::move(attributes),
                            .digest = "",
                            .hash = ""});
}

}  // namespace sparkgate::server
