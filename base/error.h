// Errors: an absl::Status that also says, for programs, why (a stable reason) and, for people, who
// must act. This is the only vocabulary of failure inside Sparkgate; rpc/status_codec turns it into
// google.rpc.Status at the wire and nothing else does.
//
// Build one with Error(...) and read one with DetailOf(status). Both are thread-safe (pure).
#ifndef SPARKGATE_BASE_ERROR_H_
#define SPARKGATE_BASE_ERROR_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <absl/time/time.h>

namespace sparkgate {

// Who must do something before the same call can succeed.
enum class Actor { kCaller, kCreator, kAdvertiser, kOperator, kNobody };

// "CALLER", "CREATOR", "ADVERTISER", "OPERATOR", "NOBODY" (nobody: retrying is enough).
std::string_view ActorName(Actor actor);

struct FieldViolation {
  std::string field;        // path in the request, e.g. "draft.schedule.end_time"
  std::string description;  // a sentence

  friend bool operator==(const FieldViolation&, const FieldViolation&) = default;
};

// What rides on a non-OK status. `reason` is UPPER_SNAKE_CASE and never changes meaning. A call
// names just the members it means: Error(code, text, {.reason = "X", .who = Actor::kCreator}).
struct ErrorDetail {
  std::string reason = {};
  Actor who = Actor::kCaller;
  std::vector<FieldViolation> fields = {};
  std::optional<absl::Duration> retry_after = {};  // set only where a retry makes sense
  std::string resource_type = {};                  // e.g. "sparkgate/Code", with resource_name
  std::string resource_name = {};
  std::map<std::string, std::string> metadata = {};  // small strings, never a secret

  friend bool operator==(const ErrorDetail&, const ErrorDetail&) = default;
};

absl::Status Error(absl::StatusCode code, std::string_view message, ErrorDetail detail);

// The detail of `status`; a status made elsewhere gets a reason from its code ("NOT_FOUND", …).
ErrorDetail DetailOf(const absl::Status& status);

// Shorthand for tests and branches: DetailOf(status).reason; "" for an OK status.
std::string ReasonOf(const absl::Status& status);

// The three that every module needs, with the reasons INVALID_FIELD (code INVALID_ARGUMENT) and
// RESOURCE_NOT_FOUND (NOT_FOUND). Anything more specific is a named function in its own module.
absl::Status InvalidField(std::string_view field, std::string_view description);
absl::Status InvalidFields(std::vector<FieldViolation> violations);  // at least one
absl::Status ResourceNotFound(std::string_view type, std::string_view name);

}  // namespace sparkgate

// Returns the error of an expression of type absl::Status from the calling function. Names are made
// unique by a counter, so that a lambda inside the expression may use these macros too.
#define SG_RETURN_IF_ERROR(expr) SG_RETURN_IF_ERROR_(SG_CONCAT_(sg_status_, __COUNTER__), expr)
#define SG_RETURN_IF_ERROR_(tmp, expr)                    \
  do {                                                    \
    if (absl::Status tmp = (expr); !tmp.ok()) return tmp; \
  } while (false)

// `SG_ASSIGN_OR_RETURN(auto x, F());` — F returns absl::StatusOr<X>.
#define SG_ASSIGN_OR_RETURN(lhs, expr) \
  SG_ASSIGN_OR_RETURN_(SG_CONCAT_(sg_or_, __COUNTER__), lhs, expr)
#define SG_ASSIGN_OR_RETURN_(tmp, lhs, expr) \
  auto tmp = (expr);                         \
  if (!tmp.ok()) return tmp.status();        \
  lhs = *std::move(tmp)
#define SG_CONCAT_(a, b) SG_CONCAT_INNER_(a, b)
#define SG_CONCAT_INNER_(a, b) a##b

#endif  // SPARKGATE_BASE_ERROR_H_
