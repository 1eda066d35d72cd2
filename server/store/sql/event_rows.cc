#include "server/store/sql/event_rows.h"

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "server/store/sql/query.h"

namespace sparkgate::server::sql {

std::string AuditDigest(const AuditEntry& entry) {
  std::string text;
  const auto add = [&](std::string_view part) { text += fmt::format("{}:{}", part.size(), part); };
  add(std::to_string(entry.number));
  add(std::to_string(ToMicros(entry.time)));
  add(entry.workspace);
  add(entry.principal);
  add(entry.action);
  add(entry.resource);
  add(entry.item_id);
  for (const auto& [key, value] : entry.attributes) {
    add(key);
    add(value);
  }
  return ToHex(Sha256(text));
}

std::string AuditHash(std::string_view previous_hash, std::string_view digest) {
  return ToHex(Sha256(fmt::format("{}{}", previous_hash, digest)));
}

absl::StatusOr<std::map<std::string, int64_t>> AssignNumbers(Connection& connection,
                                                             const Appended& appended) {
  std::map<std::string, Sequence> sequences;
  const auto sequence_of = [&](const std::string& workspace) -> absl::StatusOr<Sequence*> {
    const auto found = sequences.find(workspace);
    if (found != sequences.end()) return &found->second;
    SG_ASSIGN_OR_RETURN(std::optional<Sequence> stored,
                        SelectByKey<Sequence>(connection, {workspace}));
    Sequence& sequence = sequences[workspace];
    if (stored.has_value()) sequence = *std::move(stored);
    sequence.workspace = workspace;
    return &sequence;
  };

  std::map<std::string, int64_t> last_events;
  for (Event event : appended.events) {
    SG_ASSIGN_OR_RETURN(Sequence * sequence, sequence_of(event.workspace));
    event.number = ++sequence->last_event;
    last_events[event.workspace] = event.number;
    SG_RETURN_IF_ERROR(Insert(connection, event));
  }
  for (AuditEntry entry : appended.audit) {
    SG_ASSIGN_OR_RETURN(Sequence * sequence, sequence_of(entry.workspace));
    entry.number = ++sequence->last_audit;
    entry.digest = AuditDigest(entry);
    entry.hash = AuditHash(sequence->audit_hash, entry.digest);
    sequence->audit_hash = entry.hash;
    SG_RETURN_IF_ERROR(Insert(connection, entry));
  }
  for (const auto& [workspace, sequence] : sequences) {
    SG_RETURN_IF_ERROR(Upsert(connection, sequence));
  }
  return last_events;
}

}  // namespace sparkgate::server::sql
