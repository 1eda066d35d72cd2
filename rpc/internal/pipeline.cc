#include "rpc/internal/pipeline.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <absl/status/statusor.h>
#include <fmt/format.h>

#include "base/error.h"
#include "base/log.h"
#include "base/trace.h"
#include "rpc/refusals.h"

namespace sparkgate::rpc::internal {
namespace {

using CallerOr = absl::StatusOr<std::shared_ptr<const Caller>>;

constexpr std::string_view kBearer = "bearer ";

// "" if the value is not a bearer token. The scheme's case does not matter (RFC 9110).
std::string_view BearerToken(std::string_view authorization) {
  if (authorization.size() <= kBearer.size()) return "";
  const bool bearer = std::equal(kBearer.begin(), kBearer.end(), authorization.begin(),
                                 [](char want, char have) { return want == (have | 0x20); });
  return bearer ? authorization.substr(kBearer.size()) : "";
}

absl::Status Accept(CallState& call, const MethodOptions& options, Authenticator& authenticator,
                    CallerOr caller) {
  if (!caller.ok()) return caller.status();
  call.set_caller(*std::move(caller));
  if ((call.caller().roles & options.roles) == 0) {
    return RoleMissing(authenticator.KeyFor(options.roles));
  }
  return authenticator.Spend(call.caller());
}

std::string Joined(const std::vector<std::pair<std::string, std::string>>& annotations) {
  std::string joined;
  for (const auto& [name, value] : annotations) {
    if (!joined.empty()) joined += ' ';
    joined += fmt::format("{}={}", name, value);
  }
  return joined;
}

// The caller of a failure of ours sees only the call's id, so the log is where its text goes.
bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

}  // namespace

Pipeline::Pipeline(std::initializer_list<const MethodTable*> tables, Authenticator* authenticator,
                   Metrics& metrics)
    : authenticator_(authenticator), metrics_(tables, metrics) {}

absl::Status Pipeline::Admit(CallState& call, const MethodOptions& options,
                             std::string_view authorization) {
  if (draining_.load(std::memory_order_relaxed)) return ServerStopping();
  SG_RETURN_IF_ERROR(call.StillWanted());
  if (options.roles == kAnyone) return absl::OkStatus();
  const std::string_view token = BearerToken(authorization);
  if (token.empty()) return CredentialMissing();
  if (std::optional<CallerOr> caller = authenticator_->Cached(token)) {
    return Accept(call, options, *authenticator_, *std::move(caller));
  }
  call.unchecked_token() = token;
  return absl::OkStatus();
}

absl::Status Pipeline::Authorize(CallState& call, const MethodOptions& options) {
  SG_RETURN_IF_ERROR(call.StillWanted());
  if (call.unchecked_token().empty()) return absl::OkStatus();
  const std::string token = std::exchange(call.unchecked_token(), "");
  return Accept(call, options, *authenticator_, authenticator_->Authenticate(token));
}

void Pipeline::Close(const CallState& call, const absl::Status& status) {
  const TraceScope scope(call.trace());
  const absl::Duration elapsed = call.elapsed();
  metrics_.Count(call.method(), status.code(), elapsed);
  const bool fault = IsOurFault(status.code());
  Log(fault ? LogLevel::kError : LogLevel::kInfo, "call",
      {{"method", call.method()},
       {"code", absl::StatusCodeToString(status.code())},
       {"reason", ReasonOf(status)},
       {"duration_us", absl::ToInt64Microseconds(elapsed)},
       {"call_id", call.call_id()},
       {"principal", call.caller().principal},
       {"annotations", Joined(call.annotations())},
       {"error", fault ? std::string(status.message()) : std::string()}});
}

}  // namespace sparkgate::rpc::internal
