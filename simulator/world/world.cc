#include "simulator/world/world.h"

#include <string_view>

#include "simulator/world/reactions.h"

namespace sparkgate::simulator {
namespace {

// A bound on what one Write may cause; the time engine goes on with what is left.
constexpr size_t kReactionsPerWrite = 10'000;

// Lends every table there is in what it visits.
struct Lender {
  template <class T>
  void operator()(std::string_view, T& field) {
    if constexpr (requires { field.Lend(); }) {
      field.Lend();
    } else if constexpr (requires { T::Fields(field, *this); }) {
      T::Fields(field, *this);
    }
  }
};

}  // namespace

std::optional<WorldState> World::Snapshot(const WorldVersion& saved) {
  MutexLock lock(mutex_);
  if (VersionOf(state_) == saved) return std::nullopt;
  change_noted_ = false;
  return state_;
}

WorldState World::Copy() {
  MutexLock lock(mutex_);
  Lender lend;
  WorldState::Fields(state_, lend);
  return state_;
}

void World::Replace(WorldState state) {
  state.id = id_;
  {
    MutexLock lock(mutex_);
    NoteChange();
    state.created_as = state_.created_as;
    state.ttl = state_.ttl;
    state.followers = state_.followers;
    std::swap(state_, state);
    ++state_.revision;
  }
  // What was there is let go without the lock: it may be large.
}

void World::NoteChange() {
  if (change_noted_ || !unsaved_) return;
  change_noted_ = true;
  unsaved_(state_);
}

void World::Settle() {
  ReactToDue(state_, kReactionsPerWrite);
  ++state_.revision;
}

void World::NotifyIfDue() {
  changes_.Tell();
  if (!webhooks_due_) return;
  const bool due = Read([](const WorldState& state) { return !state.due_deliveries.empty(); });
  if (due) webhooks_due_();
}

}  // namespace sparkgate::simulator
