#include "server/domain/api_key.h"

namespace sparkgate::server {

bool IsUsable(const ApiKey& key, absl::Time now) {
  if (key.revoke_time.has_value() && now >= *key.revoke_time) return false;
  return !key.expire_time.has_value() || now < *key.expire_time;
}

}  // namespace sparkgate::server
