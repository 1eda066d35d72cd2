// One step of a lane: look what is due, do one batch of it, write down what came of it; or, when
// nothing is left, say so.
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/log.h"
#include "server/usecases/patience.h"
#include "server/usecases/work_outcomes.h"
#include "server/workers/work_runner.h"
#include "server/workers/world_state.h"

namespace sparkgate::server {
namespace {

// An item that is due again at the same instant this many times goes round in circles. It is left
// alone until time moves; a tick then reports it, and the simulator's Advance fails and names it.
constexpr int kMaxRuns = 1000;
constexpr size_t kNamedItems = 10;
// The system clock may be set, so a long sleep is cut into pieces.
constexpr absl::Duration kLongestSleep = absl::Minutes(1);

std::vector<std::string> NamesOf(const std::vector<WorkItem>& items) {
  std::vector<std::string> names;
  for (size_t i = 0; i < std::min(items.size(), kNamedItems); ++i) {
    names.push_back(fmt::format("{} {}", items[i].kind, items[i].subject));
  }
  return names;
}

}  // namespace

WorkRunner::After WorkRunner::Step(const LanePtr& lane) {
  bool clock_changed = false;
  std::optional<Tick> tick;
  std::set<WorkKey> delayed;
  {
    // The tick is taken before the read: what is read then is what is left at its instant or later.
    MutexLock lock(mutex_);
    clock_changed = std::exchange(lane->clock_changed, false);
    tick = lane->tick;
    for (const auto& [key, timer] : lane->delays) delayed.insert(key);
  }
  std::set<WorkKey> skipped = delayed;
  for (const auto& [key, runs] : lane->runs) {
    if (runs >= kMaxRuns) skipped.insert(key);
  }
  const absl::StatusOr<DueWork> work =
      LoadDueWork(*env_, lane->workspace, kBatchLimit + skipped.size(), clock_changed);
  const auto later = [&](const absl::Status& error) {
    LogWarning("lane_waits", {{"workspace", lane->workspace}, {"reason", ReasonOf(error)}});
    MutexLock lock(mutex_);
    lane->clock_changed = lane->clock_changed || clock_changed;
    return After::kLater;
  };
  if (!work.ok()) return later(work.status());
  if (!work->workspace.has_value()) return After::kIdle;  // being deleted

  const WorkspaceState state = StateFor(*work->workspace, work->now);
  if (state != work->workspace->state) {
    // What we heard may be about the world before it was made anew: only a fresh answer counts.
    if (state != WorkspaceState::kActive && !std::exchange(lane->asked_again, true)) {
      env_->worlds.Watch(lane->workspace);
      return After::kIdle;
    }
    const absl::Status changed = SetWorldState(*env_, *work->workspace, state);
    return changed.ok() ? After::kMore : later(changed);
  }
  if (work->now.ok()) {
    lane->asked_again = false;
    if (*work->now != lane->instant) {
      lane->instant = *work->now;
      lane->runs.clear();
    }
    const std::vector<WorkItem> batch = FirstBatch(work->items, skipped);
    if (!batch.empty()) return DoBatch(lane, *work->workspace, batch, *work->now);
  }
  return EndRound(lane, *work, tick, delayed);
}

WorkRunner::After WorkRunner::DoBatch(const LanePtr& lane, const Workspace& workspace,
                                      const std::vector<WorkItem>& batch, absl::Time now) {
  const std::vector<WorkOutcome> outcomes = RunHandler(workspace, batch, now);
  {
    MutexLock lock(mutex_);
    ++counts_.batches;
    counts_.items += static_cast<int64_t>(batch.size());
  }
  const absl::Status written = WriteOutcomes(*env_, workspace, batch, outcomes, now);
  if (!written.ok()) {
    LogError("outcomes_not_written", {{"workspace", workspace.id}, {"reason", ReasonOf(written)}});
    return After::kLater;
  }
  for (size_t i = 0; i < batch.size(); ++i) {
    if (outcomes[i].kind == WorkOutcome::Kind::kAgainIn) {
      Delay(lane, batch[i], outcomes[i].delay);
      continue;
    }
    if (!outcomes[i].fresh && ++lane->runs[KeyOf(batch[i])] == kMaxRuns) {
      LogError(
          "work_goes_round",
          {{"workspace", workspace.id}, {"kind", batch[i].kind}, {"subject", batch[i].subject}});
    }
    if (outcomes[i].kind == WorkOutcome::Kind::kFailed) {
      LogWarning("work_failed", {{"workspace", workspace.id},
                                 {"kind", batch[i].kind},
                                 {"subject", batch[i].subject},
                                 {"attempts", batch[i].attempts + 1},
                                 {"reason", ReasonOf(outcomes[i].error)}});
    }
  }
  return After::kMore;
}

std::vector<WorkOutcome> WorkRunner::RunHandler(const Workspace& workspace,
                                                const std::vector<WorkItem>& batch,
                                                absl::Time now) {
  std::vector<WorkOutcome> outcomes;
  const auto handler = handlers_.find(batch.front().kind);
  if (handler != handlers_.end()) {
    const BackgroundPatience patience;
    outcomes = RunBatch(*handler->second, *env_, workspace, batch, now);
  }
  outcomes.resize(batch.size(), FailedWork(absl::InternalError(fmt::format(
                                    "nobody does work of kind {}", batch.front().kind))));
  return outcomes;
}

void WorkRunner::Delay(const LanePtr& lane, const WorkItem& item, absl::Duration delay) {
  MutexLock lock(mutex_);
  if (stopping_ || lane->removed) return;
  lane->delays[KeyOf(item)] =
      timers_.After(delay, [weak = weak_from_this(), lane, key = KeyOf(item)] {
        const auto self = weak.lock();
        if (self == nullptr) return;
        {
          MutexLock inner(self->mutex_);
          lane->delays.erase(key);
        }
        self->Wake(lane);
      });
}

WorkRunner::After WorkRunner::EndRound(const LanePtr& lane, const DueWork& work,
                                       const std::optional<Tick>& tick,
                                       const std::set<WorkKey>& delayed) {
  // What waits for real time keeps the tick open; its timer wakes the lane.
  const bool open = std::ranges::any_of(
      work.items, [&](const WorkItem& item) { return delayed.contains(KeyOf(item)); });
  if (open) return After::kIdle;
  if (lane->simulated) {
    TellWorld(lane, tick, work.next_due, NamesOf(work.items));
  } else if (work.next_due.has_value() && work.now.ok()) {
    WakeIn(lane, std::clamp(*work.next_due - *work.now, absl::ZeroDuration(), kLongestSleep));
  }
  return After::kIdle;
}

void WorkRunner::TellWorld(const LanePtr& lane, const std::optional<Tick>& tick,
                           std::optional<absl::Time> next_due,
                           const std::vector<std::string>& due_items) {
  bool acknowledge = false;
  bool tell = false;
  {
    MutexLock lock(mutex_);
    // A later tick, or the same one sent again after a reconnect, gets a step of its own.
    acknowledge = tick.has_value() && lane->tick.has_value() && lane->tick->id == tick->id;
    if (acknowledge) {
      lane->tick.reset();
      ++counts_.ticks;
    }
    tell = !lane->told.has_value() || *lane->told != next_due;
    lane->told = next_due;
  }
  if (acknowledge) {
    env_->worlds.Acknowledge(lane->workspace, tick->id, next_due, due_items);
  } else if (tell) {
    env_->worlds.TellDue(lane->workspace, next_due);
  }
}

}  // namespace sparkgate::server
