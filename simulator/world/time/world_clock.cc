#include "simulator/world/time/world_clock.h"

#include <algorithm>
#include <utility>

namespace sparkgate::simulator {
namespace {

void Nothing() {}

std::optional<absl::Time> NextEventTime(const World& world) {
  return world.Read([](const WorldState& state) -> std::optional<absl::Time> {
    const WorldEvent* next = state.queue.Next();
    if (next == nullptr) return std::nullopt;
    return next->time;
  });
}

std::string NextEventName(const World& world) {
  return world.Read([](const WorldState& state) -> std::string {
    const WorldEvent* next = state.queue.Next();
    return next == nullptr ? "" : std::string(EventKindName(next->kind)) + " of the world";
  });
}

}  // namespace

WorldClock::WorldClock(std::shared_ptr<World> world, ClockServices services)
    : world_(std::move(world)), services_(services) {}

std::shared_ptr<WorldClock> WorldClock::Make(std::shared_ptr<World> world, ClockServices services) {
  std::shared_ptr<WorldClock> clock(new WorldClock(world, services));
  const std::weak_ptr<WorldClock> weak = clock;
  clock->courier_ = std::make_shared<Courier>(world, services.executor, services.webhooks, [weak] {
    if (const std::shared_ptr<WorldClock> self = weak.lock()) self->Poke();
  });
  world->OnWebhooksDue([courier = std::weak_ptr<Courier>(clock->courier_)] {
    if (const std::shared_ptr<Courier> self = courier.lock()) self->Poke();
  });
  return clock;
}

void WorldClock::Start() {
  courier_->Poke();
  Changed();
}

absl::StatusOr<uint64_t> WorldClock::Advance(AdvanceRequest request) {
  uint64_t number = 0;
  {
    MutexLock lock(mutex_);
    if (closed_) return WorldGone(world_->id());
    if (speed_ > 0) return ClockRuns();
    if (next_run_.has_value()) return AdvanceInProgress();
    number = ++last_number_;
    if (!run_.has_value()) {
      StartRun(number, std::move(request), /*driven=*/false);
    } else if (run_->driven) {
      next_run_.emplace(number, std::move(request));
    } else {
      return AdvanceInProgress();
    }
  }
  Poke();
  return number;
}

void WorldClock::StartRun(uint64_t number, AdvanceRequest request, bool driven) {
  AdvanceRun& run = run_.emplace();
  world_->Read([&run](const WorldState& state) {
    run.t = state.now;
    run.progress.now = state.now;
    run.progress.events_before = state.log.count();
    run.progress.last_event = state.log.count();
    return true;
  });
  run.number = number;
  run.driven = driven;
  const absl::Duration* by = std::get_if<absl::Duration>(&request.target);
  run.target = std::max(run.t, by != nullptr ? run.t + *by : std::get<absl::Time>(request.target));
  run.request = std::move(request);
}

void WorldClock::Cancel(uint64_t advance) {
  std::optional<std::pair<uint64_t, AdvanceRequest>> dropped;
  {
    MutexLock lock(mutex_);
    if (run_.has_value() && run_->number == advance) run_->cancelled = true;
    if (next_run_.has_value() && next_run_->first == advance) dropped.swap(next_run_);
  }
  if (dropped.has_value()) {
    dropped->second.on_done(AdvanceCancelled(Now()));
  }
  Poke();
}

void WorldClock::Poke() {
  {
    MutexLock lock(mutex_);
    if (pumping_) return;  // it looks again before it ends
    pumping_ = true;
  }
  // Refused: the program stops. What is open ends on this thread.
  if (!services_.executor.TryPost([self = shared_from_this()] { self->Pump(); })) Pump();
}

void WorldClock::Pump() {
  while (true) {
    Step step;
    {
      MutexLock lock(mutex_);
      step = NextStep();
      if (!step) {
        pumping_ = false;
        return;
      }
    }
    step();
  }
}

WorldClock::Step WorldClock::NextStep() {
  if (!run_.has_value()) return nullptr;
  if (closed_) return FinishRun(WorldGone(world_->id()));
  AdvanceRun& run = *run_;
  switch (run.phase) {
    case Phase::kEnter:
      return Enter(run);
    case Phase::kWorld:
      return MoveWorld(run);
    case Phase::kWebhooks: {
      if (!courier_->idle()) {
        // Receivers may take long: whoever has gone away doesn't wait for them.
        return run.cancelled ? FinishRun(AdvanceCancelled(Now())) : nullptr;
      }
      const std::optional<absl::Time> next = NextEventTime(*world_);
      if (next.has_value() && *next <= run.t) return AgainHere(run, NextEventName(*world_));
      run.phase = Phase::kTick;
      run.tick_id = ++last_tick_id_;
      followers_.OpenTick(Registered());
      return Nothing;
    }
    case Phase::kTick:
      return SendTicks(run);
    case Phase::kNext:
      return ChooseNext(run);
  }
  return nullptr;
}

WorldClock::Step WorldClock::Enter(AdvanceRun& run) {
  for (const std::string& id : Registered()) {
    if (!followers_.Connected(id)) return AwaitFollower(run, id);
  }
  StopWaiting(run);
  run.phase = Phase::kWorld;
  return Nothing;
}

WorldClock::Step WorldClock::MoveWorld(AdvanceRun& run) {
  run.phase = Phase::kWebhooks;
  return [world = world_, t = run.t] {
    world->Write([t](WorldState& state) {
      state.now = std::max(state.now, t);
      return true;
    });
  };
}

WorldClock::Step WorldClock::SendTicks(AdvanceRun& run) {
  followers_.Forget(Registered());
  std::vector<LinkPtr> links = followers_.TakeUntold();
  if (!links.empty()) {
    return [links = std::move(links), id = world_->id(), tick = run.tick_id, t = run.t] {
      for (const LinkPtr& link : links) link->SendTick(id, tick, t);
    };
  }
  if (followers_.AllAnswered()) {
    StopWaiting(run);
    run.phase = Phase::kNext;
    return Nothing;
  }
  const std::string missing = followers_.Missing();
  if (!missing.empty()) return AwaitFollower(run, missing);
  StopWaiting(run);
  return nullptr;
}

WorldClock::Step WorldClock::ChooseNext(AdvanceRun& run) {
  ++run.progress.ticks;
  run.progress.now = run.t;
  run.progress.last_event = world_->Read([](const WorldState& state) { return state.log.count(); });
  if (run.cancelled) return FinishRun(AdvanceCancelled(run.t));
  const std::vector<std::string> registered = Registered();
  const std::optional<absl::Time> event = NextEventTime(*world_);
  const std::optional<absl::Time> due = followers_.EarliestDue(registered);
  if (event.has_value() && *event <= run.t) return AgainHere(run, NextEventName(*world_));
  if (due.has_value() && *due <= run.t) {
    return AgainHere(run, followers_.DueItems(registered, run.t));
  }
  if (run.t >= run.target) return FinishRun(absl::OkStatus());
  run.t = std::min({run.target, event.value_or(run.target), due.value_or(run.target)});
  run.rounds_here = 0;
  run.phase = Phase::kEnter;
  return TellProgress(run);
}

WorldClock::Step WorldClock::AgainHere(AdvanceRun& run, const std::string& items) {
  if (++run.rounds_here >= services_.max_rounds) {
    return FinishRun(AdvanceStuck(run.t, run.rounds_here, items));
  }
  run.phase = Phase::kWorld;
  return TellProgress(run);
}

WorldClock::Step WorldClock::TellProgress(AdvanceRun& run) {
  return [tell = run.request.on_progress, progress = run.progress] { tell(progress); };
}

WorldClock::Step WorldClock::AwaitFollower(AdvanceRun& run, const std::string& follower_id) {
  // Lost in mid-tick, the world stands at the tick's instant already.
  if (run.cancelled) return FinishRun(AdvanceCancelled(Now()));
  if (run.driven) return nullptr;  // a running clock waits as long as it takes, and shows its lag
  if (run.wait_over || run.request.follower_wait <= absl::ZeroDuration()) {
    return FinishRun(FollowerGone(follower_id, Now()));
  }
  if (run.wait_timer.has_value()) return nullptr;
  run.wait_timer = services_.timers.After(
      run.request.follower_wait,
      [weak = weak_from_this(), number = run.number, wait = run.wait_number] {
        const std::shared_ptr<WorldClock> self = weak.lock();
        if (self == nullptr) return;
        {
          MutexLock lock(self->mutex_);
          if (!self->run_.has_value() || self->run_->number != number) return;
          if (self->run_->wait_number != wait) return;
          self->run_->wait_over = true;
        }
        self->Poke();
      });
  run.progress.waiting_for = follower_id;
  return TellProgress(run);
}

void WorldClock::StopWaiting(AdvanceRun& run) {
  if (run.wait_timer.has_value()) services_.timers.Cancel(*run.wait_timer);
  run.wait_timer.reset();
  ++run.wait_number;
  run.wait_over = false;
  run.progress.waiting_for.clear();
}

WorldClock::Step WorldClock::FinishRun(const absl::Status& status) {
  StopWaiting(*run_);
  followers_.CloseTick();
  const AdvanceRun run = *std::exchange(run_, std::nullopt);
  if (next_run_.has_value()) {
    auto [number, request] = *std::exchange(next_run_, std::nullopt);
    StartRun(number, std::move(request), /*driven=*/false);
  }
  // Followers who are registered know the time from their ticks; those who only look on don't.
  std::vector<std::pair<LinkPtr, ClockState>> onlookers;
  for (const LinkPtr& link : followers_.links()) {
    ClockState state = StateFor(*link);
    if (!state.registered) onlookers.emplace_back(link, std::move(state));
  }
  return [run, status, onlookers = std::move(onlookers)] {
    for (const auto& [link, state] : onlookers) link->SendClock(state);
    if (status.ok()) {
      run.request.on_done(run.progress);
    } else {
      run.request.on_done(status);
    }
  };
}

absl::Time WorldClock::Now() const {
  return world_->Read([](const WorldState& state) { return state.now; });
}

std::vector<std::string> WorldClock::Registered() const {
  std::vector<std::string> ids = followers_.LocalIds();
  world_->Read([&ids](const WorldState& state) {
    ids.insert(ids.begin(), state.followers.begin(), state.followers.end());
  });
  return ids;
}

ClockState WorldClock::StateFor(const FollowerLink& link) const {
  return world_->Read([&link](const WorldState& state) {
    const bool registered = link.is_local() || state.followers.contains(link.follower_id());
    return ClockState{.world_id = state.id,
                      .incarnation = state.incarnation,
                      .revision = state.revision,
                      .now = state.now,
                      .speed = state.speed,
                      .limits = RateLimitModeOf(state),
                      .registered = registered};
  });
}

}  // namespace sparkgate::simulator
