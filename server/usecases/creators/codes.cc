#include "server/usecases/creators/codes.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/error.h"
#include "server/domain/text.h"
#include "server/usecases/creators/code_mutations.h"
#include "server/usecases/creators/code_reading.h"
#include "server/usecases/creators/code_records.h"
#include "server/usecases/creators/posts.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

absl::Status CheckDays(int days, std::string_view field) {
  if (IsAllowedDuration(days)) return absl::OkStatus();
  return InvalidField(field, "must be 7, 30, 60, 180 or 365");
}

absl::StatusOr<Code> LoadCode(Env& env, const std::string& workspace, const std::string& id) {
  std::optional<Code> code;
  SG_RETURN_IF_ERROR(env.store.ReadPoint([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(code, tx.codes().Get(workspace, id));
    return absl::OkStatus();
  }));
  if (!code.has_value()) return ResourceNotFound("sparkgate/Code", CodeName(workspace, id));
  return *std::move(code);
}

CodeView ViewAt(Code code, absl::Time now) {
  const CodeState state = StateAt(code, now);
  return {.code = std::move(code), .state = state};
}

// Only whoever made a code can change it.
absl::StatusOr<Code> LoadGenerated(Env& env, const std::string& workspace, const std::string& id) {
  SG_ASSIGN_OR_RETURN(Code code, LoadCode(env, workspace, id));
  if (code.origin != CodeOrigin::kGenerated) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 "This code was handed to us: only its creator can change it, in the TikTok app.",
                 {.reason = "CODE_NOT_OURS", .who = Actor::kCreator});
  }
  return code;
}

absl::Status CodeExists(const Code& code) {
  return Error(absl::StatusCode::kAlreadyExists,
               "The post has a code: extend it, or delete it first.",
               {.reason = "CODE_EXISTS",
                .who = Actor::kCreator,
                .resource_type = "sparkgate/Code",
                .resource_name = CodeName(code.workspace, code.id)});
}

absl::Status CodeDeleted(const std::string& name) {
  return Error(absl::StatusCode::kFailedPrecondition, "The code was deleted: generate a new one.",
               {.reason = "CODE_DELETED",
                .who = Actor::kCreator,
                .resource_type = "sparkgate/Code",
                .resource_name = name});
}

absl::Status CodeChanged(const std::string& name) {
  return Error(absl::StatusCode::kAborted, "Somebody else extended the code just now: look again.",
               {.reason = "CODE_CHANGED",
                .who = Actor::kCaller,
                .resource_type = "sparkgate/Code",
                .resource_name = name});
}

absl::StatusOr<bool> HadDeletedCode(Env& env, const std::string& workspace,
                                    const std::string& creator, const std::string& item) {
  bool had = false;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(had, tx.codes().HasDeleted(workspace, creator, item));
    return absl::OkStatus();
  }));
  return had;
}

}  // namespace

absl::StatusOr<CodeView> GetCode(Env& env, const std::string& workspace, const std::string& id) {
  std::optional<TimedCode> found;
  SG_RETURN_IF_ERROR(env.store.ReadPoint([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(found, tx.codes().GetTimed(workspace, id));
    return absl::OkStatus();
  }));
  if (!found.has_value()) return ResourceNotFound("sparkgate/Code", CodeName(workspace, id));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(found->clock));
  return ViewAt(std::move(found->code), now);
}

absl::StatusOr<std::vector<CodeView>> ListCodes(Env& env, const std::string& workspace_id,
                                                const CodeFilter& filter, const Page& page) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, workspace_id));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  std::vector<Code> codes;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(
        codes,
        tx.codes().List(workspace_id,
                        {.creator = filter.creator, .state = filter.state, .now = now}, page));
    return absl::OkStatus();
  }));
  std::vector<CodeView> views;
  views.reserve(codes.size());
  for (Code& code : codes) views.push_back(ViewAt(std::move(code), now));
  return views;
}

absl::StatusOr<std::optional<CodeView>> ReadAdSettings(Env& env, const std::string& workspace_id,
                                                       const std::string& creator,
                                                       const std::string& item) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, workspace_id));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(auto code, ReadCode(env, workspace, creator, item, now));
  if (!code.has_value()) return std::nullopt;
  return ViewAt(*std::move(code), now);
}

absl::StatusOr<CodeView> GenerateCode(Env& env, const Call& call, const std::string& creator,
                                      const std::string& item, int days) {
  SG_RETURN_IF_ERROR(CheckDays(days, "duration_days"));
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierId(env.store, call));
  CodeArguments arguments{.creator = creator, .item = item, .days = days};
  const std::string target = PostName(workspace.id, creator, item);
  if (!earlier.has_value()) {
    const absl::Status free = [&]() -> absl::Status {
      // What can be read proves nothing while another one isn't over.
      SG_RETURN_IF_ERROR(env.store.Read(
          [&](const Transaction& tx) { return CheckNoneOpen(tx, workspace.id, target); }));
      // A code is only a proof of this call if there was none before it.
      SG_ASSIGN_OR_RETURN(const auto there, ReadCode(env, workspace, creator, item, now));
      if (there.has_value()) return CodeExists(*there);
      SG_ASSIGN_OR_RETURN(arguments.recreate, HadDeletedCode(env, workspace.id, creator, item));
      return absl::OkStatus();
    }();
    if (!free.ok()) {
      // What is in the way may be this very call, sent twice at once.
      SG_ASSIGN_OR_RETURN(const auto since, FindEarlierId(env.store, call));
      if (!since.has_value()) return free;
    }
  }
  SG_ASSIGN_OR_RETURN(
      const Operation operation,
      env.operations->Run(call,
                          {.kind = kGenerateCode, .target = target, .arguments = ToJson(arguments)},
                          [&](Transaction& tx) -> absl::Status {
                            SG_RETURN_IF_ERROR(CheckNoneOpen(tx, workspace.id, target));
                            // Made since we looked.
                            SG_ASSIGN_OR_RETURN(const auto there,
                                                tx.codes().FindByPost(workspace.id, creator, item));
                            return there.has_value() ? CodeExists(*there) : absl::OkStatus();
                          }));
  return GetCode(env, workspace.id, LastIdOf(operation.result));
}

absl::StatusOr<CodeView> ExtendCode(Env& env, const Call& call, const std::string& id,
                                    int add_days) {
  SG_RETURN_IF_ERROR(CheckDays(add_days, "add_days"));
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(const Code code, LoadGenerated(env, workspace.id, id));
  const std::string name = CodeName(workspace.id, id);
  SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierId(env.store, call));
  CodeArguments arguments{
      .creator = code.creator, .item = code.item_id, .code = id, .days = add_days};
  if (!earlier.has_value()) {
    if (code.state == CodeState::kDeleted) return CodeDeleted(name);
    // The same call makes a new code where the old one is gone: look before it.
    SG_ASSIGN_OR_RETURN(const auto there,
                        ReadCode(env, workspace, code.creator, code.item_id, now));
    if (!there.has_value() || there->id != id) return CodeDeleted(name);
    arguments.end_before = ToMicros(there->end_time);
    arguments.days_before = there->duration_days;
  }
  const std::string target = PostName(workspace.id, code.creator, code.item_id);
  SG_RETURN_IF_ERROR(
      env.operations
          ->Run(call, {.kind = kExtendCode, .target = target, .arguments = ToJson(arguments)},
                [&](Transaction& tx) -> absl::Status {
                  SG_RETURN_IF_ERROR(CheckNoneOpen(tx, workspace.id, target));
                  SG_ASSIGN_OR_RETURN(const auto known, tx.codes().Get(workspace.id, id));
                  if (!known.has_value() || known->state == CodeState::kDeleted) {
                    return CodeDeleted(name);
                  }
                  // The end is the proof, so it must be the one that was read.
                  return ToMicros(known->end_time) == arguments.end_before ? absl::OkStatus()
                                                                           : CodeChanged(name);
                })
          .status());
  env.work.Poke(workspace.id);
  return GetCode(env, workspace.id, id);
}

absl::Status DeleteCode(Env& env, const Call& call, const std::string& id) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const Code code, LoadGenerated(env, workspace.id, id));
  bool done = false;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    const std::string name = CodeName(workspace.id, id);
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    done = earlier == name;  // else an operation's name
    if (earlier.has_value() || code.state != CodeState::kDeleted) return absl::OkStatus();
    done = true;
    return RememberAnswer(tx, call, name, env.clocks.RealNow());
  }));
  if (done) return absl::OkStatus();
  const std::string target = PostName(workspace.id, code.creator, code.item_id);
  SG_RETURN_IF_ERROR(
      env.operations
          ->Run(call,
                {.kind = kDeleteCode,
                 .target = target,
                 .arguments = ToJson({.creator = code.creator,
                                      .item = code.item_id,
                                      .code = id,
                                      .hash = code.lookup_hash})},
                [&](Transaction& tx) { return CheckNoneOpen(tx, workspace.id, target); })
          .status());
  env.work.Poke(workspace.id);
  return absl::OkStatus();
}

absl::Status DisableAdAuthorization(Env& env, const Call& call, const std::string& creator,
                                    const std::string& item) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_RETURN_IF_ERROR(GetCreator(env, workspace.id, creator).status());
  const std::string target = PostName(workspace.id, creator, item);
  CodeArguments arguments{.creator = creator, .item = item};
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto known, tx.codes().FindByPost(workspace.id, creator, item));
    if (known.has_value()) arguments.hash = known->lookup_hash;
    return absl::OkStatus();
  }));
  SG_RETURN_IF_ERROR(
      env.operations
          ->Run(call, {.kind = kSwitchOff, .target = target, .arguments = ToJson(arguments)},
                [&](Transaction& tx) { return CheckNoneOpen(tx, workspace.id, target); })
          .status());
  env.work.Poke(workspace.id);
  return absl::OkStatus();
}

absl::StatusOr<std::string> RevealCode(Env& env, const Call& call, const std::string& id,
                                       const std::string& purpose) {
  SG_RETURN_IF_ERROR(CheckText(purpose, 200, "purpose"));
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(const Code code, LoadCode(env, workspace.id, id));
  const std::string name = CodeName(workspace.id, id);
  SG_ASSIGN_OR_RETURN(std::string text, env.vault.Open(workspace, CodePlace(id), code.code));
  // The record comes first: a reveal that wasn't written down never leaves.
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "code.reveal", name, env.clocks.RealNow(),
                                   {{"purpose", purpose}}, code.item_id));
    return AppendEvent(tx, workspace.id, "code.revealed", name, now,
                       {{"principal", call.principal}, {"purpose", purpose}});
  }));
  return text;
}

}  // namespace sparkgate::server
