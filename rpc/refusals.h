// The failures that the call pipeline itself produces, one function each. Their reasons are part of
// the public contract of every program that serves gRPC here.
#ifndef SPARKGATE_RPC_REFUSALS_H_
#define SPARKGATE_RPC_REFUSALS_H_

#include <string_view>

#include <absl/status/status.h>
#include <absl/time/time.h>

namespace sparkgate::rpc {

absl::Status CredentialMissing();                           // UNAUTHENTICATED
absl::Status CredentialInvalid();                           // UNAUTHENTICATED
absl::Status RoleMissing(std::string_view key);             // PERMISSION_DENIED; see KeyFor
absl::Status KeyRateLimited(absl::Duration retry_after);    // RESOURCE_EXHAUSTED
absl::Status ServerOverloaded();                            // RESOURCE_EXHAUSTED
absl::Status ServerStopping();                              // UNAVAILABLE
absl::Status MethodUnknown(std::string_view method);        // UNIMPLEMENTED
absl::Status RequestMissing(std::string_view type_name);    // INVALID_ARGUMENT
absl::Status MalformedRequest(std::string_view type_name);  // INVALID_ARGUMENT
absl::Status DeadlineExceeded();                            // DEADLINE_EXCEEDED
absl::Status CallCancelled();                               // CANCELLED
absl::Status StreamTooSlow();                               // RESOURCE_EXHAUSTED
absl::Status AddressInUse(std::string_view address);        // UNAVAILABLE
absl::Status HandlerFailed(std::string_view what);          // INTERNAL; `what` goes to the log only

}  // namespace sparkgate::rpc

#endif  // SPARKGATE_RPC_REFUSALS_H_
