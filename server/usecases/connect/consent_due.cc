#include "server/usecases/connect/consent_due.h"

#include <string>
#include <vector>

#include "base/error.h"
#include "server/domain/spark_post.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/work_kinds.h"
#include "server/usecases/work_outcomes.h"

namespace sparkgate::server {
namespace {

const std::vector<int>& ConsentAlertDays() {
  static const auto* const days = new std::vector<int>{30, 7, 1};
  return *days;
}

absl::Status EndNow(Transaction& tx, Creator creator, absl::Time now) {
  creator.state = ConnectionState::kReconnectNeeded;
  SG_RETURN_IF_ERROR(tx.creators().Put(creator));
  return AppendEvent(tx, creator.workspace, "creator.reconnect_needed",
                     CreatorName(creator.workspace, creator.id), now);
}

absl::StatusOr<WorkOutcome> Tell(Transaction& tx, const WorkItem& item, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const auto creator, tx.creators().Get(item.workspace, item.subject));
  if (!creator.has_value() || creator->state == ConnectionState::kReconnectNeeded) {
    return WorkDone();  // whoever connects anew is watched anew
  }
  const auto next = NextAuthorizationDue(creator->consent_end, now, ConsentAlertDays());
  if (!next.has_value()) {
    SG_RETURN_IF_ERROR(EndNow(tx, *creator, now));
    return WorkDone();
  }
  // Of several that were missed, the nearest. None, if the creator consented anew meanwhile.
  const int days = ReachedAlert(creator->consent_end, now, ConsentAlertDays());
  if (days != 0) {
    SG_RETURN_IF_ERROR(AppendEvent(
        tx, item.workspace, "creator.consent_ending", CreatorName(item.workspace, creator->id), now,
        {{"days_left", std::to_string(days)}, {"end_time", EventTime(creator->consent_end)}}));
  }
  return AgainAt(next->at);
}

class ConsentDueHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kConsentWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    return TakeTogether(env, workspace, items, now,
                        [&](Transaction& tx) -> absl::StatusOr<std::vector<WorkOutcome>> {
                          std::vector<WorkOutcome> outcomes;
                          for (const WorkItem& item : items) {
                            SG_ASSIGN_OR_RETURN(WorkOutcome outcome, Tell(tx, item, now));
                            outcomes.push_back(std::move(outcome));
                          }
                          return outcomes;
                        });
  }
};

}  // namespace

absl::Status WatchConsent(Transaction& tx, const Creator& creator, absl::Time now) {
  const auto next = NextAuthorizationDue(creator.consent_end, now, ConsentAlertDays());
  if (!next.has_value()) return absl::OkStatus();
  return tx.work().Put({.workspace = creator.workspace,
                        .kind = kConsentWork,
                        .subject = creator.id,
                        .due = next->at});
}

std::unique_ptr<WorkHandler> NewConsentDueHandler() {
  return std::make_unique<ConsentDueHandler>();
}

}  // namespace sparkgate::server
