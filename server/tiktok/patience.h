// How long this thread may wait before its calls to TikTok leave, where TikTok's limits make them
// wait, and whether somebody waits for their answers. It is the thread that waits, whatever it
// calls below, so it is said once by whoever runs a request or background work, and not handed
// through every use case to every call.
//
//   const PatienceScope patience(Priority::kBackground, absl::Milliseconds(500));
#ifndef SPARKGATE_SERVER_TIKTOK_PATIENCE_H_
#define SPARKGATE_SERVER_TIKTOK_PATIENCE_H_

#include <cstdint>
#include <functional>
#include <optional>

#include <absl/time/time.h>

#include "server/tiktok/call.h"

namespace sparkgate::tiktok {

struct Patience {
  Priority priority = Priority::kInteractive;
  std::optional<int64_t> until = {};          // MonotonicNanos; nullopt: ten seconds for each call
  std::function<bool()> cancelled = nullptr;  // the caller went away; null: never

  absl::Duration remaining() const;  // real time; never negative
  bool gone() const { return cancelled != nullptr && cancelled(); }
};

// Of this thread; the default outside every scope.
const Patience& ThisThreadsPatience();

// Holds for this thread as long as it lives, then what held before. What `cancelled` refers to
// outlives it.
class PatienceScope {
 public:
  PatienceScope(Priority priority, absl::Duration at_most,
                std::function<bool()> cancelled = nullptr);
  explicit PatienceScope(Patience patience);  // another thread's, for a part of its work
  ~PatienceScope();
  PatienceScope(const PatienceScope&) = delete;
  PatienceScope& operator=(const PatienceScope&) = delete;

 private:
  const Patience patience_;
  const Patience* const before_;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_PATIENCE_H_
