// oauth2/*: the advertiser's long-term tokens (facts 2.1, 2.3, 2.4).
#include "simulator/world/oauth.h"

#include <charconv>
#include <string>
#include <vector>

#include <boost/json/array.hpp>

#include "simulator/business_api/endpoints.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

absl::StatusOr<Data> Oauth2AccessToken(WorldState& state, const Caller&,
                                       const Arguments& arguments) {
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

absl::StatusOr<Data> Oauth2AdvertiserGet(const WorldState& state, const Caller& caller,
                                         const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string app_id = in.String("app_id");
  const std::string secret = in.String("secret");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAppSecret(state, app_id, secret).status());
  SG_RETURN_IF_ERROR(CheckTokenApp(caller.advertiser->app_id, app_id));
  json::array list;
  for (const std::string& id : caller.advertiser->advertiser_ids) {
    list.push_back({{"advertiser_id", id}, {"advertiser_name", Find(state.advertisers, id)->name}});
  }
  return Data{{"list", std::move(list)}};
}

absl::StatusOr<Data> Oauth2RevokeToken(WorldState& state, const Caller& caller,
                                       const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string app_id = in.String("app_id");
  const std::string secret = in.String("secret");
  const std::string access_token = in.String("access_token");
  SG_RETURN_IF_ERROR(in.Check());
  SG_ASSIGN_OR_RETURN(const App* app, CheckAppSecret(state, app_id, secret));
  SG_RETURN_IF_ERROR(CheckTokenApp(caller.advertiser->app_id, app_id));
  SG_ASSIGN_OR_RETURN(const std::vector<std::string> lost,
                      RevokeAdvertiserToken(state, *app, access_token));
  return Data{{"app_id", app_id}, {"advertiser_ids", json::array(lost.begin(), lost.end())}};
}

constexpr Endpoint kOauthEndpoints[] = {
    PostEndpoint("oauth2/access_token", TokenFamily::kNone, "", &Oauth2AccessToken),
    GetEndpoint("oauth2/advertiser/get", TokenFamily::kAdvertiser, "", &Oauth2AdvertiserGet),
    PostEndpoint("oauth2/revoke_token", TokenFamily::kAdvertiser, "", &Oauth2RevokeToken),
};

}  // namespace

std::span<const Endpoint> OauthEndpoints() { return kOauthEndpoints; }

}  // namespace sparkgate::simulator
