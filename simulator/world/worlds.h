// All worlds of a simulator, by id, each with its clock. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_WORLDS_H_
#define SPARKGATE_SIMULATOR_WORLD_WORLDS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "base/mutex.h"
#include "simulator/world/new_world.h"
#include "simulator/world/time/world_clock.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {

struct WorldEntry {
  std::shared_ptr<World> world;
  std::shared_ptr<WorldClock> clock;
};

class Worlds {
 public:
  // `unsaved_change`: see World::BeforeUnsavedChange. May be empty. `journal_bytes`: of each world.
  explicit Worlds(ClockServices services, UnsavedChangeListener unsaved_change = {},
                  size_t journal_bytes = kDefaultJournalBytes)
      : services_(services),
        unsaved_change_(std::move(unsaved_change)),
        journal_bytes_(journal_bytes) {}
  ~Worlds();  // closes no world: the program ends, the worlds stay
  Worlds(const Worlds&) = delete;
  Worlds& operator=(const Worlds&) = delete;

  // The same id with the same parameters returns the world that is there; with others it is
  // ALREADY_EXISTS, reason WORLD_EXISTS.
  absl::StatusOr<WorldEntry> Create(const NewWorld& request);
  // A world as it was saved. It does nothing by itself before Start.
  void Restore(WorldState state);
  // A world that was made elsewhere, such as a copy. ALREADY_EXISTS (WORLD_EXISTS) if its id is
  // taken.
  absl::StatusOr<WorldEntry> Adopt(WorldState state);
  // Restored worlds go on: running clocks run, webhooks that are due go out.
  void Start();
  // The program ends: running clocks stand still. The worlds stay.
  void Stop();
  // Counts as a use of the world. NOT_FOUND, reason RESOURCE_NOT_FOUND.
  absl::StatusOr<WorldEntry> Get(std::string_view id) const;
  // The same; null if there is none.
  std::shared_ptr<World> Find(std::string_view id) const;
  absl::Status Delete(std::string_view id);
  // Unless somebody has asked for it since: to get a world is to use it. Whether it did.
  bool DeleteUnusedSince(std::string_view id, absl::Time last_use);

  // Up to `limit` worlds in the order of ids, beginning after `after` ("": at the first).
  std::vector<WorldEntry> List(std::string_view after, size_t limit) const;
  // Ids of worlds deleted since the last call.
  std::vector<std::string> TakeDeleted();

  // Runs `fn` with the memory of repeated requests that belong to no world, one at a time.
  template <class Fn>
  auto WithRequests(Fn&& fn) {
    MutexLock lock(requests_mutex_);
    return std::forward<Fn>(fn)(requests_);
  }

 private:
  WorldEntry Add(WorldState state) SG_REQUIRES(mutex_);
  WorldEntry Take(std::map<std::string, WorldEntry, std::less<>>::iterator at) SG_REQUIRES(mutex_);

  const ClockServices services_;
  const UnsavedChangeListener unsaved_change_;
  const size_t journal_bytes_;
  Mutex requests_mutex_;  // taken before mutex_
  RequestMemory requests_ SG_GUARDED_BY(requests_mutex_);
  mutable Mutex mutex_;
  std::map<std::string, WorldEntry, std::less<>> entries_ SG_GUARDED_BY(mutex_);
  std::vector<std::string> deleted_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_WORLDS_H_
