// A circuit breaker: an endpoint that failed several times in a row is left alone for a while, then
// tried with one call. Pure, on real time; guarded by its owner.
#ifndef SPARKGATE_SERVER_TIKTOK_LIMITS_BREAKER_H_
#define SPARKGATE_SERVER_TIKTOK_LIMITS_BREAKER_H_

#include <optional>

#include <absl/time/time.h>

namespace sparkgate::tiktok {

class Breaker {
 public:
  // Whether a call may leave: nullopt, or how long to leave the endpoint alone. Who is let through
  // says what came of it, with Succeeded, Failed or Abandoned.
  std::optional<absl::Duration> Refuses(absl::Time now);

  // It answered, if only with an error of the caller's.
  void Succeeded();
  void Failed(absl::Time now);
  // The call was not sent after all.
  void Abandoned();

  bool open() const { return open_until_.has_value(); }

 private:
  int failures_ = 0;  // in a row
  absl::Duration rest_ = absl::ZeroDuration();
  std::optional<absl::Time> open_until_;
  bool trying_ = false;  // the one call is out
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_LIMITS_BREAKER_H_
