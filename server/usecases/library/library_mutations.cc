#include "server/usecases/library/library_mutations.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "server/tiktok/outcome.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/arguments.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/creators/code_records.h"
#include "server/usecases/events.h"
#include "server/usecases/library/library_list.h"
#include "server/usecases/library/reading.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

namespace json = boost::json;

std::string SealedAt(const std::string& hash) { return fmt::format("operations/code/{}", hash); }

struct PostArguments {
  std::string ad_account;
  std::string item;
  std::string hash;  // keyed, of the code
  std::string code;  // canonical, in clear: in memory only
  std::string original;
};

absl::StatusOr<PostArguments> ReadPostArguments(Env& env, const Workspace& workspace,
                                                const Operation& operation) {
  SG_ASSIGN_OR_RETURN(const json::object in, ArgumentsOf(operation));
  PostArguments out{.ad_account = JsonString(in, "ad_account").value_or(""),
                    .item = JsonString(in, "item").value_or(""),
                    .hash = JsonString(in, "hash").value_or("")};
  if (const auto sealed = JsonString(in, "code")) {
    SG_ASSIGN_OR_RETURN(out.code, env.vault.Open(workspace, SealedAt(out.hash), Sealed{*sealed}));
  }
  if (const auto sealed = JsonString(in, "original")) {
    SG_ASSIGN_OR_RETURN(out.original,
                        env.vault.Open(workspace, SealedAt(out.hash), Sealed{*sealed}));
  }
  return out;
}

struct LibraryCall {
  Workspace workspace;
  PostArguments arguments;
  tiktok::Call call;
};

absl::StatusOr<LibraryCall> PrepareLibraryCall(Env& env, const Operation& operation) {
  LibraryCall out;
  SG_ASSIGN_OR_RETURN(out.workspace, LoadWritableWorkspace(env, operation.workspace));
  SG_ASSIGN_OR_RETURN(out.arguments, ReadPostArguments(env, out.workspace, operation));
  SG_ASSIGN_OR_RETURN(auto as, CallAsAdAccount(env, out.workspace, out.arguments.ad_account));
  out.call = std::move(as.call);
  return out;
}

int64_t MicrosOr0(const std::optional<absl::Time>& time) {
  return time.has_value() ? ToMicros(*time) : 0;
}

json::object PostToAnswer(const tiktok::SparkPost& post) {
  return {{"item_id", post.item_id},
          {"item_type", post.item_type},
          {"caption", post.caption},
          {"item_status", post.item_status},
          {"auth_status", post.authorization.status},
          {"start", MicrosOr0(post.authorization.start)},
          {"end", MicrosOr0(post.authorization.end)},
          {"creator_name", post.creator_name},
          {"identity_id", post.identity_id},
          {"cover_url", post.cover_url}};
}

tiktok::SparkPost PostFromAnswer(const json::object& answer) {
  tiktok::SparkPost post;
  const auto text = [&](const char* key) { return JsonString(answer, key).value_or(""); };
  post.item_id = text("item_id");
  post.item_type = text("item_type");
  post.caption = text("caption");
  post.item_status = text("item_status");
  post.authorization.status = text("auth_status");
  post.authorization.start = FromMicros(JsonInt(answer, "start").value_or(0));
  post.authorization.end = FromMicros(JsonInt(answer, "end").value_or(0));
  post.creator_name = text("creator_name");
  post.identity_id = text("identity_id");
  post.cover_url = text("cover_url");
  return post;
}

// The code's post as TikTok's list shows it, which alone proves that this ad account may run it.
absl::StatusOr<std::optional<tiktok::SparkPost>> FindAuthorized(Env& env, const LibraryCall& call) {
  const auto info = env.tiktok.library().GetPostInfo(call.call, call.arguments.ad_account,
                                                     tiktok::Secret(call.arguments.code));
  if (!info.ok()) {
    const std::string reason = ReasonOf(info.status());
    // What TikTok shows of authorized codes only, it doesn't show: this one isn't. A code that is
    // over authorizes nothing: sent again, it is refused for good.
    for (const char* absent : {"PREVIEW_NEEDS_AUTHORIZATION", "CODE_NOT_FOUND", "CODE_EXPIRED",
                               "CODE_DELETED", "POST_UNAVAILABLE"}) {
      if (reason == absent) return std::nullopt;
    }
    return info.status();
  }
  SG_ASSIGN_OR_RETURN(auto listed, FindListed(env.tiktok.library(), call.call,
                                              call.arguments.ad_account, info->item_id));
  if (!listed.has_value() || !IsAuthorized(*listed)) return std::nullopt;
  return listed;
}

class AuthorizePostMutation final : public Mutation {
 public:
  std::string_view kind() const override { return kAuthorizePost; }
  Resend resend() const override { return Resend::kAfterSettledAbsence; }

  absl::StatusOr<json::object> Send(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const LibraryCall call, PrepareLibraryCall(env, operation));
    const absl::Status sent = env.tiktok.library().AuthorizePost(
        call.call, {.advertiser_id = call.arguments.ad_account,
                    .auth_code = tiktok::Secret(call.arguments.code),
                    .original_auth_code = tiktok::Secret(call.arguments.original)});
    // "Already" alone proves nothing (facts 13, pain 2): the list decides.
    const bool already = ReasonOf(sent) == "ALREADY_AUTHORIZED";
    if (!sent.ok() && !already) {
      return NoteAdAccountError(env, call.workspace, call.arguments.ad_account, call.call, sent);
    }
    const auto found = FindAuthorized(env, call);
    if (!found.ok() || !found->has_value()) {
      if (already) return found.ok() ? sent : tiktok::WithUnknownOutcome(found.status());
      return tiktok::WithUnknownOutcome(
          found.ok() ? absl::UnavailableError("TikTok's list doesn't show the post yet.")
                     : found.status());
    }
    return PostToAnswer(**found);
  }

  absl::StatusOr<std::optional<json::object>> Probe(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const LibraryCall call, PrepareLibraryCall(env, operation));
    SG_ASSIGN_OR_RETURN(const auto found, FindAuthorized(env, call));
    if (!found.has_value()) return std::nullopt;
    return PostToAnswer(*found);
  }

  absl::Status Apply(Env& env, Transaction& tx, Operation& operation, const json::object& answer,
                     absl::Time now) override {
    SG_ASSIGN_OR_RETURN(const auto workspace, tx.workspaces().Get(operation.workspace));
    if (!workspace.has_value()) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(const PostArguments arguments,
                        ReadPostArguments(env, *workspace, operation));
    const tiktok::SparkPost read = PostFromAnswer(answer);
    SG_ASSIGN_OR_RETURN(const Code code, Redeem(env, tx, *workspace, arguments, read, now));
    SG_ASSIGN_OR_RETURN(const auto known,
                        tx.spark_posts().Get(workspace->id, arguments.ad_account, read.item_id));
    SG_RETURN_IF_ERROR(TakeReading(tx, *workspace, arguments.ad_account, known,
                                   {.post = read,
                                    .time = now,
                                    .asked = true,
                                    .code_id = code.id,
                                    .operation = OperationName(workspace->id, operation.id)})
                           .status());
    operation.result = SparkPostName(workspace->id, arguments.ad_account, read.item_id);
    return absl::OkStatus();
  }

 private:
  // The code's record: known if it was made or redeemed in this workspace before, else received.
  static absl::StatusOr<Code> Redeem(Env& env, Transaction& tx, const Workspace& workspace,
                                     const PostArguments& arguments, const tiktok::SparkPost& read,
                                     absl::Time now) {
    SG_ASSIGN_OR_RETURN(const auto known, tx.codes().FindByLookup(workspace.id, arguments.hash));
    Code code = known.value_or(Code{.workspace = workspace.id, .id = NewId(now)});
    if (!known.has_value()) {
      code.origin = CodeOrigin::kReceived;
      code.create_time = now;
      SG_RETURN_IF_ERROR(SetCodeText(env, workspace, code, arguments.code));
    }
    code.item_id = read.item_id;
    code.start_time = *read.authorization.start;
    code.end_time = *read.authorization.end;
    code.duration_days =
        static_cast<int>((code.end_time - code.start_time + absl::Hours(12)) / absl::Hours(24));
    (void)ApplyCodeEvent(code, CodeEvent::kRedeemed, now);  // of one that is over: nothing
    SG_RETURN_IF_ERROR(tx.codes().Put(code));
    return code;
  }
};

class UnbindPostMutation final : public Mutation {
 public:
  std::string_view kind() const override { return kUnbindPost; }
  Resend resend() const override { return Resend::kAlways; }

  absl::StatusOr<json::object> Send(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const LibraryCall call, PrepareLibraryCall(env, operation));
    const absl::Status sent =
        env.tiktok.library().Unbind(call.call, call.arguments.ad_account, call.arguments.item);
    if (!sent.ok())
      return NoteAdAccountError(env, call.workspace, call.arguments.ad_account, call.call, sent);
    return json::object();
  }

  absl::StatusOr<std::optional<json::object>> Probe(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const LibraryCall call, PrepareLibraryCall(env, operation));
    SG_ASSIGN_OR_RETURN(const auto listed,
                        FindListed(env.tiktok.library(), call.call, call.arguments.ad_account,
                                   call.arguments.item));
    if (listed.has_value()) return std::nullopt;
    return json::object();
  }

  absl::Status Apply(Env& env, Transaction& tx, Operation& operation, const json::object&,
                     absl::Time now) override {
    SG_ASSIGN_OR_RETURN(const auto workspace, tx.workspaces().Get(operation.workspace));
    if (!workspace.has_value()) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(const PostArguments arguments,
                        ReadPostArguments(env, *workspace, operation));
    operation.result = operation.target;
    SG_ASSIGN_OR_RETURN(const auto post,
                        tx.spark_posts().Get(workspace->id, arguments.ad_account, arguments.item));
    if (!post.has_value() || post->state == SparkPostState::kUnbound) return absl::OkStatus();
    return TakeAbsence(tx, *post, "", now, OperationName(workspace->id, operation.id));
  }
};

}  // namespace

absl::StatusOr<std::string> AuthorizeArguments(Env& env, const Workspace& workspace,
                                               const std::string& ad_account,
                                               const std::string& canonical,
                                               const std::string& canonical_original) {
  SG_ASSIGN_OR_RETURN(const std::string hash, env.vault.LookupHash(workspace, canonical));
  json::object out{{"ad_account", ad_account}, {"hash", hash}};
  SG_ASSIGN_OR_RETURN(const Sealed code, env.vault.Seal(workspace, SealedAt(hash), canonical));
  out["code"] = code.text;
  if (!canonical_original.empty()) {
    SG_ASSIGN_OR_RETURN(const Sealed original,
                        env.vault.Seal(workspace, SealedAt(hash), canonical_original));
    out["original"] = original.text;
  }
  return json::serialize(out);
}

std::string UnbindArguments(const std::string& ad_account, const std::string& item) {
  return json::serialize(json::object{{"ad_account", ad_account}, {"item", item}});
}

void RegisterLibraryMutations(Operations& operations) {
  operations.Register(std::make_unique<AuthorizePostMutation>());
  operations.Register(std::make_unique<UnbindPostMutation>());
}

}  // namespace sparkgate::server
