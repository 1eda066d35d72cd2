// The vault: seals and opens secrets, and finds codes without opening any. The master key wraps
// each workspace's data key and lookup key; they wrap everything else. Thread-safe; unwrapped keys
// are cached in memory.
#ifndef SPARKGATE_SERVER_USECASES_VAULT_H_
#define SPARKGATE_SERVER_USECASES_VAULT_H_

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <absl/status/statusor.h>

#include "base/mutex.h"
#include "server/domain/sealed.h"
#include "server/domain/workspace.h"
#include "server/store/store.h"

namespace sparkgate::server {

class Vault {
 public:
  // `master_key` is 32 raw bytes. The store keeps the digest key wrapped by it, which shows whether
  // it is the one that this store was made with: else FAILED_PRECONDITION, reason MASTER_KEY_WRONG
  // (operator).
  static absl::StatusOr<std::unique_ptr<Vault>> Open(std::string master_key, Store& store);

  // Fills in the two keys of a new workspace, whose id is set: they open only under that id.
  void MakeKeys(Workspace& workspace) const;

  // Under the workspace's data key. `place` is "table/row/column": a sealed value opens only there.
  absl::StatusOr<Sealed> Seal(const Workspace& workspace, std::string_view place,
                              std::string_view secret);
  absl::StatusOr<std::string> Open(const Workspace& workspace, std::string_view place,
                                   const Sealed& sealed);
  // Hex HMAC under the workspace's lookup key: equal codes have equal hashes, in one workspace
  // only.
  absl::StatusOr<std::string> LookupHash(const Workspace& workspace,
                                         std::string_view canonical_code);

  // Under the master key itself: for what belongs to no workspace (app secrets).
  Sealed SealGlobal(std::string_view place, std::string_view secret) const;
  absl::StatusOr<std::string> OpenGlobal(std::string_view place, const Sealed& sealed) const;
  // Keyed digest of a request body, so that stored digests of requests with secrets tell nothing.
  std::string Digest(std::string_view body) const;

 private:
  struct Keys {
    std::string data;
    std::string lookup;
  };
  Vault(std::string master_key, std::string digest_key)
      : master_key_(std::move(master_key)), digest_key_(std::move(digest_key)) {}
  absl::StatusOr<Keys> KeysOf(const Workspace& workspace);

  const std::string master_key_;
  const std::string digest_key_;  // random, so that stored digests outlive a change of the master
  Mutex mutex_;
  std::unordered_map<std::string, Keys> keys_ SG_GUARDED_BY(mutex_);  // by wrapped data key
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_VAULT_H_
