#include "simulator/world/spark_posts.h"

#include <algorithm>

#include <fmt/format.h>

#include "simulator/world/advertisers.h"
#include "simulator/world/code_failures.h"
#include "simulator/world/codes.h"
#include "simulator/world/faults/magic_values.h"
#include "simulator/world/identities.h"
#include "simulator/world/notifications.h"
#include "simulator/world/posts.h"
#include "simulator/world/refusal.h"
#include "simulator/world/spending/history.h"

namespace sparkgate::simulator {
namespace {

// The code's row if it is one that can be redeemed by anybody.
absl::StatusOr<const Code*> FindValidCode(const WorldState& state, std::string_view text) {
  if (!LooksLikeCode(text)) return RefuseCode(CodeFailure::kFormatError);
  SG_RETURN_IF_ERROR(RefuseMagicCode(state, text));
  const Code* code = Find(state.codes, text);
  if (code == nullptr || code->delete_time) return RefuseCode(CodeFailure::kNotFound);
  if (!IsValid(state, *code)) return RefuseCode(CodeFailure::kExpired);
  return code;
}

absl::Status CheckPostIsThere(const WorldState& state, const Post& post) {
  switch (post.status) {
    case PostStatus::kUserDeleted:
      return RefuseCode(CodeFailure::kVideoDeleted);
    case PostStatus::kAuditDeleted:
    case PostStatus::kOnlyUserPass:
      return RefuseCode(CodeFailure::kVideoUnavailable);
    case PostStatus::kReviewPending:
      return RefuseCode(CodeFailure::kIllegalItemStatus);
    case PostStatus::kPublic:
    case PostStatus::kOnlyAuthor:
    case PostStatus::kOnlyFriends:
      break;
  }
  const CreatorAccount& creator = *Find(state.creators, post.creator_id);
  if (creator.is_banned) return RefuseCode(CodeFailure::kVideoUnavailable);
  if (creator.is_government) {
    return RefuseParam("ACCOUNT_NOT_ELIGIBLE",
                       "Posts of government and political accounts can't be used for Spark Ads.",
                       Actor::kNobody);
  }
  return absl::OkStatus();
}

// The kinds of post that can't be Spark Ads whatever their code (facts 10.3).
absl::Status CheckPostKind(const WorldState& state, const Post& post) {
  if (post.is_story) return RefuseCode(CodeFailure::kStoryNotSupported);
  if (post.is_multi_duet_stitch) return RefuseCode(CodeFailure::kMultiDuetStitchRefused);
  if (post.mentioned_ids.size() > 1) return RefuseCode(CodeFailure::kMentionMultipleVideos);
  const Post* duet = Find(state.posts, post.duet_original_id);
  const bool carousel =
      post.type == PostType::kCarousel || (duet != nullptr && duet->type == PostType::kCarousel);
  if (carousel && !post.duet_original_id.empty()) {
    return RefuseCode(CodeFailure::kCarouselDuetNotSupported);
  }
  return absl::OkStatus();
}

std::string OriginalOf(const Post& post) {
  if (!post.duet_original_id.empty()) return post.duet_original_id;
  if (!post.stitch_original_id.empty()) return post.stitch_original_id;
  return post.mentioned_ids.empty() ? "" : post.mentioned_ids.front();
}

absl::Status CheckOriginal(const WorldState& state, const Post& post,
                           const std::optional<std::string>& original_code) {
  const std::string original = OriginalOf(post);
  if (original.empty()) return absl::OkStatus();
  if (!original_code || original_code->empty()) {
    return RefuseAdvertiser(
        "ORIGINAL_POST_CODE_NEEDED",
        "original_post_auth_code: The post builds on another one, whose code is "
        "needed too.");
  }
  SG_ASSIGN_OR_RETURN(const Code* code, FindValidCode(state, *original_code));
  if (code->post_id != original) {
    return RefuseAdvertiser("ORIGINAL_POST_CODE_WRONG",
                            "original_post_auth_code: It is not the code of the original post.");
  }
  return CheckPostIsThere(state, *Find(state.posts, original));
}

absl::Status CheckUsers(const WorldState& state, const Post& post, const Code& code,
                        std::string_view advertiser_id) {
  const SparkPost* held = FindSparkPost(state, advertiser_id, post.id);
  const bool again = held != nullptr && held->code == code.value && IsAuthorized(state, *held);
  if (again && state.switches.Choice(kReauthorize) == "refuse") {
    return RefuseParam("POST_ALREADY_AUTHORIZED",
                       "The post is already authorized for this ad account.", Actor::kNobody);
  }
  if (state.switches.Flag(kCodeReusable)) return absl::OkStatus();
  for (const std::string& other : post.advertiser_ids) {
    const SparkPost* theirs = FindSparkPost(state, other, post.id);
    if (other != advertiser_id && theirs != nullptr && theirs->code == code.value) {
      return RefuseParam("AUTH_CODE_USED_BY_OTHER", "The code is used by another ad account.",
                         Actor::kCreator);
    }
  }
  return absl::OkStatus();
}

bool MayPreview(const WorldState& state, std::string_view advertiser_id, const Code& code) {
  if (state.switches.Flag(kInfoBeforeAuthorize)) return true;
  const SparkPost* held = FindSparkPost(state, advertiser_id, code.post_id);
  return held != nullptr && held->code == code.value;
}

}  // namespace

bool LooksLikeCode(std::string_view text) {
  if (!text.starts_with('#')) return false;
  text.remove_prefix(1);
  for (int pads = 0; pads < 2 && text.ends_with('='); ++pads) text.remove_suffix(1);
  return text.size() >= 20 && text.size() <= 200 && std::ranges::all_of(text, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '+' || c == '/' || c == '_' || c == '-';
         });
}

absl::StatusOr<const SparkPost*> AuthorizePost(WorldState& state,
                                               const AuthorizePostRequest& request) {
  SG_ASSIGN_OR_RETURN(const AdvertiserAccount* advertiser,
                      GetAdvertiser(state, request.advertiser_id));
  if (!advertiser->has_creative_library) {
    return RefuseAdvertiser("NO_CREATIVE_LIBRARY",
                            "The ad account has no access to Creative Library.");
  }
  SG_ASSIGN_OR_RETURN(const Code* found, FindValidCode(state, request.auth_code));
  Post& post = *Find(state.posts, found->post_id);
  SG_RETURN_IF_ERROR(CheckPostIsThere(state, post));
  SG_RETURN_IF_ERROR(CheckPostKind(state, post));
  SG_RETURN_IF_ERROR(CheckOriginal(state, post, request.original_post_auth_code));
  SG_RETURN_IF_ERROR(CheckUsers(state, post, *found, request.advertiser_id));

  Code& code = *Find(state.codes, request.auth_code);
  if (!code.first_used_time) code.first_used_time = state.now;
  const std::string key = SparkPostKey(request.advertiser_id, post.id);
  const auto [row, made] = state.spark_posts.try_emplace(key);
  SparkPost& spark_post = row->second;
  spark_post.advertiser_id = request.advertiser_id;
  spark_post.post_id = post.id;
  spark_post.code = code.value;
  spark_post.identity_id = EnsureAuthCodeIdentity(state, request.advertiser_id, post.creator_id).id;
  spark_post.invite_start_time = state.now;
  if (made) {
    post.advertiser_ids.push_back(request.advertiser_id);
    Find(state.advertisers, request.advertiser_id)->spark_post_ids.push_back(post.id);
  }
  NoteAdsOf(state, post);
  state.Record("code.redeemed", PostName(post.id), {{"advertiser", request.advertiser_id}});
  return &spark_post;
}

absl::StatusOr<CodePreview> LookUpCode(const WorldState& state, std::string_view advertiser_id,
                                       std::string_view auth_code) {
  if (!LooksLikeCode(auth_code)) return RefuseCode(CodeFailure::kFormatError);
  SG_RETURN_IF_ERROR(RefuseMagicCode(state, auth_code));
  const Code* code = Find(state.codes, auth_code);
  if (code == nullptr || code->delete_time) return RefuseCode(CodeFailure::kNotFound);
  if (!IsValid(state, *code) && !state.switches.Flag(kInfoOfExpiredCode)) {
    return RefuseCode(CodeFailure::kExpired);
  }
  const Post& post = *Find(state.posts, code->post_id);
  SG_RETURN_IF_ERROR(CheckPostIsThere(state, post));
  if (!MayPreview(state, advertiser_id, *code)) {
    return Refuse(ApiCode::kPermissionError, "CODE_NOT_AUTHORIZED",
                  "You don't have permission to query this post: authorize its code first.",
                  Actor::kAdvertiser);
  }
  CodePreview preview;
  preview.code = code;
  preview.post = &post;
  preview.creator = Find(state.creators, post.creator_id);
  const SparkPost* held = FindSparkPost(state, advertiser_id, post.id);
  preview.identity_id = held != nullptr ? held->identity_id
                                        : AuthCodeIdentityId(state, advertiser_id, post.creator_id);
  return preview;
}

absl::Status UnbindPost(WorldState& state, std::string_view advertiser_id,
                        std::string_view post_id) {
  const SparkPost* held = FindSparkPost(state, advertiser_id, post_id);
  if (held == nullptr) {
    return Refuse(ApiCode::kNotExist, "POST_NOT_IN_LIBRARY",
                  fmt::format("The post {} is not authorized for this ad account.", post_id),
                  Actor::kAdvertiser);
  }
  if (IsAuthorized(state, *held) && !state.switches.Flag(kUnbindWhileAuthorized)) {
    return RefuseAdvertiser(
        "POST_STILL_AUTHORIZED",
        "Only a post whose authorization has expired or was cancelled can be unbound.");
  }
  std::erase(Find(state.posts, post_id)->advertiser_ids, advertiser_id);
  std::erase(Find(state.advertisers, advertiser_id)->spark_post_ids, post_id);
  state.spark_posts.erase(SparkPostKey(advertiser_id, post_id));
  NoteAdsOf(state, *Find(state.posts, post_id));
  state.Record("post.unbound", PostName(post_id), {{"advertiser", std::string(advertiser_id)}});
  return absl::OkStatus();
}

const SparkPost* FindSparkPost(const WorldState& state, std::string_view advertiser_id,
                               std::string_view post_id) {
  fmt::basic_memory_buffer<char, 64> key;  // SparkPostKey, without an allocation
  key.append(advertiser_id);
  key.push_back('/');
  key.append(post_id);
  return Find(state.spark_posts, std::string_view(key.data(), key.size()));
}

bool IsAuthorized(const WorldState& state, const SparkPost& spark_post) {
  const Code* code = Find(state.codes, spark_post.code);
  if (code == nullptr || !IsValid(state, *code)) return false;
  const Post& post = *Find(state.posts, spark_post.post_id);
  return !IsGone(post.status) && !Find(state.creators, post.creator_id)->is_banned;
}

bool IsRevoked(const WorldState& state, const SparkPost& spark_post) {
  if (IsAuthorized(state, spark_post)) return false;
  const Code* code = Find(state.codes, spark_post.code);
  return code == nullptr || IsValid(state, *code) || code->delete_time.has_value();
}

}  // namespace sparkgate::simulator
