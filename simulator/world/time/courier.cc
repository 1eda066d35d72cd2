#include "simulator/world/time/courier.h"

#include <utility>
#include <vector>

namespace sparkgate::simulator {

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
    calls = world_->Write([](WorldState& state) { return TakeDueWebhooks(state); });
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
    sender_.Send(call, [self = shared_from_this(), id = call.delivery_id](bool delivered) {
      self->Finish(id, delivered);
    });
  }
}

void Courier::Finish(const std::string& delivery_id, bool delivered) {
  std::map<std::string, bool> outcomes;
  {
    MutexLock lock(mutex_);
    outcomes_[delivery_id] = delivered;
    if (--on_their_way_ > 0) return;
    outcomes = std::exchange(outcomes_, {});
  }
  world_->Write([&outcomes](WorldState& state) {
    for (const auto& [id, ok] : outcomes) FinishWebhook(state, id, ok);
    return true;
  });
  if (!executor_.TryPost([self = shared_from_this()] { self->SendBatch(); })) SendBatch();
}

}  // namespace sparkgate::simulator
