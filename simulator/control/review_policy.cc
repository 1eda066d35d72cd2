#include "simulator/control/review_policy.h"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/control/checks.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/review_conversions.h"
#include "simulator/control/times.h"
#include "simulator/world/review.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kPolicySuffix = "/reviewPolicy";
constexpr absl::Duration kMaxDelay = absl::Hours(24 * 30);
constexpr absl::Duration kDay = absl::Hours(24);
constexpr int kMostTexts = 100;
constexpr size_t kLongestWord = 100;
constexpr size_t kLongestDomain = 253;

using Texts = google::protobuf::RepeatedPtrField<std::string>;

absl::StatusOr<WorldEntry> WorldOfPolicy(const Worlds& worlds, std::string_view field,
                                         std::string_view name) {
  if (!name.ends_with(kPolicySuffix)) {
    return InvalidField(field, "Of the form \"worlds/{world}/reviewPolicy\".");
  }
  return WorldOf(worlds, field, name.substr(0, name.size() - kPolicySuffix.size()));
}

absl::StatusOr<std::vector<std::string>> TextsOf(std::string_view field, const Texts& texts,
                                                 size_t longest) {
  if (texts.size() > kMostTexts) return InvalidField(field, fmt::format("At most {}.", kMostTexts));
  for (const std::string& text : texts) {
    if (text.empty()) return InvalidField(field, "An empty text fits nothing.");
    SG_RETURN_IF_ERROR(CheckText(field, text, longest));
  }
  return std::vector<std::string>(texts.begin(), texts.end());
}

absl::StatusOr<ReviewShift> ShiftOf(const std::string& field, const v1::ReviewShift& shift) {
  ReviewShift out;
  out.reviewers = shift.reviewers();
  for (const int day : shift.days()) {
    if (day < v1::REVIEW_DAY_MONDAY || day > v1::REVIEW_DAY_SUNDAY) {
      return InvalidField(field + ".days", "Not one of the values.");
    }
    out.days |= int64_t{1} << (day - 1);
  }
  const absl::Duration last = kDay - absl::Nanoseconds(1);
  SG_ASSIGN_OR_RETURN(out.start,
                      CheckDuration(field + ".start", shift.start(), absl::ZeroDuration(), last));
  SG_ASSIGN_OR_RETURN(out.end,
                      CheckDuration(field + ".end", shift.end(), absl::ZeroDuration(), last));
  return out;
}

// What isn't set is as by default.
absl::StatusOr<ReviewDeskPlan> DeskPlanOf(const v1::ReviewDesk& desk) {
  ReviewDeskPlan plan;
  if (!desk.timezone().empty()) plan.timezone = desk.timezone();
  if (desk.shifts_size() > 0) plan.shifts.clear();
  for (const v1::ReviewShift& shift : desk.shifts()) {
    SG_ASSIGN_OR_RETURN(plan.shifts.emplace_back(),
                        ShiftOf(fmt::format("policy.desk.shifts[{}]", plan.shifts.size()), shift));
  }
  if (desk.has_median_service()) {
    SG_ASSIGN_OR_RETURN(plan.median_service,
                        CheckDuration("policy.desk.median_service", desk.median_service(),
                                      absl::Seconds(1), kMaxDelay));
  }
  if (desk.has_longest_service()) {
    SG_ASSIGN_OR_RETURN(plan.longest_service,
                        CheckDuration("policy.desk.longest_service", desk.longest_service(),
                                      absl::Seconds(1), kMaxDelay));
  }
  if (desk.tail_shape() != 0) plan.tail_shape = desk.tail_shape();
  plan.others_per_hour = desk.others_per_hour();
  return plan;
}

absl::Status ApplyDesk(const v1::ReviewPolicy& wanted, ReviewPolicy& policy) {
  policy.desk.reset();
  if (!wanted.has_desk()) return absl::OkStatus();
  SG_ASSIGN_OR_RETURN(policy.desk, DeskPlanOf(wanted.desk()));
  return absl::OkStatus();
}

absl::Status ApplyPath(std::string_view path, const v1::ReviewPolicy& wanted,
                       ReviewPolicy& policy) {
  if (path == "automatic") {
    policy.automatic = wanted.automatic();
  } else if (path == "min_delay") {
    SG_ASSIGN_OR_RETURN(policy.min_delay, CheckDuration("policy.min_delay", wanted.min_delay(),
                                                        absl::ZeroDuration(), kMaxDelay));
  } else if (path == "max_delay") {
    SG_ASSIGN_OR_RETURN(policy.max_delay, CheckDuration("policy.max_delay", wanted.max_delay(),
                                                        absl::ZeroDuration(), kMaxDelay));
  } else if (path == "desk") {
    return ApplyDesk(wanted, policy);
  } else if (path == "reject_fraction") {
    policy.reject_fraction = wanted.reject_fraction();
  } else if (path == "partly_approve_fraction") {
    policy.partly_approve_fraction = wanted.partly_approve_fraction();
  } else if (path == "appeal_success_fraction") {
    policy.appeal_success_fraction = wanted.appeal_success_fraction();
  } else if (path == "rejected_words") {
    SG_ASSIGN_OR_RETURN(policy.rejected_words,
                        TextsOf("policy.rejected_words", wanted.rejected_words(), kLongestWord));
  } else if (path == "reject_unlicensed_songs") {
    policy.reject_unlicensed_songs = wanted.reject_unlicensed_songs();
  } else if (path == "landing_page_domains") {
    SG_ASSIGN_OR_RETURN(
        policy.landing_page_domains,
        TextsOf("policy.landing_page_domains", wanted.landing_page_domains(), kLongestDomain));
  } else {
    return InvalidField("update_mask", fmt::format("\"{}\" can't be changed.", path));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ReviewPolicy> GetReviewPolicy(Worlds& worlds,
                                                 const v1::GetReviewPolicyRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOfPolicy(worlds, "name", request.name()));
  return entry.world->Read(
      [](const WorldState& state) { return ToProto(state, state.review_policy); });
}

absl::StatusOr<v1::ReviewPolicy> UpdateReviewPolicy(Worlds& worlds,
                                                    const v1::UpdateReviewPolicyRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry,
                      WorldOfPolicy(worlds, "policy.name", request.policy().name()));
  if (request.update_mask().paths().empty()) {
    return InvalidField("update_mask", "Say what to change.");
  }
  return Mutate<v1::ReviewPolicy>(*entry.world, request,
                                  [&](WorldState& state) -> absl::StatusOr<v1::ReviewPolicy> {
                                    ReviewPolicy policy = state.review_policy;
                                    for (const std::string& path : request.update_mask().paths()) {
                                      SG_RETURN_IF_ERROR(ApplyPath(path, request.policy(), policy));
                                    }
                                    SG_RETURN_IF_ERROR(SetReviewPolicy(state, policy));
                                    return ToProto(state, state.review_policy);
                                  });
}

}  // namespace sparkgate::simulator
