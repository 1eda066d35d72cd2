#include "server/domain/api_key.h"

namespace sparkgate::server {

bool IsUsable(const ApiKey& key, absl::Time now) {
  if (key.revoke_time.has_value() && now >= *key.revoke_time) return false;
  return !key.expire_time.has_value() || now < *key.expire_time;
}

bool Opens(const ApiKey& key, const std::string& secret_hash, absl::Time now) {
  if (!IsUsable(key, now)) return false;
  if (secret_hash == key.secret_hash) return true;
  return !key.old_secret_hash.empty() && secret_hash == key.old_secret_hash &&
         key.old_secret_end.has_value() && now < *key.old_secret_end;
}

}  // namespace sparkgate::server
