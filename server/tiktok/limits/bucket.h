// What one app may call one endpoint, or what may be called there about one ad account: what was
// called lately, and what TikTok's refusals taught. TikTok publishes limits for apps, not for ad
// accounts, answers with neither quota nor time (facts 1.2, 1.6), and somebody else may use the
// same app; so what is published is where we begin, a refusal only ever lowers it, and once an hour
// a little more is tried.
//
// A refusal doesn't say which window is full. After one, nothing leaves for a second, then a single
// call. If that is accepted, it was the second: what had been accepted in it is the limit from now
// on, or half of what was believed if that is more. If not, it is the minute, for which TikTok
// stops an endpoint for five minutes (facts 1.6), or the day: single calls leave 5 s, 30 s and then
// every 5 minutes later, until one is accepted.
//
// A plain value, guarded by its owner.
#ifndef SPARKGATE_SERVER_TIKTOK_LIMITS_BUCKET_H_
#define SPARKGATE_SERVER_TIKTOK_LIMITS_BUCKET_H_

#include <cstdint>
#include <optional>

#include <absl/time/time.h>

#include "server/tiktok/limits/pace.h"
#include "server/tiktok/limits/quota.h"

namespace sparkgate::tiktok {

class Bucket {
 public:
  // What is published of it; {} where nothing is. Another than before: what was learned under the
  // old one is forgotten.
  void Publish(const Quota& published);

  // The earliest instant at which one more call may leave; `now` if it may at once.
  absl::Time Next(Priority priority, absl::Time now) const;
  // A call leaves. Returns when it did, which tells it from others.
  absl::Time Take(absl::Time now);

  // What became of it.
  void Accepted(absl::Time sent, absl::Time now);
  // `stated`: the calls a second that TikTok's sentence names.
  void Refused(absl::Time sent, std::optional<int64_t> stated, absl::Time now);
  // Nobody knows whether it came within TikTok's sight.
  void Lost(absl::Time sent);

  const Quota& published() const { return published_; }
  // What it goes by at present.
  Quota quota() const { return Stricter(published_, learned_); }
  double stretch() const { return stretch_; }
  // The rest between two calls, if one follows the other as closely as may be.
  absl::Duration Rest() const { return EvenRest(quota(), stretch_); }
  // Nothing in it is worth keeping.
  bool Forgettable(absl::Time now) const;

 private:
  // From the first refusal until a call is accepted that left after it.
  struct Incident {
    absl::Time first_refused;  // when that call left
    absl::Time until;          // nothing leaves before
    int refusals = 1;          // the first, and those of single calls
    int64_t in_minute = 0;     // accepted in the minute before it began
    bool limit_known = false;
    std::optional<absl::Time> single;  // out, and not answered
  };

  void Begin(absl::Time sent, bool limit_known, absl::Time now);
  void Learn(absl::Time now);
  void LowerSecond(absl::Time refused);
  void LowerMinute(int64_t in_minute);
  void RaiseIfDue(absl::Time now);

  Quota published_;
  Quota learned_;  // per_day is never learned: the next one begins anew
  double stretch_ = 1;
  int stretched_ = 0;   // in a row
  absl::Time changed_;  // when something was learned last, or tried
  Pace pace_;
  std::optional<Incident> incident_;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_LIMITS_BUCKET_H_
