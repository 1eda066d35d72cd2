// CreatorService: TikTok accounts, their posts, and the codes that let a brand run a post.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <absl/strings/ascii.h>
#include <google/protobuf/empty.pb.h>

#include "base/error.h"
#include "server/api/convert/code.h"
#include "server/api/convert/time.h"
#include "server/api/paging.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/domain/post_ranking.h"
#include "server/usecases/connect/connect.h"
#include "server/usecases/creators/codes.h"
#include "server/usecases/creators/posts.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;
using google::protobuf::Empty;

constexpr char kCreatorPattern[] = "workspaces/*/creators/*";
constexpr char kPostPattern[] = "workspaces/*/creators/*/posts/*";
constexpr char kCodePattern[] = "workspaces/*/codes/*";
constexpr int kDefaultDays = 30;  // TikTok's (facts 3.3)

// The name of a post: its last id is TikTok's, a number of at most 20 digits.
absl::StatusOr<std::vector<std::string>> ParseOwnPost(const rpc::CallContext& context,
                                                      std::string_view name,
                                                      std::string_view field) {
  SG_ASSIGN_OR_RETURN(auto ids, ParseOwnName(context, name, kPostPattern, field));
  const std::string& item = ids[2];
  if (item.size() > 20 || !std::ranges::all_of(item, absl::ascii_isdigit)) {
    return InvalidField(field, "must end in a post's id on TikTok, 1 to 20 digits");
  }
  return ids;
}

v1::Creator ToProto(const Creator& creator) {
  v1::Creator out;
  out.set_name(CreatorName(creator.workspace, creator.id));
  out.set_open_id(creator.open_id);
  out.set_username(creator.username);
  out.set_display_name(creator.display_name);
  out.set_follower_count(creator.follower_count);
  out.set_state(static_cast<v1::ConnectionState>(static_cast<int>(creator.state)));
  for (const std::string& scope : creator.scopes) out.add_scopes(scope);
  SetTime(creator.consent_end, out.mutable_consent_end_time());
  SetTime(creator.connect_time, out.mutable_connect_time());
  return out;
}

v1::Post ToProto(const std::string& workspace, const std::string& creator,
                 const tiktok::CreatorPost& post) {
  v1::Post out;
  out.set_name(PostName(workspace, creator, post.item_id));
  out.set_caption(post.caption);
  out.set_cover_uri(post.thumbnail_url);
  out.set_share_uri(post.share_url);
  if (post.create_time.has_value()) SetTime(*post.create_time, out.mutable_create_time());
  out.set_view_count(post.video_views);
  out.set_like_count(post.likes);
  out.set_comment_count(post.comments);
  out.set_share_count(post.shares);
  out.set_promoted(post.is_ad.value_or(false));
  out.set_favorite_count(post.favorites);
  out.set_new_follower_count(post.new_followers);
  out.set_profile_view_count(post.profile_views);
  if (post.average_seconds_watched.has_value()) {
    SetDuration(absl::Seconds(*post.average_seconds_watched), out.mutable_average_watch_time());
  }
  if (post.full_watch_rate.has_value()) out.set_full_watch_rate(*post.full_watch_rate);
  return out;
}

v1::AdSettings ToProto(const std::string& post, const std::optional<CodeView>& code) {
  v1::AdSettings out;
  out.set_post(post);
  out.set_ad_authorized(code.has_value());
  if (code.has_value()) *out.mutable_code() = ToProto(*code);
  return out;
}

absl::StatusOr<v1::StartCreatorConnectResponse> HandleStartCreatorConnect(
    Env& env, const rpc::CallContext& context, const v1::StartCreatorConnectRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(ConnectLink link,
                      StartConnect(env, call, ConnectState::Kind::kCreator, request.redirect_uri(),
                                   {request.scopes().begin(), request.scopes().end()}));
  v1::StartCreatorConnectResponse response;
  response.set_link(std::move(link.link));
  response.set_state(std::move(link.state));
  return response;
}

absl::StatusOr<v1::Creator> HandleFinishCreatorConnect(
    Env& env, const rpc::CallContext& context, const v1::FinishCreatorConnectRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const Creator creator,
                      FinishCreatorConnect(env, call, request.redirect_address()));
  return ToProto(creator);
}

absl::StatusOr<v1::Creator> HandleGetCreator(Env& env, const rpc::CallContext& context,
                                             const v1::GetCreatorRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kCreatorPattern, "name"));
  SG_ASSIGN_OR_RETURN(const Creator creator, GetCreator(env, ids[0], ids[1]));
  return ToProto(creator);
}

absl::StatusOr<v1::ListCreatorsResponse> HandleListCreators(
    Env& env, const rpc::CallContext& context, const v1::ListCreatorsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(std::vector<Creator> creators, ListCreators(env, ids[0], page.page));
  v1::ListCreatorsResponse response;
  response.set_next_page_token(FinishPage(page, creators, [](const Creator& c) { return c.id; }));
  for (const Creator& creator : creators) *response.add_creators() = ToProto(creator);
  return response;
}

absl::StatusOr<v1::ListPostsResponse> HandleListPosts(Env& env, const rpc::CallContext& context,
                                                      const v1::ListPostsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), kCreatorPattern, "parent"));
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request, 20, 10));
  std::optional<int64_t> cursor;  // TikTok's own
  if (!page.page.after.empty()) {
    SG_ASSIGN_OR_RETURN(cursor, NumberAfter(page, 0));
  }
  SG_ASSIGN_OR_RETURN(const auto posts, ListPosts(env, ids[0], ids[1], cursor, page.size));
  v1::ListPostsResponse response;
  for (const auto& post : posts.posts) *response.add_posts() = ToProto(ids[0], ids[1], post);
  if (posts.has_more) {
    response.set_next_page_token(PageTokenAfter(page, std::to_string(posts.cursor)));
  }
  return response;
}

PostFigures FiguresOf(const tiktok::CreatorPost& post) {
  return {.create_time = post.create_time,
          .views = post.video_views,
          .engagements = post.likes + post.comments + post.shares + post.favorites,
          .new_followers = post.new_followers,
          .full_watch_rate = post.full_watch_rate};
}

absl::StatusOr<v1::RankPostsResponse> HandleRankPosts(Env& env, const rpc::CallContext& context,
                                                      const v1::RankPostsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), kCreatorPattern, "parent"));
  if (!v1::PostRanking_IsValid(request.ranking())) return InvalidField("ranking", "is unknown");
  if (request.newest() < 0 || request.newest() > 200) {
    return InvalidField("newest", "must be 1 to 200, or 0 for the default");
  }
  const int64_t min_views = request.has_min_view_count() ? request.min_view_count() : 100;
  if (min_views < 0 || min_views > 1'000'000'000) {
    return InvalidField("min_view_count", "must be 0 to 1000000000");
  }
  const auto ranking = request.ranking() == v1::POST_RANKING_UNSPECIFIED
                           ? PostRanking::kEngagementRate
                           : static_cast<PostRanking>(static_cast<int>(request.ranking()));
  SG_ASSIGN_OR_RETURN(
      const NewestPosts newest,
      ReadNewestPosts(env, ids[0], ids[1], request.newest() == 0 ? 100 : request.newest()));
  std::vector<PostFigures> figures;
  for (const tiktok::CreatorPost& post : newest.posts) figures.push_back(FiguresOf(post));
  v1::RankPostsResponse response;
  response.set_more(newest.more);
  for (const RankedPost& ranked : RankPosts(figures, ranking, min_views, newest.now)) {
    v1::RankPostsResponse::RankedPost* out = response.add_ranked_posts();
    *out->mutable_post() = ToProto(ids[0], ids[1], newest.posts[ranked.index]);
    out->set_engagement_rate(ranked.engagement_rate);
    out->set_views_per_day(ranked.views_per_day);
    out->set_follower_rate(ranked.follower_rate);
    out->set_times_median(ranked.times_median);
    out->set_too_few_views(ranked.too_few_views);
  }
  return response;
}

absl::StatusOr<v1::Post> HandleGetPost(Env& env, const rpc::CallContext& context,
                                       const v1::GetPostRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnPost(context, request.name(), "name"));
  SG_ASSIGN_OR_RETURN(const auto post, GetPost(env, ids[0], ids[1], ids[2]));
  return ToProto(ids[0], ids[1], post);
}

absl::StatusOr<v1::AdSettings> HandleGetAdSettings(Env& env, const rpc::CallContext& context,
                                                   const v1::GetAdSettingsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnPost(context, request.post(), "post"));
  SG_ASSIGN_OR_RETURN(const auto code, ReadAdSettings(env, ids[0], ids[1], ids[2]));
  return ToProto(request.post(), code);
}

absl::StatusOr<v1::AdSettings> HandleDisableAdAuthorization(
    Env& env, const rpc::CallContext& context, const v1::DisableAdAuthorizationRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnPost(context, request.post(), "post"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_RETURN_IF_ERROR(DisableAdAuthorization(env, call, ids[1], ids[2]));
  return ToProto(request.post(), std::nullopt);
}

absl::StatusOr<v1::Code> HandleGenerateCode(Env& env, const rpc::CallContext& context,
                                            const v1::GenerateCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnPost(context, request.post(), "post"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  const int days = request.duration_days() == 0 ? kDefaultDays : request.duration_days();
  SG_ASSIGN_OR_RETURN(const CodeView code, GenerateCode(env, call, ids[1], ids[2], days));
  return ToProto(code);
}

absl::StatusOr<v1::Code> HandleGetCode(Env& env, const rpc::CallContext& context,
                                       const v1::GetCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.name(), kCodePattern, "name"));
  SG_ASSIGN_OR_RETURN(const CodeView code, GetCode(env, ids[0], ids[1]));
  return ToProto(code);
}

absl::StatusOr<v1::ListCodesResponse> HandleListCodes(Env& env, const rpc::CallContext& context,
                                                      const v1::ListCodesRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  CodeFilter filter;
  if (!request.creator().empty()) {
    SG_ASSIGN_OR_RETURN(const auto creator,
                        ParseOwnName(context, request.creator(), kCreatorPattern, "creator"));
    filter.creator = creator[1];
  }
  if (!v1::CodeState_IsValid(request.state())) return InvalidField("state", "is unknown");
  if (request.state() != v1::CODE_STATE_UNSPECIFIED) {
    filter.state = static_cast<CodeState>(static_cast<int>(request.state()));
  }
  SG_ASSIGN_OR_RETURN(std::vector<CodeView> codes, ListCodes(env, ids[0], filter, page.page));
  v1::ListCodesResponse response;
  response.set_next_page_token(
      FinishPage(page, codes, [](const CodeView& view) { return view.code.id; }));
  for (const CodeView& view : codes) *response.add_codes() = ToProto(view);
  return response;
}

absl::StatusOr<v1::Code> HandleExtendCode(Env& env, const rpc::CallContext& context,
                                          const v1::ExtendCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.name(), kCodePattern, "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const CodeView code, ExtendCode(env, call, ids[1], request.add_days()));
  return ToProto(code);
}

absl::StatusOr<Empty> HandleDeleteCode(Env& env, const rpc::CallContext& context,
                                       const v1::DeleteCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.name(), kCodePattern, "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_RETURN_IF_ERROR(DeleteCode(env, call, ids[1]));
  return Empty();
}

absl::StatusOr<v1::RevealCodeResponse> HandleRevealCode(Env& env, const rpc::CallContext& context,
                                                        const v1::RevealCodeRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.name(), kCodePattern, "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(std::string code, RevealCode(env, call, ids[1], request.purpose()));
  v1::RevealCodeResponse response;
  response.set_code(std::move(code));
  return response;
}

}  // namespace

void RegisterCreatorService(Env& env, rpc::MethodTable& table) {
  const rpc::MethodOptions read{.roles = kReaders};
  const rpc::MethodOptions creator{.roles = kCreators};
  Serve(env, table, "sparkgate.v1.CreatorService/StartCreatorConnect", creator,
        HandleStartCreatorConnect);
  Serve(env, table, "sparkgate.v1.CreatorService/FinishCreatorConnect", creator,
        HandleFinishCreatorConnect);
  Serve(env, table, "sparkgate.v1.CreatorService/GetCreator", read, HandleGetCreator);
  Serve(env, table, "sparkgate.v1.CreatorService/ListCreators", read, HandleListCreators);
  Serve(env, table, "sparkgate.v1.CreatorService/ListPosts", read, HandleListPosts);
  Serve(env, table, "sparkgate.v1.CreatorService/GetPost", read, HandleGetPost);
  Serve(env, table, "sparkgate.v1.CreatorService/RankPosts", read, HandleRankPosts);
  Serve(env, table, "sparkgate.v1.CreatorService/GetAdSettings", read, HandleGetAdSettings);
  Serve(env, table, "sparkgate.v1.CreatorService/DisableAdAuthorization", creator,
        HandleDisableAdAuthorization);
  Serve(env, table, "sparkgate.v1.CreatorService/GenerateCode", creator, HandleGenerateCode);
  // A point read that decrypts nothing: cheap enough for the poller itself.
  Serve(env, table, "sparkgate.v1.CreatorService/GetCode",
        {.roles = kReaders, .inline_on_poller = env.store.points_are_local()}, HandleGetCode);
  Serve(env, table, "sparkgate.v1.CreatorService/ListCodes", read, HandleListCodes);
  Serve(env, table, "sparkgate.v1.CreatorService/ExtendCode", creator, HandleExtendCode);
  Serve(env, table, "sparkgate.v1.CreatorService/DeleteCode", creator, HandleDeleteCode);
  Serve(env, table, "sparkgate.v1.CreatorService/RevealCode", creator, HandleRevealCode);
}

}  // namespace sparkgate::server
