#include "server/tiktok/planned_call.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::tiktok {
namespace {

constexpr char kReason[] = "DRY_RUN";

}  // namespace

absl::Status KeptBack(const PlannedCall& call) {
  return Error(absl::StatusCode::kFailedPrecondition,
               "The workspace is in a dry run: nothing was sent to TikTok.",
               {.reason = kReason,
                .who = Actor::kOperator,
                .metadata = {{"method", call.method}, {"path", call.path}, {"body", call.body}}});
}

absl::Status AdAccountNotAllowed(std::string_view ad_account) {
  return Error(
      absl::StatusCode::kFailedPrecondition,
      fmt::format("Ad account {} isn't among the workspace's allowed_ad_accounts: nothing "
                  "is created, changed or switched on in it. A workspace admin can add it.",
                  ad_account),
      {.reason = "AD_ACCOUNT_NOT_ALLOWED",
       .who = Actor::kOperator,
       .metadata = {{"ad_account", std::string(ad_account)}}});
}

std::optional<PlannedCall> PlannedCallOf(const absl::Status& status) {
  if (ReasonOf(status) != kReason) return std::nullopt;
  ErrorDetail detail = DetailOf(status);
  return PlannedCall{.method = std::move(detail.metadata["method"]),
                     .path = std::move(detail.metadata["path"]),
                     .body = std::move(detail.metadata["body"])};
}

}  // namespace sparkgate::tiktok
