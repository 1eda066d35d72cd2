// A workspace's protections of its money, asked before something is put on TikTok or switched on:
// its ad accounts and its ceilings (docs/protections.md).
#ifndef SPARKGATE_SERVER_USECASES_ADS_SPENDING_H_
#define SPARKGATE_SERVER_USECASES_ADS_SPENDING_H_

#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/ad.h"
#include "server/store/store.h"

namespace sparkgate::server {

// A campaign and its ad groups as somebody wants them.
struct WantedSpending {
  Campaign campaign;
  std::vector<AdGroup> ad_groups;
};

// As they are wanted already: as they stand, and what is being switched on counts as on.
absl::StatusOr<WantedSpending> SpendingAsWanted(const Transaction& tx, const std::string& workspace,
                                                const std::string& campaign);

// `object`, one of them, is wanted on. An ad's switch has no part in it: its ad group counts with
// or without ads.
void SwitchOn(const Campaign& object, WantedSpending& wanted);
void SwitchOn(const AdGroup& object, WantedSpending& wanted);
void SwitchOn(const Ad& object, WantedSpending& wanted);

// In the transaction that writes down what is wanted, so that of two at once the second sees the
// first. AD_ACCOUNT_NOT_ALLOWED, SPENDING_CEILING (FAILED_PRECONDITION).
absl::Status CheckMaySpend(const Transaction& tx, const WantedSpending& wanted, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ADS_SPENDING_H_
