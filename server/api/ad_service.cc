// AdService: drafting, checking, publishing and running campaigns.
#include <google/protobuf/empty.pb.h>

#include "base/error.h"
#include "server/api/convert/ad.h"
#include "server/api/convert/operation.h"
#include "server/api/paging.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/usecases/ads/ad_edits.h"
#include "server/usecases/ads/ads_sync.h"
#include "server/usecases/ads/appeals.h"
#include "server/usecases/ads/drafts.h"
#include "server/usecases/ads/publish.h"
#include "server/usecases/ads/switches.h"
#include "server/usecases/names.h"
#include "sparkgate/v1/ad_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;
using google::protobuf::Empty;

constexpr char kCampaignPattern[] = "workspaces/*/campaigns/*";
constexpr char kGroupPattern[] = "workspaces/*/adGroups/*";
constexpr char kAdPattern[] = "workspaces/*/ads/*";

absl::StatusOr<v1::Campaign> HandleCreateCampaign(Env& env, const rpc::CallContext& context,
                                                  const v1::CreateCampaignRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(Campaign draft, ReadDraft(context, request.campaign()));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const Campaign made, CreateCampaign(env, call, std::move(draft)));
  return ToProto(made);
}
absl::StatusOr<v1::AdGroup> HandleCreateAdGroup(Env& env, const rpc::CallContext& context,
                                                const v1::CreateAdGroupRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(AdGroup draft, ReadDraft(context, request.ad_group()));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const AdGroup made, CreateAdGroup(env, call, std::move(draft)));
  return ToProto(made);
}
absl::StatusOr<v1::Ad> HandleCreateAd(Env& env, const rpc::CallContext& context,
                                      const v1::CreateAdRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(Ad draft, ReadDraft(context, request.ad()));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const Ad made, CreateAd(env, call, std::move(draft)));
  return ToProto(made);
}

absl::StatusOr<v1::Campaign> HandleGetCampaign(Env& env, const rpc::CallContext& context,
                                               const v1::GetCampaignRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.name(), kCampaignPattern, "name"));
  SG_ASSIGN_OR_RETURN(const Campaign campaign, GetCampaign(env, ids[0], ids[1]));
  return ToProto(campaign);
}
absl::StatusOr<v1::AdGroup> HandleGetAdGroup(Env& env, const rpc::CallContext& context,
                                             const v1::GetAdGroupRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.name(), kGroupPattern, "name"));
  SG_ASSIGN_OR_RETURN(const AdGroup group, GetAdGroup(env, ids[0], ids[1]));
  return ToProto(group);
}
absl::StatusOr<v1::Ad> HandleGetAd(Env& env, const rpc::CallContext& context,
                                   const v1::GetAdRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.name(), kAdPattern, "name"));
  SG_ASSIGN_OR_RETURN(const Ad ad, GetAd(env, ids[0], ids[1]));
  return ToProto(ad);
}

// The id in an optional reference; "" if it isn't set.
absl::StatusOr<std::string> ReadReference(const rpc::CallContext& context, const std::string& name,
                                          std::string_view pattern, std::string_view field) {
  if (name.empty()) return "";
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, name, pattern, field));
  return ids[1];
}

absl::StatusOr<v1::ListCampaignsResponse> HandleListCampaigns(
    Env& env, const rpc::CallContext& context, const v1::ListCampaignsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const std::string account, ReadReference(context, request.ad_account(),
                                                               kAdAccountPattern, "ad_account"));
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(auto rows, ListCampaigns(env, ids[0], account, page.page));
  v1::ListCampaignsResponse response;
  response.set_next_page_token(FinishPage(page, rows, [](const Campaign& row) { return row.id; }));
  for (const Campaign& row : rows) *response.add_campaigns() = ToProto(row);
  return response;
}
absl::StatusOr<v1::ListAdGroupsResponse> HandleListAdGroups(
    Env& env, const rpc::CallContext& context, const v1::ListAdGroupsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const std::string campaign,
                      ReadReference(context, request.campaign(), kCampaignPattern, "campaign"));
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(auto rows, ListAdGroups(env, ids[0], campaign, page.page));
  v1::ListAdGroupsResponse response;
  response.set_next_page_token(FinishPage(page, rows, [](const AdGroup& row) { return row.id; }));
  for (const AdGroup& row : rows) *response.add_ad_groups() = ToProto(row);
  return response;
}
absl::StatusOr<v1::ListAdsResponse> HandleListAds(Env& env, const rpc::CallContext& context,
                                                  const v1::ListAdsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  SG_ASSIGN_OR_RETURN(const std::string group,
                      ReadReference(context, request.ad_group(), kGroupPattern, "ad_group"));
  SG_ASSIGN_OR_RETURN(const std::string campaign,
                      ReadReference(context, request.campaign(), kCampaignPattern, "campaign"));
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  SG_ASSIGN_OR_RETURN(auto rows, ListAds(env, ids[0], group, campaign, page.page));
  v1::ListAdsResponse response;
  response.set_next_page_token(FinishPage(page, rows, [](const Ad& row) { return row.id; }));
  for (const Ad& row : rows) *response.add_ads() = ToProto(row);
  return response;
}

absl::StatusOr<v1::Campaign> HandleUpdateCampaign(Env& env, const rpc::CallContext& context,
                                                  const v1::UpdateCampaignRequest& request) {
  SG_RETURN_IF_ERROR(CheckMask(request.update_mask(), {"display_name", "objective", "budget_mode",
                                                       "budget_micros", "operation_status"}));
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.campaign().name(),
                                                   kCampaignPattern, "campaign.name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(
      const Campaign updated, UpdateCampaign(env, call, ids[1], [&](Campaign& draft) {
        return UpdateDraft(context, request.campaign(), request.update_mask(), draft);
      }));
  return ToProto(updated);
}
absl::StatusOr<v1::AdGroup> HandleUpdateAdGroup(Env& env, const rpc::CallContext& context,
                                                const v1::UpdateAdGroupRequest& request) {
  SG_RETURN_IF_ERROR(
      CheckMask(request.update_mask(),
                {"display_name", "optimization_goal", "billing_event", "bid_micros", "budget_mode",
                 "budget_micros", "schedule_start_time", "schedule_end_time", "placements",
                 "location_ids", "age_groups", "gender", "languages", "frequency", "frequency_days",
                 "pixel_id", "optimization_event", "operation_status"}));
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.ad_group().name(),
                                                   kGroupPattern, "ad_group.name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const AdGroup updated, UpdateAdGroup(env, call, ids[1], [&](AdGroup& draft) {
                        return UpdateDraft(context, request.ad_group(), request.update_mask(),
                                           draft);
                      }));
  return ToProto(updated);
}
absl::StatusOr<v1::Ad> HandleUpdateAd(Env& env, const rpc::CallContext& context,
                                      const v1::UpdateAdRequest& request) {
  SG_RETURN_IF_ERROR(CheckMask(request.update_mask(),
                               {"display_name", "spark_post", "call_to_action", "landing_page_url",
                                "dark_post", "promotional_music_disabled", "operation_status"}));
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.ad().name(), kAdPattern, "ad.name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const Ad updated, EditAd(env, call, ids[1], [&](Ad& draft) {
                        return UpdateDraft(context, request.ad(), request.update_mask(), draft);
                      }));
  return ToProto(updated);
}

template <class Request>
absl::StatusOr<Empty> Delete(Env& env, const rpc::CallContext& context, const Request& request,
                             std::string_view pattern, ObjectKind kind) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.name(), pattern, "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_RETURN_IF_ERROR(DeleteObject(env, call, kind, ids[1]));
  return Empty();
}
absl::StatusOr<Empty> HandleDeleteCampaign(Env& env, const rpc::CallContext& context,
                                           const v1::DeleteCampaignRequest& request) {
  return Delete(env, context, request, kCampaignPattern, ObjectKind::kCampaign);
}
absl::StatusOr<Empty> HandleDeleteAdGroup(Env& env, const rpc::CallContext& context,
                                          const v1::DeleteAdGroupRequest& request) {
  return Delete(env, context, request, kGroupPattern, ObjectKind::kAdGroup);
}
absl::StatusOr<Empty> HandleDeleteAd(Env& env, const rpc::CallContext& context,
                                     const v1::DeleteAdRequest& request) {
  return Delete(env, context, request, kAdPattern, ObjectKind::kAd);
}

absl::StatusOr<v1::CheckPublishResponse> HandleCheckPublish(
    Env& env, const rpc::CallContext& context, const v1::CheckPublishRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.campaign(), kCampaignPattern, "campaign"));
  SG_ASSIGN_OR_RETURN(const auto problems, CheckPublish(env, ids[0], ids[1]));
  v1::CheckPublishResponse response;
  response.set_publishable(true);
  for (const PublishProblem& problem : problems) {
    auto* out = response.add_problems();
    const bool error = problem.severity == Severity::kError;
    out->set_severity(error ? v1::PublishProblem::SEVERITY_ERROR
                            : v1::PublishProblem::SEVERITY_WARNING);
    out->set_reason(problem.reason);
    out->set_resource(NameOf(ids[0], problem));
    out->set_field(problem.field);
    out->set_message(problem.message);
    out->set_who(problem.who);
    if (error) response.set_publishable(false);
  }
  return response;
}

absl::StatusOr<v1::Operation> HandlePublishAll(Env& env, const rpc::CallContext& context,
                                               const v1::PublishAllRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.campaign(), kCampaignPattern, "campaign"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  const OnFailure on_failure =
      request.on_failure() == v1::ON_FAILURE_TAKE_BACK ? OnFailure::kTakeBack : OnFailure::kKeep;
  SG_ASSIGN_OR_RETURN(const Operation operation, PublishAll(env, call, ids[1], on_failure));
  return WithItems(env, operation);
}

// Pause and Resume take any of the three.
template <class Request>
absl::StatusOr<OperationStatus> Switch(Env& env, const rpc::CallContext& context,
                                       const Request& request, OperationStatus to) {
  const std::string& name = request.name();
  ObjectKind kind = ObjectKind::kAd;
  std::string_view pattern = kAdPattern;
  if (name.find("/campaigns/") != std::string::npos) {
    kind = ObjectKind::kCampaign;
    pattern = kCampaignPattern;
  } else if (name.find("/adGroups/") != std::string::npos) {
    kind = ObjectKind::kAdGroup;
    pattern = kGroupPattern;
  }
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, name, pattern, "name"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  return SetOperationStatus(env, call, kind, ids[1], to);
}
absl::StatusOr<v1::PauseResponse> HandlePause(Env& env, const rpc::CallContext& context,
                                              const v1::PauseRequest& request) {
  SG_RETURN_IF_ERROR(Switch(env, context, request, OperationStatus::kPaused).status());
  v1::PauseResponse response;
  response.set_operation_status(v1::OPERATION_STATUS_PAUSED);
  return response;
}
absl::StatusOr<v1::ResumeResponse> HandleResume(Env& env, const rpc::CallContext& context,
                                                const v1::ResumeRequest& request) {
  SG_RETURN_IF_ERROR(Switch(env, context, request, OperationStatus::kEnabled).status());
  v1::ResumeResponse response;
  response.set_operation_status(v1::OPERATION_STATUS_ENABLED);
  return response;
}

absl::StatusOr<v1::Review> HandleGetReview(Env& env, const rpc::CallContext& context,
                                           const v1::GetReviewRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.ad(), kAdPattern, "ad"));
  SG_ASSIGN_OR_RETURN(const Review review, ReadReview(env, ids[0], ids[1]));
  return ToProto(review);
}

absl::StatusOr<v1::AppealReviewResponse> HandleAppealReview(
    Env& env, const rpc::CallContext& context, const v1::AppealReviewRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.ad_group(), kGroupPattern, "ad_group"));
  SG_ASSIGN_OR_RETURN(const std::string ad, ReadReference(context, request.ad(), kAdPattern, "ad"));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(
      const auto ads,
      AppealReview(env, call, {.ad_group = ids[1], .ad = ad, .reason = request.reason()}));
  v1::AppealReviewResponse response;
  for (const std::string& id : ads) response.add_ads(AdName(ids[0], id));
  return response;
}

}  // namespace

void RegisterAdService(Env& env, rpc::MethodTable& table) {
  const rpc::MethodOptions read{.roles = kReaders};
  const rpc::MethodOptions write{.roles = kAdvertisers};
  Serve(env, table, "sparkgate.v1.AdService/CreateCampaign", write, HandleCreateCampaign);
  Serve(env, table, "sparkgate.v1.AdService/GetCampaign", read, HandleGetCampaign);
  Serve(env, table, "sparkgate.v1.AdService/ListCampaigns", read, HandleListCampaigns);
  Serve(env, table, "sparkgate.v1.AdService/UpdateCampaign", write, HandleUpdateCampaign);
  Serve(env, table, "sparkgate.v1.AdService/DeleteCampaign", write, HandleDeleteCampaign);
  Serve(env, table, "sparkgate.v1.AdService/CreateAdGroup", write, HandleCreateAdGroup);
  Serve(env, table, "sparkgate.v1.AdService/GetAdGroup", read, HandleGetAdGroup);
  Serve(env, table, "sparkgate.v1.AdService/ListAdGroups", read, HandleListAdGroups);
  Serve(env, table, "sparkgate.v1.AdService/UpdateAdGroup", write, HandleUpdateAdGroup);
  Serve(env, table, "sparkgate.v1.AdService/DeleteAdGroup", write, HandleDeleteAdGroup);
  Serve(env, table, "sparkgate.v1.AdService/CreateAd", write, HandleCreateAd);
  Serve(env, table, "sparkgate.v1.AdService/GetAd", read, HandleGetAd);
  Serve(env, table, "sparkgate.v1.AdService/ListAds", read, HandleListAds);
  Serve(env, table, "sparkgate.v1.AdService/UpdateAd", write, HandleUpdateAd);
  Serve(env, table, "sparkgate.v1.AdService/DeleteAd", write, HandleDeleteAd);
  Serve(env, table, "sparkgate.v1.AdService/CheckPublish", read, HandleCheckPublish);
  Serve(env, table, "sparkgate.v1.AdService/PublishAll", write, HandlePublishAll);
  Serve(env, table, "sparkgate.v1.AdService/Pause", write, HandlePause);
  Serve(env, table, "sparkgate.v1.AdService/Resume", write, HandleResume);
  Serve(env, table, "sparkgate.v1.AdService/GetReview", read, HandleGetReview);
  Serve(env, table, "sparkgate.v1.AdService/AppealReview", write, HandleAppealReview);
}

}  // namespace sparkgate::server
