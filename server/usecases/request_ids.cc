#include "server/usecases/request_ids.h"

#include <fmt/format.h>

#include "base/error.h"
#include "server/usecases/names.h"

namespace sparkgate::server {

absl::StatusOr<std::optional<std::string>> FindEarlierAnswer(const Transaction& tx,
                                                             const Call& call) {
  if (call.request_id.empty()) return std::nullopt;
  SG_ASSIGN_OR_RETURN(
      const std::optional<RequestIdUse> use,
      tx.request_ids().Get(call.workspace, call.principal, call.method, call.request_id));
  if (!use.has_value()) return std::nullopt;
  if (use->digest != call.digest) {
    return Error(
        absl::StatusCode::kAborted,
        fmt::format("request_id \"{}\" was used before with another request", call.request_id),
        {.reason = "REQUEST_ID_REUSED", .who = Actor::kCaller});
  }
  return use->resource;
}

absl::Status RememberAnswer(Transaction& tx, const Call& call, const std::string& resource,
                            absl::Time real_now) {
  if (call.request_id.empty()) return absl::OkStatus();
  return tx.request_ids().Insert({.workspace = call.workspace,
                                  .principal = call.principal,
                                  .method = call.method,
                                  .request_id = call.request_id,
                                  .digest = call.digest,
                                  .resource = resource,
                                  .create_time = real_now});
}

absl::Status RememberAttempt(Transaction& tx, const Call& call, absl::Time real_now) {
  return RememberAnswer(tx, call, "", real_now);
}

absl::Status ForgetAttempt(Transaction& tx, const Call& call) {
  if (call.request_id.empty()) return absl::OkStatus();
  return tx.request_ids().Erase(call.workspace, call.principal, call.method, call.request_id);
}

absl::StatusOr<std::optional<std::string>> FindEarlierId(Store& store, const Call& call) {
  if (call.request_id.empty()) return std::nullopt;
  std::optional<std::string> earlier;
  SG_RETURN_IF_ERROR(store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(earlier, FindEarlierAnswer(tx, call));
    return absl::OkStatus();
  }));
  if (earlier.has_value()) earlier = LastIdOf(*earlier);
  return earlier;
}

}  // namespace sparkgate::server
