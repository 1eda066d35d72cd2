#include "simulator/world/persistence/saver.h"

#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "simulator/world/persistence/world_text.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kInterval = absl::Seconds(4);

void Note(absl::Status& first, const absl::Status& status) {
  if (status.ok()) return;
  LogError("world_not_saved",
           {{"reason", ReasonOf(status)}, {"message", std::string(status.message())}});
  if (first.ok()) first = status;
}

}  // namespace

void Saver::Start() {
  MutexLock lock(mutex_);
  Arm();
}

void Saver::Arm() {
  if (stopped_) return;
  timers_.After(kInterval, [weak = weak_from_this()] {
    const std::shared_ptr<Saver> self = weak.lock();
    if (self == nullptr) return;
    const bool posted = self->executor_.TryPost([self] {
      (void)self->SaveChanged();  // logged; the next round tries again
      MutexLock lock(self->mutex_);
      self->Arm();
    });
    if (posted) return;
    MutexLock lock(self->mutex_);
    self->Arm();
  });
}

absl::Status Saver::Stop() {
  {
    MutexLock lock(mutex_);
    stopped_ = true;
  }
  return SaveChanged();
}

absl::Status Saver::SaveChanged() {
  MutexLock lock(saving_);
  absl::Status first = RemoveDeleted();
  for (const WorldEntry& entry : worlds_.List("", std::numeric_limits<size_t>::max())) {
    WorldVersion& saved = saved_[entry.world->id()];
    const std::optional<WorldState> state = entry.world->Snapshot(saved);
    if (!state.has_value()) continue;
    const absl::Status status = files_.Save(state->id, WorldToText(*state));
    Note(first, status);
    if (status.ok()) saved = VersionOf(*state);
  }
  return first;
}

absl::Status Saver::RemoveDeleted() {
  for (std::string& id : worlds_.TakeDeleted()) deleted_.insert(std::move(id));
  absl::Status first;
  for (auto id = deleted_.begin(); id != deleted_.end();) {
    saved_.erase(*id);
    // One that was made anew is saved over it.
    const absl::Status status =
        worlds_.Find(*id) == nullptr ? files_.Remove(*id) : absl::OkStatus();
    Note(first, status);
    id = status.ok() ? deleted_.erase(id) : std::next(id);
  }
  return first;
}

}  // namespace sparkgate::simulator
