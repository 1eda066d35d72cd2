#include "server/usecases/creators/code_mutations.h"

#include <boost/json/serialize.hpp>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "server/tiktok/outcome.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/arguments.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/creators/code_records.h"
#include "server/usecases/events.h"
#include "server/usecases/library/library_work.h"
#include "server/usecases/names.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

namespace json = boost::json;

absl::StatusOr<CodeArguments> ReadCodeArguments(const Operation& operation) {
  SG_ASSIGN_OR_RETURN(const json::object in, ArgumentsOf(operation));
  CodeArguments out;
  out.creator = JsonString(in, "creator").value_or("");
  out.item = JsonString(in, "item").value_or("");
  out.code = JsonString(in, "code").value_or("");
  out.days = static_cast<int>(JsonInt(in, "days").value_or(0));
  out.recreate = JsonBool(in, "recreate").value_or(false);
  out.end_before = JsonInt(in, "end_before").value_or(0);
  out.days_before = static_cast<int>(JsonInt(in, "days_before").value_or(0));
  out.hash = JsonString(in, "hash").value_or("");
  return out;
}

// The answer of Send and Probe: what TikTok tells of the code. In memory only.
json::object CodeToAnswer(const tiktok::CodeInfo& info) {
  return {{"auth_code", info.auth_code.Reveal()},
          {"start", ToMicros(info.start)},
          {"end", ToMicros(info.end)},
          {"days", info.days},
          {"status", info.status}};
}

tiktok::CodeInfo CodeFromAnswer(const json::object& answer) {
  return {.auth_code = tiktok::Secret(JsonString(answer, "auth_code").value_or("")),
          .start = FromMicros(JsonInt(answer, "start").value_or(0)),
          .end = FromMicros(JsonInt(answer, "end").value_or(0)),
          .days = static_cast<int>(JsonInt(answer, "days").value_or(0)),
          .status = JsonString(answer, "status").value_or("")};
}

// Everything a call about a post needs.
struct PostCall {
  Workspace workspace;
  CodeArguments arguments;
  CreatorCall as;
  tiktok::PostRef post;
};

absl::StatusOr<PostCall> PrepareCodeCall(Env& env, const Operation& operation) {
  PostCall call;
  SG_ASSIGN_OR_RETURN(call.workspace, LoadWritableWorkspace(env, operation.workspace));
  SG_ASSIGN_OR_RETURN(call.arguments, ReadCodeArguments(operation));
  SG_ASSIGN_OR_RETURN(call.as, CallAsCreator(env, call.workspace, call.arguments.creator));
  call.post = {.business_id = call.as.creator.open_id, .item_id = call.arguments.item};
  return call;
}

// TikTok may answer a mutation without showing the code: then it is read. The mutation did happen,
// so an error of that read means that its outcome isn't known yet.
absl::StatusOr<json::object> Shown(Env& env, const PostCall& call,
                                   const absl::StatusOr<std::optional<tiktok::CodeInfo>>& sent) {
  if (!sent.ok()) {
    return NoteCreatorError(env, call.workspace, call.arguments.creator, call.as.call,
                            sent.status());
  }
  if (sent->has_value()) return CodeToAnswer(**sent);
  const auto read = env.tiktok.creator().GetCodeStatus(call.as.call, call.post);
  if (!read.ok()) return tiktok::WithUnknownOutcome(read.status());
  return CodeToAnswer(*read);
}

class GenerateCodeMutation final : public Mutation {
 public:
  std::string_view kind() const override { return kGenerateCode; }
  Resend resend() const override { return Resend::kAfterSettledAbsence; }

  absl::StatusOr<json::object> Send(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const PostCall call, PrepareCodeCall(env, operation));
    auto& api = env.tiktok.creator();
    const int days = call.arguments.days;
    if (call.arguments.recreate) {
      const auto sent = api.ExtendOrRecreateCode(call.as.call, call.post, days);
      // Refused because ad authorization is off: then switching it on makes the code.
      if (ReasonOf(sent.status()) != "AD_AUTHORIZATION_UNAVAILABLE") return Shown(env, call, sent);
    }
    return Shown(env, call, api.SetAdAuthorization(call.as.call, call.post, true, days));
  }

  // The post had no code before the call, so a code is the proof.
  absl::StatusOr<std::optional<json::object>> Probe(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const PostCall call, PrepareCodeCall(env, operation));
    const auto read = env.tiktok.creator().GetCodeStatus(call.as.call, call.post);
    if (read.ok()) return CodeToAnswer(*read);
    if (ReasonOf(read.status()) == "CODE_NOT_FOUND") return std::nullopt;
    return read.status();
  }

  absl::Status Apply(Env& env, Transaction& tx, Operation& operation, const json::object& answer,
                     absl::Time now) override {
    SG_ASSIGN_OR_RETURN(const CodeArguments arguments, ReadCodeArguments(operation));
    SG_ASSIGN_OR_RETURN(const auto workspace, tx.workspaces().Get(operation.workspace));
    if (!workspace.has_value()) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(const Code code, RecordOf(env, tx, *workspace, arguments.creator,
                                                  arguments.item, CodeFromAnswer(answer), now));
    SG_RETURN_IF_ERROR(tx.codes().Put(code));
    SG_RETURN_IF_ERROR(PutCodeEndWork(tx, code));
    operation.result = CodeName(code.workspace, code.id);
    return AppendEvent(tx, code.workspace, "code.generated", operation.result, now,
                       {{"post", operation.target},
                        {"item_id", code.item_id},
                        {"duration_days", std::to_string(code.duration_days)},
                        {"end_time", EventTime(code.end_time)}},
                       OperationName(operation.workspace, operation.id));
  }
};

class ExtendCodeMutation final : public Mutation {
 public:
  std::string_view kind() const override { return kExtendCode; }
  Resend resend() const override { return Resend::kAfterSettledAbsence; }

  absl::StatusOr<json::object> Send(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const PostCall call, PrepareCodeCall(env, operation));
    return Shown(
        env, call,
        env.tiktok.creator().ExtendOrRecreateCode(call.as.call, call.post, call.arguments.days));
  }

  // Days are added, not set, so only the end read before tells: unchanged, it didn't happen; later
  // by exactly the days, it did; nearly anything else is somebody else's doing and a person
  // decides.
  absl::StatusOr<std::optional<json::object>> Probe(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const PostCall call, PrepareCodeCall(env, operation));
    const auto read = env.tiktok.creator().GetCodeStatus(call.as.call, call.post);
    if (ReasonOf(read.status()) == "CODE_NOT_FOUND") {
      return CannotTell("the code is gone: whether it was extended before that can't be read");
    }
    SG_ASSIGN_OR_RETURN(const tiktok::CodeInfo info, read);
    const absl::Time before = FromMicros(call.arguments.end_before);
    if (info.end == before) return std::nullopt;
    if (info.end == EndAfter(before, call.arguments.days)) return CodeToAnswer(info);
    // From when the days of a code that had ended count, nobody knows (facts 3.4): there its days
    // in all tell.
    const bool had_ended = before <= operation.create_time && operation.create_time < info.end;
    const int days_after = call.arguments.days_before + call.arguments.days;
    if (had_ended && call.arguments.days_before > 0 && info.days == days_after) {
      return CodeToAnswer(info);
    }
    return CannotTell(
        "the code's end is neither the old one nor the extended one: somebody else changed it "
        "meanwhile");
  }

  absl::Status Apply(Env& env, Transaction& tx, Operation& operation, const json::object& answer,
                     absl::Time now) override {
    SG_ASSIGN_OR_RETURN(const CodeArguments arguments, ReadCodeArguments(operation));
    SG_ASSIGN_OR_RETURN(const auto workspace, tx.workspaces().Get(operation.workspace));
    SG_ASSIGN_OR_RETURN(auto code, tx.codes().Get(operation.workspace, arguments.code));
    if (!workspace.has_value() || !code.has_value()) return absl::OkStatus();
    SG_RETURN_IF_ERROR(TakeOver(env, *workspace, CodeFromAnswer(answer), now, *code));
    SG_RETURN_IF_ERROR(tx.codes().Put(*code));
    SG_RETURN_IF_ERROR(PutCodeEndWork(tx, *code));
    SG_RETURN_IF_ERROR(WakePostLooks(tx, code->workspace, code->item_id, now));
    operation.result = CodeName(code->workspace, code->id);
    return AppendEvent(tx, code->workspace, "code.extended", operation.result, now,
                       {{"added_days", std::to_string(arguments.days)},
                        {"item_id", code->item_id},
                        {"end_time", EventTime(code->end_time)}},
                       OperationName(operation.workspace, operation.id));
  }
};

// Delete and switch off want the same state: the post has no code. They differ in the call.
class WithdrawMutation final : public Mutation {
 public:
  explicit WithdrawMutation(bool switch_off) : switch_off_(switch_off) {}
  std::string_view kind() const override { return switch_off_ ? kSwitchOff : kDeleteCode; }
  Resend resend() const override { return Resend::kAlways; }

  absl::StatusOr<json::object> Send(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const PostCall call, PrepareCodeCall(env, operation));
    auto& api = env.tiktok.creator();
    const absl::Status sent =
        switch_off_ ? api.SetAdAuthorization(call.as.call, call.post, false, 0).status()
                    : api.DeleteCode(call.as.call, call.post);
    if (sent.ok() || ReasonOf(sent) == "CODE_NOT_FOUND") return json::object();
    return NoteCreatorError(env, call.workspace, call.arguments.creator, call.as.call, sent);
  }

  absl::StatusOr<std::optional<json::object>> Probe(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const PostCall call, PrepareCodeCall(env, operation));
    const auto read = env.tiktok.creator().GetCodeStatus(call.as.call, call.post);
    if (ReasonOf(read.status()) == "CODE_NOT_FOUND") return json::object();
    SG_RETURN_IF_ERROR(read.status());
    // A code that people made since then isn't ours to withdraw.
    SG_ASSIGN_OR_RETURN(const std::string canonical,
                        CanonicalCode(read->auth_code.Reveal(), "auth_code"));
    SG_ASSIGN_OR_RETURN(const std::string hash, env.vault.LookupHash(call.workspace, canonical));
    if (!call.arguments.hash.empty() && hash != call.arguments.hash) return json::object();
    return std::nullopt;
  }

  absl::Status Apply(Env&, Transaction& tx, Operation& operation, const json::object&,
                     absl::Time now) override {
    SG_ASSIGN_OR_RETURN(const CodeArguments arguments, ReadCodeArguments(operation));
    operation.result =
        arguments.code.empty() ? operation.target : CodeName(operation.workspace, arguments.code);
    SG_ASSIGN_OR_RETURN(
        auto code, tx.codes().FindByPost(operation.workspace, arguments.creator, arguments.item));
    if (!code.has_value()) return absl::OkStatus();
    if (!arguments.hash.empty() && code->lookup_hash != arguments.hash) return absl::OkStatus();
    if (!ApplyCodeEvent(*code, CodeEvent::kDeleted, now)) return absl::OkStatus();
    SG_RETURN_IF_ERROR(tx.codes().Put(*code));
    SG_RETURN_IF_ERROR(tx.work().Erase(code->workspace, kCodeEndWork, code->id));
    SG_RETURN_IF_ERROR(WakePostLooks(tx, code->workspace, code->item_id, now));
    return AppendEvent(tx, code->workspace, "code.deleted", CodeName(code->workspace, code->id),
                       now, {{"item_id", code->item_id}},
                       OperationName(operation.workspace, operation.id));
  }

 private:
  const bool switch_off_;
};

}  // namespace

std::string ToJson(const CodeArguments& arguments) {
  return json::serialize(json::object{{"creator", arguments.creator},
                                      {"item", arguments.item},
                                      {"code", arguments.code},
                                      {"days", arguments.days},
                                      {"recreate", arguments.recreate},
                                      {"end_before", arguments.end_before},
                                      {"days_before", arguments.days_before},
                                      {"hash", arguments.hash}});
}

void RegisterCodeMutations(Operations& operations) {
  operations.Register(std::make_unique<GenerateCodeMutation>());
  operations.Register(std::make_unique<ExtendCodeMutation>());
  operations.Register(std::make_unique<WithdrawMutation>(/*switch_off=*/false));
  operations.Register(std::make_unique<WithdrawMutation>(/*switch_off=*/true));
}

}  // namespace sparkgate::server
