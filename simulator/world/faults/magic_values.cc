#include "simulator/world/faults/magic_values.h"

#include <string>

#include "simulator/world/code_failures.h"
#include "simulator/world/rate_limits/rate_limits.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kExpired = "#SIM-EXPIRED-";
constexpr std::string_view kNotFound = "#SIM-NOTFOUND-";
constexpr std::string_view kDeletedPost = "#SIM-VIDEODELETED-";
constexpr std::string_view kUnavailablePost = "#SIM-UNAVAILABLE-";
constexpr std::string_view kUsed = "#SIM-USED-";
constexpr std::string_view kLimited = "#SIM-LIMITED-";
constexpr std::string_view kServerError = "#SIM-ERROR-";
constexpr std::string_view kLost = "#SIM-LOST-";

constexpr MagicValue kCodes[] = {
    {kExpired, "The code has expired: auth_code_expired."},
    {kNotFound, "There is no such code: auth_code_not_found."},
    {kDeletedPost, "Its post was deleted: video_deleted."},
    {kUnavailablePost, "Its post isn't available: video_unavailable."},
    {kUsed, "Another ad account has redeemed it."},
    {kLimited, "The app's rate limit is reached: 40100."},
    {kServerError, "TikTok fails: 50000."},
    {kLost, "The answer is lost: the connection ends without one. There is no such code."},
};

constexpr std::string_view kReject = "[reject:";
constexpr std::string_view kApprove = "[approve]";
constexpr std::string_view kNeverReviewed = "[review:never]";
constexpr std::string_view kNow = "[review:now]";

constexpr MagicValue kAdNames[] = {
    {kApprove, "Approved whatever the review policy says."},
    {kReject, "Rejected with what follows up to \"]\" as its reason, e.g. \"[reject:Too loud]\"."},
    {kNow, "Reviewed at once. Not at a desk."},
    {kNeverReviewed, "Never reviewed by itself. Not at a desk."},
};

bool Begins(const WorldState& state, std::string_view text, std::string_view magic) {
  return text.starts_with(magic) && state.switches.Flag(kMagicValues);
}

}  // namespace

std::span<const MagicValue> MagicCodes() { return kCodes; }
std::span<const MagicValue> MagicAdNames() { return kAdNames; }

absl::Status RefuseMagicCode(const WorldState& state, std::string_view code) {
  if (!Begins(state, code, "#SIM-")) return absl::OkStatus();
  const auto is = [code](std::string_view magic) { return code.starts_with(magic); };
  if (is(kExpired)) return RefuseCode(CodeFailure::kExpired);
  if (is(kNotFound)) return RefuseCode(CodeFailure::kNotFound);
  if (is(kDeletedPost)) return RefuseCode(CodeFailure::kVideoDeleted);
  if (is(kUnavailablePost)) return RefuseCode(CodeFailure::kVideoUnavailable);
  if (is(kUsed)) {
    return RefuseParam("AUTH_CODE_USED_BY_OTHER", "The code is used by another ad account.",
                       Actor::kCreator);
  }
  if (is(kLimited)) {
    return TooManyCallsOfApp(state.apps.empty() ? "" : state.apps.begin()->first);
  }
  if (is(kServerError)) {
    return Refuse(ApiCode::kSystemError, "MAGIC_ERROR", "System error. Please try again later.",
                  Actor::kNobody);
  }
  return absl::OkStatus();
}

bool HasLostCode(std::string_view arguments) {
  return arguments.find(kLost.substr(1)) != std::string_view::npos;
}

std::optional<ReviewDecision> MagicDecision(const WorldState& state, const Ad& ad) {
  ReviewDecision decision;
  if (Begins(state, ad.name, kApprove)) return decision;
  if (!Begins(state, ad.name, kReject)) return std::nullopt;
  const std::string_view rest = std::string_view(ad.name).substr(kReject.size());
  const std::string reason(rest.substr(0, rest.find(']')));
  decision.verdict = ReviewVerdict::kRejected;
  decision.reasons = {reason.empty() ? "The ad does not follow the advertising policies." : reason};
  decision.suggestion = "Change the ad and submit it again.";
  return decision;
}

bool IsNeverReviewed(const WorldState& state, const Ad& ad) {
  return Begins(state, ad.name, kNeverReviewed);
}

bool IsReviewedAtOnce(const WorldState& state, const Ad& ad) {
  return Begins(state, ad.name, kNow);
}

}  // namespace sparkgate::simulator
