// The worlds port: what the server asks of the simulator besides TikTok's own API. Its one adapter
// speaks sparkgate.simulator.v1 (server/worlds/simulator). Thread-safe.
#ifndef SPARKGATE_SERVER_WORLDS_WORLDS_H_
#define SPARKGATE_SERVER_WORLDS_WORLDS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

namespace sparkgate::server {

struct WorldSpec {
  std::string id;  // the workspace's
  std::string seed;
  absl::Time start;
  double clock_speed = 0;
  std::string follower_id;  // the store's id
};

struct WorldInfo {
  std::string id;
  std::string incarnation;
  absl::Time now;
};

struct WorldApp {
  std::string tiktok_app_id;
  std::string secret;
  std::vector<std::string> redirect_uris;
  int tier = 1;  // AppTier
};

// By which clock a world's TikTok limits calls, if it does.
enum class WorldLimits { kOff, kWorldClock, kRealTime };

struct AdvanceProgress {
  absl::Time now;
  int64_t ticks = 0;
};

// What a follower hears. Called from the adapter's thread, one at a time: hand work away.
class ClockListener {
 public:
  virtual ~ClockListener() = default;
  virtual void OnClock(const std::string& world, const std::string& incarnation, absl::Time now,
                       double speed, WorldLimits limits) = 0;
  virtual void OnTick(const std::string& world, int64_t tick, absl::Time now) = 0;
  virtual void OnWorldGone(const std::string& world) = 0;
  // The stream broke: no world's time is known until OnClock comes again. The adapter reconnects
  // and watches the same worlds again by itself.
  virtual void OnDisconnected() = 0;
};

class Worlds {
 public:
  virtual ~Worlds() = default;
  // All calls: UNAVAILABLE, reason SIMULATOR_UNREACHABLE, if the simulator doesn't answer.
  // Idempotent by id for equal specs; ALREADY_EXISTS, reason WORLD_EXISTS, otherwise.
  virtual absl::StatusOr<WorldInfo> Create(const WorldSpec& spec) = 0;
  virtual absl::StatusOr<WorldInfo> Get(const std::string& world) = 0;
  virtual absl::Status Delete(const std::string& world) = 0;  // a missing world is fine
  // Makes a world `id` that is what `source` is now, with a clock that stands still; and makes
  // `world` what `source` is now, under another incarnation. For the one follower of both. Reasons
  // besides: WORLD_EXISTS, WORLD_FOLLOWED, ADVANCE_IN_PROGRESS, CLOCK_RUNS, WEBHOOKS_ON_THEIR_WAY.
  virtual absl::StatusOr<WorldInfo> Fork(const std::string& source, const std::string& id,
                                         const std::string& follower_id) = 0;
  virtual absl::StatusOr<WorldInfo> Restore(const std::string& world, const std::string& source,
                                            const std::string& follower_id) = 0;
  virtual absl::Status RegisterApp(const std::string& world, const WorldApp& app) = 0;

  // Moves a world's clock; exactly one of `to` and `by`. Returns at once; `progress` any number of
  // times, then `done` once, from the adapter's thread. The returned function cancels.
  virtual std::function<void()> Advance(const std::string& world, std::optional<absl::Time> to,
                                        std::optional<absl::Duration> by,
                                        std::optional<absl::Duration> follower_wait,
                                        std::function<void(const AdvanceProgress&)> progress,
                                        std::function<void(absl::Status)> done) = 0;

  // Opens the one two-way stream of this process. Call once; the listener outlives this object.
  virtual void Follow(const std::string& follower_id, ClockListener* listener) = 0;
  virtual void Watch(const std::string& world) = 0;
  virtual void Unwatch(const std::string& world) = 0;
  // `due_items` are short names of what is due at `next_due`, for an error message; at most 10.
  virtual void Acknowledge(const std::string& world, int64_t tick,
                           std::optional<absl::Time> next_due,
                           const std::vector<std::string>& due_items) = 0;
  // The next due time changed other than by a tick's work.
  virtual void TellDue(const std::string& world, std::optional<absl::Time> next_due) = 0;
  // Closes the stream; no listener call comes after it returns.
  virtual void Stop() = 0;
};

// UNAVAILABLE, reason SIMULATOR_UNREACHABLE: no world's time is known, and nothing else takes its
// place.
absl::Status SimulatorUnreachable();

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORLDS_WORLDS_H_
