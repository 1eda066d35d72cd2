// A story in a world that lives: a follower of the world's clock inside this program. Each tick
// waits until the steps that are due have been done. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_LIVE_SCENARIO_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_LIVE_SCENARIO_H_

#include <memory>
#include <string>

#include "base/executor.h"
#include "base/mutex.h"
#include "simulator/app/scenario/player.h"
#include "simulator/world/time/follower_link.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

class LiveScenario final : public FollowerLink, public std::enable_shared_from_this<LiveScenario> {
 public:
  // `executor` and `faces` outlive it.
  LiveScenario(Scenario scenario, const WorldEntry& entry, const Faces& faces, Executor& executor);

  // Plays what is due at once, and follows the clock from then on. Call once.
  void Begin();

  const Scenario& scenario() const { return player_.scenario(); }
  ScenarioReport report() const;

  // FollowerLink
  const std::string& follower_id() const override { return follower_id_; }
  bool is_local() const override { return true; }
  void SendTick(const std::string& world_id, int64_t tick_id, absl::Time time) override;
  void SendClock(const ClockState& state) override;
  void SendGone(const std::string& world_id, const WorldClock* clock) override;

 private:
  // The report, and when the next step is due.
  std::optional<absl::Time> Publish() SG_REQUIRES(play_mutex_);
  void Answer(int64_t tick_id);

  const std::string follower_id_;
  const std::weak_ptr<WorldClock> clock_;  // which holds this link while the story plays
  Executor& executor_;

  // Held while steps are done, which may take the clock's lock. So whatever the clock says under
  // its own lock must not take it.
  Mutex play_mutex_;
  Player player_;  // changed under play_mutex_; its scenario never changes
  mutable Mutex report_mutex_;
  ScenarioReport report_ SG_GUARDED_BY(report_mutex_);
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_LIVE_SCENARIO_H_
