#include "server/usecases/ads/spending.h"

#include <map>
#include <optional>

#include "base/error.h"
#include "base/json.h"
#include "server/domain/spending.h"
#include "server/domain/workspace.h"
#include "server/tiktok/planned_call.h"
#include "server/usecases/ads/batches.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/ads/switches.h"
#include "server/usecases/arguments.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

// Its call may have arrived: that it isn't written down yet makes it no cheaper.
template <class Object>
absl::Status CountSwitch(const Transaction& tx, const char* kind, Object& object) {
  if (object.stage != Stage::kLive || object.operation_status == OperationStatus::kEnabled) {
    return absl::OkStatus();
  }
  SG_ASSIGN_OR_RETURN(const auto open,
                      tx.operations().FindOpen(object.workspace, kind, NameOf(object)));
  if (!open.has_value()) return absl::OkStatus();
  SG_ASSIGN_OR_RETURN(const boost::json::object arguments, ArgumentsOf(*open));
  if (JsonString(arguments, "to") == "ENABLE") object.operation_status = OperationStatus::kEnabled;
  return absl::OkStatus();
}

absl::StatusOr<WantedSpending> WithGroups(const Transaction& tx, Campaign campaign) {
  WantedSpending wanted{.campaign = std::move(campaign)};
  SG_RETURN_IF_ERROR(CountSwitch(tx, kSwitchCampaign, wanted.campaign));
  SG_ASSIGN_OR_RETURN(wanted.ad_groups,
                      tx.ad_groups().List(wanted.campaign.workspace, wanted.campaign.id, kAllRows));
  for (AdGroup& group : wanted.ad_groups) {
    SG_RETURN_IF_ERROR(CountSwitch(tx, kSwitchAdGroup, group));
  }
  return wanted;
}

Spending SpendingOf(const WantedSpending& wanted, absl::Time now) {
  return SpendingOf(wanted.campaign, wanted.ad_groups, now);
}

// Of all campaigns of a currency but one.
absl::StatusOr<Spending> SpendingElsewhere(const Transaction& tx, const Campaign& but,
                                           const std::string& currency, absl::Time now) {
  Spending sum = 0;
  SG_ASSIGN_OR_RETURN(const auto campaigns, tx.campaigns().List(but.workspace, "", kAllRows));
  std::map<std::string, std::string> currencies;  // by ad account
  for (const Campaign& campaign : campaigns) {
    if (campaign.id == but.id) continue;
    const auto [known, unknown] = currencies.try_emplace(campaign.ad_account);
    if (unknown) {
      SG_ASSIGN_OR_RETURN(const auto account,
                          tx.ad_accounts().Get(but.workspace, campaign.ad_account));
      if (account.has_value()) known->second = account->currency;
    }
    if (known->second != currency) continue;
    SG_ASSIGN_OR_RETURN(const WantedSpending each, WithGroups(tx, campaign));
    sum = Sum(sum, SpendingOf(each, now));
  }
  return sum;
}

}  // namespace

absl::StatusOr<WantedSpending> SpendingAsWanted(const Transaction& tx, const std::string& workspace,
                                                const std::string& campaign) {
  SG_ASSIGN_OR_RETURN(Campaign row, Load<Campaign>(tx, workspace, campaign));
  return WithGroups(tx, std::move(row));
}

void SwitchOn(const Campaign&, WantedSpending& wanted) {
  wanted.campaign.operation_status = OperationStatus::kEnabled;
}
void SwitchOn(const AdGroup& object, WantedSpending& wanted) {
  for (AdGroup& group : wanted.ad_groups) {
    if (group.id == object.id) group.operation_status = OperationStatus::kEnabled;
  }
}
void SwitchOn(const Ad&, WantedSpending&) {}

absl::Status CheckMaySpend(const Transaction& tx, const WantedSpending& wanted, absl::Time now) {
  const Campaign& campaign = wanted.campaign;
  SG_ASSIGN_OR_RETURN(const auto workspace, tx.workspaces().Get(campaign.workspace));
  if (!workspace.has_value()) return absl::OkStatus();  // deleted meanwhile
  if (!MayChange(*workspace, campaign.ad_account)) {
    return tiktok::AdAccountNotAllowed(campaign.ad_account);
  }
  if (workspace->settings.ceilings.empty()) return absl::OkStatus();
  SG_ASSIGN_OR_RETURN(const auto account,
                      tx.ad_accounts().Get(campaign.workspace, campaign.ad_account));
  CeilingQuestion question{.currency = account.has_value() ? account->currency : "",
                           .after = SpendingOf(wanted, now)};
  SG_ASSIGN_OR_RETURN(const WantedSpending before,
                      SpendingAsWanted(tx, campaign.workspace, campaign.id));
  question.before = SpendingOf(before, now);
  SG_ASSIGN_OR_RETURN(question.elsewhere, SpendingElsewhere(tx, campaign, question.currency, now));
  return CheckCeiling(workspace->settings.ceilings, question);
}

}  // namespace sparkgate::server
