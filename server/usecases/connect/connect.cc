#include "server/usecases/connect/connect.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "server/tiktok/base_url.h"
#include "server/tiktok/consent_link.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/advertisers/advertisers.h"
#include "server/usecases/connect/consent_due.h"
#include "server/usecases/connect/exchange.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/creators/posts.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/request_ids.h"
#include "server/usecases/work.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

constexpr size_t kStateBytes = 24;
constexpr absl::Duration kStateLife = absl::Hours(1);

// Where the state that answered a call is remembered: whoever knows it can finish in its place.
std::string AnswerPlace(const Call& call) {
  return fmt::format("request_ids/{}/{}", call.method, call.request_id);
}

// One that nobody ever held, so that no old redirect address finishes a new consent. In a SIMULATOR
// workspace it is keyed.
absl::StatusOr<std::string> MakeState(Transaction& tx, const Workspace& workspace,
                                      const std::string& parent) {
  SG_ASSIGN_OR_RETURN(const uint64_t ordinal,
                      tx.operations().DrawOrdinal(workspace.id, "oauth_state/" + parent));
  return ToBase64Url(OutwardBytes(workspace, "oauth_state", parent, ordinal, kStateBytes));
}

absl::StatusOr<Creator> StoreCreator(Env& env, const Call& call, const Workspace& workspace,
                                     const tiktok::CreatorGrant& grant, absl::Time now) {
  Creator stored;
  const std::string fresh_id = NewId(now);
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto known, tx.creators().FindByOpenId(workspace.id, grant.open_id));
    stored = known.value_or(Creator{
        .workspace = workspace.id, .id = fresh_id, .open_id = grant.open_id, .connect_time = now});
    stored.state = ConnectionState::kConnected;
    stored.scopes = grant.scopes;
    SG_ASSIGN_OR_RETURN(stored.access_token, env.vault.Seal(workspace, AccessTokenPlace(stored),
                                                            grant.access_token.Reveal()));
    SG_ASSIGN_OR_RETURN(stored.refresh_token, env.vault.Seal(workspace, RefreshTokenPlace(stored),
                                                             grant.refresh_token.Reveal()));
    stored.access_end = now + grant.expires_in;
    stored.consent_end = now + grant.refresh_expires_in;
    stored.refresh_sent = false;
    const std::string name = CreatorName(workspace.id, stored.id);
    SG_RETURN_IF_ERROR(tx.creators().Put(stored));
    SG_RETURN_IF_ERROR(WatchConsent(tx, stored, now));
    SG_RETURN_IF_ERROR(AppendEvent(tx, workspace.id, "creator.connected", name, now));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "creator.connect", name, env.clocks.RealNow()));
    return RememberExchange(env, tx, call, name);
  }));
  return stored;
}

// The profile is a courtesy: tokens are kept even if it can't be read, or written, now. Nor can it
// be, long after the exchange, if the consent is over by then: that call is answered all the same.
absl::StatusOr<Creator> ReadProfile(Env& env, const Workspace& workspace, const std::string& id) {
  const auto as = CallAsCreator(env, workspace, id);
  if (!as.ok()) return GetCreator(env, workspace.id, id);
  // Only what is kept: a field beyond the consented scopes would be an error.
  const auto profile = env.tiktok.creator().GetProfile(
      as->call, as->creator.open_id, {"username", "display_name", "followers_count"});
  if (!profile.ok()) return as->creator;
  Creator updated;
  const absl::Status written = env.store.Write([&](Transaction& tx) -> absl::Status {
    updated = as->creator;
    SG_ASSIGN_OR_RETURN(auto creator, tx.creators().Get(workspace.id, id));
    if (!creator.has_value()) return absl::OkStatus();
    creator->username = profile->username;
    creator->display_name = profile->display_name;
    creator->follower_count = profile->followers_count;
    updated = *creator;
    return tx.creators().Put(updated);
  });
  return written.ok() ? updated : as->creator;
}

// Whose token reaches the account from now on. `read` is null if TikTok didn't show how it stands:
// then what was known stays, until library.sync reads it.
absl::Status TakeAccount(Transaction& tx, const Advertiser& advertiser, const std::string& id,
                         const tiktok::AdAccount* read, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const auto known, tx.ad_accounts().Get(advertiser.workspace, id));
  AdAccount account = known.value_or(AdAccount{.workspace = advertiser.workspace, .id = id});
  account.advertiser = advertiser.id;
  if (read != nullptr) {
    account.display_name = read->name;
    account.tiktok_status = read->status;
    account.currency = read->currency;
    account.time_zone = read->timezone;
    account.balance_micros = read->balance_micros;
  }
  if (read != nullptr || !known.has_value()) account.sync_time = now;
  SG_RETURN_IF_ERROR(tx.ad_accounts().Put(account));
  // They may be asleep for a day, since the consent before this one was over.
  for (const char* kind : {kLibrarySyncWork, kAdoptionWork, kAdsSyncWork}) {
    SG_RETURN_IF_ERROR(WakeWork(tx, advertiser.workspace, kind, id, now));
  }
  return absl::OkStatus();
}

// `accounts`: how they stand, as far as TikTok told. Which there are is known by the grant.
absl::StatusOr<Advertiser> StoreAdvertiser(
    Env& env, const Call& call, const Workspace& workspace, const tiktok::AdvertiserGrant& grant,
    const absl::StatusOr<std::vector<tiktok::AdAccount>>& accounts, absl::Time now) {
  std::map<std::string, const tiktok::AdAccount*> shown;
  if (accounts.ok()) {
    for (const tiktok::AdAccount& account : *accounts) shown[account.advertiser_id] = &account;
  }
  Advertiser stored{.workspace = workspace.id,
                    .id = NewId(now),
                    .scopes = grant.scopes,
                    .ad_accounts = grant.advertiser_ids,
                    .connect_time = now};
  SG_ASSIGN_OR_RETURN(stored.access_token, env.vault.Seal(workspace, AccessTokenPlace(stored),
                                                          grant.access_token.Reveal()));
  const std::string name = AdvertiserName(workspace.id, stored.id);
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_RETURN_IF_ERROR(tx.advertisers().Put(stored));
    for (const std::string& id : stored.ad_accounts) {
      const auto read = shown.find(id);
      SG_RETURN_IF_ERROR(
          TakeAccount(tx, stored, id, read == shown.end() ? nullptr : read->second, now));
    }
    SG_RETURN_IF_ERROR(
        AppendEvent(tx, workspace.id, "advertiser.connected", name, now,
                    {{"ad_accounts", fmt::format("{}", fmt::join(stored.ad_accounts, ","))}}));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "advertiser.connect", name, env.clocks.RealNow()));
    return RememberExchange(env, tx, call, name);
  }));
  return stored;
}

}  // namespace

absl::StatusOr<ConnectLink> StartConnect(Env& env, const Call& call, ConnectState::Kind kind,
                                         const std::string& redirect_uri,
                                         const std::vector<std::string>& scopes) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const App app, GetApp(env, workspace.app_id));
  const std::string redirect = redirect_uri.empty() ? app.redirect_uris.front() : redirect_uri;
  if (std::find(app.redirect_uris.begin(), app.redirect_uris.end(), redirect) ==
      app.redirect_uris.end()) {
    return InvalidField("redirect_uri",
                        fmt::format("is not one of the app's redirect addresses ({})",
                                    fmt::join(app.redirect_uris, ", ")));
  }
  const bool creator = kind == ConnectState::Kind::kCreator;
  const absl::Time now = env.clocks.RealNow();
  std::string state;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) {
      SG_ASSIGN_OR_RETURN(state, env.vault.Open(workspace, AnswerPlace(call), {*earlier}));
      return absl::OkStatus();
    }
    // Those whose person never came back.
    SG_RETURN_IF_ERROR(tx.connect_states().EraseExpired(workspace.id, now));
    SG_ASSIGN_OR_RETURN(state, MakeState(tx, workspace, creator ? "creator" : "advertiser"));
    SG_RETURN_IF_ERROR(tx.connect_states().Insert({.workspace = workspace.id,
                                                   .state_hash = HashState(state),
                                                   .kind = kind,
                                                   .redirect_uri = redirect,
                                                   .expire_time = now + kStateLife}));
    SG_ASSIGN_OR_RETURN(const Sealed answer, env.vault.Seal(workspace, AnswerPlace(call), state));
    return RememberAnswer(tx, call, answer.text, now);
  }));
  const std::string base = EndpointOf(env, workspace).base_url;
  const tiktok::ConsentRequest request{
      .app_id = app.tiktok_app_id,
      .redirect_uri = redirect,
      .state = state,
      .scopes = scopes.empty() ? tiktok::SparkgateCreatorScopes() : scopes};
  return ConnectLink{
      .link = creator ? tiktok::CreatorConsentLink(tiktok::CreatorConsentBase(base), request)
                      : tiktok::AdvertiserConsentLink(base, request),
      .state = state};
}

absl::StatusOr<Creator> FinishCreatorConnect(Env& env, const Call& call,
                                             const std::string& redirect_address) {
  constexpr auto kKind = ConnectState::Kind::kCreator;
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(const tiktok::AppCredentials app, CredentialsOf(env, workspace));
  SG_ASSIGN_OR_RETURN(const Exchange exchange,
                      BeginExchange(env, call, workspace, kKind, redirect_address));
  if (!exchange.earlier.empty()) return ReadProfile(env, workspace, exchange.earlier);
  const auto grant = env.tiktok.oauth().ExchangeCreatorCode(
      EndpointOf(env, workspace), app, tiktok::Secret(exchange.code), exchange.state.redirect_uri);
  if (!grant.ok()) return ExchangeFailed(env, call, exchange, grant.status());
  const auto creator = StoreCreator(env, call, workspace, *grant, now);
  if (!creator.ok()) return TokensLost(kKind, creator.status());
  return ReadProfile(env, workspace, creator->id);
}

absl::StatusOr<Advertiser> FinishAdvertiserConnect(Env& env, const Call& call,
                                                   const std::string& redirect_address) {
  constexpr auto kKind = ConnectState::Kind::kAdvertiser;
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(const tiktok::AppCredentials app, CredentialsOf(env, workspace));
  SG_ASSIGN_OR_RETURN(const Exchange exchange,
                      BeginExchange(env, call, workspace, kKind, redirect_address));
  if (!exchange.earlier.empty()) return GetAdvertiser(env, workspace.id, exchange.earlier);
  const tiktok::Endpoint endpoint = EndpointOf(env, workspace);
  const auto grant =
      env.tiktok.oauth().ExchangeAdvertiserCode(endpoint, app, tiktok::Secret(exchange.code));
  if (!grant.ok()) return ExchangeFailed(env, call, exchange, grant.status());

  const tiktok::Call as{.endpoint = endpoint, .access_token = grant->access_token};
  const auto accounts = env.tiktok.advertiser().GetAccounts(as, grant->advertiser_ids);
  auto advertiser = StoreAdvertiser(env, call, workspace, *grant, accounts, now);
  if (!advertiser.ok()) return TokensLost(kKind, advertiser.status());
  env.work.Poke(workspace.id);
  return advertiser;
}

}  // namespace sparkgate::server
