#include "server/usecases/creators/code_reading.h"

#include <map>
#include <utility>

#include "base/error.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/creators/code_records.h"
#include "server/usecases/events.h"
#include "server/usecases/library/library_work.h"
#include "server/usecases/names.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using Info = std::optional<tiktok::CodeInfo>;

absl::StatusOr<Info> AskTikTok(Env& env, const Workspace& workspace, const std::string& creator,
                               const std::string& item) {
  SG_ASSIGN_OR_RETURN(const CreatorCall as, CallAsCreator(env, workspace, creator));
  const auto info = env.tiktok.creator().GetCodeStatus(
      as.call, {.business_id = as.creator.open_id, .item_id = item});
  if (info.ok()) return info->status == "DELETED" ? Info() : Info(*info);
  if (ReasonOf(info.status()) == "CODE_NOT_FOUND") return Info();
  return NoteCreatorError(env, workspace, creator, as.call, info.status());
}

// Our record takes one look at TikTok over, in a transaction.
class Follower {
 public:
  Follower(Env& env, Transaction& tx, const Workspace& workspace, absl::Time now)
      : env_(env), tx_(tx), workspace_(workspace), now_(now) {}

  // TikTok shows no code where `known` was.
  absl::Status TakeAbsence(Code known) {
    if (!ApplyCodeEvent(known, CodeEvent::kDeleted, now_)) return absl::OkStatus();
    SG_RETURN_IF_ERROR(tx_.codes().Put(known));
    SG_RETURN_IF_ERROR(tx_.work().Erase(workspace_.id, kCodeEndWork, known.id));
    SG_RETURN_IF_ERROR(WakePostLooks(tx_, workspace_.id, known.item_id, now_));
    return Tell("code.deleted", known, {});
  }

  absl::StatusOr<Code> TakePresence(const std::optional<Code>& known, const std::string& creator,
                                    const std::string& item, const tiktok::CodeInfo& info) {
    SG_ASSIGN_OR_RETURN(Code code, RecordOf(env_, tx_, workspace_, creator, item, info, now_));
    const bool met = known.has_value() && known->id == code.id;
    // Another code in its place: that one is gone.
    if (known.has_value() && !met) SG_RETURN_IF_ERROR(TakeAbsence(*known));
    SG_RETURN_IF_ERROR(tx_.codes().Put(code));
    // An end is told when it comes, not because somebody looks; one that came before we met the
    // code isn't told at all.
    if (met ? known->end_time != code.end_time : now_ < code.end_time) {
      SG_RETURN_IF_ERROR(PutCodeEndWork(tx_, code));
    }
    if (!met) {
      SG_RETURN_IF_ERROR(
          Tell("code.generated", code, {{"post", PostName(workspace_.id, creator, item)}}));
    } else if (known->end_time != code.end_time) {
      SG_RETURN_IF_ERROR(WakePostLooks(tx_, workspace_.id, item, now_));
      if (known->end_time < code.end_time) SG_RETURN_IF_ERROR(Tell("code.extended", code, {}));
    }
    return code;
  }

 private:
  absl::Status Tell(const std::string& type, const Code& code,
                    std::map<std::string, std::string> attributes) {
    attributes["origin"] = "OUTSIDE";
    attributes["item_id"] = code.item_id;
    if (code.state != CodeState::kDeleted) attributes["end_time"] = EventTime(code.end_time);
    return AppendEvent(tx_, workspace_.id, type, CodeName(workspace_.id, code.id), now_,
                       std::move(attributes));
  }

  Env& env_;
  Transaction& tx_;
  const Workspace& workspace_;
  const absl::Time now_;
};

}  // namespace

absl::StatusOr<std::optional<Code>> ReadCode(Env& env, const Workspace& workspace,
                                             const std::string& creator, const std::string& item,
                                             absl::Time now) {
  std::optional<Code> before;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(before, tx.codes().FindByPost(workspace.id, creator, item));
    return absl::OkStatus();
  }));
  SG_ASSIGN_OR_RETURN(const Info info, AskTikTok(env, workspace, creator, item));
  std::optional<Code> code;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(code, tx.codes().FindByPost(workspace.id, creator, item));
    if (code != before) return absl::OkStatus();
    // An operation that isn't over tells its change itself. All of a code's are on its post.
    SG_ASSIGN_OR_RETURN(
        const auto open,
        tx.operations().FindOpen(workspace.id, "", PostName(workspace.id, creator, item)));
    if (open.has_value()) return absl::OkStatus();
    Follower follower(env, tx, workspace, now);
    if (info.has_value()) {
      SG_ASSIGN_OR_RETURN(code, follower.TakePresence(before, creator, item, *info));
    } else if (code.has_value()) {
      SG_RETURN_IF_ERROR(follower.TakeAbsence(*before));
      code.reset();
    }
    return absl::OkStatus();
  }));
  env.work.Poke(workspace.id);
  return code;
}

}  // namespace sparkgate::server
