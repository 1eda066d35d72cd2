#include "server/usecases/advertisers/advertisers.h"

#include "server/tiktok/tiktok.h"
#include "server/usecases/ads/ads_sync.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/library/library_sync.h"
#include "server/usecases/names.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

constexpr char kResync[] = "account.resync";

class ResyncComposite final : public Composite {
 public:
  std::string_view kind() const override { return kResync; }

  WorkOutcome Step(Env& env, const Workspace& workspace, const Operation& operation,
                   absl::Time now) override {
    const std::string account = LastIdOf(operation.target);
    absl::Status synced = SyncLibrary(env, workspace, account, now);
    if (synced.ok()) synced = SyncAds(env, workspace, account, AdsScope::kEverything, now).status();
    const absl::Status finished = env.store.Write([&](Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(auto current, tx.operations().Get(workspace.id, operation.id));
      if (!current.has_value()) return absl::OkStatus();
      current->result = operation.target;
      return FinishComposite(tx, *current, synced, now);
    });
    return finished.ok() ? WorkDone() : FailedWork(finished);
  }
};

}  // namespace

absl::StatusOr<Advertiser> GetAdvertiser(Env& env, const std::string& workspace,
                                         const std::string& id) {
  std::optional<Advertiser> advertiser;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(advertiser, tx.advertisers().Get(workspace, id));
    return absl::OkStatus();
  }));
  if (!advertiser.has_value()) {
    return ResourceNotFound("sparkgate/Advertiser", AdvertiserName(workspace, id));
  }
  return *std::move(advertiser);
}

absl::StatusOr<std::vector<Advertiser>> ListAdvertisers(Env& env, const std::string& workspace,
                                                        const Page& page) {
  std::vector<Advertiser> advertisers;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(advertisers, tx.advertisers().List(workspace, page));
    return absl::OkStatus();
  }));
  return advertisers;
}

absl::StatusOr<AdAccount> GetAdAccount(Env& env, const std::string& workspace,
                                       const std::string& id) {
  std::optional<AdAccount> account;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(account, tx.ad_accounts().Get(workspace, id));
    return absl::OkStatus();
  }));
  if (!account.has_value()) {
    return ResourceNotFound("sparkgate/AdAccount", AdAccountName(workspace, id));
  }
  return *std::move(account);
}

absl::StatusOr<std::vector<AdAccount>> ListAdAccounts(Env& env, const std::string& workspace,
                                                      const Page& page) {
  std::vector<AdAccount> accounts;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(accounts, tx.ad_accounts().List(workspace, page));
    return absl::OkStatus();
  }));
  return accounts;
}

absl::StatusOr<Operation> ResyncAdAccount(Env& env, const Call& call, const std::string& id) {
  SG_RETURN_IF_ERROR(LoadWritableWorkspace(env, call.workspace).status());
  SG_RETURN_IF_ERROR(GetAdAccount(env, call.workspace, id).status());
  auto operation = env.operations->Start(
      call, {.kind = kResync, .target = AdAccountName(call.workspace, id), .arguments = "{}"},
      [](Transaction&, Operation&, absl::Time) { return absl::OkStatus(); });
  env.work.Poke(call.workspace);
  return operation;
}

std::unique_ptr<Composite> NewResyncComposite() { return std::make_unique<ResyncComposite>(); }

}  // namespace sparkgate::server
