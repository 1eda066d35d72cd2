#include "server/api/convert/ad.h"

#include <utility>

#include <google/protobuf/util/field_mask_util.h>

#include "base/error.h"
#include "server/api/convert/time.h"
#include "server/api/request.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

// Enums of domain and wire share their numbers, of which the last ones answer for the rest.
template <class Wire, class Value>
constexpr bool SameNumber(Wire wire, Value value) {
  return static_cast<int>(wire) == static_cast<int>(value);
}
static_assert(SameNumber(v1::STAGE_FAILED, Stage::kFailed));
static_assert(SameNumber(v1::OPERATION_STATUS_PAUSED, OperationStatus::kPaused));
static_assert(SameNumber(v1::OBJECTIVE_OTHER, Objective::kOther));
static_assert(SameNumber(v1::BUDGET_MODE_OTHER, BudgetMode::kOther));
static_assert(SameNumber(v1::REVIEW_STATE_REJECTED, ReviewState::kRejected));
static_assert(SameNumber(v1::APPEAL_STATE_FAILED, AppealState::kFailed));
static_assert(SameNumber(v1::DELIVERY_STATE_COMPLETED, DeliveryState::kCompleted));
static_assert(SameNumber(v1::NOT_DELIVERING_REASON_OTHER, NotDelivering::kOther));

template <class Wire, class Value>
Wire Same(Value value) {
  return static_cast<Wire>(static_cast<int>(value));
}

template <class Message>
void SetPublished(const Published& object, Message& out) {
  out.set_operation_status(Same<v1::OperationStatus>(object.operation_status));
  out.set_stage(Same<v1::Stage>(object.stage));
  out.set_tiktok_id(object.tiktok_id);
  out.set_tiktok_secondary_status(object.tiktok_secondary_status);
  out.set_failure(object.failure);
  out.set_adopted(object.adopted);
  SetTime(object.create_time, out.mutable_create_time());
}

absl::StatusOr<OperationStatus> ReadOperationStatus(v1::OperationStatus status,
                                                    std::string_view field) {
  if (!v1::OperationStatus_IsValid(status)) return InvalidField(field, "is unknown");
  return status == v1::OPERATION_STATUS_PAUSED ? OperationStatus::kPaused
                                               : OperationStatus::kEnabled;
}

absl::StatusOr<BudgetMode> ReadBudgetMode(v1::BudgetMode mode, std::string_view field) {
  if (!v1::BudgetMode_IsValid(mode)) return InvalidField(field, "is unknown");
  if (mode == v1::BUDGET_MODE_OTHER) return InvalidField(field, "can't be chosen");
  return mode == v1::BUDGET_MODE_UNSPECIFIED ? BudgetMode::kInfinite : Same<BudgetMode>(mode);
}

template <class Repeated>
std::vector<std::string> ToVector(const Repeated& values) {
  return {values.begin(), values.end()};
}

void AddAll(const std::vector<std::string>& values,
            google::protobuf::RepeatedPtrField<std::string>* out) {
  out->Assign(values.begin(), values.end());
}

v1::Delivery ToProto(const Delivery& delivery) {
  v1::Delivery out;
  out.set_state(Same<v1::DeliveryState>(delivery.state));
  for (const NotDelivering reason : delivery.reasons) {
    out.add_reasons(Same<v1::NotDeliveringReason>(reason));
  }
  return out;
}

// What an object has besides its draft and what all three have.
void KeepOwn(const Campaign& from, Campaign& to) { to.tiktok_objective = from.tiktok_objective; }
void KeepOwn(const AdGroup& from, AdGroup& to) { to.ad_account = from.ad_account; }
void KeepOwn(const Ad& from, Ad& to) {  // its ad account follows from the post
  to.campaign = from.campaign;
  to.review = from.review;
  to.delivery = from.delivery;
  to.has_delivered = from.has_delivered;
  to.identity_type = from.identity_type;
}

template <class Object, class Message>
absl::Status Merge(const rpc::CallContext& context, const Message& wanted,
                   const google::protobuf::FieldMask& mask, Object& draft) {
  using google::protobuf::util::FieldMaskUtil;
  Message merged = ToProto(draft);
  FieldMaskUtil::MergeOptions options;
  options.set_replace_repeated_fields(true);
  options.set_replace_message_fields(true);
  FieldMaskUtil::MergeMessageTo(wanted, mask, options, &merged);
  SG_ASSIGN_OR_RETURN(Object read, ReadDraft(context, merged));
  const OperationStatus operation_status = read.operation_status;
  static_cast<Published&>(read) = draft;
  read.operation_status = operation_status;
  read.workspace = draft.workspace;
  read.id = draft.id;
  KeepOwn(draft, read);
  draft = std::move(read);
  return absl::OkStatus();
}

}  // namespace

v1::Campaign ToProto(const Campaign& campaign) {
  v1::Campaign out;
  out.set_name(CampaignName(campaign.workspace, campaign.id));
  out.set_ad_account(AdAccountName(campaign.workspace, campaign.ad_account));
  out.set_display_name(campaign.display_name);
  out.set_objective(Same<v1::Objective>(campaign.objective));
  out.set_budget_mode(Same<v1::BudgetMode>(campaign.budget_mode));
  out.set_budget_micros(campaign.budget_micros);
  out.set_tiktok_objective(campaign.tiktok_objective);
  SetPublished(campaign, out);
  return out;
}

v1::AdGroup ToProto(const AdGroup& group) {
  v1::AdGroup out;
  out.set_name(AdGroupName(group.workspace, group.id));
  out.set_campaign(CampaignName(group.workspace, group.campaign));
  out.set_display_name(group.display_name);
  out.set_optimization_goal(group.optimization_goal);
  out.set_billing_event(group.billing_event);
  out.set_bid_micros(group.bid_micros);
  out.set_budget_mode(Same<v1::BudgetMode>(group.budget_mode));
  out.set_budget_micros(group.budget_micros);
  if (group.schedule_start.has_value()) {
    SetTime(*group.schedule_start, out.mutable_schedule_start_time());
  }
  if (group.schedule_end.has_value()) SetTime(*group.schedule_end, out.mutable_schedule_end_time());
  AddAll(group.placements, out.mutable_placements());
  AddAll(group.location_ids, out.mutable_location_ids());
  AddAll(group.age_groups, out.mutable_age_groups());
  out.set_gender(group.gender);
  AddAll(group.languages, out.mutable_languages());
  out.set_frequency(group.frequency);
  out.set_frequency_days(group.frequency_days);
  out.set_pixel_id(group.pixel_id);
  out.set_optimization_event(group.optimization_event);
  SetPublished(group, out);
  return out;
}

v1::Review ToProto(const Review& review) {
  v1::Review out;
  out.set_state(Same<v1::ReviewState>(review.state));
  out.set_rereview(review.rereview);
  out.set_old_version_running(review.old_version_running);
  AddAll(review.reject_reasons, out.mutable_reject_reasons());
  AddAll(review.suggestions, out.mutable_suggestions());
  AddAll(review.forbidden_locations, out.mutable_forbidden_locations());
  AddAll(review.forbidden_ages, out.mutable_forbidden_ages());
  AddAll(review.forbidden_placements, out.mutable_forbidden_placements());
  if (review.submit_time.has_value()) SetTime(*review.submit_time, out.mutable_submit_time());
  if (review.decide_time.has_value()) SetTime(*review.decide_time, out.mutable_decide_time());
  out.set_appeal_state(Same<v1::AppealState>(review.appeal));
  if (review.appeal_time.has_value()) SetTime(*review.appeal_time, out.mutable_appeal_time());
  return out;
}

v1::Ad ToProto(const Ad& ad) {
  v1::Ad out;
  out.set_name(AdName(ad.workspace, ad.id));
  out.set_ad_group(AdGroupName(ad.workspace, ad.ad_group));
  out.set_display_name(ad.display_name);
  out.set_spark_post(SparkPostName(ad.workspace, ad.ad_account, ad.item_id));
  out.set_call_to_action(ad.call_to_action);
  out.set_landing_page_url(ad.landing_page_url);
  out.set_dark_post(ad.dark_post);
  out.set_identity_type(ad.identity_type);
  out.set_promotional_music_disabled(ad.promotional_music_disabled);
  *out.mutable_review() = ToProto(ad.review);
  *out.mutable_delivery() = ToProto(ad.delivery);
  SetPublished(ad, out);
  return out;
}

absl::StatusOr<Campaign> ReadDraft(const rpc::CallContext& context, const v1::Campaign& in) {
  Campaign out;
  SG_ASSIGN_OR_RETURN(const auto account, ParseOwnName(context, in.ad_account(), kAdAccountPattern,
                                                       "campaign.ad_account"));
  out.ad_account = account[1];
  out.display_name = in.display_name();
  if (in.objective() == v1::OBJECTIVE_UNSPECIFIED || in.objective() == v1::OBJECTIVE_OTHER ||
      !v1::Objective_IsValid(in.objective())) {
    return InvalidField("campaign.objective",
                        "must be REACH, TRAFFIC, VIDEO_VIEWS, ENGAGEMENT or WEB_CONVERSIONS");
  }
  out.objective = Same<Objective>(in.objective());
  SG_ASSIGN_OR_RETURN(out.budget_mode, ReadBudgetMode(in.budget_mode(), "campaign.budget_mode"));
  out.budget_micros = in.budget_micros();
  SG_ASSIGN_OR_RETURN(out.operation_status,
                      ReadOperationStatus(in.operation_status(), "campaign.operation_status"));
  return out;
}

absl::StatusOr<AdGroup> ReadDraft(const rpc::CallContext& context, const v1::AdGroup& in) {
  AdGroup out;
  SG_ASSIGN_OR_RETURN(
      const auto campaign,
      ParseOwnName(context, in.campaign(), "workspaces/*/campaigns/*", "ad_group.campaign"));
  out.campaign = campaign[1];
  out.display_name = in.display_name();
  out.optimization_goal = in.optimization_goal();
  out.billing_event = in.billing_event();
  out.bid_micros = in.bid_micros();
  SG_ASSIGN_OR_RETURN(out.budget_mode, ReadBudgetMode(in.budget_mode(), "ad_group.budget_mode"));
  out.budget_micros = in.budget_micros();
  if (in.has_schedule_start_time()) {
    SG_ASSIGN_OR_RETURN(out.schedule_start,
                        ReadTime(in.schedule_start_time(), "ad_group.schedule_start_time"));
  }
  if (in.has_schedule_end_time()) {
    SG_ASSIGN_OR_RETURN(out.schedule_end,
                        ReadTime(in.schedule_end_time(), "ad_group.schedule_end_time"));
  }
  out.placements = ToVector(in.placements());
  out.location_ids = ToVector(in.location_ids());
  out.age_groups = ToVector(in.age_groups());
  out.gender = in.gender();
  out.languages = ToVector(in.languages());
  out.frequency = in.frequency();
  out.frequency_days = in.frequency_days();
  out.pixel_id = in.pixel_id();
  out.optimization_event = in.optimization_event();
  SG_ASSIGN_OR_RETURN(out.operation_status,
                      ReadOperationStatus(in.operation_status(), "ad_group.operation_status"));
  return out;
}

absl::StatusOr<Ad> ReadDraft(const rpc::CallContext& context, const v1::Ad& in) {
  Ad out;
  SG_ASSIGN_OR_RETURN(const auto group, ParseOwnName(context, in.ad_group(),
                                                     "workspaces/*/adGroups/*", "ad.ad_group"));
  SG_ASSIGN_OR_RETURN(const auto post,
                      ParseOwnName(context, in.spark_post(),
                                   "workspaces/*/adAccounts/*/sparkPosts/*", "ad.spark_post"));
  out.ad_group = group[1];
  out.ad_account = post[1];
  out.item_id = post[2];
  out.display_name = in.display_name();
  out.call_to_action = in.call_to_action();
  out.landing_page_url = in.landing_page_url();
  out.dark_post = in.dark_post();
  out.promotional_music_disabled =
      !in.has_promotional_music_disabled() || in.promotional_music_disabled();
  SG_ASSIGN_OR_RETURN(out.operation_status,
                      ReadOperationStatus(in.operation_status(), "ad.operation_status"));
  return out;
}

absl::Status UpdateDraft(const rpc::CallContext& context, const v1::Campaign& wanted,
                         const google::protobuf::FieldMask& mask, Campaign& draft) {
  return Merge(context, wanted, mask, draft);
}
absl::Status UpdateDraft(const rpc::CallContext& context, const v1::AdGroup& wanted,
                         const google::protobuf::FieldMask& mask, AdGroup& draft) {
  return Merge(context, wanted, mask, draft);
}
absl::Status UpdateDraft(const rpc::CallContext& context, const v1::Ad& wanted,
                         const google::protobuf::FieldMask& mask, Ad& draft) {
  return Merge(context, wanted, mask, draft);
}

}  // namespace sparkgate::server
