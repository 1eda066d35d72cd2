// Moves one world through time, together with those who follow it.
//
// An Advance is a discrete-event loop without a thread of its own: `Pump` does one step after
// another and returns as soon as it has to wait, for an acknowledgement, a webhook's answer or a
// follower's connection; what is waited for pokes it awake. Steps of one Advance:
//
//   kEnter     all followers connected? Then the world moves to t …
//   kWorld     … and does everything due up to t
//   kWebhooks  webhooks are on their way; no world lock is held
//   kTick      each follower was sent tick(t) and works; done when all have acknowledged
//   kNext      more at this instant? the next t? or the end
//
// A running clock (speed > 0) is the same loop, started again and again by a timer with the instant
// that real time has reached by then.
//
// Thread-safe. Holds no lock while it changes the world, sends a tick or calls a callback; it does
// while it reads the world or sends a clock's state. Lock order: this one before the world's.
#ifndef SPARKGATE_SIMULATOR_WORLD_TIME_WORLD_CLOCK_H_
#define SPARKGATE_SIMULATOR_WORLD_TIME_WORLD_CLOCK_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "base/clock.h"
#include "base/executor.h"
#include "base/mutex.h"
#include "base/timer.h"
#include "simulator/world/time/advance.h"
#include "simulator/world/time/advance_run.h"
#include "simulator/world/time/courier.h"
#include "simulator/world/time/followers.h"
#include "simulator/world/world.h"

namespace sparkgate::simulator {

// What clocks stand on. All outlive them.
struct ClockServices {
  Executor& executor;      // steps run here
  TimerService& timers;    // real time: waiting for followers, running clocks
  const Clock& real_time;  // what running clocks run by
  WebhookSender& webhooks;
  int64_t max_rounds = 10'000;  // at one instant
};

class WorldClock : public std::enable_shared_from_this<WorldClock> {
 public:
  static std::shared_ptr<WorldClock> Make(std::shared_ptr<World> world, ClockServices services);
  // What a loaded world has to go on with: a running clock, webhooks that are due.
  void Start();
  // The program ends: a running clock takes no further step, and what is saved then is its last.
  void Stop();

  // Starts an Advance and returns its number for Cancel. ABORTED (ADVANCE_IN_PROGRESS),
  // FAILED_PRECONDITION (CLOCK_RUNS), NOT_FOUND (WORLD_GONE); then no callback is called.
  absl::StatusOr<uint64_t> Advance(AdvanceRequest request);
  // Stops it after the instant in progress, or while it waits for webhooks or for a follower to
  // connect (CANCELLED). No effect if it is over.
  void Cancel(uint64_t advance);

  // A follower's connection. Watch answers with the clock's state, or with SendGone.
  void Watch(const LinkPtr& link);
  void Unwatch(const FollowerLink* link);
  void Ack(const std::string& follower_id, int64_t tick_id, std::optional<absl::Time> next_due,
           std::vector<std::string> items);
  void Due(const std::string& follower_id, std::optional<absl::Time> next_due);

  // The world as it stands between two Advances: in mid-instant its followers may still owe work.
  // ABORTED (ADVANCE_IN_PROGRESS). Steps of a running clock don't count: it would never be free.
  absl::StatusOr<WorldState> Copy() const;

  // Puts another state in the place of the world's and tells all connections. Only while nothing is
  // under way: FAILED_PRECONDITION (CLOCK_RUNS), ABORTED (ADVANCE_IN_PROGRESS,
  // WEBHOOKS_ON_THEIR_WAY), NOT_FOUND (WORLD_GONE).
  absl::Status Replace(WorldState state);

  // The world's registered followers, its speed or its switches were changed. Tells all
  // connections.
  void Changed();
  // The world is deleted: connections are told, an Advance in progress fails. Final.
  void Close();

  struct FollowerView {
    std::string id;
    bool connected = false;
    std::optional<absl::Time> next_due;
  };
  struct View {
    absl::Time now;
    double speed = 0;
    absl::Duration lag;
    bool advancing = false;
    std::string problem;  // why a running clock doesn't get on; "": it does
    std::optional<absl::Time> next_event;
    std::vector<FollowerView> followers;  // registered ones, by id
  };
  View Look() const;

 private:
  using Phase = AdvanceRun::Phase;
  using Step = std::function<void()>;  // what to do without the lock

  WorldClock(std::shared_ptr<World> world, ClockServices services);

  void Poke();
  void Pump();
  // Decides what to do next. Null: nothing until somebody pokes.
  Step NextStep() SG_REQUIRES(mutex_);
  Step Enter(AdvanceRun& run) SG_REQUIRES(mutex_);
  Step MoveWorld(AdvanceRun& run) SG_REQUIRES(mutex_);
  Step SendTicks(AdvanceRun& run) SG_REQUIRES(mutex_);
  Step ChooseNext(AdvanceRun& run) SG_REQUIRES(mutex_);
  Step AwaitFollower(AdvanceRun& run, const std::string& follower_id) SG_REQUIRES(mutex_);
  void StopWaiting(AdvanceRun& run) SG_REQUIRES(mutex_);
  Step AgainHere(AdvanceRun& run, const std::string& items) SG_REQUIRES(mutex_);
  Step TellProgress(AdvanceRun& run) SG_REQUIRES(mutex_);
  Step FinishRun(const absl::Status& status) SG_REQUIRES(mutex_);
  void StartRun(uint64_t number, AdvanceRequest request, bool driven) SG_REQUIRES(mutex_);
  bool Advancing() const SG_REQUIRES(mutex_) {
    return next_run_.has_value() || (run_.has_value() && !run_->driven);
  }

  // Running clocks.
  absl::Time Expected() const SG_REQUIRES(mutex_);
  void Anchor() SG_REQUIRES(mutex_);
  void ArmBeat() SG_REQUIRES(mutex_);
  void Beat(uint64_t number);
  void Drove(const absl::Status& status);
  void Relieve() SG_REQUIRES(mutex_);

  absl::Time Now() const;
  // Who owes ticks: the world's registered followers, and local ones.
  std::vector<std::string> Registered() const SG_REQUIRES(mutex_);
  ClockState StateFor(const FollowerLink& link) const;

  const std::shared_ptr<World> world_;
  const ClockServices services_;
  std::shared_ptr<Courier> courier_;

  mutable Mutex mutex_;
  bool pumping_ SG_GUARDED_BY(mutex_) = false;
  bool closed_ SG_GUARDED_BY(mutex_) = false;
  std::optional<AdvanceRun> run_ SG_GUARDED_BY(mutex_);
  // An Advance that came while the last step of a clock just frozen was still under way.
  std::optional<std::pair<uint64_t, AdvanceRequest>> next_run_ SG_GUARDED_BY(mutex_);
  uint64_t last_number_ SG_GUARDED_BY(mutex_) = 0;
  int64_t last_tick_id_ SG_GUARDED_BY(mutex_) = 0;
  Followers followers_ SG_GUARDED_BY(mutex_);

  double speed_ SG_GUARDED_BY(mutex_) = 0;
  absl::Time anchor_world_ SG_GUARDED_BY(mutex_);
  absl::Time anchor_real_ SG_GUARDED_BY(mutex_);
  std::optional<TimerService::Id> beat_timer_ SG_GUARDED_BY(mutex_);
  uint64_t beat_number_ SG_GUARDED_BY(mutex_) = 0;  // tells the armed beat from one that is late
  std::string problem_ SG_GUARDED_BY(mutex_);       // see View
  absl::Duration pause_ SG_GUARDED_BY(mutex_);      // after a step that got stuck
  absl::Time pause_end_ SG_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_TIME_WORLD_CLOCK_H_
