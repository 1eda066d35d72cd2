#include "simulator/control/people_conversions.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/control/names.h"
#include "simulator/control/times.h"
#include "simulator/world/codes.h"
#include "simulator/world/creators.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {
namespace {

// Two columns of equal meaning, looked up from either side.
template <class Ours, class Theirs>
struct Pair {
  Ours ours;
  Theirs theirs;
};

constexpr Pair<PostType, v1::PostType> kPostTypes[] = {
    {PostType::kVideo, v1::POST_TYPE_VIDEO},
    {PostType::kCarousel, v1::POST_TYPE_PHOTOS},
};
constexpr Pair<PostStatus, v1::PostVisibility> kVisibilities[] = {
    {PostStatus::kPublic, v1::POST_VISIBILITY_PUBLIC},
    {PostStatus::kOnlyAuthor, v1::POST_VISIBILITY_AUTHOR},
    {PostStatus::kOnlyFriends, v1::POST_VISIBILITY_FRIENDS},
    {PostStatus::kUserDeleted, v1::POST_VISIBILITY_DELETED},
    {PostStatus::kAuditDeleted, v1::POST_VISIBILITY_REMOVED},
    {PostStatus::kReviewPending, v1::POST_VISIBILITY_IN_MODERATION},
};
constexpr Pair<std::string_view, v1::AdAccountStatus> kAccountStatuses[] = {
    {"STATUS_ENABLE", v1::AD_ACCOUNT_STATUS_ENABLED},
    {"STATUS_DISABLE", v1::AD_ACCOUNT_STATUS_CLOSED},
    {"STATUS_PENDING_CONFIRM", v1::AD_ACCOUNT_STATUS_IN_REVIEW},
    {"STATUS_CONFIRM_FAIL", v1::AD_ACCOUNT_STATUS_REJECTED},
    {"STATUS_LIMIT", v1::AD_ACCOUNT_STATUS_SUSPENDED},
};
constexpr Pair<ReviewVerdict, v1::ReviewVerdict> kVerdicts[] = {
    {ReviewVerdict::kNone, v1::REVIEW_VERDICT_UNSPECIFIED},
    {ReviewVerdict::kApproved, v1::REVIEW_VERDICT_APPROVED},
    {ReviewVerdict::kPartlyApproved, v1::REVIEW_VERDICT_PARTLY_APPROVED},
    {ReviewVerdict::kRejected, v1::REVIEW_VERDICT_REJECTED},
};
constexpr Pair<AppealState, v1::AppealState> kAppealStates[] = {
    {AppealState::kNone, v1::APPEAL_STATE_UNSPECIFIED},
    {AppealState::kOpen, v1::APPEAL_STATE_OPEN},
    {AppealState::kSuccessful, v1::APPEAL_STATE_SUCCESSFUL},
    {AppealState::kFailed, v1::APPEAL_STATE_FAILED},
};
constexpr Pair<CodeStatus, v1::CodeState> kCodeStates[] = {
    {CodeStatus::kNotUsed, v1::CODE_STATE_NOT_USED},
    {CodeStatus::kInUse, v1::CODE_STATE_IN_USE},
    {CodeStatus::kExpired, v1::CODE_STATE_EXPIRED},
};

// The other column, or its zero value.
template <class Ours, class Theirs, size_t kSize>
Theirs TheirsOf(const Pair<Ours, Theirs> (&pairs)[kSize], const Ours& ours) {
  const auto* found = std::ranges::find(pairs, ours, &Pair<Ours, Theirs>::ours);
  return found == std::end(pairs) ? Theirs{} : found->theirs;
}
template <class Ours, class Theirs, size_t kSize>
absl::StatusOr<Ours> OursOf(const Pair<Ours, Theirs> (&pairs)[kSize], std::string_view field,
                            Theirs theirs) {
  const auto* found = std::ranges::find(pairs, theirs, &Pair<Ours, Theirs>::theirs);
  if (found == std::end(pairs)) return InvalidField(field, "Not one of the values.");
  return found->ours;
}

}  // namespace

v1::CreatorAccount ToProto(const WorldState& state, const CreatorAccount& account) {
  v1::CreatorAccount out;
  out.set_name(ChildName(state.id, kCreators, account.id));
  out.set_username(account.username);
  out.set_display_name(account.display_name);
  out.set_follower_count(account.followers);
  out.set_region(account.region);
  out.set_bio(account.bio);
  out.set_ad_settings_enabled(account.ad_settings_on);
  out.set_private_(account.is_private);
  out.set_government(account.is_government);
  out.set_banned(account.is_banned);
  SetTime(out.mutable_create_time(), account.create_time);
  return out;
}

v1::Post ToProto(const WorldState& state, const Post& post) {
  const auto name = [&state](const std::string& id) {
    return id.empty() ? "" : ChildName(state.id, kPosts, id);
  };
  v1::Post out;
  out.set_name(name(post.id));
  out.set_account(ChildName(state.id, kCreators, post.creator_id));
  out.set_type(TheirsOf(kPostTypes, post.type));
  out.set_caption(post.caption);
  out.set_cover_uri(post.cover_url);
  SetDuration(out.mutable_length(), absl::Seconds(post.duration_seconds));
  out.set_visibility(TheirsOf(kVisibilities, post.status));
  out.set_story(post.is_story);
  out.set_ads_only(post.ads_only);
  if (post.song) {
    out.mutable_song()->set_title(post.song->title);
    out.mutable_song()->set_author(post.song->author);
    out.mutable_song()->set_licensed_for_ads(post.song->licensed);
  }
  out.set_duet_of(name(post.duet_original_id));
  out.set_stitch_of(name(post.stitch_original_id));
  for (const std::string& id : post.mentioned_ids) out.add_mentions(name(id));
  SetTime(out.mutable_create_time(), post.create_time);
  return out;
}

v1::PostCode ToProto(const WorldState& state, const Code& code) {
  v1::PostCode out;
  out.set_post(ChildName(state.id, kPosts, code.post_id));
  out.set_state(TheirsOf(kCodeStates, CodeStatusOf(state, code)));
  SetTime(out.mutable_start_time(), code.start_time);
  SetTime(out.mutable_end_time(), code.end_time);
  out.set_duration_days(static_cast<int32_t>(code.days));
  return out;
}

v1::PostAdSettings ToAdSettings(const WorldState& state, const Post& post) {
  v1::PostAdSettings out;
  out.set_post(ChildName(state.id, kPosts, post.id));
  out.set_content_disclosure(post.content_disclosure);
  out.set_terms_accepted(post.terms_accepted);
  out.set_ad_authorization(post.ad_authorization);
  const auto obstacle = [&out](std::string_view reason, std::string_view message) {
    v1::PostAdSettings::Obstacle& told = *out.add_obstacles();
    told.set_reason(std::string(reason));
    told.set_message(std::string(message));
  };
  if (const CreatorAccount* creator = Find(state.creators, post.creator_id)) {
    const absl::Status option = CheckCodeOption(state, *creator);
    if (!option.ok()) obstacle(ReasonOf(option), std::string(option.message()));
  }
  if (!post.ad_authorization) {
    obstacle("AD_AUTHORIZATION_OFF", "Ad authorization is off for this post.");
  }
  out.set_code_option_available(out.obstacles().empty());
  const absl::StatusOr<const Code*> code = GetCodeOfPost(state, post.id);
  if (code.ok()) *out.mutable_code() = ToProto(state, **code);
  return out;
}

v1::AdAccount ToProto(const WorldState& state, const AdvertiserAccount& advertiser) {
  v1::AdAccount out;
  out.set_name(ChildName(state.id, kAdAccounts, advertiser.id));
  out.set_display_name(advertiser.name);
  out.set_currency(advertiser.currency);
  out.set_timezone(advertiser.timezone);
  out.set_country(advertiser.country);
  out.set_company(advertiser.company);
  out.set_status(TheirsOf(kAccountStatuses, std::string_view(advertiser.status)));
  out.set_has_payment_method(advertiser.has_payment_method);
  out.set_has_creative_library(advertiser.has_creative_library);
  const SpendFunds left = FundsLeft(state, advertiser);
  out.set_balance_micros(left.cash);
  out.set_credit_micros(left.credit);
  out.set_spent_micros(SpentOf(state, advertiser));
  SetTime(out.mutable_create_time(), advertiser.create_time);
  return out;
}

v1::Review ToProto(const WorldState& state, const Review& review) {
  v1::Review out;
  out.set_name(ChildName(state.id, kReviews, review.ad_id));
  out.set_ad_id(review.ad_id);
  out.set_ad_account(ChildName(state.id, kAdAccounts, review.advertiser_id));
  if (const Ad* ad = Find(state.ads, review.ad_id)) {
    out.set_ad_name(ad->name);
    out.set_post(ChildName(state.id, kPosts, ad->post_id));
  }
  SetTime(out.mutable_submit_time(), review.submit_time);
  out.set_pending(review.pending);
  if (review.due_time.has_value()) SetTime(out.mutable_due_time(), *review.due_time);
  out.set_verdict(TheirsOf(kVerdicts, review.verdict));
  if (review.decide_time.has_value()) SetTime(out.mutable_decide_time(), *review.decide_time);
  out.mutable_reasons()->Assign(review.reasons.begin(), review.reasons.end());
  out.set_suggestion(review.suggestion);
  out.mutable_forbidden_locations()->Assign(review.forbidden_locations.begin(),
                                            review.forbidden_locations.end());
  out.mutable_forbidden_ages()->Assign(review.forbidden_ages.begin(), review.forbidden_ages.end());
  out.mutable_forbidden_placements()->Assign(review.forbidden_placements.begin(),
                                             review.forbidden_placements.end());
  out.set_appeal_state(TheirsOf(kAppealStates, review.appeal));
  if (review.appeal_time.has_value()) SetTime(out.mutable_appeal_time(), *review.appeal_time);
  out.set_appeal_reason(review.appeal_reason);
  return out;
}

v1::ReviewPolicy ToProto(const WorldState& state, const ReviewPolicy& policy) {
  v1::ReviewPolicy out;
  out.set_name(fmt::format("worlds/{}/reviewPolicy", state.id));
  out.set_automatic(policy.automatic);
  SetDuration(out.mutable_min_delay(), policy.min_delay);
  SetDuration(out.mutable_max_delay(), policy.max_delay);
  out.set_reject_fraction(policy.reject_fraction);
  out.set_appeal_success_fraction(policy.appeal_success_fraction);
  return out;
}

v1::Notification ToProto(const WorldState& state, const Notification& notification) {
  v1::Notification out;
  SetTime(out.mutable_create_time(), notification.create_time);
  out.set_kind(notification.kind);
  out.set_text(notification.text);
  out.set_subject(SubjectName(state.id, notification.subject));
  return out;
}

absl::StatusOr<PostType> FromProto(std::string_view field, v1::PostType type) {
  if (type == v1::POST_TYPE_UNSPECIFIED) return PostType::kVideo;
  return OursOf(kPostTypes, field, type);
}

absl::StatusOr<PostStatus> FromProto(std::string_view field, v1::PostVisibility visibility) {
  if (visibility == v1::POST_VISIBILITY_UNSPECIFIED) return PostStatus::kPublic;
  return OursOf(kVisibilities, field, visibility);
}

absl::StatusOr<std::string> FromProto(std::string_view field, v1::AdAccountStatus status) {
  SG_ASSIGN_OR_RETURN(const std::string_view name, OursOf(kAccountStatuses, field, status));
  return std::string(name);
}

absl::StatusOr<ReviewVerdict> FromProto(std::string_view field, v1::ReviewVerdict verdict) {
  if (verdict == v1::REVIEW_VERDICT_UNSPECIFIED) return InvalidField(field, "Say what is decided.");
  return OursOf(kVerdicts, field, verdict);
}

}  // namespace sparkgate::simulator
