#include "server/usecases/events.h"

#include <utility>

namespace sparkgate::server {

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
  return tx.events().Append({.workspace = workspace,
                             .number = 0,
                             .type = type,
                             .resource = resource,
                             .time = now,
                             .attributes = std::move(attributes),
                             .operation = operation});
}

absl::Status AppendAudit(Transaction& tx, const Call& call, const std::string& action,
                         const std::string& resource, absl::Time real_now,
                         const std::string& detail) {
  return tx.audit().Append({.workspace = call.workspace,
                            .number = 0,
                            .time = real_now,
                            .principal = call.principal,
                            .action = action,
                            .resource = resource,
                            .detail = detail,
                            .hash = ""});
}

}  // namespace sparkgate::server
