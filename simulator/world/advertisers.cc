#include "simulator/world/advertisers.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "simulator/world/ids.h"
#include "simulator/world/notifications.h"
#include "simulator/world/refusal.h"
#include "simulator/world/spending/history.h"
#include "simulator/world/spending/ledger.h"
#include "simulator/world/subscriptions.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kStatuses[] = {
    "STATUS_ENABLE",
    "STATUS_DISABLE",
    "STATUS_PENDING_CONFIRM",
    "STATUS_PENDING_VERIFIED",
    "STATUS_CONFIRM_FAIL",
    "STATUS_CONFIRM_FAIL_END",
    "STATUS_PENDING_CONFIRM_MODIFY",
    "STATUS_CONFIRM_MODIFY_FAIL",
    "STATUS_LIMIT",
    "STATUS_WAIT_FOR_BPM_AUDIT",
    "STATUS_WAIT_FOR_PUBLIC_AUTH",
    "STATUS_SELF_SERVICE_UNAUDITED",
    "STATUS_CONTRACT_PENDING",
};

constexpr int64_t kMostMoney = 1'000'000'000'000'000'000;  // two of them can still be added

absl::Status CheckMoney(int64_t balance, int64_t credit) {
  if (balance < 0 || credit < 0) {
    return RefuseParam("NUMBER_NEGATIVE", "Balance and ad credits are not negative.");
  }
  if (balance > kMostMoney || credit > kMostMoney) {
    return RefuseParam("NUMBER_TOO_HIGH", "Balance and ad credits are at most 10^18 micros each.");
  }
  return absl::OkStatus();
}

}  // namespace

std::span<const std::string_view> AdvertiserStatuses() { return kStatuses; }

absl::StatusOr<const AdvertiserAccount*> OpenAdvertiserAccount(WorldState& state,
                                                               const NewAdvertiser& advertiser) {
  if (advertiser.name.empty()) {
    return RefuseAdvertiser("NAME_MISSING", "An ad account needs a name.");
  }
  SG_RETURN_IF_ERROR(CheckMoney(advertiser.balance_micros, advertiser.credit_micros));
  AdvertiserAccount account;
  account.id = NewNumericId(state, "advertiser", advertiser.name);
  account.name = advertiser.name;
  account.company = advertiser.company;
  account.industry = advertiser.industry;
  account.country = advertiser.country;
  account.currency = advertiser.currency;
  account.timezone = advertiser.timezone;
  account.has_payment_method = advertiser.has_payment_method;
  account.has_creative_library = advertiser.has_creative_library;
  account.balance_micros = advertiser.balance_micros;
  account.credit_micros = advertiser.credit_micros;
  account.create_time = state.now;
  state.Record("advertiser.opened", AdvertiserName(account.id));
  const std::string id = account.id;
  return &state.advertisers.insert_or_assign(id, std::move(account)).first->second;
}

absl::StatusOr<const AdvertiserAccount*> ChangeAdvertiser(WorldState& state,
                                                          std::string_view advertiser_id,
                                                          const AdvertiserChange& change) {
  SG_RETURN_IF_ERROR(GetAdvertiser(state, advertiser_id).status());
  SG_RETURN_IF_ERROR(
      CheckMoney(change.balance_micros.value_or(0), change.credit_micros.value_or(0)));
  if (change.status && std::ranges::find(kStatuses, *change.status) == std::end(kStatuses)) {
    return RefuseParam("STATUS_UNKNOWN",
                       fmt::format("There is no account status {}.", *change.status));
  }
  AdvertiserAccount& account = *Find(state.advertisers, advertiser_id);
  SettleFunds(state, account);
  if (change.has_payment_method) account.has_payment_method = *change.has_payment_method;
  if (change.has_creative_library) account.has_creative_library = *change.has_creative_library;
  if (change.balance_micros) account.balance_micros = *change.balance_micros;
  if (change.credit_micros) account.credit_micros = *change.credit_micros;
  NoteTerms(state, account);
  state.Record("advertiser.changed", AdvertiserName(advertiser_id));
  if (change.status && *change.status != account.status) {
    account.status = *change.status;
    account.rejection_reason = account.status == "STATUS_ENABLE" ? "" : change.rejection_reason;
    NoteAdsOf(state, account);
    state.Record("advertiser.status_changed", AdvertiserName(advertiser_id),
                 {{"status", account.status}});
    NotifyAccountStatus(state, account);
  }
  return &account;
}

absl::StatusOr<const AdvertiserAccount*> GetAdvertiser(const WorldState& state,
                                                       std::string_view advertiser_id) {
  const AdvertiserAccount* advertiser = Find(state.advertisers, advertiser_id);
  if (advertiser != nullptr) return advertiser;
  return Refuse(ApiCode::kAdvertiserNotExist, "NO_SUCH_ADVERTISER",
                fmt::format("The advertiser {} does not exist.", advertiser_id));
}

std::string BusinessCenterId(const WorldState& state, const AdvertiserAccount& advertiser) {
  return NumericIdOf(state, "business_center",
                     advertiser.company.empty() ? fmt::format("advertiser/{}", advertiser.id)
                                                : fmt::format("company/{}", advertiser.company));
}

bool CanPay(const WorldState& state, const AdvertiserAccount& advertiser) {
  if (advertiser.has_payment_method) return true;
  const SpendFunds left = FundsLeft(state, advertiser);
  return left.cash + left.credit >= kCentMicros;  // less buys nothing
}

AccountProblem AccountProblemOf(const AdvertiserAccount& advertiser) {
  const std::string_view status = advertiser.status;
  if (status == "STATUS_ENABLE") return AccountProblem::kNone;
  if (status == "STATUS_LIMIT" || status == "STATUS_DISABLE") return AccountProblem::kPunished;
  if (status == "STATUS_CONTRACT_PENDING") return AccountProblem::kContractPending;
  const bool denied = status == "STATUS_CONFIRM_FAIL" || status == "STATUS_CONFIRM_FAIL_END" ||
                      status == "STATUS_CONFIRM_MODIFY_FAIL";
  return denied ? AccountProblem::kReviewDenied : AccountProblem::kInReview;
}

}  // namespace sparkgate::simulator
