#include "simulator/world/code_failures.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr CodeFailureText kTexts[] = {
    {CodeFailure::kFormatError, "auth_code_format_error",
     "The post code is incorrect. Check it with the creator.", Actor::kAdvertiser},
    {CodeFailure::kNotFound, "auth_code_not_found",
     "There is no such code, or it was deleted. Ask the creator for a new one.", Actor::kCreator},
    {CodeFailure::kExpired, "auth_code_expired",
     "The authorization has expired. Ask the creator to extend it.", Actor::kCreator},
    {CodeFailure::kVideoDeleted, "video_deleted", "The post was deleted by its creator.",
     Actor::kCreator},
    {CodeFailure::kVideoUnavailable, "video_unavailable",
     "The post violates the community guidelines and is not available.", Actor::kCreator},
    {CodeFailure::kIllegalItemStatus, "illegal_item_status_error",
     "The post is not available in its present status.", Actor::kCreator},
    {CodeFailure::kStoryNotSupported, "story_video_not_supported",
     "Stories can't be used for Spark Ads.", Actor::kCreator},
    {CodeFailure::kCarouselDuetNotSupported, "carousel_duet_not_supported",
     "Duets with photo posts can't be used for Spark Ads.", Actor::kCreator},
    {CodeFailure::kMultiDuetStitchRefused, "multi_duet_stitch_refused",
     "A duet or stitch of a duet or stitch can't be used for Spark Ads.", Actor::kCreator},
    {CodeFailure::kMentionMultipleVideos, "mention_multiple_videos",
     "The post mentions several posts.", Actor::kCreator},
};

}  // namespace

std::span<const CodeFailureText> CodeFailures() { return kTexts; }

absl::Status RefuseCode(CodeFailure failure) {
  const CodeFailureText& text = *std::ranges::find(kTexts, failure, &CodeFailureText::failure);
  std::string reason(text.name);
  for (char& c : reason) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return RefuseParam(reason, fmt::format("{}: {}", text.name, text.sentence), text.who);
}

}  // namespace sparkgate::simulator
