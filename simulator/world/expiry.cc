#include "simulator/world/expiry.h"

#include <limits>

#include "base/log.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kLookEvery = absl::Seconds(1);

}  // namespace

void WorldExpiry::Start() { Arm(); }

void WorldExpiry::Stop() {
  MutexLock lock(mutex_);
  stopped_ = true;
}

void WorldExpiry::Arm() {
  MutexLock lock(mutex_);
  if (stopped_) return;
  timers_.After(kLookEvery, [weak = weak_from_this()] {
    const std::shared_ptr<WorldExpiry> self = weak.lock();
    if (self == nullptr) return;
    // Refused: too busy. The next look comes all the same.
    const bool posted = self->executor_.TryPost([self] {
      self->DeleteExpired();
      self->Arm();
    });
    if (!posted) self->Arm();
  });
}

void WorldExpiry::DeleteExpired() {
  const absl::Time now = real_time_.Now();
  for (const WorldEntry& entry : worlds_.List("", std::numeric_limits<size_t>::max())) {
    const absl::Duration ttl = entry.world->Read([](const WorldState& state) { return state.ttl; });
    if (ttl == absl::ZeroDuration() || entry.world->last_use() > now - ttl) continue;
    if (entry.clock->Look().advancing) {
      entry.world->NoteUse(now);
    } else if (worlds_.DeleteUnusedSince(entry.world->id(), now - ttl)) {
      LogInfo("world_expired", {{"world", entry.world->id()}});
    }
  }
}

}  // namespace sparkgate::simulator
