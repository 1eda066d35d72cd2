// When each key was last used: kept in memory, since a write per call would cost more than the
// call, and written from time to time. What wasn't written when the process dies is lost.
#ifndef SPARKGATE_SERVER_USECASES_ACCESS_KEY_USES_H_
#define SPARKGATE_SERVER_USECASES_ACCESS_KEY_USES_H_

#include <functional>
#include <map>
#include <string>
#include <utility>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "base/executor.h"
#include "base/mutex.h"
#include "base/timer.h"
#include "server/store/store.h"

namespace sparkgate::server {

// Thread-safe. Outlives the timers it was given.
class KeyUses {
 public:
  // Never blocks for long: called for every call.
  void Note(const std::string& workspace, const std::string& key, absl::Time real_now);
  // Writes what was noted since the last time, in one transaction; nothing if nothing was.
  absl::Status Write(Store& store);
  // Calls Write on `worker` every so often, until Stop.
  void WriteEvery(Store& store, TimerService& timers, Executor& worker, absl::Duration every);
  void Stop();

 private:
  using Uses = std::map<std::pair<std::string, std::string>, absl::Time>;

  Mutex mutex_;
  Uses uses_ SG_GUARDED_BY(mutex_);  // workspace and id: bounded by the keys there are
  bool stopped_ SG_GUARDED_BY(mutex_) = false;
  std::function<void()> cancel_timer_ SG_GUARDED_BY(mutex_) = [] {};
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ACCESS_KEY_USES_H_
