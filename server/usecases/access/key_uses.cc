#include "server/usecases/access/key_uses.h"

#include "base/error.h"
#include "base/log.h"

namespace sparkgate::server {

void KeyUses::Note(const std::string& workspace, const std::string& key, absl::Time real_now) {
  MutexLock lock(mutex_);
  uses_[{workspace, key}] = real_now;
}

absl::Status KeyUses::Write(Store& store) {
  Uses uses;
  {
    MutexLock lock(mutex_);
    uses.swap(uses_);
  }
  if (uses.empty()) return absl::OkStatus();
  const absl::Status written = store.Write([&](Transaction& tx) -> absl::Status {
    for (const auto& [name, time] : uses) {
      SG_ASSIGN_OR_RETURN(auto key, tx.api_keys().Get(name.first, name.second));
      if (!key.has_value()) continue;  // it went with its workspace
      key->last_use_time = time;
      SG_RETURN_IF_ERROR(tx.api_keys().Update(*key));
    }
    return absl::OkStatus();
  });
  if (written.ok()) return absl::OkStatus();
  MutexLock lock(mutex_);
  uses_.merge(uses);  // a later use that came meanwhile stays
  return written;
}

void KeyUses::WriteEvery(Store& store, TimerService& timers, Executor& worker,
                         absl::Duration every) {
  MutexLock lock(mutex_);
  if (stopped_) return;
  const TimerService::Id timer = timers.After(every, [this, &store, &timers, &worker, every] {
    // Refused only when it stops.
    (void)worker.TryPost([this, &store] {
      if (const absl::Status status = Write(store); !status.ok()) {
        LogWarning("key_uses_not_written", {{"reason", ReasonOf(status)}});
      }
    });
    WriteEvery(store, timers, worker, every);
  });
  cancel_timer_ = [&timers, timer] { timers.Cancel(timer); };
}

void KeyUses::Stop() {
  MutexLock lock(mutex_);
  stopped_ = true;
  cancel_timer_();
}

}  // namespace sparkgate::server
