// A mutation of TikTok: how to send it, how to find out whether it happened, and what it changes
// here. One class per row of the design's table of mutations; Operations drives them all alike.
// Implementations are thread-safe: one object serves all operations of its kind.
#ifndef SPARKGATE_SERVER_USECASES_MUTATION_H_
#define SPARKGATE_SERVER_USECASES_MUTATION_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <boost/json/object.hpp>

#include "server/domain/operation.h"
#include "server/store/store.h"

namespace sparkgate::server {

struct Env;

class Mutation {
 public:
  // When an operation whose outcome is unknown may be sent again.
  enum class Resend {
    kNever,                // nothing can be read: a person decides (or the connection is made anew)
    kAfterSettledAbsence,  // absent in two reads, `settle` apart, after the call's own deadline
    kAlways,               // absolute: reading equals the wanted state, or it is sent again
  };
  virtual ~Mutation() = default;
  virtual std::string_view kind() const = 0;  // Operation::kind
  virtual Resend resend() const = 0;

  // The one call, outside any transaction. OK: what TikTok answered. An error with OutcomeUnknown
  // (server/tiktok) leaves the operation UNKNOWN, any other FAILED. The answer lives in memory only
  // and may hold secrets.
  virtual absl::StatusOr<boost::json::object> Send(Env& env, const Operation& operation) = 0;
  // Reads TikTok, outside any transaction: the same kind of answer as Send if it happened, nullopt
  // if it is absent, an error if that can't be told now; CannotTell if it never can be, so that the
  // operation waits for a person.
  virtual absl::StatusOr<std::optional<boost::json::object>> Probe(Env& env,
                                                                   const Operation& operation) = 0;
  // A person says that it happened, and perhaps as what: like Probe, but `tiktok_id` ("" = not
  // told) names what to read. Creates override it.
  virtual absl::StatusOr<std::optional<boost::json::object>> Find(Env& env,
                                                                  const Operation& operation,
                                                                  const std::string& tiktok_id);
  // An operation that was sent twice, since its first call was lost, may find that call arrive late
  // and do the same once more: true for what can be there twice. Then it is looked for.
  virtual bool MayLeaveTwin() const { return false; }
  // Of an operation that is DONE: takes from TikTok what is there beside its result, and returns
  // TikTok's ids of it.
  virtual absl::StatusOr<std::vector<std::string>> RemoveTwins(Env& env,
                                                               const Operation& operation);
  // In the transaction that makes the operation DONE: changes rows, appends events, puts work, sets
  // operation.result. May run twice.
  virtual absl::Status Apply(Env& env, Transaction& tx, Operation& operation,
                             const boost::json::object& answer, absl::Time now) = 0;
  // In the transaction that makes it FAILED.
  virtual absl::Status ApplyFailure(Env& env, Transaction& tx, Operation& operation,
                                    const absl::Status& error, absl::Time now);
  // In the transaction that makes it CANCELLED, before it was ever sent, or DRY_RUN, as it wasn't:
  // gives back what stood ready for it.
  virtual absl::Status ApplyCancel(Env& env, Transaction& tx, Operation& operation, absl::Time now);
};

// FAILED_PRECONDITION, reason OUTCOME_UNREADABLE: no read can tell whether the call happened.
absl::Status CannotTell(std::string_view why);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_MUTATION_H_
