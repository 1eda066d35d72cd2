#include "server/usecases/testing/fake_worlds.h"

#include <algorithm>
#include <utility>

namespace sparkgate::server {

absl::StatusOr<WorldInfo> FakeWorlds::Create(const WorldSpec& spec) {
  MutexLock lock(mutex_);
  if (!failure_.ok()) return failure_;
  worlds_[spec.id] = spec;
  now_[spec.id] = spec.start;
  return WorldInfo{.id = spec.id, .incarnation = "first", .now = spec.start};
}

absl::StatusOr<WorldInfo> FakeWorlds::Get(const std::string& world) {
  MutexLock lock(mutex_);
  if (!failure_.ok()) return failure_;
  const auto now = now_.find(world);
  if (now == now_.end()) return absl::NotFoundError(world);
  return WorldInfo{.id = world, .incarnation = "first", .now = now->second};
}

absl::Status FakeWorlds::Delete(const std::string& world) {
  MutexLock lock(mutex_);
  if (failure_.ok()) worlds_.erase(world);
  return failure_;
}

absl::StatusOr<WorldInfo> FakeWorlds::Fork(const std::string& source, const std::string& id,
                                           const std::string& follower_id) {
  MutexLock lock(mutex_);
  if (!failure_.ok()) return failure_;
  said_.push_back("fork " + source + " " + id);
  worlds_[id] = worlds_[source];
  worlds_[id].follower_id = follower_id;
  now_[id] = now_[source];
  if (on_copy) on_copy();
  return WorldInfo{.id = id, .incarnation = "forked", .now = now_[id]};
}

absl::StatusOr<WorldInfo> FakeWorlds::Restore(const std::string& world, const std::string& source,
                                              const std::string& /*follower_id*/) {
  MutexLock lock(mutex_);
  if (!failure_.ok()) return failure_;
  said_.push_back("restore " + world + " " + source);
  now_[world] = now_[source];
  if (on_copy) on_copy();
  return WorldInfo{.id = world, .incarnation = "restored", .now = now_[world]};
}

absl::Status FakeWorlds::RegisterApp(const std::string& world, const WorldApp& app) {
  MutexLock lock(mutex_);
  if (failure_.ok()) apps_[world] = app;
  return failure_;
}

std::function<void()> FakeWorlds::Advance(const std::string& world, std::optional<absl::Time> to,
                                          std::optional<absl::Duration> by,
                                          std::optional<absl::Duration> /*follower_wait*/,
                                          std::function<void(const AdvanceProgress&)> progress,
                                          std::function<void(absl::Status)> done) {
  absl::Status failure;
  absl::Time now;
  {
    MutexLock lock(mutex_);
    failure = failure_;
    if (failure.ok()) {
      absl::Time& stands = now_[world];
      stands = std::max(stands, to.has_value() ? *to : stands + by.value_or(absl::ZeroDuration()));
      now = stands;
    }
  }
  if (failure.ok()) progress({.now = now, .ticks = 1});
  done(failure);
  return [] {};
}

void FakeWorlds::Follow(const std::string& follower_id, ClockListener* listener) {
  MutexLock lock(mutex_);
  listener_ = listener;
  said_.push_back("follow " + follower_id);
}

void FakeWorlds::Watch(const std::string& world) {
  MutexLock lock(mutex_);
  said_.push_back("watch " + world);
}

void FakeWorlds::Unwatch(const std::string& world) {
  MutexLock lock(mutex_);
  said_.push_back("unwatch " + world);
}

void FakeWorlds::Acknowledge(const std::string& world, int64_t tick,
                             std::optional<absl::Time> next_due,
                             const std::vector<std::string>& due_items) {
  {
    MutexLock lock(mutex_);
    acks_.push_back({.world = world, .tick = tick, .next_due = next_due, .due_items = due_items});
  }
  changed_.NotifyAll();
}

void FakeWorlds::TellDue(const std::string& /*world*/, std::optional<absl::Time> next_due) {
  MutexLock lock(mutex_);
  dues_.push_back(next_due);
}

void FakeWorlds::Stop() {
  MutexLock lock(mutex_);
  listener_ = nullptr;
}

void FakeWorlds::SetNow(const std::string& world, absl::Time now) {
  MutexLock lock(mutex_);
  now_[world] = now;
}

void FakeWorlds::FailWith(absl::Status status) {
  MutexLock lock(mutex_);
  failure_ = std::move(status);
}

ClockListener* FakeWorlds::listener() const {
  MutexLock lock(mutex_);
  return listener_;
}

std::map<std::string, WorldSpec> FakeWorlds::worlds() const {
  MutexLock lock(mutex_);
  return worlds_;
}

std::map<std::string, WorldApp> FakeWorlds::apps() const {
  MutexLock lock(mutex_);
  return apps_;
}

std::vector<std::string> FakeWorlds::said() const {
  MutexLock lock(mutex_);
  return said_;
}

std::vector<FakeWorlds::Ack> FakeWorlds::acks() const {
  MutexLock lock(mutex_);
  return acks_;
}

std::vector<std::optional<absl::Time>> FakeWorlds::dues() const {
  MutexLock lock(mutex_);
  return dues_;
}

FakeWorlds::Ack FakeWorlds::WaitAck(size_t index) const {
  MutexLock lock(mutex_);
  while (acks_.size() <= index) changed_.Wait(mutex_);
  return acks_[index];
}

}  // namespace sparkgate::server
