#include "server/tiktok/outcome.h"

#include <string>
#include <utility>

#include "base/error.h"

namespace sparkgate::tiktok {
namespace {

constexpr char kOutcome[] = "outcome";
constexpr char kUnknown[] = "unknown";

}  // namespace

bool OutcomeUnknown(const absl::Status& status) {
  if (status.ok()) return false;
  const ErrorDetail detail = DetailOf(status);
  const auto it = detail.metadata.find(kOutcome);
  return it != detail.metadata.end() && it->second == kUnknown;
}

bool WasHeldBack(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "LIMIT_WAIT_TOO_LONG" || reason == "TIKTOK_RESTING";
}

absl::Status WithUnknownOutcome(const absl::Status& status) {
  if (status.ok()) return status;
  ErrorDetail detail = DetailOf(status);
  detail.metadata[kOutcome] = kUnknown;
  return Error(status.code(), std::string(status.message()), std::move(detail));
}

}  // namespace sparkgate::tiktok
