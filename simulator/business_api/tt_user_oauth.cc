// tt_user/*: the creator's short-term tokens (facts 2.5 to 2.8).
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "simulator/business_api/endpoints.h"
#include "simulator/world/oauth.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

absl::Status CheckGrantType(std::string_view given, std::string_view wanted) {
  if (given == wanted) return absl::OkStatus();
  return Refuse(ApiCode::kInvalidGrantType, "GRANT_TYPE_WRONG",
                fmt::format("Invalid value for grant_type: {} is not supported.", given));
}

std::string ScopeText(const CreatorGrant& grant) {
  return fmt::format("{}", fmt::join(grant.scopes, ","));
}

Data TokenData(const WorldState& state, const CreatorGrant& grant) {
  const CreatorToken& token = *Find(state.creator_tokens, grant.access_tokens.back());
  return {{"access_token", token.value},
          {"expires_in", absl::ToInt64Seconds(token.expire_time - state.now)},
          {"refresh_token", grant.refresh_token},
          {"refresh_token_expires_in", absl::ToInt64Seconds(grant.refresh_expire_time - state.now)},
          {"open_id", grant.open_id},
          {"scope", ScopeText(grant)},
          {"token_type", "Bearer"}};
}

absl::StatusOr<Data> TtUserOauth2Token(WorldState& state, const Caller&,
                                       const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string client_id = in.String("client_id");
  const std::string client_secret = in.String("client_secret");
  const std::string grant_type = in.String("grant_type");
  const std::string auth_code = in.String("auth_code");
  const std::string redirect_uri = in.String("redirect_uri");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckGrantType(grant_type, "authorization_code"));
  SG_ASSIGN_OR_RETURN(const App* app, CheckAppSecret(state, client_id, client_secret));
  SG_ASSIGN_OR_RETURN(const CreatorGrant* grant,
                      ExchangeCreatorCode(state, *app, auth_code, redirect_uri));
  return TokenData(state, *grant);
}

absl::StatusOr<Data> TtUserOauth2RefreshToken(WorldState& state, const Caller&,
                                              const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string client_id = in.String("client_id");
  const std::string client_secret = in.String("client_secret");
  const std::string grant_type = in.String("grant_type");
  const std::string refresh_token = in.String("refresh_token");
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckGrantType(grant_type, "refresh_token"));
  SG_ASSIGN_OR_RETURN(const App* app, CheckAppSecret(state, client_id, client_secret));
  SG_ASSIGN_OR_RETURN(const CreatorGrant* grant, RefreshCreatorToken(state, *app, refresh_token));
  return TokenData(state, *grant);
}

absl::StatusOr<Data> TtUserOauth2Revoke(WorldState& state, const Caller&,
                                        const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string client_id = in.String("client_id");
  const std::string client_secret = in.String("client_secret");
  const std::string access_token = in.String("access_token");
  SG_RETURN_IF_ERROR(in.Check());
  SG_ASSIGN_OR_RETURN(const App* app, CheckAppSecret(state, client_id, client_secret));
  SG_RETURN_IF_ERROR(RevokeCreatorToken(state, *app, access_token));
  return Data{};
}

// The token itself is all that is asked for: neither a secret nor a header.
absl::StatusOr<Data> TtUserTokenInfoGet(WorldState& state, const Caller&,
                                        const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string app_id = in.String("app_id");
  const std::string access_token = in.String("access_token");
  SG_RETURN_IF_ERROR(in.Check());
  SG_ASSIGN_OR_RETURN(const CreatorGrant* grant, CheckCreatorToken(state, access_token));
  SG_RETURN_IF_ERROR(CheckTokenApp(grant->app_id, app_id));
  return Data{{"app_id", app_id}, {"scope", ScopeText(*grant)}, {"creator_id", grant->open_id}};
}

constexpr Endpoint kTtUserOauthEndpoints[] = {
    PostEndpoint("tt_user/oauth2/refresh_token", TokenFamily::kNone, "", &TtUserOauth2RefreshToken),
    PostEndpoint("tt_user/oauth2/revoke", TokenFamily::kNone, "", &TtUserOauth2Revoke),
    PostEndpoint("tt_user/oauth2/token", TokenFamily::kNone, "", &TtUserOauth2Token),
    PostEndpoint("tt_user/token_info/get", TokenFamily::kNone, "", &TtUserTokenInfoGet),
};

}  // namespace

std::span<const Endpoint> TtUserOauthEndpoints() { return kTtUserOauthEndpoints; }

}  // namespace sparkgate::simulator
