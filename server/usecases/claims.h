// Claims: which operations this process is working on right now, so that two threads never send or
// resolve one at the same time; and the bell that rings when an operation changed. Thread-safe.
#ifndef SPARKGATE_SERVER_USECASES_CLAIMS_H_
#define SPARKGATE_SERVER_USECASES_CLAIMS_H_

#include <functional>
#include <set>
#include <string>
#include <utility>

#include <absl/time/time.h>

#include "base/mutex.h"

namespace sparkgate::server {

class Claims {
 public:
  using Key = std::pair<std::string, std::string>;  // workspace, id

  // Holds one operation until destruction; false if it holds none.
  class Claim {
   public:
    Claim() = default;
    Claim(Claims* claims, Key key) : claims_(claims), key_(std::move(key)) {}
    Claim(Claim&& other) noexcept
        : claims_(std::exchange(other.claims_, nullptr)), key_(std::move(other.key_)) {}
    Claim& operator=(Claim&&) = delete;
    ~Claim();
    explicit operator bool() const { return claims_ != nullptr; }

   private:
    Claims* claims_ = nullptr;
    Key key_;
  };

  // An empty claim if somebody holds it.
  Claim TryClaim(const std::string& workspace, const std::string& id);
  // Waits at most `timeout` of real time; `cancelled` is asked now and then. Null = never.
  Claim WaitClaim(const std::string& workspace, const std::string& id, absl::Duration timeout,
                  const std::function<bool()>& cancelled);

  // The bell. `callback` is called by whoever changed an operation, or let go of one, so it must
  // not block. Set once, before anything changes.
  using Bell = std::function<void(const std::string& workspace, const std::string& id)>;
  void OnChanged(Bell callback) { on_changed_ = std::move(callback); }
  void NotifyChanged(const std::string& workspace, const std::string& id);

 private:
  void Release(const Key& key);

  Mutex mutex_;
  CondVar released_;
  std::set<Key> held_ SG_GUARDED_BY(mutex_);
  Bell on_changed_ = [](const std::string&, const std::string&) {};
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CLAIMS_H_
