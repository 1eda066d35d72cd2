// Spark Ads authorization codes: canonical form, durations, and their life.
//
//   NOT_USED ─redeemed→ IN_USE;  either ─end time→ EXPIRED ─extended→ back;  any ─deleted→ DELETED
//   DELETED ─shown again→ NOT_USED (TikTok shows the very code: we took it for deleted)
#ifndef SPARKGATE_SERVER_DOMAIN_CODE_H_
#define SPARKGATE_SERVER_DOMAIN_CODE_H_

#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/sealed.h"

namespace sparkgate::server {

enum class CodeOrigin { kGenerated = 1, kReceived = 2 };
// What is stored. EXPIRED is never stored: it is a function of time (StateAt).
enum class CodeState { kNotUsed = 1, kInUse = 2, kExpired = 3, kDeleted = 4 };
enum class CodeEvent { kRedeemed, kExtended, kEnded, kDeleted, kShownAgain };

struct Code {
  std::string workspace;
  std::string id;
  CodeOrigin origin = CodeOrigin::kGenerated;
  CodeState state = CodeState::kNotUsed;  // kNotUsed, kInUse or kDeleted
  std::string creator;                    // Creator::id; "" for a received code
  std::string item_id;                    // "" until known
  absl::Time start_time;
  absl::Time end_time;
  int duration_days = 0;
  absl::Time create_time;
  std::string lookup_hash;  // hex HMAC(lookup key, canonical code); unique in the workspace
  Sealed code;              // the canonical code
  std::string hint;         // "#" and 4 characters

  friend bool operator==(const Code&, const Code&) = default;
};

// The state that people see at `now`: a code has ended at or after its end (facts 10.2).
CodeState StateAt(const Code& code, absl::Time now);

// The table: the state after `event`, or nullopt where there is no such step. Total: every state
// and event is decided. An extended EXPIRED code is NOT_USED here; only the record knows whether it
// was in use, so change a record through ApplyCodeEvent.
std::optional<CodeState> NextCodeState(CodeState state, CodeEvent event);

// Applies the table to what people see at `now`; false, and nothing changed, where it has no such
// step. An extension gives back the state that the end had hidden; the caller moves `end_time`.
[[nodiscard]] bool ApplyCodeEvent(Code& code, CodeEvent event, absl::Time now);

// A code ends `days` × 24 hours after its start (facts 3.4).
absl::Time EndAfter(absl::Time start, int days);

// 7, 30, 60, 180, 365 (facts 10.2).
bool IsAllowedDuration(int days);

// Removes all white space and enclosing quotes and puts '#' in front if absent; INVALID_ARGUMENT,
// reason CODE_MALFORMED with `field` named, if the rest isn't `#[A-Za-z0-9+/_-]{20,200}={0,2}`. The
// error never repeats the input.
absl::StatusOr<std::string> CanonicalCode(std::string_view pasted, std::string_view field);

std::string CodeHint(std::string_view canonical);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_CODE_H_
