// What tests of world clocks stand on: everything runs on the test's own thread, real time moves by
// hand, followers and webhook receivers do as they are told.
#ifndef SPARKGATE_SIMULATOR_WORLD_TIME_CLOCK_FIXTURE_H_
#define SPARKGATE_SIMULATOR_WORLD_TIME_CLOCK_FIXTURE_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "simulator/world/new_world.h"
#include "simulator/world/time/world_clock.h"

namespace sparkgate::simulator {

// Answers each webhook with `answer`, at once, or keeps it open until Release.
class FakeWebhookSender final : public WebhookSender {
 public:
  void Send(const WebhookCall& call, std::function<void(WebhookOutcome)> done) override {
    sent.push_back(call.delivery_id);
    if (on_send) on_send();
    if (hold) {
      held.push_back(std::move(done));
    } else {
      done(answer);
    }
  }
  void Release(WebhookOutcome outcome) {
    for (auto& done : std::exchange(held, {})) done(outcome);
  }

  WebhookOutcome answer = WebhookOutcome::kDelivered;
  std::function<void()> on_send;
  bool hold = false;
  std::vector<std::function<void(WebhookOutcome)>> held;
  std::vector<std::string> sent;
};

class FakeFollower final : public FollowerLink, public std::enable_shared_from_this<FakeFollower> {
 public:
  FakeFollower(std::string id, const std::shared_ptr<WorldClock>& clock)
      : id_(std::move(id)), clock_(clock) {}

  const std::string& follower_id() const override { return id_; }
  void SendTick(const std::string&, int64_t tick_id, absl::Time time) override {
    ticks.emplace_back(tick_id, time);
    if (on_tick) on_tick(time);
    if (answers) Answer();
  }
  void SendClock(const ClockState& state) override { clocks.push_back(state); }
  void SendGone(const std::string&, const WorldClock*) override { gone = true; }

  void Connect() { clock_.lock()->Watch(shared_from_this()); }
  void Disconnect() { clock_.lock()->Unwatch(this); }
  // Acknowledges the newest tick; the next due time is the first in `dues` after the tick.
  void Answer() {
    const auto [tick_id, time] = ticks.back();
    std::optional<absl::Time> next;
    for (const absl::Time due : dues) {
      if (due > time && (!next.has_value() || due < *next)) next = due;
    }
    clock_.lock()->Ack(id_, tick_id, endless ? std::optional(time) : next, {"alert"});
  }

  bool answers = true;
  bool endless = false;  // always has more at the tick's instant
  std::vector<absl::Time> dues;
  std::function<void(absl::Time)> on_tick;
  std::vector<std::pair<int64_t, absl::Time>> ticks;
  std::vector<ClockState> clocks;
  bool gone = false;

 private:
  const std::string id_;
  const std::weak_ptr<WorldClock> clock_;  // which owns its followers' links
};

struct ClockFixture {
  ClockServices services() {
    return {.executor = executor, .timers = timers, .real_time = real_time, .webhooks = webhooks};
  }

  InlineExecutor executor;
  ManualTimerService timers;
  ManualClock real_time{absl::FromUnixSeconds(1'900'000'000)};
  FakeWebhookSender webhooks;
};

// What became of an Advance.
struct Outcome {
  std::optional<absl::StatusOr<AdvanceProgress>> result;
  std::vector<AdvanceProgress> progress;

  AdvanceRequest Request(std::variant<absl::Time, absl::Duration> target,
                         absl::Duration follower_wait = absl::ZeroDuration()) {
    return {.target = target,
            .follower_wait = follower_wait,
            .on_progress = [this](const AdvanceProgress& p) { progress.push_back(p); },
            .on_done = [this](const absl::StatusOr<AdvanceProgress>& r) { result = r; }};
  }
  bool done() const { return result.has_value(); }
  absl::Status status() const { return result.value().status(); }
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_TIME_CLOCK_FIXTURE_H_
