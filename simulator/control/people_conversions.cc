#include "simulator/control/people_conversions.h"

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/control/columns.h"
#include "simulator/control/names.h"
#include "simulator/control/times.h"
#include "simulator/world/codes.h"
#include "simulator/world/creators.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {
namespace {

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
constexpr Pair<CodeStatus, v1::CodeState> kCodeStates[] = {
    {CodeStatus::kNotUsed, v1::CODE_STATE_NOT_USED},
    {CodeStatus::kInUse, v1::CODE_STATE_IN_USE},
    {CodeStatus::kExpired, v1::CODE_STATE_EXPIRED},
};

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

}  // namespace sparkgate::simulator
