// A Worlds whose simulator is the test: it plays the clock stream, and everything asked of it is
// written down. Thread-safe.
#ifndef SPARKGATE_SERVER_USECASES_TESTING_FAKE_WORLDS_H_
#define SPARKGATE_SERVER_USECASES_TESTING_FAKE_WORLDS_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "server/worlds/worlds.h"

namespace sparkgate::server {

class FakeWorlds : public Worlds {
 public:
  struct Ack {
    std::string world;
    int64_t tick = 0;
    std::optional<absl::Time> next_due;
    std::vector<std::string> due_items;
  };

  absl::StatusOr<WorldInfo> Create(const WorldSpec& spec) override;
  absl::StatusOr<WorldInfo> Get(const std::string& world) override;
  absl::Status Delete(const std::string& world) override;
  absl::StatusOr<WorldInfo> Fork(const std::string& source, const std::string& id,
                                 const std::string& follower_id) override;
  absl::StatusOr<WorldInfo> Restore(const std::string& world, const std::string& source,
                                    const std::string& follower_id) override;
  absl::Status RegisterApp(const std::string& world, const WorldApp& app) override;
  // Done at once, without a tick; a test that wants ticks calls the listener itself.
  std::function<void()> Advance(const std::string& world, std::optional<absl::Time> to,
                                std::optional<absl::Duration> by,
                                std::optional<absl::Duration> follower_wait,
                                std::function<void(const AdvanceProgress&)> progress,
                                std::function<void(absl::Status)> done) override;
  void Follow(const std::string& follower_id, ClockListener* listener) override;
  void Watch(const std::string& world) override;
  void Unwatch(const std::string& world) override;
  void Acknowledge(const std::string& world, int64_t tick, std::optional<absl::Time> next_due,
                   const std::vector<std::string>& due_items) override;
  void TellDue(const std::string& world, std::optional<absl::Time> next_due) override;
  void Stop() override;

  // What happens while the simulator copies; must not call back. Set before the calls come.
  std::function<void()> on_copy;
  void SetNow(const std::string& world, absl::Time now);
  // Set before the calls come: what the next ones fail with; OK = they don't.
  void FailWith(absl::Status status);
  ClockListener* listener() const;
  std::map<std::string, WorldSpec> worlds() const;  // created and not deleted
  std::map<std::string, WorldApp> apps() const;     // by world, the last one
  std::vector<std::string> said() const;            // "follow s", "watch w", "unwatch w"
  std::vector<Ack> acks() const;
  std::vector<std::optional<absl::Time>> dues() const;  // TellDue's
  Ack WaitAck(size_t index) const;                      // until there are index + 1 of them

 private:
  mutable Mutex mutex_;
  mutable CondVar changed_;
  absl::Status failure_ SG_GUARDED_BY(mutex_);
  ClockListener* listener_ SG_GUARDED_BY(mutex_) = nullptr;
  std::map<std::string, WorldSpec> worlds_ SG_GUARDED_BY(mutex_);
  std::map<std::string, absl::Time> now_ SG_GUARDED_BY(mutex_);
  std::map<std::string, WorldApp> apps_ SG_GUARDED_BY(mutex_);
  std::vector<std::string> said_ SG_GUARDED_BY(mutex_);
  std::vector<Ack> acks_ SG_GUARDED_BY(mutex_);
  std::vector<std::optional<absl::Time>> dues_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_TESTING_FAKE_WORLDS_H_
