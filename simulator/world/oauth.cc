#include "simulator/world/oauth.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/crypto/hash.h"
#include "simulator/world/ids.h"
#include "simulator/world/notifications.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kAccessTokenLife = absl::Hours(24);
constexpr absl::Duration kRefreshTokenLife = absl::Hours(24 * 365);
// Access tokens a consent keeps: the one in use, and the one before it, which is good until its own
// end. Older ones are forgotten, so that a year of refreshing leaves no heap behind.
constexpr size_t kKeptTokens = 2;

// As this app knows this creator, in the shape of a UUID, always the same.
std::string OpenIdOf(const WorldState& state, std::string_view app_id,
                     std::string_view creator_id) {
  const std::string parent = fmt::format("{}/{}", app_id, creator_id);
  const std::string hex = ToHex(state.random.Bytes("open_id", parent, /*ordinal=*/0, /*count=*/16));
  const std::string_view h = hex;
  return fmt::format("{}-{}-{}-{}-{}", h.substr(0, 8), h.substr(8, 4), h.substr(12, 4),
                     h.substr(16, 4), h.substr(20));
}

void AddAccessToken(WorldState& state, CreatorGrant& grant) {
  CreatorToken token;
  token.value = "act." + NewHexToken(state, "creator_token", grant.open_id, 28);
  token.open_id = grant.open_id;
  token.expire_time = state.now + kAccessTokenLife;
  grant.access_tokens.push_back(token.value);
  const std::string value = token.value;
  state.creator_tokens.insert_or_assign(value, std::move(token));
  while (grant.access_tokens.size() > kKeptTokens) {
    state.creator_tokens.erase(grant.access_tokens.front());
    grant.access_tokens.erase(grant.access_tokens.begin());
  }
}

void EndGrant(WorldState& state, CreatorGrant& grant) {
  for (const std::string& value : grant.access_tokens) state.creator_tokens.erase(value);
  grant.access_tokens.clear();
  grant.revoked = true;
  state.Record("creator.consent_revoked", CreatorName(grant.creator_id));
}

absl::Status CreatorOauthFailed(std::string_view message) {
  return Refuse(ApiCode::kCreatorOauthFailed, "CREATOR_OAUTH_FAILED", message, Actor::kCreator);
}

}  // namespace

absl::StatusOr<const App*> CheckAppSecret(const WorldState& state, std::string_view app_id,
                                          std::string_view secret) {
  const App* app = Find(state.apps, app_id);
  if (app == nullptr) {
    return Refuse(ApiCode::kAppForbidden, "APP_UNKNOWN", "The app does not exist.",
                  Actor::kOperator);
  }
  if (!ConstantTimeEquals(app->secret, secret)) {
    return Refuse(ApiCode::kInvalidPartner, "APP_SECRET_WRONG",
                  "The secret does not match the app.", Actor::kOperator);
  }
  return app;
}

absl::Status CheckTokenApp(std::string_view token_app_id, std::string_view app_id) {
  if (token_app_id == app_id) return absl::OkStatus();
  return Refuse(ApiCode::kAppForbidden, "APP_INCONSISTENT",
                "The app_id is inconsistent with the token's app information. Please retry after "
                "correcting it.",
                Actor::kOperator);
}

absl::StatusOr<const AdvertiserToken*> ExchangeAdvertiserCode(WorldState& state, const App& app,
                                                              std::string_view auth_code) {
  OauthCode* code = Find(state.oauth_codes, auth_code);
  if (code == nullptr || code->kind != ConsentKind::kAdvertiser || code->app_id != app.id) {
    return Refuse(
        ApiCode::kInvalidPartner, "OAUTH_CODE_UNKNOWN",
        "Invalid auth_code. Not able to get long-term access_token with an old auth_code. "
        "Please re-authorize and try again with a new auth_code.",
        Actor::kAdvertiser);
  }
  if (code->used || state.now >= code->expire_time) {
    return Refuse(ApiCode::kAuthCodeError, "OAUTH_CODE_OVER",
                  "The auth_code is canceled. Please re-authorize and try again with a new "
                  "auth_code.",
                  Actor::kAdvertiser);
  }
  code->used = true;
  AdvertiserToken token;
  token.value = NewHexToken(state, "advertiser_token",
                            fmt::format("{}/{}", app.id, fmt::join(code->advertiser_ids, ",")), 20);
  token.app_id = app.id;
  token.advertiser_ids = code->advertiser_ids;
  token.scopes = code->scopes;
  token.create_time = state.now;
  for (const std::string& id : token.advertiser_ids) {
    state.Record("advertiser.connected", AdvertiserName(id));
  }
  const std::string value = token.value;
  return &state.tokens.insert_or_assign(value, std::move(token)).first->second;
}

absl::StatusOr<const CreatorGrant*> ExchangeCreatorCode(WorldState& state, const App& app,
                                                        std::string_view auth_code,
                                                        std::string_view redirect_uri) {
  OauthCode* code = Find(state.oauth_codes, auth_code);
  if (code == nullptr || code->kind != ConsentKind::kCreator || code->app_id != app.id) {
    return CreatorOauthFailed("Authorization code is invalid.");
  }
  if (code->used || state.now >= code->expire_time) {
    return CreatorOauthFailed("Authorization code is expired.");
  }
  if (code->redirect_uri != redirect_uri) {
    return CreatorOauthFailed("Redirect_uri is not matched with the uri when requesting code.");
  }
  code->used = true;
  const std::string open_id = OpenIdOf(state, app.id, code->creator_id);
  // Consenting again starts a new year; access tokens given out before stay good until their end.
  CreatorGrant& grant = state.grants[open_id];
  grant.open_id = open_id;
  grant.app_id = app.id;
  grant.creator_id = code->creator_id;
  grant.scopes = code->scopes;
  state.refresh_tokens.erase(grant.refresh_token);  // of the consent before, if there was one
  grant.refresh_token = "rft." + NewHexToken(state, "refresh_token", open_id, 28);
  grant.refresh_expire_time = state.now + kRefreshTokenLife;
  grant.refreshes = 0;
  grant.revoked = false;
  state.refresh_tokens.insert_or_assign(grant.refresh_token, open_id);
  AddAccessToken(state, grant);
  state.Record("creator.connected", CreatorName(grant.creator_id));
  return &grant;
}

absl::StatusOr<const CreatorGrant*> RefreshCreatorToken(WorldState& state, const App& app,
                                                        std::string_view refresh_token) {
  const std::string* open_id = Find(state.refresh_tokens, refresh_token);
  CreatorGrant* grant = open_id == nullptr ? nullptr : Find(state.grants, *open_id);
  if (grant == nullptr || grant->revoked || grant->app_id != app.id ||
      grant->refresh_token != refresh_token) {
    return Refuse(ApiCode::kInvalidRefreshToken, "REFRESH_TOKEN_UNKNOWN",
                  "The refresh token is incorrect or has been revoked.", Actor::kCreator);
  }
  if (state.now >= grant->refresh_expire_time) {
    return Refuse(ApiCode::kRefreshTokenExpired, "REFRESH_TOKEN_EXPIRED",
                  "The refresh token has expired.", Actor::kCreator);
  }
  ++grant->refreshes;
  AddAccessToken(state, *grant);
  state.Record("creator.token_refreshed", CreatorName(grant->creator_id));
  return grant;
}

absl::StatusOr<std::vector<std::string>> RevokeAdvertiserToken(WorldState& state, const App& app,
                                                               std::string_view access_token) {
  SG_RETURN_IF_ERROR(CheckAdvertiserToken(state, access_token).status());
  AdvertiserToken& token = *Find(state.tokens, access_token);
  SG_RETURN_IF_ERROR(CheckTokenApp(token.app_id, app.id));
  token.revoked = true;
  for (const std::string& id : token.advertiser_ids) {
    state.Record("advertiser.token_revoked", AdvertiserName(id));
  }
  return std::exchange(token.advertiser_ids, {});
}

absl::Status RevokeCreatorToken(WorldState& state, const App& app, std::string_view access_token) {
  const CreatorToken* token = Find(state.creator_tokens, access_token);
  CreatorGrant* grant = token == nullptr ? nullptr : Find(state.grants, token->open_id);
  if (grant == nullptr || grant->revoked || grant->app_id != app.id) {
    return Refuse(ApiCode::kInvalidAccessToken, "ACCESS_TOKEN_UNKNOWN",
                  "Access token is incorrect or has been revoked.", Actor::kCreator);
  }
  EndGrant(state, *grant);
  return absl::OkStatus();
}

absl::Status RevokeCreatorConsent(WorldState& state, std::string_view creator_id,
                                  std::string_view app_id) {
  CreatorGrant* grant = Find(state.grants, OpenIdOf(state, app_id, creator_id));
  if (grant == nullptr || grant->revoked) {
    return Refuse(ApiCode::kNotExist, "NO_SUCH_CONSENT",
                  "The TikTok account has given this app no consent.", Actor::kCreator);
  }
  EndGrant(state, *grant);
  return absl::OkStatus();
}

absl::Status RevokeAdvertiserConsent(WorldState& state, std::string_view advertiser_id,
                                     std::string_view app_id) {
  bool any = false;
  for (auto& [value, token] : state.tokens) {
    if (token.app_id != app_id) continue;
    any = std::erase(token.advertiser_ids, advertiser_id) > 0 || any;
    if (token.advertiser_ids.empty()) token.revoked = true;
  }
  if (!any) {
    return Refuse(ApiCode::kNotExist, "NO_SUCH_CONSENT",
                  "The ad account has given this app no consent.", Actor::kAdvertiser);
  }
  state.Record("advertiser.consent_revoked", AdvertiserName(advertiser_id));
  return absl::OkStatus();
}

absl::StatusOr<const AdvertiserToken*> CheckAdvertiserToken(const WorldState& state,
                                                            std::string_view value) {
  const AdvertiserToken* token = Find(state.tokens, value);
  if (token != nullptr && !token->revoked) return token;
  return Refuse(ApiCode::kInvalidAccessToken, "ACCESS_TOKEN_UNKNOWN",
                "Access token is incorrect or has been revoked.", Actor::kAdvertiser);
}

absl::StatusOr<const CreatorGrant*> CheckCreatorToken(const WorldState& state,
                                                      std::string_view value) {
  const CreatorToken* token = Find(state.creator_tokens, value);
  const CreatorGrant* grant = token == nullptr ? nullptr : Find(state.grants, token->open_id);
  if (grant == nullptr || grant->revoked) {
    return Refuse(ApiCode::kInvalidAccessToken, "ACCESS_TOKEN_UNKNOWN",
                  "Access token is incorrect or has been revoked.", Actor::kCreator);
  }
  if (state.now >= token->expire_time) {
    return Refuse(ApiCode::kAccessTokenExpired, "ACCESS_TOKEN_EXPIRED",
                  "Access token has expired. Please refresh it.", Actor::kNobody);
  }
  return grant;
}

}  // namespace sparkgate::simulator
