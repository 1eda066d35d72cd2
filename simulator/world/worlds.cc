#include "simulator/world/worlds.h"

#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"

namespace sparkgate::simulator {
namespace {

absl::Status WorldExists(const std::string& id) {
  return Error(absl::StatusCode::kAlreadyExists,
               fmt::format("World \"{}\" exists, made with other parameters or as a copy.", id),
               {.reason = "WORLD_EXISTS",
                .who = Actor::kCaller,
                .resource_type = "sparkgate.simulator/World",
                .resource_name = fmt::format("worlds/{}", id)});
}

// Whoever waits at it hears that it is gone.
void CloseEntry(const WorldEntry& entry) {
  entry.clock->Close();
  entry.world->journal().Close();
}

}  // namespace

Worlds::~Worlds() = default;

WorldEntry Worlds::Add(WorldState state) {
  WorldEntry entry;
  entry.world = std::make_shared<World>(std::move(state), journal_bytes_);
  entry.world->BeforeUnsavedChange(unsaved_change_);
  entry.world->NoteUse(services_.real_time.Now());
  entry.clock = WorldClock::Make(entry.world, services_);
  entries_.emplace(entry.world->id(), entry);
  return entry;
}

absl::StatusOr<WorldEntry> Worlds::Create(const NewWorld& request) {
  SG_ASSIGN_OR_RETURN(WorldState state,
                      MakeWorld(request, NewIncarnation(), "w-" + ToHex(RandomBytes(10))));
  const std::string created_as = state.created_as;
  WorldEntry entry;
  bool made = false;
  {
    MutexLock lock(mutex_);
    const auto found = entries_.find(state.id);
    made = found == entries_.end();
    entry = made ? Add(std::move(state)) : found->second;
  }
  // Without the lock: a world that is busy keeps nobody from the others.
  if (made) {
    entry.clock->Start();
    return entry;
  }
  entry.world->NoteUse(services_.real_time.Now());
  const bool same = entry.world->Read(
      [&created_as](const WorldState& there) { return there.created_as == created_as; });
  if (!same) return WorldExists(entry.world->id());
  return entry;
}

void Worlds::Restore(WorldState state) {
  MutexLock lock(mutex_);
  Add(std::move(state));
}

absl::StatusOr<WorldEntry> Worlds::Adopt(WorldState state) {
  MutexLock lock(mutex_);
  if (entries_.contains(state.id)) return WorldExists(state.id);
  return Add(std::move(state));
}

void Worlds::Start() {
  for (const WorldEntry& entry : List("", std::numeric_limits<size_t>::max())) {
    entry.clock->Start();
  }
}

void Worlds::Stop() {
  for (const WorldEntry& entry : List("", std::numeric_limits<size_t>::max())) {
    entry.clock->Stop();
  }
}

absl::StatusOr<WorldEntry> Worlds::Get(std::string_view id) const {
  MutexLock lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) {
    return ResourceNotFound("sparkgate.simulator/World", fmt::format("worlds/{}", id));
  }
  found->second.world->NoteUse(services_.real_time.Now());
  return found->second;
}

std::shared_ptr<World> Worlds::Find(std::string_view id) const {
  MutexLock lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return nullptr;
  found->second.world->NoteUse(services_.real_time.Now());
  return found->second.world;
}

WorldEntry Worlds::Take(std::map<std::string, WorldEntry, std::less<>>::iterator at) {
  deleted_.push_back(at->first);
  WorldEntry entry = std::move(at->second);
  entries_.erase(at);
  return entry;
}

absl::Status Worlds::Delete(std::string_view id) {
  WorldEntry entry;
  {
    MutexLock lock(mutex_);
    const auto found = entries_.find(id);
    if (found == entries_.end()) {
      return ResourceNotFound("sparkgate.simulator/World", fmt::format("worlds/{}", id));
    }
    entry = Take(found);
  }
  CloseEntry(entry);
  return absl::OkStatus();
}

bool Worlds::DeleteUnusedSince(std::string_view id, absl::Time last_use) {
  WorldEntry entry;
  {
    MutexLock lock(mutex_);
    const auto found = entries_.find(id);
    if (found == entries_.end() || found->second.world->last_use() > last_use) return false;
    entry = Take(found);
  }
  CloseEntry(entry);
  return true;
}

std::vector<WorldEntry> Worlds::List(std::string_view after, size_t limit) const {
  MutexLock lock(mutex_);
  std::vector<WorldEntry> page;
  for (auto entry = entries_.upper_bound(after); entry != entries_.end() && page.size() < limit;
       ++entry) {
    page.push_back(entry->second);
  }
  return page;
}

std::vector<std::string> Worlds::TakeDeleted() {
  MutexLock lock(mutex_);
  return std::exchange(deleted_, {});
}

}  // namespace sparkgate::simulator
