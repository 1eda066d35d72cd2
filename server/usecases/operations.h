// Operations: records every mutation before its call, sends it at most once, applies its answer,
// and finds out what became of those whose answer was lost. Thread-safe.
#ifndef SPARKGATE_SERVER_USECASES_OPERATIONS_H_
#define SPARKGATE_SERVER_USECASES_OPERATIONS_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <boost/json/object.hpp>

#include "base/mutex.h"
#include "server/domain/operation.h"
#include "server/domain/work.h"
#include "server/domain/workspace.h"
#include "server/usecases/call.h"
#include "server/usecases/claims.h"
#include "server/usecases/composite.h"
#include "server/usecases/mutation.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

struct Env;

// What a use case asks for.
struct NewOperation {
  std::string kind;
  std::string target;     // resource name
  std::string arguments;  // JSON; secrets only sealed
};

// Operation::waiting_for.
inline constexpr std::string_view kWaitsForSecondRead = "second_absence_read";
inline constexpr std::string_view kWaitsForRetry = "retry";
inline constexpr std::string_view kWaitsForPerson = "a person";
inline constexpr std::string_view kWaitsForText = "text";  // of an import that isn't whole

class Operations {
 public:
  explicit Operations(Env& env) : env_(env) {}
  // At start only.
  void Register(std::unique_ptr<Mutation> mutation);
  void RegisterComposite(std::unique_ptr<Composite> composite);

  // Records the operation (PLANNED → RUNNING) in one transaction with `check`, which sees the same
  // transaction and may refuse, then sends, then applies. Returns it DONE. A repeated request_id
  // returns the operation it made before (its error if it FAILED; waits if it is running here).
  // Errors: what `check` or TikTok refused with; OUTCOME_UNKNOWN (UNAVAILABLE; metadata "operation"
  // names it), OPERATION_RUNNING (likewise, of a repeated request_id), REQUEST_ID_REUSED (ABORTED),
  // DRY_RUN (FAILED_PRECONDITION; metadata "operation" names the one that shows the call).
  absl::StatusOr<Operation> Run(const Call& call, const NewOperation& wanted,
                                const std::function<absl::Status(Transaction&)>& check);

  // Records a composite and wakes it, in one transaction with `plan`, which checks and plans its
  // parts (Plan, with the composite's id as parent). Returns it at once. A repeated request_id
  // returns the composite it made before, as it stands. `plan` may run twice.
  absl::StatusOr<Operation> Start(
      const Call& call, const NewOperation& wanted,
      const std::function<absl::Status(Transaction&, Operation& composite, absl::Time now)>& plan);

  // Records without running, inside the caller's transaction: a part of a composite, or a composite
  // itself with its work item. Returns it with its id.
  absl::StatusOr<Operation> Plan(Transaction& tx, const Call& call, const NewOperation& wanted,
                                 const std::string& parent, int ordinal, absl::Time now);
  // Cancels the parts of a composite that are PLANNED still, inside the caller's transaction.
  absl::Status CancelParts(Transaction& tx, const Operation& composite, absl::Time now);
  // Cancels one that is PLANNED, inside the caller's transaction; others are left.
  absl::Status CancelPlanned(Transaction& tx, Operation& operation, absl::Time now);
  // Sends a PLANNED single operation and applies its answer; returns it as it stands after (UNKNOWN
  // included: that is no error here). One that TikTok wants later (a rate limit) stays PLANNED
  // until its due_time. One that isn't PLANNED is returned as it is. For composites.
  absl::StatusOr<Operation> Execute(const std::string& workspace, const std::string& id);

  // In the recording transaction of a newer wish: ends an older open operation, so that it isn't
  // sent (again) after the newer one. It is FAILED, reason SUPERSEDED. OPERATION_IN_PROGRESS
  // (ABORTED) while its call is, or may be, on its way.
  absl::Status Supersede(Transaction& tx, const Workspace& workspace, Operation older,
                         absl::Time now);

  // What the work item of an operation asks for at `now`: a composite's next step; or, of one whose
  // answer was lost, the next step of finding out: probe, settle, send again, leave it to a person.
  WorkOutcome DoWork(const Workspace& workspace, const WorkItem& item, absl::Time now);
  // Looks whether the first call of an operation that was sent twice arrived after all, four times
  // within a day; removes what it left and tells so (operation.twin_removed).
  WorkOutcome DoTwinWork(const Workspace& workspace, const WorkItem& item, absl::Time now);
  // RUNNING operations that a dead process sent become UNKNOWN, with work to reconcile them. At
  // start. It takes every other process for dead.
  absl::Status AdoptOrphans();
  // Operations whose answer couldn't be written down (a full disk) become UNKNOWN, once the store
  // takes it. Call it every few seconds; costs nothing when there are none.
  void RescueStranded();

  // OperationService.
  absl::StatusOr<Operation> Get(const std::string& workspace, const std::string& id);
  // `settled`: nobody need wait for it. It is over, or can't go on by itself: it waits for a
  // person, or for a later instant of a frozen world.
  struct Standing {
    Operation operation;
    bool settled = false;
  };
  absl::StatusOr<Standing> Look(const std::string& workspace, const std::string& id);
  // Called when a look at an operation may show something new, by whoever did it: it must not
  // block. Set once, at start. Not heard: other servers on the same store, a world's clock, and
  // what becomes of an operation in another one's transaction (superseded, or cancelled with its
  // whole).
  void OnChanged(Claims::Bell callback) { claims_.OnChanged(std::move(callback)); }
  // ALREADY_SENT (FAILED_PRECONDITION).
  absl::StatusOr<Operation> Cancel(const Call& call, const std::string& id);
  enum class Finding { kHappened, kDidNotHappen, kSendAgain };
  // OPERATION_NOT_UNKNOWN; kHappened: NOT_FOUND_ON_TIKTOK; kSendAgain: CALL_NOT_OVER (all
  // FAILED_PRECONDITION). `tiktok_id` "" = not told.
  absl::StatusOr<Operation> Resolve(const Call& call, const std::string& id, Finding finding,
                                    const std::string& tiktok_id);

  bool IsComposite(std::string_view kind) const { return composites_.contains(kind); }

 private:
  // What a transaction does to an operation, after it was read anew and isn't over.
  using Change = std::function<absl::Status(Transaction&, Operation&, absl::Time now)>;
  // What came of a call, and the error to answer with unless it is DONE.
  struct Sent {
    Operation operation;
    absl::Status error;
  };

  absl::StatusOr<Mutation*> FindMutation(const std::string& kind) const;
  void MarkSent(Operation& operation) const;
  absl::StatusOr<Operation> AnswerEarlier(const Call& call, const std::string& name);
  // Sends a RUNNING operation that is claimed here, and writes down what came of it.
  Sent SendAndApply(const Workspace& workspace, Mutation& mutation, const Operation& operation);

  // The transactions (operations_record.cc). `also` is part of the same one; null = nothing.
  absl::StatusOr<Operation> Update(const Workspace& workspace, const Operation& operation,
                                   const Change& change);
  absl::StatusOr<Operation> RecordAnswer(const Workspace& workspace, Mutation& mutation,
                                         const Operation& operation,
                                         const boost::json::object& answer,
                                         const Change& also = nullptr);
  absl::StatusOr<Operation> RecordRefusal(const Workspace& workspace, Mutation& mutation,
                                          const Operation& operation, const absl::Status& error,
                                          const Change& also = nullptr);
  absl::StatusOr<Operation> RecordUnknown(const Workspace& workspace, const Operation& operation,
                                          const absl::Status& error);
  // It was turned away for now, by TikTok or for want of room within its limits: it did not happen,
  // and is sent later.
  absl::StatusOr<Operation> RecordPostponed(const Workspace& workspace, const Operation& operation,
                                            const absl::Status& refusal);
  absl::StatusOr<Operation> RecordResend(const Workspace& workspace, const Operation& operation,
                                         const Change& also = nullptr);
  // A dry run kept its call back: it is over, and shows it.
  absl::StatusOr<Operation> RecordDryRun(const Workspace& workspace, Mutation& mutation,
                                         const Operation& operation, const PlannedCall& call);
  // Makes it FAILED, within a transaction that writes it.
  absl::Status Refuse(Transaction& tx, Mutation& mutation, Operation& operation,
                      const absl::Status& error, absl::Time now);
  absl::Time NowOrLast(const Workspace& workspace, const Operation& operation) const;
  void Strand(const Operation& operation);

  void NotifyChanged(const Operation& operation) {
    claims_.NotifyChanged(operation.workspace, operation.id);
  }

  // Steps of DoWork; the operation is claimed (operations_work.cc, operations_reconcile.cc).
  WorkOutcome StepComposite(const Workspace& workspace, const WorkItem& item, Operation operation,
                            absl::Time now);
  WorkOutcome Reconcile(const Workspace& workspace, const WorkItem& item,
                        const Operation& operation, absl::Time now);
  absl::Duration UntilCallIsOver(const Workspace& workspace, const Operation& operation) const;
  WorkOutcome OnAbsent(const Workspace& workspace, Mutation& mutation, const Operation& operation);
  WorkOutcome OnUnreadable(const Workspace& workspace, const WorkItem& item,
                           const Operation& operation, const absl::Status& error);
  WorkOutcome LeaveToPerson(const Workspace& workspace, const Operation& operation);
  WorkOutcome SendAgain(const Workspace& workspace, Mutation& mutation, const Operation& operation);
  absl::Status AdoptOrphan(const Operation& orphan);
  absl::Status WatchForTwin(Transaction& tx, const Operation& operation, absl::Time now);

  bool IsStuck(const Workspace& workspace, const Operation& operation) const;

  Env& env_;
  std::map<std::string, std::unique_ptr<Mutation>, std::less<>> mutations_;
  std::map<std::string, std::unique_ptr<Composite>, std::less<>> composites_;
  Claims claims_;
  Mutex mutex_;
  std::set<std::pair<std::string, std::string>> stranded_ SG_GUARDED_BY(mutex_);  // workspace, id
};

// ABORTED, reason OPERATION_IN_PROGRESS (metadata "operation" names it), if an operation on
// `target` isn't over. For the recording transaction of one that can't be proved, or must not be
// sent again, next to another.
absl::Status CheckNoneOpen(const Transaction& tx, const std::string& workspace,
                           const std::string& target);
// That error.
absl::Status OperationInProgress(const Operation& open,
                                 absl::Duration retry_after = absl::Seconds(1));

// The error that an operation that isn't DONE is answered with.
absl::Status ErrorOf(const Operation& operation);
// Stores `error` in the operation.
void SetError(Operation& operation, const absl::Status& error);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_OPERATIONS_H_
