#include "server/usecases/library/library_sync.h"

#include <string>
#include <vector>

#include "base/error.h"
#include "server/usecases/connect/ask_ad_accounts.h"
#include "server/usecases/library/library_look.h"
#include "server/usecases/work_kinds.h"
#include "server/usecases/work_outcomes.h"

namespace sparkgate::server {
namespace {

std::vector<absl::StatusOr<LibraryLook>> LookAtLibraries(
    Env& env, const Workspace& workspace, const std::vector<std::string>& ad_accounts,
    absl::Time now) {
  return AskAdAccounts<LibraryLook>(
      env, workspace, ad_accounts,
      [&](const AdAccountCall& as, size_t) { return LookAtLibrary(env, workspace, as, now); });
}

WorkOutcome OutcomeOf(const absl::Status& look, absl::Time now) {
  // Without a consent there is nothing to try again before somebody connects anew, which puts this
  // item.
  const bool hopeless = ReasonOf(look) == "RECONNECT_NEEDED";
  return look.ok() || hopeless ? AgainAt(now + kLibrarySyncInterval) : FailedWork(look);
}

class LibrarySyncHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kLibrarySyncWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    const auto looks = LookAtLibraries(env, workspace, SubjectsOf(items), now);
    using Outcomes = std::vector<WorkOutcome>;
    return TakeTogether(
        env, workspace, items, now, [&](Transaction& tx) -> absl::StatusOr<Outcomes> {
          Outcomes outcomes;
          for (size_t i = 0; i < items.size(); ++i) {
            outcomes.push_back(OutcomeOf(looks[i].status(), now));
            if (!looks[i].ok()) continue;
            SG_RETURN_IF_ERROR(TakeLook(tx, workspace, items[i].subject, *looks[i], now));
          }
          return outcomes;
        });
  }
};

}  // namespace

absl::Status SyncLibrary(Env& env, const Workspace& workspace, const std::string& ad_account,
                         absl::Time now) {
  const auto look = LookAtLibraries(env, workspace, {ad_account}, now).front();
  SG_RETURN_IF_ERROR(look.status());
  return env.store.Write(
      [&](Transaction& tx) { return TakeLook(tx, workspace, ad_account, *look, now); });
}

std::unique_ptr<WorkHandler> NewLibrarySyncHandler() {
  return std::make_unique<LibrarySyncHandler>();
}

}  // namespace sparkgate::server
