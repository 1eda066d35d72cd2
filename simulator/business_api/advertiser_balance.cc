// advertiser/balance/get: what the ad accounts of a Business Center can spend (facts 6.2).
#include <algorithm>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/paging.h"
#include "simulator/business_api/post_search.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/refusal.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kStatuses[] = {
    "SHOW_ACCOUNT_STATUS_NOT_APPROVED",
    "SHOW_ACCOUNT_STATUS_APPROVED",
    "SHOW_ACCOUNT_STATUS_IN_REVIEW",
    "SHOW_ACCOUNT_STATUS_PUNISHED",
};

// What `fields` adds to the answer. The others that TikTok has are about moving money.
constexpr std::string_view kRemaining = "budget_remaining";
constexpr std::string_view kBalanceInfo = "balance_info";
constexpr std::string_view kMoreFields[] = {kRemaining,
                                            kBalanceInfo,
                                            "budget_frequency_restriction",
                                            "budget_amount_restriction",
                                            "min_transferable_amount",
                                            "max_transferable_amount"};

struct BalanceQuery {
  std::string business_center_id;
  std::vector<std::string> more_fields;
  std::string keyword;
  std::vector<std::string> statuses;
  bool of_a_portfolio = false;

  bool Wants(std::string_view field) const {
    return std::ranges::find(more_fields, field) != more_fields.end();
  }
};

std::string_view StatusOf(const AdvertiserAccount& advertiser) {
  switch (AccountProblemOf(advertiser)) {
    case AccountProblem::kNone:
      return "SHOW_ACCOUNT_STATUS_APPROVED";
    case AccountProblem::kPunished:
      return "SHOW_ACCOUNT_STATUS_PUNISHED";
    case AccountProblem::kContractPending:
    case AccountProblem::kInReview:
      return "SHOW_ACCOUNT_STATUS_IN_REVIEW";
    case AccountProblem::kReviewDenied:
      return "SHOW_ACCOUNT_STATUS_NOT_APPROVED";
  }
  return "";
}

// Amounts have two decimal places.
int64_t CentsOf(int64_t micros) { return micros / 10'000; }
double FromCents(int64_t cents) { return static_cast<double>(cents) / 100; }

struct Amounts {
  double all = 0;
  double cash = 0;
  double grant = 0;  // ad credits
};

Amounts AmountsOf(const WorldState& state, const AdvertiserAccount& advertiser) {
  const SpendFunds left = FundsLeft(state, advertiser);
  const int64_t cash = CentsOf(left.cash);
  const int64_t grant = CentsOf(left.credit);
  return {FromCents(cash + grant), FromCents(cash), FromCents(grant)};
}

// Nothing is frozen or kept back for taxes: account_balance = valid + frozen + tax.
json::object AmountsData(const Amounts& amounts) {
  return {{"account_balance", amounts.all}, {"valid_account_balance", amounts.all},
          {"frozen_balance", 0.0},          {"tax", 0.0},
          {"cash_balance", amounts.cash},   {"valid_cash_balance", amounts.cash},
          {"grant_balance", amounts.grant}, {"valid_grant_balance", amounts.grant}};
}

json::object BalanceInfo(const Amounts& amounts) {
  json::object info = AmountsData(amounts);
  for (const char* name : {"frozen_cash_balance", "cash_tax", "frozen_grant_balance",
                           "credit_balance", "valid_credit_balance", "frozen_credit_balance"}) {
    info[name] = 0.0;
  }
  return info;
}

json::object AccountData(const WorldState& state, const AdvertiserAccount& advertiser,
                         const BalanceQuery& query) {
  const Amounts amounts = AmountsOf(state, advertiser);
  json::object data = AmountsData(amounts);
  data["advertiser_id"] = advertiser.id;
  data["advertiser_name"] = advertiser.name;
  data["advertiser_status"] = StatusOf(advertiser);
  data["advertiser_type"] = "AUCTION";
  data["timezone"] = advertiser.timezone;
  data["currency"] = advertiser.currency;
  data["account_open_days"] = (state.now - advertiser.create_time) / absl::Hours(24);
  data["balance_reminder"] = !CanPay(state, advertiser);
  data["budget_mode"] = "UNLIMITED";
  data["budget"] = 0.0;  // as TikTok says it of an account without a budget
  data["budget_cost"] = 0.0;
  if (query.Wants(kRemaining)) data[kRemaining] = 0.0;
  if (query.Wants(kBalanceInfo)) data[kBalanceInfo] = BalanceInfo(amounts);
  return data;
}

BalanceQuery ReadQuery(ArgumentReader& in) {
  BalanceQuery query;
  query.business_center_id = in.Id("bc_id");
  query.more_fields = in.OptionalListOf("fields", kMoreFields);
  ArgumentReader filtering = in.OptionalObject("filtering");
  query.keyword = filtering.OptionalString("keyword").value_or("");
  query.statuses = filtering.OptionalListOf("advertiser_status", kStatuses);
  query.of_a_portfolio = filtering.OptionalId("payment_portfolio_id").has_value();
  return query;
}

bool Matches(const AdvertiserAccount& advertiser, const BalanceQuery& query) {
  if (query.of_a_portfolio) return false;  // nobody has one
  if (!query.statuses.empty() &&
      std::ranges::find(query.statuses, StatusOf(advertiser)) == query.statuses.end()) {
    return false;
  }
  return HoldsText(advertiser.name, query.keyword) || HoldsText(advertiser.id, query.keyword);
}

// The accounts of the Business Center that the token reaches; 40001 if it reaches none of them.
absl::StatusOr<std::vector<const AdvertiserAccount*>> AccountsOf(const WorldState& state,
                                                                 const Caller& caller,
                                                                 std::string_view center_id) {
  std::vector<const AdvertiserAccount*> accounts;
  for (const std::string& id : caller.advertiser->advertiser_ids) {
    const AdvertiserAccount* advertiser = Find(state.advertisers, id);
    if (BusinessCenterId(state, *advertiser) == center_id) accounts.push_back(advertiser);
  }
  if (!accounts.empty()) return accounts;
  return Refuse(ApiCode::kPermissionError, "NO_PERMISSION",
                fmt::format("You don't have permission to operate this bc:{}.", center_id),
                Actor::kAdvertiser);
}

absl::StatusOr<Data> AdvertiserBalanceGet(const WorldState& state, const Caller& caller,
                                          const Arguments& arguments) {
  ArgumentReader in(arguments);
  const BalanceQuery query = ReadQuery(in);
  const Page page = ReadPage(in, 10, 50);
  SG_RETURN_IF_ERROR(in.Check());
  SG_ASSIGN_OR_RETURN(std::vector<const AdvertiserAccount*> accounts,
                      AccountsOf(state, caller, query.business_center_id));
  for (const std::string& field : query.more_fields) {
    if (field == kRemaining || field == kBalanceInfo) continue;
    return Refuse(ApiCode::kNotImplemented, "FIELD_NOT_SIMULATED",
                  fmt::format("fields: {} is not simulated.", field));
  }
  std::erase_if(accounts,
                [&](const AdvertiserAccount* account) { return !Matches(*account, query); });
  json::array list;
  for (size_t i = page.First(accounts.size()); i < page.Last(accounts.size()); ++i) {
    list.push_back(AccountData(state, *accounts[i], query));
  }
  // Credits can't be taken out. TikTok computes this for one account at a time only.
  if (accounts.size() == 1 && !list.empty()) {
    list.front().as_object()["transferable_amount"] = AmountsOf(state, *accounts.front()).cash;
  }
  return Data{{"advertiser_account_list", std::move(list)},
              {"page_info", page.Info(accounts.size())}};
}

constexpr Endpoint kAdvertiserBalanceEndpoints[] = {
    GetEndpoint("advertiser/balance/get", TokenFamily::kAdvertiser, "152", &AdvertiserBalanceGet),
};

}  // namespace

std::span<const Endpoint> AdvertiserBalanceEndpoints() { return kAdvertiserBalanceEndpoints; }

}  // namespace sparkgate::simulator
