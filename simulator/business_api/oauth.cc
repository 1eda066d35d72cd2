// oauth2/*: the advertiser's long-term tokens (facts 2.1, 2.3).
#include "simulator/world/oauth.h"

#include <charconv>

#include <boost/json/array.hpp>

#include "simulator/business_api/endpoints.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

absl::StatusOr<Data> AccessToken(WorldState& state, const Caller&, const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string app_id = in.String("app_id");
  const std::string secret = in.String("secret");
  const std::string auth_code = in.String("auth_code");
  const bool with_ids = in.OptionalBool("return_advertiser_ids").value_or(true);
  SG_RETURN_IF_ERROR(in.Check());
  SG_ASSIGN_OR_RETURN(const App* app, CheckAppSecret(state, app_id, secret));
  SG_ASSIGN_OR_RETURN(const AdvertiserToken* token, ExchangeAdvertiserCode(state, *app, auth_code));

  json::array scope;
  for (const std::string& text : token->scopes) {
    int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    scope.emplace_back(number);
  }
  Data data{{"access_token", token->value}, {"scope", std::move(scope)}};
  if (with_ids) {
    data["advertiser_ids"] =
        json::array(token->advertiser_ids.begin(), token->advertiser_ids.end());
  }
  return data;
}

absl::StatusOr<Data> AdvertiserGet(const WorldState& state, const Caller& caller,
                                   const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string app_id = in.String("app_id");
  const std::string secret = in.String("secret");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAppSecret(state, app_id, secret).status());
  if (caller.advertiser->app_id != app_id) {
    return Refuse(ApiCode::kAppForbidden, "APP_INCONSISTENT",
                  "The app_id is inconsistent with the token's app information. Please retry after "
                  "correcting it.",
                  Actor::kOperator);
  }
  json::array list;
  for (const std::string& id : caller.advertiser->advertiser_ids) {
    list.push_back({{"advertiser_id", id}, {"advertiser_name", Find(state.advertisers, id)->name}});
  }
  return Data{{"list", std::move(list)}};
}

constexpr Endpoint kEndpoints[] = {
    PostEndpoint("oauth2/access_token", TokenFamily::kNone, "", &AccessToken),
    GetEndpoint("oauth2/advertiser/get", TokenFamily::kAdvertiser, "", &AdvertiserGet),
};

}  // namespace

std::span<const Endpoint> OauthEndpoints() { return kEndpoints; }

}  // namespace sparkgate::simulator
