#include "simulator/world/codes.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/crypto/hash.h"
#include "simulator/world/creators.h"
#include "simulator/world/ids.h"
#include "simulator/world/notifications.h"
#include "simulator/world/posts.h"
#include "simulator/world/refusal.h"
#include "simulator/world/spark_posts.h"
#include "simulator/world/spending/history.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kDays[] = {7, 30, 60, 180, 365};
constexpr int64_t kMostGrantedDays = 365;
constexpr size_t kCodeBytes = 47;  // 64 base64 characters, the last of them a pad

absl::Status CheckDays(int64_t days) {
  if (std::ranges::find(kDays, days) != std::end(kDays)) return absl::OkStatus();
  return RefuseParam("DAYS_NOT_ALLOWED", fmt::format("authorization_days: Must be one of: {}.",
                                                     fmt::join(kDays, ", ")));
}

// What must hold before any code of this post is made or made to last longer.
absl::Status CheckMayAuthorize(const WorldState& state, const Post& post) {
  if (IsGone(post.status)) {
    return RefuseParam("POST_UNAVAILABLE", "The post is not available any more.", Actor::kCreator);
  }
  SG_ASSIGN_OR_RETURN(const CreatorAccount* creator, GetCreator(state, post.creator_id));
  return CheckCodeOption(state, *creator);
}

absl::Status AuthorizationIsOff() {
  return RefuseParam("AD_AUTHORIZATION_OFF", "Ad authorization is off for this post.",
                     Actor::kCreator);
}

std::string NewCodeValue(WorldState& state, std::string_view post_id) {
  const uint64_t ordinal = NextOrdinal(state, "auth_code", post_id);
  return "#" + ToBase64(state.random.Bytes("auth_code", post_id, ordinal, kCodeBytes));
}

const Code& MakeCode(WorldState& state, Post& post, int64_t days) {
  Code code;
  code.value = NewCodeValue(state, post.id);
  code.post_id = post.id;
  code.start_time = state.now;
  code.end_time = state.now + days * absl::Hours(24);
  code.days = days;
  post.code = code.value;
  state.queue.Push(code.end_time, EventKind::kAuthorizationEnd, post.id);
  state.Record("code.generated", PostName(post.id), {{"days", fmt::format("{}", days)}});
  return state.codes.insert_or_assign(post.code, std::move(code)).first->second;
}

// The same authorization under another text (switch extend_keeps_code off).
Code& Rename(WorldState& state, Post& post) {
  auto node = state.codes.extract(post.code);
  const std::string old_value = post.code;
  node.key() = node.mapped().value = post.code = NewCodeValue(state, post.id);
  for (const std::string& advertiser_id : post.advertiser_ids) {
    SparkPost* held = Find(state.spark_posts, SparkPostKey(advertiser_id, post.id));
    if (held != nullptr && held->code == old_value) held->code = post.code;
  }
  return state.codes.insert(std::move(node)).position->second;
}

void DropCode(WorldState& state, Post& post) {
  if (post.code.empty()) return;
  state.codes.find(post.code)->second.delete_time = state.now;
  post.deleted_code = std::exchange(post.code, "");
  NoteAdsOf(state, post);
  state.Record("code.deleted", PostName(post.id));
}

// Adds days to the code that is there.
absl::StatusOr<const Code*> Prolong(WorldState& state, Post& post, int64_t days) {
  const int64_t most = state.switches.Number(kMaxTotalDays);
  const int64_t total = Find(state.codes, post.code)->days + days;
  if (most > 0 && total > most) {
    return RefuseParam("TOO_MANY_DAYS",
                       fmt::format("An authorization can last {} days at most.", most),
                       Actor::kCreator);
  }
  const bool keeps = state.switches.Flag(kExtendKeepsCode);
  Code& code = keeps ? *Find(state.codes, post.code) : Rename(state, post);
  const bool expired = state.now >= code.end_time;
  const bool from_now = expired && state.switches.Choice(kExtendExpiredFrom) == "now";
  code.end_time = (from_now ? state.now : code.end_time) + days * absl::Hours(24);
  code.days = total;
  NoteAdsOf(state, post);
  state.queue.Push(code.end_time, EventKind::kAuthorizationEnd, post.id);
  state.Record("code.extended", PostName(post.id), {{"days", fmt::format("{}", total)}});
  return &code;
}

}  // namespace

std::span<const int64_t> AuthorizationDays() { return kDays; }

absl::StatusOr<const Post*> ChangePostAdSettings(WorldState& state, std::string_view post_id,
                                                 const PostAdSettings& settings) {
  SG_RETURN_IF_ERROR(GetPost(state, post_id).status());
  Post& post = *Find(state.posts, post_id);
  if (post.terms_accepted && settings.terms_accepted == false) {
    return RefuseParam("TERMS_ARE_ACCEPTED", "Accepting the terms can't be taken back.",
                       Actor::kCreator);
  }
  if (settings.ad_authorization == true && !post.ad_authorization) {
    SG_RETURN_IF_ERROR(CheckMayAuthorize(state, post));
    if (!settings.terms_accepted.value_or(post.terms_accepted)) {
      return RefuseParam("TERMS_NOT_ACCEPTED",
                         "The advertising content terms of service are not accepted.",
                         Actor::kCreator);
    }
    post.ad_authorization = true;
  } else if (settings.ad_authorization == false && post.ad_authorization) {
    SG_RETURN_IF_ERROR(TurnAdAuthorizationOff(state, post_id));
  }
  if (settings.content_disclosure) post.content_disclosure = *settings.content_disclosure;
  if (settings.terms_accepted) post.terms_accepted = *settings.terms_accepted;
  state.Record("post.ad_settings_changed", PostName(post_id));
  return &post;
}

absl::StatusOr<const Code*> GenerateCode(WorldState& state, std::string_view post_id,
                                         int64_t days) {
  SG_RETURN_IF_ERROR(GetPost(state, post_id).status());
  Post& post = *Find(state.posts, post_id);
  SG_RETURN_IF_ERROR(CheckDays(days));
  SG_RETURN_IF_ERROR(CheckMayAuthorize(state, post));
  if (!post.ad_authorization) return AuthorizationIsOff();
  if (!post.code.empty()) {
    return RefuseParam("CODE_EXISTS", "The post already has an authorization code.",
                       Actor::kCreator);
  }
  return &MakeCode(state, post, days);
}

absl::StatusOr<const Code*> TurnAdAuthorizationOn(WorldState& state, std::string_view post_id,
                                                  int64_t days) {
  SG_RETURN_IF_ERROR(GetPost(state, post_id).status());
  Post& post = *Find(state.posts, post_id);
  SG_RETURN_IF_ERROR(CheckDays(days));
  SG_RETURN_IF_ERROR(CheckMayAuthorize(state, post));
  post.ad_authorization = true;
  post.terms_accepted = true;
  if (!post.code.empty()) return Find(state.codes, post.code);
  return &MakeCode(state, post, days);
}

absl::Status TurnAdAuthorizationOff(WorldState& state, std::string_view post_id) {
  SG_RETURN_IF_ERROR(GetPost(state, post_id).status());
  Post& post = *Find(state.posts, post_id);
  if (!post.ad_authorization) return absl::OkStatus();
  if (LiveAdCount(state, post) > 0) {
    return RefuseParam("POST_IN_USE",
                       "The post is used in Spark Ads: ad authorization can't be switched off.",
                       Actor::kCreator);
  }
  DropCode(state, post);
  post.ad_authorization = false;
  state.Record("post.authorization_off", PostName(post_id));
  return absl::OkStatus();
}

absl::StatusOr<const Code*> ExtendCode(WorldState& state, std::string_view post_id, int64_t days) {
  SG_RETURN_IF_ERROR(GetPost(state, post_id).status());
  Post& post = *Find(state.posts, post_id);
  SG_RETURN_IF_ERROR(CheckDays(days));
  SG_RETURN_IF_ERROR(CheckMayAuthorize(state, post));
  if (!post.ad_authorization) return AuthorizationIsOff();
  if (post.code.empty()) return &MakeCode(state, post, days);
  return Prolong(state, post, days);
}

absl::Status CheckGrantedDays(int64_t days) {
  if (days >= 1 && days <= kMostGrantedDays) return absl::OkStatus();
  return RefuseParam("DAYS_NOT_ALLOWED",
                     fmt::format("authorization_days: From 1 to {}.", kMostGrantedDays));
}

absl::StatusOr<const Code*> GrantAuthorization(WorldState& state, std::string_view post_id,
                                               int64_t days, bool extend) {
  SG_RETURN_IF_ERROR(GetPost(state, post_id).status());
  Post& post = *Find(state.posts, post_id);
  SG_RETURN_IF_ERROR(CheckGrantedDays(days));
  SG_RETURN_IF_ERROR(CheckMayAuthorize(state, post));
  const Code* code = Find(state.codes, post.code);
  const bool prolongs = code != nullptr && (extend || !IsValid(state, *code));
  if (prolongs) {
    SG_ASSIGN_OR_RETURN(code, Prolong(state, post, days));
  }
  post.ad_authorization = true;
  post.terms_accepted = true;
  return code != nullptr ? code : &MakeCode(state, post, days);
}

absl::Status DeleteCode(WorldState& state, std::string_view post_id) {
  SG_RETURN_IF_ERROR(GetCodeOfPost(state, post_id).status());
  Post& post = *Find(state.posts, post_id);
  if (state.switches.Choice(kDeleteInUse) == "refuse" && LiveAdCount(state, post) > 0) {
    return RefuseParam("CODE_IN_USE",
                       "The code is used by ads: it can be deleted when they are deleted.",
                       Actor::kCreator);
  }
  DropCode(state, post);
  return absl::OkStatus();
}

absl::StatusOr<const Code*> GetCodeOfPost(const WorldState& state, std::string_view post_id) {
  SG_ASSIGN_OR_RETURN(const Post* post, GetPost(state, post_id));
  if (post->code.empty()) {
    return RefuseParam("NO_CODE", "The post has no authorization code.", Actor::kCreator);
  }
  return Find(state.codes, post->code);
}

CodeStatus CodeStatusOf(const WorldState& state, const Code& code) {
  if (code.delete_time) return CodeStatus::kDeleted;
  if (state.now >= code.end_time) return CodeStatus::kExpired;
  if (!code.first_used_time) return CodeStatus::kNotUsed;
  if (state.switches.Choice(kInUseMeans) == "redeemed") return CodeStatus::kInUse;
  const Post* post = Find(state.posts, code.post_id);
  return LiveAdCount(state, *post) > 0 ? CodeStatus::kInUse : CodeStatus::kNotUsed;
}

std::string_view CodeStatusName(CodeStatus status) {
  switch (status) {
    case CodeStatus::kNotUsed:
      return "NOT_USED";
    case CodeStatus::kInUse:
      return "IN_USE";
    case CodeStatus::kExpired:
      return "EXPIRED";
    case CodeStatus::kDeleted:
      return "DELETED";
  }
  return "";
}

bool IsValid(const WorldState& state, const Code& code) {
  return !code.delete_time && state.now < code.end_time;
}

void NoticeAuthorizationEnd(WorldState& state, std::string_view post_id) {
  const Post* post = Find(state.posts, post_id);
  if (post == nullptr || post->code.empty()) return;
  // An extension moved the end: the event of the later one will tell.
  if (Find(state.codes, post->code)->end_time > state.now) return;
  state.Record("code.ended", PostName(post_id));
  Notify(state, CreatorName(post->creator_id), "authorization_ended", PostName(post_id),
         "The ad authorization of your post has ended. You can extend it.");
}

}  // namespace sparkgate::simulator
