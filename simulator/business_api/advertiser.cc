// advertiser/info: an ad account's status, balance and master data (facts 6.1). What it can spend
// in detail is in advertiser_balance.cc.
#include <boost/json/array.hpp>

#include "base/clock.h"
#include "simulator/business_api/access.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/fields.h"
#include "simulator/business_api/money.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/spending/ledger.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

json::object AdvertiserData(const WorldState& state, const AdvertiserAccount& advertiser) {
  const SpendFunds left = FundsLeft(state, advertiser);
  return {{"advertiser_id", advertiser.id},
          {"name", advertiser.name},
          {"status", advertiser.status},
          {"role", "ROLE_ADVERTISER"},
          {"rejection_reason", advertiser.rejection_reason},
          {"currency", advertiser.currency},
          {"timezone", advertiser.timezone},
          {"display_timezone", advertiser.timezone},
          {"country", advertiser.country},
          {"industry", advertiser.industry},
          {"company", advertiser.company},
          {"company_name_editable", true},
          // Credits can be spent like money and show in no field of their own.
          {"balance", FromMoneyMicros(left.cash + left.credit)},
          {"create_time", ToMicros(advertiser.create_time) / 1'000'000},
          {"owner_bc_id", BusinessCenterId(state, advertiser)},
          {"advertiser_account_type", "AUCTION"},
          {"language", "en"}};
}

absl::StatusOr<Data> AdvertiserInfo(const WorldState& state, const Caller& caller,
                                    const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::vector<std::string> ids = in.Ids("advertiser_ids", {1, 100});
  FieldChoice choice;
  choice.fields = in.OptionalStrings("fields");
  SG_RETURN_IF_ERROR(in.Check());
  json::array list;
  for (const std::string& id : ids) {
    SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, id));
    json::object data = AdvertiserData(state, *Find(state.advertisers, id));
    choice.Apply(data);
    list.push_back(std::move(data));
  }
  return Data{{"list", std::move(list)}};
}

constexpr Endpoint kAdvertiserEndpoints[] = {
    GetEndpoint("advertiser/info", TokenFamily::kAdvertiser, "100", &AdvertiserInfo),
};

}  // namespace

std::span<const Endpoint> AdvertiserEndpoints() { return kAdvertiserEndpoints; }

}  // namespace sparkgate::simulator
