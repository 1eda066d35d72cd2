#include "simulator/business_api/object_filter.h"

#include <algorithm>

namespace sparkgate::simulator {
namespace {

constexpr size_t kMostIds = 100;

constexpr std::string_view kPrimaryStatuses[] = {
    "STATUS_ALL",     "STATUS_NOT_DELETE",       "STATUS_DELETE",    "STATUS_DELIVERY_OK",
    "STATUS_DISABLE", "STATUS_NOT_DELIVERY",     "STATUS_TIME_DONE", "STATUS_RF_CLOSED",
    "STATUS_FROZEN",  "STATUS_DELIVERY_PARTIAL",
};

enum class Primary { kDeleted, kDisabled, kDone, kDelivering, kPartlyDelivering, kNotDelivering };

Primary PrimaryOf(std::string_view secondary) {
  if (secondary.ends_with("_DELETE")) return Primary::kDeleted;
  if (secondary.ends_with("_DISABLE")) return Primary::kDisabled;
  if (secondary.ends_with("_DONE")) return Primary::kDone;
  if (secondary.ends_with("REVIEW_PARTIALLY_APPROVED") ||
      secondary.ends_with("PARTIAL_AUDIT_DELIVERY_OK")) {
    return Primary::kPartlyDelivering;
  }
  const bool delivering =
      secondary.ends_with("_DELIVERY_OK") || secondary == "AD_STATUS_DELIVERY_AND_REAUDIT" ||
      secondary == "ADGROUP_STATUS_SHADOW_ADGROUP_REAUDIT" || secondary == "CAMPAIGN_STATUS_ENABLE";
  return delivering ? Primary::kDelivering : Primary::kNotDelivering;
}

bool PassesPrimary(std::string_view wanted, std::string_view secondary) {
  const Primary primary = PrimaryOf(secondary);
  if (wanted == "STATUS_ALL") return true;
  if (wanted == "STATUS_NOT_DELETE") return primary != Primary::kDeleted;
  if (wanted == "STATUS_DELETE") return primary == Primary::kDeleted;
  if (wanted == "STATUS_DISABLE") return primary == Primary::kDisabled;
  if (wanted == "STATUS_TIME_DONE") return primary == Primary::kDone;
  if (wanted == "STATUS_DELIVERY_PARTIAL") return primary == Primary::kPartlyDelivering;
  if (wanted == "STATUS_NOT_DELIVERY") return primary == Primary::kNotDelivering;
  if (wanted == "STATUS_DELIVERY_OK") {
    return primary == Primary::kDelivering || primary == Primary::kPartlyDelivering;
  }
  return false;  // STATUS_RF_CLOSED, STATUS_FROZEN: nothing here is ever that
}

bool Among(const std::vector<std::string>& wanted, const std::string& id) {
  return wanted.empty() || std::ranges::find(wanted, id) != wanted.end();
}

}  // namespace

bool ObjectFilter::PassesStatus(std::string_view secondary) const {
  return PassesPrimary(primary_status, secondary) &&
         (secondary_status.empty() || secondary_status == secondary);
}

bool ObjectFilter::PassesName(std::string_view text) const {
  return text.find(name) != std::string_view::npos;
}

bool ObjectFilter::PassesTimes(absl::Time created, absl::Time modified) const {
  return auction && (!created_from || created >= *created_from) &&
         (!created_to || created <= *created_to) && (!modified_after || modified > *modified_after);
}

bool ObjectFilter::PassesCampaign(const Campaign& campaign) const {
  return Among(campaign_ids, campaign.id) &&
         (objective_type.empty() || campaign.objective_type == objective_type);
}

bool ObjectFilter::PassesAdGroup(const AdGroup& group) const {
  return Among(ad_group_ids, group.id) &&
         (optimization_goal.empty() || group.optimization_goal == optimization_goal);
}

ObjectFilter ReadObjectFilter(const WorldState& state, ArgumentReader& in,
                              std::string_view name_field,
                              std::span<const std::string_view> unsimulated) {
  ArgumentReader inner = in.OptionalObject("filtering");
  ObjectFilter filter;
  filter.campaign_ids = inner.OptionalIds("campaign_ids", {0, kMostIds});
  filter.ad_group_ids = inner.OptionalIds("adgroup_ids", {0, kMostIds});
  filter.ad_ids = inner.OptionalIds("ad_ids", {0, kMostIds});
  filter.name = inner.OptionalString(name_field).value_or("");
  filter.primary_status =
      inner.OptionalOneOf("primary_status", kPrimaryStatuses).value_or("STATUS_NOT_DELETE");
  filter.secondary_status = inner.OptionalString("secondary_status").value_or("");
  if (filter.secondary_status.ends_with("AUTHORIZATION_LOST") &&
      !state.switches.Flag(kAuthorizationLostFilter)) {
    inner.Reject("secondary_status", "It is not supported as a filter.");
  }
  filter.objective_type = inner.OptionalString("objective_type").value_or("");
  filter.optimization_goal = inner.OptionalString("optimization_goal").value_or("");
  const std::vector<std::string> buying = inner.OptionalStrings("buying_types");
  filter.auction =
      buying.empty() || std::ranges::find(buying, std::string("AUCTION")) != buying.end();
  filter.created_from = inner.OptionalTime("creation_filter_start_time");
  filter.created_to = inner.OptionalTime("creation_filter_end_time");
  filter.modified_after = inner.OptionalTime("modified_after");
  inner.RejectUnsimulated(unsimulated);
  return filter;
}

}  // namespace sparkgate::simulator
