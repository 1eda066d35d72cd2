// Operations: records every mutation before its call, sends it at most once, applies its answer,
// and finds out what became of those whose answer was lost. Thread-safe.
#ifndef SPARKGATE_SERVER_USECASES_OPERATIONS_H_
#define SPARKGATE_SERVER_USECASES_OPERATIONS_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "base/mutex.h"
#include "server/domain/operation.h"
#include "server/usecases/call.h"
#include "server/usecases/mutation.h"

namespace sparkgate::server {

struct Env;

// What a use case asks for.
struct NewOperation {
  std::string kind;
  std::string target;     // resource name
  std::string arguments;  // JSON; secrets only sealed
};

class Operations {
 public:
  explicit Operations(Env& env);
  // At start only.
  void Register(std::unique_ptr<Mutation> mutation);

  // Records the operation (PLANNED → RUNNING) in one transaction with `check`, which sees the same
  // transaction and may refuse, then sends, then applies. Returns it DONE. A repeated request_id
  // returns the operation it made before (its error if it FAILED; waits if it is running here).
  // Errors: what `check` or TikTok refused with; OUTCOME_UNKNOWN (UNAVAILABLE; metadata "operation"
  // names it), REQUEST_ID_REUSED (ABORTED).
  absl::StatusOr<Operation> Run(const Call& call, const NewOperation& wanted,
                                const std::function<absl::Status(Transaction&)>& check);

  // Records without running, inside the caller's transaction: items of a composite, or a composite
  // itself with its work item. Returns it with its id.
  absl::StatusOr<Operation> Plan(Transaction& tx, const Call& call, const NewOperation& wanted,
                                 const std::string& parent, int ordinal, absl::Time now);
  // Sends a PLANNED single operation and applies its answer; returns it as it stands after (UNKNOWN
  // included: that is no error here). For composites' workers.
  absl::StatusOr<Operation> Execute(const std::string& workspace, const std::string& id);
  // One step of finding out what became of an UNKNOWN operation: probe, settle, send again or fail.
  // Called by the "operation" work item at its due time.
  absl::StatusOr<Operation> Reconcile(const std::string& workspace, const std::string& id);
  // RUNNING operations that a dead process sent become UNKNOWN, with work to reconcile them. At
  // start.
  absl::Status AdoptOrphans();

  // OperationService.
  absl::StatusOr<Operation> Wait(const Call& call, const std::string& id, absl::Duration timeout);
  absl::StatusOr<Operation> Cancel(const Call& call, const std::string& id);
  enum class Finding { kHappened, kDidNotHappen, kSendAgain };
  absl::StatusOr<Operation> Resolve(const Call& call, const std::string& id, Finding finding,
                                    const std::string& tiktok_id);

  // Whoever changes an operation outside this class (a composite's worker) tells the waiters.
  void NotifyChanged(const std::string& workspace, const std::string& id);

 private:
  Env& env_;
  std::map<std::string, std::unique_ptr<Mutation>, std::less<>> mutations_;
  Mutex mutex_;
  CondVar changed_;
};

// The error that a FAILED or UNKNOWN operation is answered with.
absl::Status ErrorOf(const Operation& operation);
// Stores `error` in the operation.
void SetError(Operation& operation, const absl::Status& error);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_OPERATIONS_H_
