// Lets calls to TikTok leave in turn: within the limits of their app at the endpoint and of the ad
// account that they are about, somebody who waits before the background, and among tenants whoever
// had least lately, and among a tenant's ad accounts likewise. The rules of it only: `now` is an
// argument and nothing here waits.
//
//   const Ticket ticket = limiter.Join(applicant, now);
//   limiter.Release(applicant.line, now);          // who may leave, in order; ask again at
//   limiter.NextRelease(applicant.line, now);      // this instant, or when a call is over
//   limiter.Over(ticket, {Outcome::kAccepted}, now);
//
// Not thread-safe; guarded by its owner.
#ifndef SPARKGATE_SERVER_TIKTOK_LIMITS_LIMITER_H_
#define SPARKGATE_SERVER_TIKTOK_LIMITS_LIMITER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/time/time.h>

#include "server/tiktok/limits/bucket.h"
#include "server/tiktok/limits/quota.h"
#include "server/tiktok/limits/usage.h"
#include "server/tiktok/sightings.h"

namespace sparkgate::tiktok {

// A call that wants to leave.
struct Applicant {
  std::string line;     // an app at an endpoint; calls of one line take turns
  Quota quota = {};     // published for that
  std::string account;  // an ad account at an endpoint, whichever the app; "": about none
  std::string tenant;   // a workspace; no tenant is called as an account is
  Priority priority = Priority::kBackground;
};

// What became of a call that left.
enum class Outcome {
  kAccepted,        // TikTok looked at it, whatever it said then
  kAppLimited,      // refused: too many calls of the app
  kAccountLimited,  // refused: too many calls about the ad account
  kLost,            // no answer, or one that tells nothing of limits
};
struct Answer {
  Outcome outcome = Outcome::kLost;
  std::optional<int64_t> stated = {};  // the limit of a second that TikTok named
};

using Ticket = uint64_t;

class Limiter {
 public:
  Ticket Join(Applicant applicant, absl::Time now);
  // Gives up waiting.
  void Leave(Ticket ticket);
  // Lets go whoever may leave now.
  std::vector<Ticket> Release(std::string_view line, absl::Time now);
  // When Release can let go the next one; InfiniteFuture if nobody waits.
  absl::Time NextRelease(std::string_view line, absl::Time now) const;
  // A call that was let go came back.
  void Over(Ticket ticket, const Answer& answer, absl::Time now);

  // When such a call would leave if nobody came after it: an estimate, never too early by more than
  // the others' share.
  absl::Time Expect(const Applicant& applicant, absl::Time now);
  // For one that won't wait: when to come, later for each that is told, so that they don't all come
  // at once.
  absl::Time Promise(const Applicant& applicant, absl::Time now);
  // A tenant's waiting calls hold threads that others need: so many are enough to keep up with any
  // level.
  bool HasTooManyWaiting(std::string_view tenant, Priority priority) const;

  size_t waiting() const { return waiting_.size(); }
  // What an app may do at an endpoint, or an ad account; null: nobody called yet.
  const Bucket* Find(std::string_view line_or_account) const;
  // Of the lines whose names begin so: where refusals taught less than is published. The rest of
  // the name is the path.
  std::vector<LoweredLimit> Lowered(std::string_view beginning) const;

 private:
  struct Line {
    Usage usage;
    int interactive_in_a_row = 0;  // while the background waited
    absl::Time promised = absl::InfinitePast();
  };
  // Buckets and lines that somebody needs stay where they are.
  struct Waiter {
    Applicant applicant;
    Line* line = nullptr;
    Bucket* bucket = nullptr;
    Bucket* account = nullptr;  // null: about none
  };
  struct Flight {
    Waiter of;
    absl::Time sent;  // as the line's bucket has it, and the account's
    absl::Time account_sent;
  };
  using Waiting = std::map<Ticket, Waiter>;  // in the order in which they came

  static absl::Time NextOf(const Waiter& waiter, absl::Time now);
  Waiter MakeWaiter(Applicant applicant);
  Waiting::iterator Choose(const Line& line, absl::Time now);
  bool BackgroundWaits(const Line& line) const;
  void Forget(absl::Time now);

  Ticket last_ticket_ = 0;
  Waiting waiting_;
  std::map<Ticket, Flight> flights_;
  std::map<std::string, Line, std::less<>> lines_;
  std::map<std::string, Bucket, std::less<>> buckets_;  // lines' and accounts'
  absl::Time forgot_ = absl::InfinitePast();
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_LIMITS_LIMITER_H_
