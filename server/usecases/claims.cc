#include "server/usecases/claims.h"

#include <algorithm>

#include "base/clock.h"

namespace sparkgate::server {
namespace {

// A caller that went away rings no bell.
constexpr absl::Duration kLook = absl::Milliseconds(100);

}  // namespace

Claims::Claim::~Claim() {
  if (claims_ != nullptr) claims_->Release(key_);
}

Claims::Claim Claims::TryClaim(const std::string& workspace, const std::string& id) {
  Key key{workspace, id};
  MutexLock lock(mutex_);
  if (!held_.insert(key).second) return {};
  return {this, std::move(key)};
}

Claims::Claim Claims::WaitClaim(const std::string& workspace, const std::string& id,
                                absl::Duration timeout, const std::function<bool()>& cancelled) {
  Key key{workspace, id};
  const int64_t end =
      MonotonicNanos() + absl::ToInt64Nanoseconds(std::min(timeout, absl::Hours(1)));
  while (true) {
    {
      MutexLock lock(mutex_);
      if (held_.insert(key).second) return {this, std::move(key)};
      const int64_t left = end - MonotonicNanos();
      if (left <= 0) return {};
      released_.WaitFor(mutex_, std::min(absl::Nanoseconds(left), kLook));
    }
    if (cancelled && cancelled()) return {};
  }
}

void Claims::NotifyChanged(const std::string& workspace, const std::string& id) {
  on_changed_(workspace, id);
}

void Claims::Release(const Key& key) {
  {
    MutexLock lock(mutex_);
    held_.erase(key);
  }
  released_.NotifyAll();
  on_changed_(key.first, key.second);
}

}  // namespace sparkgate::server
