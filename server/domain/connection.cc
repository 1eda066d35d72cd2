#include "server/domain/connection.h"

namespace sparkgate::server {

bool NeedsRefresh(const Creator& creator, absl::Time now) {
  return creator.access_end - now <= absl::Minutes(10);
}

}  // namespace sparkgate::server
