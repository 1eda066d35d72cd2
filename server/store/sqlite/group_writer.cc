#include "server/store/sqlite/group_writer.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "server/store/sql/event_rows.h"

namespace sparkgate::server::sqlite {

GroupWriter::GroupWriter(std::unique_ptr<sql::Connection> connection, size_t group_limit)
    : group_limit_(std::max<size_t>(group_limit, 1)),
      connection_(std::move(connection)),
      transaction_(*connection_),
      thread_([this] { Run(); }) {}

GroupWriter::~GroupWriter() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    wake_.NotifyOne();
  }
  thread_.join();
}

void GroupWriter::OnEvents(EventsCallback callback) { on_events_ = std::move(callback); }

size_t GroupWriter::waiting() const {
  MutexLock lock(mutex_);
  return queue_.size();
}

absl::Status GroupWriter::Write(const Job& job) {
  writes_.fetch_add(1, std::memory_order_relaxed);
  if (std::this_thread::get_id() == thread_.get_id()) {
    return absl::InternalError("a write inside a write would wait for itself");
  }
  Call call{.job = &job, .result = {}, .over = {}};
  MutexLock lock(mutex_);
  if (stopping_) {
    return Error(absl::StatusCode::kUnavailable, "the store is stopping",
                 {.reason = "STORAGE_STOPPED", .who = Actor::kNobody});
  }
  queue_.push_back(&call);
  if (queue_.size() == 1) wake_.NotifyOne();
  while (!call.done) call.over.Wait(mutex_);
  return call.result;
}

void GroupWriter::Run() {
  std::vector<Call*> group;
  while (true) {
    {
      MutexLock lock(mutex_);
      for (Call* call : group) {
        call->done = true;
        call->over.NotifyOne();  // under the lock: `call` is the caller's, and gone once it looks
      }
      while (queue_.empty() && !stopping_) wake_.Wait(mutex_);
      if (queue_.empty()) return;
      const auto end =
          queue_.begin() + static_cast<ptrdiff_t>(std::min(queue_.size(), group_limit_));
      group.assign(queue_.begin(), end);
      queue_.erase(queue_.begin(), end);
    }
    RunGroup(group);
  }
}

void GroupWriter::RunGroup(const std::vector<Call*>& group) {
  if (TryGroup(group) || group.size() == 1) return;
  for (Call* call : group) TryGroup({call});
}

// False: nothing was written, and each call's result is the error or worthless.
bool GroupWriter::TryGroup(const std::vector<Call*>& group) {
  std::map<std::string, int64_t> numbered;
  bool any = false;
  absl::Status status = connection_->Recover();
  if (status.ok()) status = connection_->Command("BEGIN IMMEDIATE");
  for (Call* call : group) {
    if (!status.ok()) break;
    call->result = RunCall(*call, numbered);
    if (!connection_->InTransaction()) status = call->result;
    any |= call->result.ok();
  }
  if (status.ok()) status = connection_->Command("COMMIT");
  if (!status.ok()) {
    for (Call* call : group) call->result = status;
    // If this fails, so does the Recover before the next group, which then is refused.
    (void)connection_->Recover();
    return false;
  }
  if (any) commits_.fetch_add(1, std::memory_order_relaxed);
  if (on_events_) {
    for (const auto& [workspace, last] : numbered) on_events_(workspace, last);
  }
  return true;
}

// In the group's transaction. If that is gone afterwards, the result says why.
absl::Status GroupWriter::RunCall(Call& call, std::map<std::string, int64_t>& numbered) {
  SG_RETURN_IF_ERROR(connection_->Command("SAVEPOINT one_call"));
  absl::Status status = RunInSavepoint(call, numbered);
  if (status.ok() || !connection_->InTransaction()) return status;
  connection_->ForgetFailure();
  absl::Status undone = connection_->Command("ROLLBACK TO one_call");
  if (undone.ok()) undone = connection_->Command("RELEASE one_call");
  // What can't be undone must not be committed with the rest.
  if (!undone.ok()) (void)connection_->Recover();
  return status;
}

absl::Status GroupWriter::RunInSavepoint(Call& call, std::map<std::string, int64_t>& numbered) {
  sql::Appended& appended = transaction_.appended();
  appended = {};
  SG_RETURN_IF_ERROR((*call.job)(transaction_));
  // A job may have overlooked an error that its transaction can't live through.
  SG_RETURN_IF_ERROR(connection_->failure());
  std::map<std::string, int64_t> last_events;
  if (!appended.events.empty() || !appended.audit.empty()) {
    SG_ASSIGN_OR_RETURN(last_events, sql::AssignNumbers(*connection_, appended));
  }
  SG_RETURN_IF_ERROR(connection_->Command("RELEASE one_call"));
  for (const auto& [workspace, last] : last_events) numbered[workspace] = last;
  return absl::OkStatus();
}

}  // namespace sparkgate::server::sqlite
