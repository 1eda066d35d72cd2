#include "base/http/connection_host.h"

#include <utility>

#include "base/clock.h"
#include "base/http/connection.h"

namespace sparkgate {

ConnectionHost::ConnectionHost(HttpServerOptions options, HttpHandler handler)
    : options_(std::move(options)), handler_(std::move(handler)), io_(options_.threads) {}

void ConnectionHost::MakeRoom() {
  std::shared_ptr<HttpConnection> longest;
  for (const auto& connection : Connections()) {
    if (!connection->waits_since()) continue;
    if (longest == nullptr || *connection->waits_since() < *longest->waits_since()) {
      longest = connection;
    }
  }
  if (longest != nullptr) longest->CloseIfIdle();
}

bool ConnectionHost::Add(std::shared_ptr<HttpConnection> connection) {
  bool full = false;
  {
    MutexLock lock(mutex_);
    full = connections_.size() >= options_.max_connections;
  }
  if (full) MakeRoom();
  MutexLock lock(mutex_);
  if (draining_) return false;
  connections_.insert(std::move(connection));
  return true;
}

void ConnectionHost::Remove(const std::shared_ptr<HttpConnection>& connection) {
  MutexLock lock(mutex_);
  connections_.erase(connection);
}

std::vector<std::shared_ptr<HttpConnection>> ConnectionHost::Connections() const {
  MutexLock lock(mutex_);
  return {connections_.begin(), connections_.end()};
}

void ConnectionHost::EndAnswer() {
  if (--answers_ > 0 || !draining_) return;
  // Through the lock, so that AwaitAnswers can't be between its look and its sleep.
  { MutexLock lock(mutex_); }
  answered_.NotifyAll();
}

void ConnectionHost::Drain() {
  MutexLock lock(mutex_);
  draining_ = true;
}

void ConnectionHost::AwaitAnswers(absl::Duration grace) {
  const int64_t start = MonotonicNanos();
  MutexLock lock(mutex_);
  while (answers_ > 0) {
    const absl::Duration left = grace - absl::Nanoseconds(MonotonicNanos() - start);
    if (left <= absl::ZeroDuration()) return;
    answered_.WaitFor(mutex_, left);
  }
}

}  // namespace sparkgate
