#include <absl/strings/ascii.h>

#include "base/error.h"
#include "server/tiktok/http/answer.h"
#include "server/tiktok/http/families.h"
#include "server/tiktok/http/fields.h"

namespace sparkgate::tiktok {
namespace {

namespace json = boost::json;

constexpr std::string_view kAdvertiserToken = "oauth2/access_token";
constexpr std::string_view kAdvertiserList = "oauth2/advertiser/get";
constexpr std::string_view kCreatorToken = "tt_user/oauth2/token";
constexpr std::string_view kCreatorRefresh = "tt_user/oauth2/refresh_token";
constexpr std::string_view kCreatorRevoke = "tt_user/oauth2/revoke";

// "user.info.basic,video.list", with blanks or not.
std::vector<std::string> SplitScopes(std::string_view list) {
  std::vector<std::string> scopes;
  std::string scope;
  for (const char c : list) {
    const bool ends = c == ',' || absl::ascii_isspace(static_cast<unsigned char>(c));
    if (!ends) scope += c;
    if (ends && !scope.empty()) scopes.push_back(std::exchange(scope, {}));
  }
  if (!scope.empty()) scopes.push_back(std::move(scope));
  return scopes;
}

absl::Duration Seconds(const json::object& data, std::string_view key) {
  return absl::Seconds(Count(data, key));
}

absl::StatusOr<CreatorGrant> ReadCreatorGrant(const json::object& data, std::string_view path) {
  CreatorGrant grant = {.access_token = Secret(Text(data, "access_token")),
                        .expires_in = Seconds(data, "expires_in"),
                        .refresh_token = Secret(Text(data, "refresh_token")),
                        .refresh_expires_in = Seconds(data, "refresh_token_expires_in"),
                        .open_id = Text(data, "open_id"),
                        .scopes = SplitScopes(Text(data, "scope"))};
  const CallContext context = {.path = path, .mutation = true};
  if (grant.access_token.empty()) return AnswerLacks("access_token", context);
  if (grant.refresh_token.empty()) return AnswerLacks("refresh_token", context);
  if (grant.open_id.empty()) return AnswerLacks("open_id", context);
  return grant;
}

json::object CreatorBody(const AppCredentials& app) {
  return {{"client_id", app.app_id}, {"client_secret", app.secret.Reveal()}};
}

class HttpOAuthApi final : public OAuthApi {
 public:
  explicit HttpOAuthApi(const OpenApi& api) : api_(api) {}

  absl::StatusOr<AdvertiserGrant> ExchangeAdvertiserCode(const Endpoint& endpoint,
                                                         const AppCredentials& app,
                                                         const Secret& auth_code) override {
    SG_ASSIGN_OR_RETURN(const json::object data,
                        api_.PostForToken(endpoint, kAdvertiserToken,
                                          {{"app_id", app.app_id},
                                           {"secret", app.secret.Reveal()},
                                           {"auth_code", auth_code.Reveal()}}));
    AdvertiserGrant grant = {.access_token = Secret(Text(data, "access_token")),
                             .advertiser_ids = TextList(data, "advertiser_ids"),
                             .scopes = TextList(data, "scope")};
    if (grant.access_token.empty()) {
      return AnswerLacks("access_token", {.path = kAdvertiserToken, .mutation = true});
    }
    return grant;
  }

  absl::StatusOr<std::vector<AdvertiserName>> ListAdvertisers(const Call& call,
                                                              const AppCredentials& app) override {
    Query query;
    query.Add("app_id", app.app_id).Add("secret", app.secret.Reveal());
    SG_ASSIGN_OR_RETURN(const json::object data, api_.Get(call, kAdvertiserList, query));
    std::vector<AdvertiserName> names;
    for (const json::object* row : Objects(data, "list")) {
      names.push_back({Id(*row, "advertiser_id"), Text(*row, "advertiser_name")});
    }
    return names;
  }

  absl::StatusOr<CreatorGrant> ExchangeCreatorCode(const Endpoint& endpoint,
                                                   const AppCredentials& app,
                                                   const Secret& auth_code,
                                                   std::string_view redirect_uri) override {
    json::object body = CreatorBody(app);
    body["grant_type"] = "authorization_code";
    body["auth_code"] = auth_code.Reveal();
    body["redirect_uri"] = redirect_uri;
    SG_ASSIGN_OR_RETURN(const json::object data, api_.PostForToken(endpoint, kCreatorToken, body));
    return ReadCreatorGrant(data, kCreatorToken);
  }

  absl::StatusOr<CreatorGrant> RefreshCreatorToken(const Endpoint& endpoint,
                                                   const AppCredentials& app,
                                                   const Secret& refresh_token) override {
    json::object body = CreatorBody(app);
    body["grant_type"] = "refresh_token";
    body["refresh_token"] = refresh_token.Reveal();
    SG_ASSIGN_OR_RETURN(const json::object data,
                        api_.PostForToken(endpoint, kCreatorRefresh, body));
    return ReadCreatorGrant(data, kCreatorRefresh);
  }

  absl::Status RevokeCreatorToken(const Endpoint& endpoint, const AppCredentials& app,
                                  const Secret& access_token) override {
    json::object body = CreatorBody(app);
    body["access_token"] = access_token.Reveal();
    return api_.PostWithoutToken(endpoint, kCreatorRevoke, body).status();
  }

 private:
  const OpenApi api_;
};

}  // namespace

std::unique_ptr<OAuthApi> NewHttpOAuthApi(const OpenApi& api) {
  return std::make_unique<HttpOAuthApi>(api);
}

}  // namespace sparkgate::tiktok
