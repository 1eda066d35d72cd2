// What TikTok's failures mean: the one table from its return codes and sentences to our reasons.
// TikTok gives one condition several codes and most business errors one code (40002), so a rule
// looks at code, endpoint and words. docs/errors.md shows this table and a test holds the two
// together. Pure functions over constants.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_REASONS_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_REASONS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include <absl/status/status.h>
#include <absl/time/time.h>

namespace sparkgate::tiktok {

// Who must act. kConsenter is whoever's token the call was made with: creator or advertiser.
enum class Who { kCaller, kCreator, kAdvertiser, kConsenter, kOperator, kNobody };
std::string_view WhoName(Who who);

struct Reason {
  std::string_view name;
  absl::StatusCode status;
  Who who;
  std::string_view sentence;  // for people
  int retry_seconds = 0;      // 0: repeating the call won't help
};

// A condition that is "" holds for everything.
struct Rule {
  std::string_view reason;
  std::string_view codes;  // "40100 50000-53999"
  std::string_view paths;  // beginnings, "tt_video/|identity/"
  // "a+b|c": the sentence holds a and b, or c; case doesn't matter, nor '_' against a blank.
  std::string_view words = "";
  // A mutation that is answered this way may have been carried out all the same.
  bool may_be_done = false;
};

std::span<const Reason> Reasons();
std::span<const Rule> Rules();  // the first that fits decides; the last fits everything

const Reason& ReasonNamed(std::string_view name);

// `path` as "tt_video/authorize"; `text` is TikTok's sentence.
const Rule& Classify(int64_t code, std::string_view path, std::string_view text);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_REASONS_H_
