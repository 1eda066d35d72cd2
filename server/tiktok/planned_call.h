// What a workspace's protections keep back, on its way to whoever asked for it: as the status that
// its call ends with. Pure functions.
#ifndef SPARKGATE_SERVER_TIKTOK_PLANNED_CALL_H_
#define SPARKGATE_SERVER_TIKTOK_PLANNED_CALL_H_

#include <optional>
#include <string>
#include <string_view>

#include <absl/status/status.h>

namespace sparkgate::tiktok {

// A mutation that a dry run kept back.
struct PlannedCall {
  std::string method = {};
  std::string path = {};  // "/open_api/v1.3/campaign/create/"
  std::string body = {};  // JSON, without codes, tokens and secrets

  friend bool operator==(const PlannedCall&, const PlannedCall&) = default;
};

// FAILED_PRECONDITION, reason DRY_RUN. For implementations and fakes.
absl::Status KeptBack(const PlannedCall& call);

// FAILED_PRECONDITION, reason AD_ACCOUNT_NOT_ALLOWED.
absl::Status AdAccountNotAllowed(std::string_view ad_account);

// The call that `status` stands for; nullopt: it is something else.
std::optional<PlannedCall> PlannedCallOf(const absl::Status& status);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_PLANNED_CALL_H_
