#include "simulator/world/time/courier.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sparkgate::simulator {
namespace {

// Looks before it writes: a world in which nothing is due isn't changed by being asked.
std::vector<WebhookCall> TakeDue(World& world) {
  const bool due =
      world.Read([](const WorldState& state) { return !state.due_deliveries.empty(); });
  if (!due) return {};
  return world.Write([](WorldState& state) { return TakeDueWebhooks(state); });
}

}  // namespace

Courier::Courier(std::shared_ptr<World> world, Executor& executor, WebhookSender& sender,
                 std::function<void()> on_idle)
    : world_(std::move(world)),
      executor_(executor),
      sender_(sender),
      on_idle_(std::move(on_idle)) {}

bool Courier::idle() const {
  MutexLock lock(mutex_);
  return !busy_;
}

void Courier::Poke() {
  {
    MutexLock lock(mutex_);
    again_ = true;
    if (busy_) return;
    busy_ = true;
  }
  // Refused: the program stops, or is overloaded. Then the caller's thread has to do it.
  if (!executor_.TryPost([self = shared_from_this()] { self->SendBatch(); })) SendBatch();
}

// Runs while busy_, on one thread at a time: a batch is over before the next one is taken.
void Courier::SendBatch() {
  std::vector<WebhookCall> calls;
  while (true) {
    {
      MutexLock lock(mutex_);
      again_ = false;
    }
    calls = TakeDue(*world_);
    MutexLock lock(mutex_);
    if (!calls.empty()) {
      on_their_way_ = calls.size();
      break;
    }
    if (again_) continue;
    busy_ = false;
    break;
  }
  if (calls.empty()) {
    on_idle_();
    return;
  }
  for (const WebhookCall& call : calls) {
    sender_.Send(call, [self = shared_from_this(), id = call.delivery_id](WebhookOutcome outcome) {
      self->Finish(id, outcome);
    });
  }
}

void Courier::Finish(const std::string& delivery_id, WebhookOutcome outcome) {
  std::map<std::string, WebhookOutcome> outcomes;
  {
    MutexLock lock(mutex_);
    outcomes_[delivery_id] = outcome;
    if (--on_their_way_ > 0) return;
    outcomes = std::exchange(outcomes_, {});
  }
  world_->Write([&outcomes](WorldState& state) {
    for (const auto& [id, result] : outcomes) FinishWebhook(state, id, result);
    return true;
  });
  const bool unsent = std::ranges::any_of(
      outcomes, [](const auto& entry) { return entry.second == WebhookOutcome::kNotSent; });
  if (unsent) return;  // and busy for good
  if (!executor_.TryPost([self = shared_from_this()] { self->SendBatch(); })) SendBatch();
}

}  // namespace sparkgate::simulator
