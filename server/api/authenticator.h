// API keys as rpc's Authenticator: a cache of at most 5 seconds over the store, so that a
// revocation takes effect within that and the poller never waits for a disk.
#ifndef SPARKGATE_SERVER_API_AUTHENTICATOR_H_
#define SPARKGATE_SERVER_API_AUTHENTICATOR_H_

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/mutex.h"
#include "rpc/auth.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// Thread-safe.
class KeyAuthenticator final : public rpc::Authenticator {
 public:
  explicit KeyAuthenticator(Env& env) : env_(env) {}
  std::optional<absl::StatusOr<std::shared_ptr<const rpc::Caller>>> Cached(
      std::string_view bearer_token) override;
  absl::StatusOr<std::shared_ptr<const rpc::Caller>> Authenticate(
      std::string_view bearer_token) override;
  std::string KeyFor(uint32_t roles) const override;

 private:
  struct Entry {
    std::shared_ptr<const rpc::Caller> caller;
    int64_t until_nanos;  // monotonic
  };
  Env& env_;
  Mutex mutex_;
  // By hash of the secret: a memory dump of the cache opens nothing. Bounded; only keys that exist
  // enter it, so strangers can't fill it.
  std::unordered_map<std::string, Entry> cache_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_AUTHENTICATOR_H_
