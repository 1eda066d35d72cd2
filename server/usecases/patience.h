// How long calls to TikTok may wait for room within TikTok's limits (server/tiktok/patience.h):
// those of a request as long as its caller waits; those of background work for a moment only, since
// it can be planned again while a thread that waits is missing elsewhere.
#ifndef SPARKGATE_SERVER_USECASES_PATIENCE_H_
#define SPARKGATE_SERVER_USECASES_PATIENCE_H_

#include <functional>
#include <utility>

#include <absl/time/time.h>

#include "server/tiktok/patience.h"

namespace sparkgate::server {

class CallersPatience {
 public:
  CallersPatience(absl::Duration remaining, std::function<bool()> cancelled)
      : scope_(tiktok::Priority::kInteractive, remaining, std::move(cancelled)) {}

 private:
  const tiktok::PatienceScope scope_;
};

class BackgroundPatience {
 public:
  BackgroundPatience() : scope_(tiktok::Priority::kBackground, absl::Milliseconds(500)) {}

 private:
  const tiktok::PatienceScope scope_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_PATIENCE_H_
