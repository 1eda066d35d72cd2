// Rotating the master key: whatever it wraps is wrapped by another one. That is each workspace's
// two keys, the apps' secrets and the digest key; what those wrap stays as it is.
#ifndef SPARKGATE_SERVER_USECASES_MASTER_KEY_H_
#define SPARKGATE_SERVER_USECASES_MASTER_KEY_H_

#include <string>

#include <absl/status/statusor.h>

#include "server/store/store.h"

namespace sparkgate::server {

struct MasterKeyRotation {
  int rewrapped = 0;  // by this run: keys and secrets
};

// With nobody else on the store. May be cut off at any point and run again with the same keys:
// until it has succeeded, Vault::Open refuses both (MASTER_KEY_ROTATING), then it takes the new one
// alone. Run again after that, it does nothing. FAILED_PRECONDITION, MASTER_KEY_WRONG: neither key
// is the store's, and nothing was changed.
absl::StatusOr<MasterKeyRotation> RotateMasterKey(const std::string& old_key,
                                                  const std::string& new_key, Store& store);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_MASTER_KEY_H_
