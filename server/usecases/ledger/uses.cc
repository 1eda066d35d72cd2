#include "server/usecases/ledger/uses.h"

#include "base/error.h"

namespace sparkgate::server {
namespace {

constexpr int kEntriesAtATime = 1000;

}  // namespace

absl::StatusOr<std::vector<PostUse>> ListPostUses(Env& env, const std::string& workspace,
                                                  const std::string& item_id) {
  PostUses uses;
  int64_t after = 0;
  for (size_t read = kEntriesAtATime; read == kEntriesAtATime;) {
    std::vector<AuditEntry> entries;
    SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(entries,
                          tx.audit().ListAbout(workspace, item_id, after, kEntriesAtATime));
      return absl::OkStatus();
    }));
    for (const AuditEntry& entry : entries) uses.Take(entry);
    read = entries.size();
    if (read > 0) after = entries.back().number;
  }
  return uses.uses();
}

}  // namespace sparkgate::server
