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
                      absl::Time now, Code& code) {
  SG_ASSIGN_OR_RETURN(const std::string canonical,
                      CanonicalCode(info.auth_code.Reveal(), "auth_code"));
  SG_ASSIGN_OR_RETURN(const std::string hash, env.vault.LookupHash(workspace, canonical));
  if (hash != code.lookup_hash) {
    SG_RETURN_IF_ERROR(SetCodeText(env, workspace, code, canonical));
  }
  code.start_time = info.start;
  code.end_time = info.end;
  code.duration_days = info.days;
  // Where the table has no such step, TikTok's word changes nothing.
  if (info.status == "DELETED") {
    (void)ApplyCodeEvent(code, CodeEvent::kDeleted, now);
  } else {
    (void)ApplyCodeEvent(code, CodeEvent::kShownAgain, now);
  }
  if (info.status == "IN_USE") (void)ApplyCodeEvent(code, CodeEvent::kRedeemed, now);
  return absl::OkStatus();
}

absl::StatusOr<Code> RecordOf(Env& env, const Transaction& tx, const Workspace& workspace,
                              const std::string& creator, const std::string& item,
                              const tiktok::CodeInfo& info, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const std::string canonical,
                      CanonicalCode(info.auth_code.Reveal(), "auth_code"));
  SG_ASSIGN_OR_RETURN(const std::string hash, env.vault.LookupHash(workspace, canonical));
  SG_ASSIGN_OR_RETURN(auto known, tx.codes().FindByLookup(workspace.id, hash));
  if (!known.has_value()) {
    // An extension leaves the start where it was (facts 3.4): whatever its text, it is that code.
    SG_ASSIGN_OR_RETURN(auto of_post, tx.codes().FindByPost(workspace.id, creator, item));
    if (of_post.has_value() && of_post->start_time == info.start) known = std::move(of_post);
  }
  Code code = known.has_value()
                  ? *std::move(known)
                  : Code{.workspace = workspace.id, .id = NewId(now), .create_time = now};
  code.origin = CodeOrigin::kGenerated;
  code.creator = creator;
  code.item_id = item;
  SG_RETURN_IF_ERROR(TakeOver(env, workspace, info, now, code));
  return code;
}

absl::Status PutCodeEndWork(Transaction& tx, const Code& code) {
  return tx.work().Put({.workspace = code.workspace,
                        .kind = kCodeEndWork,
                        .subject = code.id,
                        .due = code.end_time});
}

}  // namespace sparkgate::server
