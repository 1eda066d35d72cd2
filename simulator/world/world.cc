#include "simulator/world/world.h"

#include "simulator/world/reactions.h"

namespace sparkgate::simulator {
namespace {

// A bound on what one Write may cause; the time engine goes on with what is left.
constexpr size_t kReactionsPerWrite = 10'000;

}  // namespace

void World::Settle() {
  ReactToDue(state_, kReactionsPerWrite);
  ++state_.revision;
}

void World::NotifyIfDue() {
  if (!webhooks_due_) return;
  const bool due = Read([](const WorldState& state) { return !state.due_deliveries.empty(); });
  if (due) webhooks_due_();
}

}  // namespace sparkgate::simulator
