// A person's consent: the part of OAuth that happens in a browser (simulator/world/oauth.h).
#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/http/client.h"
#include "base/http/server.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/creators.h"
#include "simulator/world/ids.h"
#include "simulator/world/notifications.h"
#include "simulator/world/oauth.h"
#include "simulator/world/refusal.h"
#include "simulator/world/scopes.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kCreatorCodeLife = absl::Minutes(10);
constexpr absl::Duration kAdvertiserCodeLife = absl::Hours(1);
// For how long a code that is over is told from one that never was.
constexpr absl::Duration kCodeRemembered = absl::Hours(24);
constexpr size_t kOauthCodeBytes = 20;

absl::Status LinkBroken(std::string_view why) {
  return RefuseParam("LINK_INVALID", fmt::format("The authorization link is broken: {}.", why));
}

using Query = std::map<std::string, std::string, std::less<>>;

// The query of a link whose path ends in `path`, on whatever host and under whatever prefix.
absl::StatusOr<Query> ReadLink(std::string_view link, std::string_view path) {
  link = link.substr(0, link.find('#'));
  const size_t mark = link.find('?');
  if (mark == std::string_view::npos) return LinkBroken("it has no query");
  std::string_view address = link.substr(0, mark);
  if (address.ends_with('/')) address.remove_suffix(1);
  if (!address.ends_with(path)) return LinkBroken(fmt::format("its path isn't {}", path));
  Query query;
  for (auto& [name, value] : ParseQuery(link.substr(mark + 1))) {
    query.try_emplace(std::move(name), std::move(value));
  }
  return query;
}

absl::StatusOr<std::string> Argument(const Query& query, std::string_view name) {
  const auto found = query.find(name);
  if (found == query.end() || found->second.empty()) {
    return LinkBroken(fmt::format("{} is missing", name));
  }
  return found->second;
}

absl::Status CheckApp(const WorldState& state, const ConsentLink& link) {
  const App* app = Find(state.apps, link.app_id);
  if (app == nullptr) {
    return Refuse(ApiCode::kAppForbidden, "APP_UNKNOWN", "The app does not exist.",
                  Actor::kOperator);
  }
  if (std::ranges::find(app->redirect_uris, link.redirect_uri) == app->redirect_uris.end()) {
    return RefuseParam("REDIRECT_NOT_ALLOWED",
                       "The redirect address isn't one that the app has registered.",
                       Actor::kOperator);
  }
  return absl::OkStatus();
}

std::string MakeOauthCode(WorldState& state, OauthCode code, std::string_view parent) {
  if (std::has_single_bit(state.oauth_codes.size())) {  // now and then: it looks at all of them
    state.oauth_codes.erase_if([&state](const auto& row) {
      return state.now >= row.second.expire_time + kCodeRemembered;
    });
  }
  code.value = NewHexToken(state, "oauth_code", parent, kOauthCodeBytes);
  const std::string value = code.value;
  state.oauth_codes.insert_or_assign(value, std::move(code));
  return value;
}

std::string StateOf(const Query& query) {
  const auto state = query.find("state");
  return state == query.end() ? "" : state->second;
}

char Joint(std::string_view address) {
  return address.find('?') == std::string_view::npos ? '?' : '&';
}

// TikTok puts the code under both names.
std::string RedirectWithCode(const ConsentLink& link, std::string_view code) {
  return fmt::format("{}{}auth_code={}&code={}&state={}", link.redirect_uri,
                     Joint(link.redirect_uri), code, code, PercentEncode(link.state));
}

std::string RedirectDeclined(const ConsentLink& link) {
  return fmt::format("{}{}error=access_denied&state={}", link.redirect_uri,
                     Joint(link.redirect_uri), PercentEncode(link.state));
}

std::vector<std::string> SplitScopes(std::string_view text) {
  std::vector<std::string> scopes;
  while (true) {
    const size_t comma = text.find(',');
    scopes.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return scopes;
    text.remove_prefix(comma + 1);
  }
}

std::vector<std::string> ScopesToGrant(const std::vector<std::string>& asked,
                                       const std::vector<std::string>& approved) {
  std::vector<std::string> scopes;
  for (const std::string& scope : asked) {
    const bool known = std::ranges::find(CreatorScopes(), scope) != CreatorScopes().end();
    const bool kept = approved.empty() || std::ranges::find(approved, scope) != approved.end();
    const bool twice = std::ranges::find(scopes, scope) != scopes.end();
    if (known && kept && !twice) scopes.push_back(scope);
  }
  return scopes;
}

}  // namespace

absl::StatusOr<ConsentLink> ReadCreatorLink(const WorldState& state, std::string_view text) {
  ConsentLink link;
  SG_ASSIGN_OR_RETURN(const Query query, ReadLink(text, "/v2/auth/authorize"));
  SG_ASSIGN_OR_RETURN(link.app_id, Argument(query, "client_key"));
  SG_ASSIGN_OR_RETURN(const std::string response_type, Argument(query, "response_type"));
  SG_ASSIGN_OR_RETURN(const std::string scope, Argument(query, "scope"));
  SG_ASSIGN_OR_RETURN(link.redirect_uri, Argument(query, "redirect_uri"));
  if (response_type != "code") return LinkBroken("response_type isn't code");
  link.scopes = SplitScopes(scope);
  link.state = StateOf(query);
  SG_RETURN_IF_ERROR(CheckApp(state, link));
  return link;
}

absl::StatusOr<ConsentLink> ReadAdvertiserLink(const WorldState& state, std::string_view text) {
  ConsentLink link;
  SG_ASSIGN_OR_RETURN(const Query query, ReadLink(text, "/portal/auth"));
  SG_ASSIGN_OR_RETURN(link.app_id, Argument(query, "app_id"));
  SG_ASSIGN_OR_RETURN(link.redirect_uri, Argument(query, "redirect_uri"));
  link.state = StateOf(query);
  SG_RETURN_IF_ERROR(CheckApp(state, link));
  return link;
}

absl::StatusOr<std::string> CreatorConsent(WorldState& state,
                                           const CreatorConsentRequest& request) {
  SG_ASSIGN_OR_RETURN(const ConsentLink link, ReadCreatorLink(state, request.link));
  if (request.decline) return RedirectDeclined(link);
  SG_ASSIGN_OR_RETURN(const CreatorAccount* creator, GetCreator(state, request.creator_id));

  OauthCode code;
  code.kind = ConsentKind::kCreator;
  code.app_id = link.app_id;
  code.creator_id = creator->id;
  code.scopes = ScopesToGrant(link.scopes, request.scopes);
  code.redirect_uri = link.redirect_uri;
  code.expire_time = state.now + kCreatorCodeLife;
  state.Record("creator.consented", CreatorName(creator->id));
  const std::string value =
      MakeOauthCode(state, std::move(code), fmt::format("{}/{}", link.app_id, creator->id));
  return RedirectWithCode(link, value);
}

absl::StatusOr<std::string> AdvertiserConsent(WorldState& state,
                                              const AdvertiserConsentRequest& request) {
  SG_ASSIGN_OR_RETURN(const ConsentLink link, ReadAdvertiserLink(state, request.link));
  if (request.decline) return RedirectDeclined(link);
  if (request.advertiser_ids.empty()) {
    return RefuseAdvertiser("NO_SUCH_ADVERTISER", "Consent needs at least one ad account.");
  }
  for (const std::string& id : request.advertiser_ids) {
    SG_RETURN_IF_ERROR(GetAdvertiser(state, id).status());
  }

  OauthCode code;
  code.kind = ConsentKind::kAdvertiser;
  code.app_id = link.app_id;
  code.advertiser_ids = request.advertiser_ids;
  for (const std::string_view scope : AdvertiserScopes()) {
    if (request.scopes.empty() || GrantsAdvertiserScope(request.scopes, scope)) {
      code.scopes.emplace_back(scope);
    }
  }
  code.redirect_uri = link.redirect_uri;
  code.expire_time = state.now + kAdvertiserCodeLife;
  for (const std::string& id : request.advertiser_ids) {
    state.Record("advertiser.consented", AdvertiserName(id));
  }
  const std::string value =
      MakeOauthCode(state, std::move(code),
                    fmt::format("{}/{}", link.app_id, fmt::join(request.advertiser_ids, ",")));
  return RedirectWithCode(link, value);
}

}  // namespace sparkgate::simulator
