// The ways in which an authorization code can fail an advertiser. TikTok's API documents none of
// them; the names are those of its help centre (facts 1.5), the sentences are ours. All are 40002.
// Pure, thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_CODE_FAILURES_H_
#define SPARKGATE_SIMULATOR_WORLD_CODE_FAILURES_H_

#include <span>
#include <string_view>

#include <absl/status/status.h>

#include "base/error.h"

namespace sparkgate::simulator {

enum class CodeFailure {
  kFormatError,
  kNotFound,
  kExpired,
  kVideoDeleted,
  kVideoUnavailable,
  kIllegalItemStatus,
  kStoryNotSupported,
  kCarouselDuetNotSupported,
  kMultiDuetStitchRefused,
  kMentionMultipleVideos,
};

struct CodeFailureText {
  CodeFailure failure;
  std::string_view name;  // the help centre's, in front of the sentence
  std::string_view sentence;
  Actor who;
};

std::span<const CodeFailureText> CodeFailures();

// Reason: the name in capitals.
absl::Status RefuseCode(CodeFailure failure);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_CODE_FAILURES_H_
