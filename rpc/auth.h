// Turns a credential into a Caller. The program supplies one; rpc calls it on the poller for every
// call, so it answers from memory, or says that it must be asked again on a worker.
#ifndef SPARKGATE_RPC_AUTH_H_
#define SPARKGATE_RPC_AUTH_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "rpc/call_context.h"

namespace sparkgate::rpc {

class Authenticator {
 public:
  virtual ~Authenticator() = default;
  // From memory only: nullopt = not known here, ask Authenticate on a worker. Never blocks.
  virtual std::optional<absl::StatusOr<std::shared_ptr<const Caller>>> Cached(
      std::string_view bearer_token) = 0;
  // May read the store. UNAUTHENTICATED (reason CREDENTIAL_MISSING or CREDENTIAL_INVALID).
  virtual absl::StatusOr<std::shared_ptr<const Caller>> Authenticate(
      std::string_view bearer_token) = 0;
  // Takes one call from what the caller may make; RESOURCE_EXHAUSTED (KeyRateLimited) if there is
  // none left. Called once for each call that was let in by its role. Never blocks.
  virtual absl::Status Spend(const Caller&) { return absl::OkStatus(); }
  // What to get for a call that takes `roles`, for people: "a key with the role admin".
  virtual std::string KeyFor(uint32_t roles) const = 0;
};

}  // namespace sparkgate::rpc

#endif  // SPARKGATE_RPC_AUTH_H_
