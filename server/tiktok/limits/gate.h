// Where calls to TikTok wait for their turn: the limiter and the breakers, with the locks, the
// threads and the real clock that those don't know. One per process.
//
//   auto pass = gate.Enter({.endpoint = endpoint, .path = "ad/get", .advertiser = id});
//   if (!pass.ok()) return pass.status();      // nothing was sent
//   …
//   gate.Over(*pass, answer.status());
//
// Where nothing is limited (Endpoint::pacing) it takes no lock and keeps nothing. Thread-safe; what
// waits is the thread that calls Enter, never one that serves others.
#ifndef SPARKGATE_SERVER_TIKTOK_LIMITS_GATE_H_
#define SPARKGATE_SERVER_TIKTOK_LIMITS_GATE_H_

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/mutex.h"
#include "server/tiktok/call.h"
#include "server/tiktok/limits/gate_metrics.h"
#include "server/tiktok/limits/limiter.h"

namespace sparkgate::tiktok {

struct GatedCall {
  const Endpoint& endpoint;
  std::string_view path;        // "tt_video/authorize"
  std::string_view advertiser;  // the ad account that it is about; "": none
};

class Gate {
 public:
  struct Place;
  // A call that may leave. Say what became of it with Over, once.
  struct Pass {
    std::shared_ptr<Place> place = nullptr;  // null: nothing is limited
    Pacing pacing = {};
    std::string path = {};
    std::string line = {};
    Ticket ticket = 0;
    bool tries = false;  // it is the one that tries an endpoint that was left alone
  };

  // `percent`: the part of what TikTok allows that this process may use. `metrics`, if given, and
  // `clock` outlive it.
  Gate(const Clock& clock, int percent, Metrics* metrics = nullptr);

  // Waits for the call's turn, as long as this thread's patience lasts (patience.h). Else
  // RESOURCE_EXHAUSTED, reason LIMIT_WAIT_TOO_LONG, or, where the endpoint fails, UNAVAILABLE,
  // reason TIKTOK_RESTING: each at once, and with retry_after.
  absl::StatusOr<Pass> Enter(const GatedCall& call);
  // `answer`: what came, as errors of ours (docs/errors.md).
  void Over(const Pass& pass, const absl::Status& answer);
  // Where refusals taught that the endpoint's app may call less than this process would by what is
  // published.
  std::vector<LoweredLimit> Lowered(const Endpoint& endpoint);
  // Rests before the next attempt. False, at once, if patience doesn't last.
  bool Rest(const Endpoint& endpoint, int attempts);

 private:
  std::shared_ptr<Place> PlaceOf(const std::string& base_url);

  const Clock& clock_;
  const int percent_;
  GateMetrics metrics_;
  Mutex mutex_;
  std::map<std::string, std::shared_ptr<Place>> places_ SG_GUARDED_BY(mutex_);
};

// What an answer says of limits.
Answer ReadLimits(const absl::Status& answer);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_LIMITS_GATE_H_
