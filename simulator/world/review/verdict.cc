#include "simulator/world/review/verdict.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "simulator/world/faults/magic_values.h"
#include "simulator/world/ids.h"
#include "simulator/world/refusal.h"
#include "simulator/world/review/content_rules.h"

namespace sparkgate::simulator {
namespace {

std::optional<ReviewDecision> TakeScripted(WorldState& state, std::string_view key) {
  std::vector<ReviewDecision>* given = Find(state.review_script, key);
  if (given == nullptr) return std::nullopt;
  ReviewDecision next = std::move(given->front());
  given->erase(given->begin());
  if (given->empty()) state.review_script.erase(key);
  return next;
}

// An appeal that fails leaves the rejection as it was worded.
ReviewDecision DrawAboutAppeal(const WorldState& state, const Review& review) {
  ReviewDecision decision;
  const double fraction =
      FractionOf(state, "appeal_verdict", review.ad_id, static_cast<uint64_t>(review.appeals));
  if (fraction < state.review_policy.appeal_success_fraction) return decision;
  decision.verdict = ReviewVerdict::kRejected;
  decision.reasons = review.reasons;
  decision.suggestion = review.suggestion;
  decision.forbidden_locations = review.forbidden_locations;
  decision.forbidden_ages = review.forbidden_ages;
  decision.forbidden_placements = review.forbidden_placements;
  const AdGroup& group = *Find(state.ad_groups, Find(state.ads, review.ad_id)->ad_group_id);
  decision.rejects_ad_group = std::ranges::count(group.denied_by, review.ad_id) > 0;
  return decision;
}

ReviewDecision ChanceRejection() {
  ReviewDecision decision;
  decision.verdict = ReviewVerdict::kRejected;
  // The one reason that an official sample shows (facts 11).
  decision.reasons = {
      "The video has no background audio or the background audio is "
      "incoherent/unclear."};
  decision.suggestion = "Add or modify the audio of the video and submit the ad again.";
  return decision;
}

// Forbids one thing that the group targets beside others, so that the ad may run somewhere; young
// people if there is no such thing.
ReviewDecision ChancePartialApproval(const WorldState& state, const Review& review) {
  const AdGroup& group = *Find(state.ad_groups, Find(state.ads, review.ad_id)->ad_group_id);
  ReviewDecision decision;
  decision.verdict = ReviewVerdict::kPartlyApproved;
  const auto ordinal = static_cast<uint64_t>(review.rounds);
  const double fraction = FractionOf(state, "review_forbidden", review.ad_id, ordinal);
  const auto one_of = [fraction](const std::vector<std::string>& values) {
    return std::vector<std::string>{
        values[static_cast<size_t>(fraction * static_cast<double>(values.size()))]};
  };
  if (group.location_ids.size() > 1) {
    decision.forbidden_locations = one_of(group.location_ids);
    decision.reasons = {"The ad does not follow the rules of some of the locations it targets."};
  } else if (group.placements.size() > 1) {
    decision.forbidden_placements = one_of(group.placements);
    decision.reasons = {"The ad does not fit some of the placements it targets."};
  } else {
    decision.forbidden_ages = group.age_groups.size() > 1 ? one_of(group.age_groups)
                                                          : std::vector<std::string>{"AGE_13_17"};
    decision.reasons = {"The ad is not suitable for some of the ages it targets."};
  }
  decision.suggestion = "Change the ad or its targeting and submit it again.";
  return decision;
}

ReviewDecision DrawAboutVersion(const WorldState& state, const Review& review) {
  const ReviewPolicy& policy = state.review_policy;
  const double partly = policy.reject_fraction + policy.partly_approve_fraction;
  if (partly == 0) return {};
  const double fraction =
      FractionOf(state, "review_verdict", review.ad_id, static_cast<uint64_t>(review.rounds));
  if (fraction < policy.reject_fraction) return ChanceRejection();
  if (fraction < partly) return ChancePartialApproval(state, review);
  return {};
}

}  // namespace

absl::Status CheckDecision(const ReviewDecision& decision) {
  if (decision.verdict == ReviewVerdict::kNone) {
    return RefuseParam("VERDICT_MISSING", "A decision needs a verdict.");
  }
  if (decision.verdict != ReviewVerdict::kApproved && decision.reasons.empty()) {
    return RefuseParam("REASONS_MISSING", "A decision against an ad needs a reason.");
  }
  const bool nothing_forbidden = decision.forbidden_locations.empty() &&
                                 decision.forbidden_ages.empty() &&
                                 decision.forbidden_placements.empty();
  if (decision.verdict == ReviewVerdict::kPartlyApproved && nothing_forbidden) {
    return RefuseParam("FORBIDDEN_MISSING", "A partial approval says where the ad may not run.");
  }
  if (decision.rejects_ad_group && decision.verdict != ReviewVerdict::kRejected) {
    return RefuseParam("GROUP_NOT_REJECTED", "Only a rejection rejects the ad group too.");
  }
  return absl::OkStatus();
}

ReviewDecision DecisionAbout(WorldState& state, const Review& review) {
  const Ad& ad = *Find(state.ads, review.ad_id);
  if (!state.review_script.empty()) {
    if (auto given = TakeScripted(state, ad.id)) return *std::move(given);
    if (auto given = TakeScripted(state, ad.name)) return *std::move(given);
  }
  if (!review.pending) return DrawAboutAppeal(state, review);
  if (auto forced = MagicDecision(state, ad)) return *std::move(forced);
  if (auto objection = ObjectionTo(state, ad)) return *std::move(objection);
  return DrawAboutVersion(state, review);
}

absl::Status ScriptDecisions(WorldState& state, std::string_view ad,
                             std::vector<ReviewDecision> decisions) {
  for (const ReviewDecision& decision : decisions) SG_RETURN_IF_ERROR(CheckDecision(decision));
  state.Record("review.scripted", fmt::format("reviewScript/{}", ad),
               {{"decisions", fmt::format("{}", decisions.size())}});
  if (decisions.empty()) {
    state.review_script.erase(ad);
    return absl::OkStatus();
  }
  std::vector<ReviewDecision>& given = state.review_script[ad];
  for (ReviewDecision& decision : decisions) given.push_back(std::move(decision));
  return absl::OkStatus();
}

}  // namespace sparkgate::simulator
