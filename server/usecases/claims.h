// Claims: which operations this process is working on right now, so that two threads never send or
// resolve one at the same time; and the bell that rings when any operation changed. Thread-safe.
#ifndef SPARKGATE_SERVER_USECASES_CLAIMS_H_
#define SPARKGATE_SERVER_USECASES_CLAIMS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_set>
#include <utility>

#include <absl/time/time.h>

#include "base/mutex.h"

namespace sparkgate::server {

class Claims {
 public:
  // Holds one operation until destruction; false if it holds none.
  class Claim {
   public:
    Claim() = default;
    Claim(Claims* claims, std::string key) : claims_(claims), key_(std::move(key)) {}
    Claim(Claim&& other) noexcept
        : claims_(std::exchange(other.claims_, nullptr)), key_(std::move(other.key_)) {}
    Claim& operator=(Claim&&) = delete;
    ~Claim();
    explicit operator bool() const { return claims_ != nullptr; }

   private:
    Claims* claims_ = nullptr;
    std::string key_;
  };

  // An empty claim if somebody holds it.
  Claim TryClaim(const std::string& workspace, const std::string& id);
  // Waits at most `timeout` of real time; `cancelled` is asked now and then. Null = never.
  Claim WaitClaim(const std::string& workspace, const std::string& id, absl::Duration timeout,
                  const std::function<bool()>& cancelled);

  // Rises with each change; read it before the store, then wait for another.
  uint64_t version() const;
  void NotifyChanged();
  // Until version() differs from `seen`, or `timeout` of real time.
  void WaitChange(uint64_t seen, absl::Duration timeout) const;

 private:
  void Release(const std::string& key);

  mutable Mutex mutex_;
  mutable CondVar changed_;
  std::unordered_set<std::string> held_ SG_GUARDED_BY(mutex_);
  uint64_t version_ SG_GUARDED_BY(mutex_) = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CLAIMS_H_
