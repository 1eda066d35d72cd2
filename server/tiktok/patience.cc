#include "server/tiktok/patience.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"

namespace sparkgate::tiktok {
namespace {

constexpr absl::Duration kUnlessSaid = absl::Seconds(10);

thread_local const Patience* this_threads = nullptr;

}  // namespace

absl::Duration Patience::remaining() const {
  if (!until.has_value()) return kUnlessSaid;
  return std::max(absl::Nanoseconds(*until - MonotonicNanos()), absl::ZeroDuration());
}

const Patience& ThisThreadsPatience() {
  static const Patience usual;
  return this_threads == nullptr ? usual : *this_threads;
}

PatienceScope::PatienceScope(Priority priority, absl::Duration at_most,
                             std::function<bool()> cancelled)
    : PatienceScope(Patience{
          .priority = priority,
          .until = MonotonicNanos() + absl::ToInt64Nanoseconds(std::min(at_most, absl::Hours(24))),
          .cancelled = std::move(cancelled)}) {}

PatienceScope::PatienceScope(Patience patience)
    : patience_(std::move(patience)), before_(std::exchange(this_threads, &patience_)) {}

PatienceScope::~PatienceScope() { this_threads = before_; }

}  // namespace sparkgate::tiktok
