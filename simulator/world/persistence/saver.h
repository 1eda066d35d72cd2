// Keeps worlds on disk: those that changed are saved every four seconds of real time and when the
// program stops; files of deleted ones go. What failed is logged and tried again. A world is copied
// under its lock, and written without. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_SAVER_H_
#define SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_SAVER_H_

#include <map>
#include <memory>
#include <set>
#include <string>

#include <absl/status/status.h>

#include "base/executor.h"
#include "base/mutex.h"
#include "base/timer.h"
#include "simulator/world/persistence/world_files.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

class Saver : public std::enable_shared_from_this<Saver> {
 public:
  // All outlive the saver. A save of large worlds keeps the executor's thread busy for a while.
  Saver(Worlds& worlds, WorldFiles& files, TimerService& timers, Executor& executor)
      : worlds_(worlds), files_(files), timers_(timers), executor_(executor) {}

  void Start();
  // Saves what has changed and ends. Returns the first problem; the rest is saved all the same.
  absl::Status Stop();
  absl::Status SaveChanged();

 private:
  void Arm() SG_REQUIRES(mutex_);
  absl::Status RemoveDeleted() SG_REQUIRES(saving_);

  Worlds& worlds_;
  WorldFiles& files_;
  TimerService& timers_;
  Executor& executor_;
  Mutex saving_;  // one save at a time; taken before mutex_
  std::map<std::string, WorldVersion> saved_ SG_GUARDED_BY(saving_);  // by world id
  std::set<std::string> deleted_ SG_GUARDED_BY(saving_);              // whose files are still there
  Mutex mutex_;
  bool stopped_ SG_GUARDED_BY(mutex_) = false;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_PERSISTENCE_SAVER_H_
