#include "client/cli/progress.h"

#include <utility>

#include <absl/time/time.h>
#include <fmt/format.h>

#include "client/cli/render/format.h"

namespace sparkgate::cli {
namespace {

constexpr int kTicksPerSecond = 8;
constexpr char kWipe[] = "\r\x1b[K";

}  // namespace

Progress::Progress(std::ostream& err, bool enabled, std::string what, Poll poll)
    : err_(err), what_(std::move(what)), poll_(std::move(poll)) {
  if (enabled) thread_ = std::thread([this] { Run(); });
}

void Progress::Say(std::string status) {
  MutexLock lock(mutex_);
  status_ = std::move(status);
}

void Progress::Stop() {
  if (!thread_.joinable()) return;
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  stop_.NotifyAll();
  thread_.join();
  MutexLock lock(mutex_);
  if (drawn_) err_ << kWipe << std::flush;
}

void Progress::Run() {
  for (int tick = 0;; ++tick) {
    {
      MutexLock lock(mutex_);
      if (!stopping_) stop_.WaitFor(mutex_, absl::Seconds(1) / kTicksPerSecond);
      if (stopping_) return;
    }
    if (tick < kTicksPerSecond) continue;
    if (poll_ && tick % kTicksPerSecond == 0) {
      if (std::string status = poll_(); !status.empty()) Say(std::move(status));
    }
    Draw(tick);
  }
}

void Progress::Draw(int tick) {
  static constexpr char kWheel[] = "|/-\\";
  MutexLock lock(mutex_);
  if (stopping_) return;
  const std::string text =
      fmt::format("{} {}  {} s  {}", kWheel[tick % 4], what_, tick / kTicksPerSecond, status_);
  err_ << kWipe << Truncate(text, 78) << std::flush;
  drawn_ = true;
}

}  // namespace sparkgate::cli
