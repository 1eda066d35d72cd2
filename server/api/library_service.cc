// LibraryService: redeeming codes, and the posts they opened.
#include <google/protobuf/empty.pb.h>

#include "base/error.h"
#include "rpc/status_proto.h"
#include "server/api/code_imports.h"
#include "server/api/convert/time.h"
#include "server/api/paging.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/domain/code.h"
#include "server/domain/text.h"
#include "server/usecases/advertisers/advertisers.h"
#include "server/usecases/library/library.h"
#include "server/usecases/names.h"
#include "sparkgate/v1/library_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;
using google::protobuf::Empty;

constexpr char kSparkPostPattern[] = "workspaces/*/adAccounts/*/sparkPosts/*";
constexpr int kMaxBatch = 20;

v1::SparkPost ToProto(const SparkPostView& view) {
  const SparkPost& post = view.post;
  v1::SparkPost out;
  out.set_name(SparkPostName(post.workspace, post.ad_account, post.item_id));
  out.set_state(static_cast<v1::SparkPostState>(static_cast<int>(view.seen.state)));
  out.set_unauthorized_reason(
      static_cast<v1::UnauthorizedReason>(static_cast<int>(view.seen.reason)));
  out.set_creator_name(post.creator_name);
  out.set_caption(post.caption);
  out.set_cover_uri(post.cover_uri);
  out.set_item_type(post.item_type);
  out.set_identity_id(post.identity_id);
  if (!post.code_id.empty()) out.set_code(CodeName(post.workspace, post.code_id));
  SetTime(post.auth_start, out.mutable_auth_start_time());
  SetTime(post.auth_end, out.mutable_auth_end_time());
  out.set_tiktok_auth_status(post.tiktok_auth_status);
  out.set_tiktok_item_status(post.tiktok_item_status);
  SetTime(post.sync_time, out.mutable_sync_time());
  return out;
}

absl::StatusOr<v1::LookUpCodeResponse> HandleLookUpCode(Env& env, const rpc::CallContext& context,
                                                        const v1::LookUpCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.ad_account(), kAdAccountPattern, "ad_account"));
  SG_ASSIGN_OR_RETURN(const auto post, LookUpCode(env, ids[0], ids[1], request.code()));
  v1::LookUpCodeResponse out;
  out.set_creator_name(post.creator_name);
  out.set_caption(post.caption);
  out.set_cover_uri(post.cover_url);
  out.set_item_id(post.item_id);
  out.set_item_type(post.item_type);
  if (post.authorization.start.has_value()) {
    SetTime(*post.authorization.start, out.mutable_auth_start_time());
  }
  if (post.authorization.end.has_value()) {
    SetTime(*post.authorization.end, out.mutable_auth_end_time());
  }
  out.set_original_code_needed(!post.duet_original_item_id.empty() ||
                               !post.stitch_original_item_id.empty() ||
                               !post.mentioned_item_ids.empty());
  return out;
}

absl::StatusOr<v1::SparkPost> HandleAuthorizeCode(Env& env, const rpc::CallContext& context,
                                                  const v1::AuthorizeCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.ad_account(), kAdAccountPattern, "ad_account"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(
      const SparkPostView post,
      AuthorizeCode(env, call, ids[1],
                    {.code = request.code(), .original = request.original_post_code()}));
  return ToProto(post);
}

absl::StatusOr<v1::BatchAuthorizeCodesResponse> HandleBatchAuthorizeCodes(
    Env& env, const rpc::CallContext& context, const v1::BatchAuthorizeCodesRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.ad_account(), kAdAccountPattern, "ad_account"));
  if (request.items().empty() || request.items_size() > kMaxBatch) {
    return InvalidField("items", "must be 1 to 20 codes");
  }
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  std::vector<PastedCode> pasted;
  for (const auto& item : request.items()) {
    pasted.push_back({.code = item.code(), .original = item.original_post_code()});
  }
  SG_ASSIGN_OR_RETURN(const auto results, BatchAuthorizeCodes(env, call, ids[1], pasted));
  v1::BatchAuthorizeCodesResponse response;
  for (size_t i = 0; i < results.size(); ++i) {
    const auto& result = results[i];
    auto* out = response.add_results();
    const auto canonical = CanonicalCode(pasted[i].code, "code");
    if (canonical.ok()) out->set_hint(CodeHint(*canonical));
    if (result.ok()) {
      *out->mutable_spark_post() = ToProto(*result);
    } else {
      *out->mutable_error() = rpc::ToProto(result.status(), context.call_id());
    }
  }
  return response;
}

absl::StatusOr<v1::SparkPost> HandleGetSparkPost(Env& env, const rpc::CallContext& context,
                                                 const v1::GetSparkPostRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kSparkPostPattern, "name"));
  SG_ASSIGN_OR_RETURN(const SparkPostView post, GetSparkPost(env, ids[0], ids[1], ids[2]));
  return ToProto(post);
}

absl::StatusOr<v1::ListSparkPostsResponse> HandleListSparkPosts(
    Env& env, const rpc::CallContext& context, const v1::ListSparkPostsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), kAdAccountPattern, "parent"));
  SG_RETURN_IF_ERROR(CheckText(request.query(), 500, "query"));
  std::optional<SparkPostState> state;
  switch (request.state()) {
    case v1::SPARK_POST_STATE_UNSPECIFIED:
      break;
    case v1::SPARK_POST_STATE_AUTHORIZED:
      state = SparkPostState::kAuthorized;
      break;
    case v1::SPARK_POST_STATE_UNAUTHORIZED:
      state = SparkPostState::kUnauthorized;
      break;
    default:
      return InvalidField("state", "is unknown");
  }
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  const std::string account = ids[1] == "-" ? "" : ids[1];
  // An empty list of a mistyped account would pass for an empty library.
  if (!account.empty()) SG_RETURN_IF_ERROR(GetAdAccount(env, ids[0], account).status());
  SG_ASSIGN_OR_RETURN(SparkPostPage posts,
                      ListSparkPosts(env, ids[0], account, request.query(), state, page.page));
  v1::ListSparkPostsResponse response;
  response.set_next_page_token(
      FinishPage(page, posts.keys, [](const std::string& key) { return key; }));
  for (size_t i = 0; i < posts.keys.size(); ++i) {
    *response.add_spark_posts() = ToProto(posts.posts[i]);
  }
  return response;
}

absl::StatusOr<Empty> HandleUnbindSparkPost(Env& env, const rpc::CallContext& context,
                                            const v1::UnbindSparkPostRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kSparkPostPattern, "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_RETURN_IF_ERROR(UnbindSparkPost(env, call, ids[1], ids[2]));
  return Empty();
}

absl::StatusOr<v1::CheckSparkPostResponse> HandleCheckSparkPost(
    Env& env, const rpc::CallContext& context, const v1::CheckSparkPostRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kSparkPostPattern, "name"));
  SG_ASSIGN_OR_RETURN(const SparkPostCheck check, CheckSparkPost(env, ids[0], ids[1], ids[2]));
  v1::CheckSparkPostResponse response;
  response.set_runnable(check.reasons.empty());
  for (const std::string& reason : check.reasons) response.add_reasons(reason);
  *response.mutable_spark_post() = ToProto(check.view);
  return response;
}

}  // namespace

void RegisterLibraryService(Env& env, rpc::MethodTable& table) {
  RegisterCodeImports(env, table);
  const rpc::MethodOptions read{.roles = kReaders};
  const rpc::MethodOptions advertiser{.roles = kAdvertisers};
  Serve(env, table, "sparkgate.v1.LibraryService/LookUpCode", advertiser, HandleLookUpCode);
  Serve(env, table, "sparkgate.v1.LibraryService/AuthorizeCode", advertiser, HandleAuthorizeCode);
  // Twenty calls to TikTok, one after another.
  Serve(env, table, "sparkgate.v1.LibraryService/BatchAuthorizeCodes",
        {.roles = kAdvertisers, .default_deadline = absl::Minutes(5)}, HandleBatchAuthorizeCodes);
  Serve(env, table, "sparkgate.v1.LibraryService/GetSparkPost", read, HandleGetSparkPost);
  Serve(env, table, "sparkgate.v1.LibraryService/ListSparkPosts", read, HandleListSparkPosts);
  Serve(env, table, "sparkgate.v1.LibraryService/UnbindSparkPost", advertiser,
        HandleUnbindSparkPost);
  Serve(env, table, "sparkgate.v1.LibraryService/CheckSparkPost", read, HandleCheckSparkPost);
}

}  // namespace sparkgate::server
