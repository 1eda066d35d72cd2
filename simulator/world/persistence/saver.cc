#include "simulator/world/persistence/saver.h"

#include <limits>
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
  absl::Status first;
  for (const std::string& id : worlds_.TakeDeleted()) {
    saved_.erase(id);
    Note(first, files_.Remove(id));
  }
  for (const WorldEntry& entry : worlds_.List("", std::numeric_limits<size_t>::max())) {
    Saved& saved = saved_[entry.world->id()];
    Saved present;
    const std::string text = entry.world->Read([&](const WorldState& state) {
      present = {.incarnation = state.incarnation, .revision = state.revision};
      const bool same =
          saved.incarnation == present.incarnation && saved.revision == present.revision;
      return same ? std::string() : WorldToText(state);
    });
    if (text.empty()) continue;
    const absl::Status status = files_.Save(entry.world->id(), text);
    Note(first, status);
    if (status.ok()) saved = present;
  }
  return first;
}

}  // namespace sparkgate::simulator
