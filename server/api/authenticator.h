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
#include "server/domain/token_bucket.h"
#include "server/usecases/access/key_uses.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// Thread-safe.
class KeyAuthenticator final : public rpc::Authenticator {
 public:
  // `uses`, if any, is told of each use of a key; it outlives this.
  explicit KeyAuthenticator(Env& env, KeyUses* uses = nullptr) : env_(env), uses_(uses) {}
  std::optional<absl::StatusOr<std::shared_ptr<const rpc::Caller>>> Cached(
      std::string_view bearer_token) override;
  absl::StatusOr<std::shared_ptr<const rpc::Caller>> Authenticate(
      std::string_view bearer_token) override;
  absl::Status Spend(const rpc::Caller& caller) override;
  std::string KeyFor(uint32_t roles) const override;

 private:
  struct Entry {
    std::shared_ptr<const rpc::Caller> caller;
    int64_t until_nanos;  // monotonic
  };
  void NoteUse(const rpc::Caller& caller);
  void SetLimit(const std::string& key, const RateLimit& limit) SG_REQUIRES(mutex_);

  Env& env_;
  KeyUses* const uses_;
  Mutex mutex_;
  // By hash of the secret: a memory dump of the cache opens nothing. Bounded; only keys that exist
  // enter it, so strangers can't fill it.
  std::unordered_map<std::string, Entry> cache_ SG_GUARDED_BY(mutex_);
  // Of keys in the cache that have a limit, by their id: both secrets of a rotated one share it.
  std::unordered_map<std::string, TokenBucket> buckets_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_AUTHENTICATOR_H_
