#include "rpc/refusals.h"

#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::rpc {

absl::Status CredentialMissing() {
  return Error(absl::StatusCode::kUnauthenticated,
               "this method needs an API key: send the metadata \"authorization: Bearer <key>\"",
               {.reason = "CREDENTIAL_MISSING"});
}

absl::Status CredentialInvalid() {
  return Error(absl::StatusCode::kUnauthenticated, "the API key is unknown, expired or revoked",
               {.reason = "CREDENTIAL_INVALID"});
}

absl::Status RoleMissing(std::string_view key) {
  return Error(absl::StatusCode::kPermissionDenied,
               fmt::format("the API key's role isn't enough: this call needs {}", key),
               {.reason = "ROLE_MISSING"});
}

absl::Status KeyRateLimited(absl::Duration retry_after) {
  return Error(absl::StatusCode::kResourceExhausted,
               "the API key makes more calls than its rate limit allows",
               {.reason = "KEY_RATE_LIMITED", .who = Actor::kNobody, .retry_after = retry_after});
}

absl::Status ServerOverloaded() {
  return Error(
      absl::StatusCode::kResourceExhausted, "the server has more calls than it can queue",
      {.reason = "SERVER_OVERLOADED", .who = Actor::kNobody, .retry_after = absl::Seconds(1)});
}

absl::Status ServerStopping() {
  return Error(
      absl::StatusCode::kUnavailable, "the server is stopping",
      {.reason = "SERVER_STOPPING", .who = Actor::kNobody, .retry_after = absl::Seconds(1)});
}

absl::Status MethodUnknown(std::string_view method) {
  return Error(absl::StatusCode::kUnimplemented,
               fmt::format("this server has no method {}", method), {.reason = "METHOD_UNKNOWN"});
}

absl::Status RequestMissing(std::string_view type_name) {
  return Error(
      absl::StatusCode::kInvalidArgument,
      fmt::format("no {} came: none was sent, or one larger than this server takes", type_name),
      {.reason = "REQUEST_MISSING"});
}

absl::Status MalformedRequest(std::string_view type_name) {
  return Error(absl::StatusCode::kInvalidArgument,
               fmt::format("the request is not a readable {}", type_name),
               {.reason = "MALFORMED_REQUEST"});
}

absl::Status DeadlineExceeded() {
  return Error(absl::StatusCode::kDeadlineExceeded, "the call's deadline has passed",
               {.reason = "DEADLINE_EXCEEDED"});
}

absl::Status CallCancelled() {
  return Error(absl::StatusCode::kCancelled, "the caller went away", {.reason = "CANCELLED"});
}

absl::Status StreamTooSlow() {
  return Error(absl::StatusCode::kResourceExhausted,
               "the stream was read more slowly than it was written; resume it",
               {.reason = "STREAM_TOO_SLOW"});
}

absl::Status AddressInUse(std::string_view address) {
  return Error(
      absl::StatusCode::kUnavailable,
      fmt::format("cannot listen on {}: it is in use, or not an address of this machine", address),
      {.reason = "ADDRESS_IN_USE", .who = Actor::kOperator});
}

absl::Status HandlerFailed(std::string_view what) {
  return Error(absl::StatusCode::kInternal, what, {.reason = "INTERNAL", .who = Actor::kOperator});
}

}  // namespace sparkgate::rpc
