#include "server/usecases/creators/code_records.h"

#include <fmt/format.h>

#include "base/error.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {

std::string CodePlace(const std::string& code_id) { return fmt::format("codes/{}/code", code_id); }

absl::Status SetCodeText(Env& env, const Workspace& workspace, Code& code,
                         const std::string& canonical) {
  SG_ASSIGN_OR_RETURN(code.lookup_hash, env.vault.LookupHash(workspace, canonical));
  SG_ASSIGN_OR_RETURN(code.code, env.vault.Seal(workspace, CodePlace(code.id), canonical));
  code.hint = CodeHint(canonical);
  return absl::OkStatus();
}

absl::Status TakeOver(Env& env, const Workspace& workspace, const tiktok::CodeInfo& info,
                      Code& code) {
  SG_ASSIGN_OR_RETURN(const std::string canonical,
                      CanonicalCode(info.auth_code.Reveal(), "auth_code"));
  SG_ASSIGN_OR_RETURN(const std::string hash, env.vault.LookupHash(workspace, canonical));
  if (hash != code.lookup_hash) {
    SG_RETURN_IF_ERROR(SetCodeText(env, workspace, code, canonical));
  }
  code.start_time = info.start;
  code.end_time = info.end;
  code.duration_days = info.days;
  if (code.state == CodeState::kNotUsed && info.status == "IN_USE") code.state = CodeState::kInUse;
  if (info.status == "DELETED") code.state = CodeState::kDeleted;
  return absl::OkStatus();
}

absl::Status PutCodeEndWork(Transaction& tx, const Code& code) {
  return tx.work().Put({.workspace = code.workspace,
                        .kind = kCodeEndWork,
                        .subject = code.id,
                        .due = code.end_time});
}

}  // namespace sparkgate::server
