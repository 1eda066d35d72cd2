#include <algorithm>

#include <fmt/format.h>

#include "server/tiktok/tiktok.h"
#include "server/usecases/advertisers/advertisers.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

// A scope that our calls need, with the parents that grant it too (facts 2.10).
struct NeededScope {
  const char* id;
  const char* what;
  std::vector<std::string> granted_by;
};

const std::vector<NeededScope>& NeededScopes() {
  static const auto* const kNeeded =
      new std::vector<NeededScope>{{"100", "Read Ad Account Information", {"100", "10", "1"}},
                                   {"200", "Read Campaigns", {"200", "20", "2"}},
                                   {"201", "Create and Update Campaigns", {"201", "20", "2"}},
                                   {"210", "Read Ad Groups", {"210", "21", "2"}},
                                   {"211", "Create and Update Ad Groups", {"211", "21", "2"}},
                                   {"220", "Read Ads", {"220", "22", "2"}},
                                   {"221", "Create and Update Ads", {"221", "22", "2"}},
                                   {"690", "Query TikTok Posts", {"690", "69", "6"}},
                                   {"691", "Authorize TikTok Posts", {"691", "69", "6"}}};
  return *kNeeded;
}

}  // namespace

std::vector<std::string> MissingScopes(const std::vector<std::string>& granted) {
  std::vector<std::string> missing;
  for (const NeededScope& needed : NeededScopes()) {
    const bool there =
        std::any_of(needed.granted_by.begin(), needed.granted_by.end(), [&](const std::string& id) {
          return std::find(granted.begin(), granted.end(), id) != granted.end();
        });
    if (!there) missing.push_back(fmt::format("{} ({})", needed.id, needed.what));
  }
  return missing;
}

absl::StatusOr<AdAccountReadiness> CheckReadiness(Env& env, const std::string& workspace_id,
                                                  const std::string& id) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, workspace_id));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(const AdAccountCall as, CallAsAdAccount(env, workspace, id));
  SG_ASSIGN_OR_RETURN(const Advertiser advertiser,
                      GetAdvertiser(env, workspace.id, as.account.advertiser));
  const auto read = env.tiktok.advertiser().GetAccounts(as.call, {id});
  if (!read.ok()) return NoteAdAccountError(env, workspace, id, as.call, read.status());
  if (read->empty())
    return ResourceNotFound("sparkgate/AdAccount", AdAccountName(workspace_id, id));

  AdAccountReadiness readiness;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto account, tx.ad_accounts().Get(workspace.id, id));
    if (!account.has_value()) {
      return ResourceNotFound("sparkgate/AdAccount", AdAccountName(workspace_id, id));
    }
    account->display_name = read->front().name;
    account->tiktok_status = read->front().status;
    account->currency = read->front().currency;
    account->time_zone = read->front().timezone;
    account->balance_micros = read->front().balance_micros;
    account->sync_time = now;
    readiness.account = *account;
    return tx.ad_accounts().Put(*account);
  }));
  const std::string& status = readiness.account.tiktok_status;
  if (status != "STATUS_ENABLE") {
    readiness.issues.push_back(
        {.reason = "ACCOUNT_NOT_ENABLED",
         .message = fmt::format("TikTok's status of the ad account is {}.", status)});
  }
  for (const std::string& scope : MissingScopes(advertiser.scopes)) {
    readiness.issues.push_back(
        {.reason = "SCOPE_MISSING",
         .message = fmt::format("The consent lacks scope {}: connect again with it.", scope)});
  }
  if (readiness.account.balance_micros <= 0) {
    readiness.issues.push_back(
        {.reason = "BALANCE_EMPTY",
         .message = "The balance is empty. A post-paid account shows that too; otherwise ads won't "
                    "deliver before there is an active payment method or a balance.",
         .blocking = false});
  }
  return readiness;
}

}  // namespace sparkgate::server
