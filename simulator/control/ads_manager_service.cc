#include "base/error.h"
#include "simulator/control/checks.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/notifications.h"
#include "simulator/control/people_conversions.h"
#include "simulator/control/register.h"
#include "simulator/control/service.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/notifications.h"
#include "simulator/world/oauth.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kMaxAmount = 1'000'000'000'000'000;

absl::StatusOr<const AdvertiserAccount*> AdAccountIn(const WorldState& state, std::string_view id) {
  return RowOf(state, state.advertisers, "AdAccount", kAdAccounts, id);
}

// Applies what `make_change` makes of what is left on the account.
template <class Request, class MakeChange>
absl::StatusOr<v1::AdAccount> Change(Worlds& worlds, const Request& request,
                                     MakeChange make_change) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "ad_account", request.ad_account(), kAdAccounts));
  return Mutate<v1::AdAccount>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::AdAccount> {
        SG_ASSIGN_OR_RETURN(const AdvertiserAccount* account, AdAccountIn(state, entry.id));
        const AdvertiserChange change = make_change(FundsLeft(state, *account));
        SG_ASSIGN_OR_RETURN(account, ChangeAdvertiser(state, entry.id, change));
        return ToProto(state, *account);
      });
}

absl::Status CheckAmount(int64_t amount) {
  if (amount > 0 && amount <= kMaxAmount) return absl::OkStatus();
  return InvalidField("amount_micros", "1 to 10^15 millionths of the currency unit.");
}

absl::StatusOr<v1::AdAccount> OpenAdAccount(Worlds& worlds,
                                            const v1::OpenAdAccountRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  const v1::AdAccount& account = request.ad_account();
  SG_RETURN_IF_ERROR(CheckAccount(account));
  NewAdvertiser advertiser;
  advertiser.name = account.display_name();
  advertiser.company = account.company();
  if (!account.country().empty()) advertiser.country = account.country();
  if (!account.currency().empty()) advertiser.currency = account.currency();
  if (!account.timezone().empty()) advertiser.timezone = account.timezone();
  return Mutate<v1::AdAccount>(*entry.world, request,
                               [&](WorldState& state) -> absl::StatusOr<v1::AdAccount> {
                                 SG_ASSIGN_OR_RETURN(const AdvertiserAccount* made,
                                                     OpenAdvertiserAccount(state, advertiser));
                                 return ToProto(state, *made);
                               });
}

absl::StatusOr<v1::AdAccount> GetAdAccount(Worlds& worlds, const v1::GetAdAccountRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry, ChildOf(worlds, "name", request.name(), kAdAccounts));
  return entry.world->Read([&](const WorldState& state) -> absl::StatusOr<v1::AdAccount> {
    SG_ASSIGN_OR_RETURN(const AdvertiserAccount* account, AdAccountIn(state, entry.id));
    return ToProto(state, *account);
  });
}

absl::StatusOr<v1::ListAdAccountsResponse> ListAdAccounts(
    Worlds& worlds, const v1::ListAdAccountsRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf("ad_accounts", request));
  return entry.world->Read([&](const WorldState& state) {
    v1::ListAdAccountsResponse response;
    response.set_next_page_token(ListTable(
        "ad_accounts", state.advertisers, page,
        [&](const AdvertiserAccount& row) { *response.add_ad_accounts() = ToProto(state, row); }));
    return response;
  });
}

absl::StatusOr<v1::AdAccount> SetPaymentMethod(Worlds& worlds,
                                               const v1::SetPaymentMethodRequest& request) {
  return Change(worlds, request, [&](const SpendFunds&) {
    AdvertiserChange change;
    change.has_payment_method = request.attached();
    return change;
  });
}

absl::StatusOr<v1::AdAccount> SetCreativeLibraryAccess(
    Worlds& worlds, const v1::SetCreativeLibraryAccessRequest& request) {
  return Change(worlds, request, [&](const SpendFunds&) {
    AdvertiserChange change;
    change.has_creative_library = request.allowed();
    return change;
  });
}

absl::StatusOr<v1::AdAccount> AddBalance(Worlds& worlds, const v1::AddBalanceRequest& request) {
  SG_RETURN_IF_ERROR(CheckAmount(request.amount_micros()));
  return Change(worlds, request, [&](const SpendFunds& left) {
    AdvertiserChange change;
    change.balance_micros = left.cash + request.amount_micros();
    return change;
  });
}

absl::StatusOr<v1::AdAccount> AddCredits(Worlds& worlds, const v1::AddCreditsRequest& request) {
  SG_RETURN_IF_ERROR(CheckAmount(request.amount_micros()));
  return Change(worlds, request, [&](const SpendFunds& left) {
    AdvertiserChange change;
    change.credit_micros = left.credit + request.amount_micros();
    return change;
  });
}

absl::StatusOr<v1::AdAccount> SetAdAccountStatus(Worlds& worlds,
                                                 const v1::SetAdAccountStatusRequest& request) {
  SG_ASSIGN_OR_RETURN(const std::string status, FromProto("status", request.status()));
  SG_RETURN_IF_ERROR(CheckText("rejection_reason", request.rejection_reason(), kLongestSentence));
  return Change(worlds, request, [&](const SpendFunds&) {
    AdvertiserChange change;
    change.status = status;
    change.rejection_reason = request.rejection_reason();
    return change;
  });
}

absl::StatusOr<v1::ConsentResponse> ConsentAsAdvertiser(
    Worlds& worlds, const v1::AdsManagerServiceConsentRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  AdvertiserConsentRequest consent;
  consent.link = request.link();
  consent.decline = request.decline();
  for (const int64_t scope : request.scopes()) consent.scopes.push_back(fmt::format("{}", scope));
  for (const std::string& name : request.ad_accounts()) {
    SG_ASSIGN_OR_RETURN(Child child, ParseChildName("ad_accounts", name, kAdAccounts));
    if (child.world_id != entry.world->id()) {
      return InvalidField("ad_accounts", "Ad accounts of this world.");
    }
    consent.advertiser_ids.push_back(std::move(child.id));
  }
  return Mutate<v1::ConsentResponse>(*entry.world, request,
                                     [&](WorldState& state) -> absl::StatusOr<v1::ConsentResponse> {
                                       for (const std::string& id : consent.advertiser_ids) {
                                         SG_RETURN_IF_ERROR(AdAccountIn(state, id).status());
                                       }
                                       if (consent.advertiser_ids.empty()) {
                                         for (const auto& [id, account] : state.advertisers)
                                           consent.advertiser_ids.push_back(id);
                                       }
                                       v1::ConsentResponse response;
                                       SG_ASSIGN_OR_RETURN(*response.mutable_redirect_address(),
                                                           AdvertiserConsent(state, consent));
                                       return response;
                                     });
}

absl::StatusOr<v1::ListNotificationsResponse> ListAdvertiserNotifications(
    Worlds& worlds, const v1::AdsManagerServiceListNotificationsRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry entry,
                      ChildOf(worlds, "ad_account", request.ad_account(), kAdAccounts));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf(kNotificationList, request));
  return entry.world->Read(
      [&](const WorldState& state) -> absl::StatusOr<v1::ListNotificationsResponse> {
        SG_RETURN_IF_ERROR(AdAccountIn(state, entry.id).status());
        return NotificationsOf(state, AdvertiserName(entry.id), page);
      });
}

}  // namespace

void RegisterAdsManagerService(rpc::MethodTable& table, Worlds& worlds) {
  Service service(table, worlds, "AdsManagerService");
  service.Unary("OpenAdAccount", OpenAdAccount);
  service.Unary("GetAdAccount", GetAdAccount);
  service.Unary("ListAdAccounts", ListAdAccounts);
  service.Unary("SetPaymentMethod", SetPaymentMethod);
  service.Unary("SetCreativeLibraryAccess", SetCreativeLibraryAccess);
  service.Unary("AddBalance", AddBalance);
  service.Unary("AddCredits", AddCredits);
  service.Unary("SetAdAccountStatus", SetAdAccountStatus);
  service.Unary("Consent", ConsentAsAdvertiser);
  service.Unary("ListNotifications", ListAdvertiserNotifications);
}

}  // namespace sparkgate::simulator
