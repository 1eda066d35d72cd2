#include "server/usecases/connect/connect.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "server/tiktok/base_url.h"
#include "server/tiktok/consent_link.h"
#include "server/tiktok/outcome.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/connect/redirect.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/request_ids.h"
#include "server/usecases/work.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

constexpr size_t kStateBytes = 24;
constexpr absl::Duration kStateLife = absl::Hours(1);

std::string HashState(const std::string& state) { return ToHex(Sha256(state)); }

// A state nobody holds. In a SIMULATOR workspace it is keyed: the ordinal begins at the number of
// events so far, and the next free one is taken.
absl::StatusOr<std::string> MakeState(const Transaction& tx, const Workspace& workspace,
                                      std::string_view parent) {
  SG_ASSIGN_OR_RETURN(const int64_t first, tx.events().LastNumber(workspace.id));
  for (auto ordinal = static_cast<uint64_t>(first);; ++ordinal) {
    std::string state =
        ToBase64Url(OutwardBytes(workspace, "oauth_state", parent, ordinal, kStateBytes));
    SG_ASSIGN_OR_RETURN(const auto taken, tx.connect_states().Get(workspace.id, HashState(state)));
    if (!taken.has_value()) return state;
  }
}

absl::Status StateInvalid() {
  return Error(absl::StatusCode::kFailedPrecondition,
               "This consent wasn't asked for here, is over an hour old, or was used: start again.",
               {.reason = "CONNECT_STATE_INVALID", .who = Actor::kCaller});
}

// Uses a state up: from here on nobody else can finish with it. Returns its redirect address.
absl::StatusOr<std::string> TakeState(Env& env, const std::string& workspace,
                                      const std::string& state, ConnectState::Kind kind) {
  std::string redirect_uri;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto known, tx.connect_states().Get(workspace, HashState(state)));
    if (!known.has_value() || known->kind != kind) return StateInvalid();
    SG_RETURN_IF_ERROR(tx.connect_states().Erase(workspace, known->state_hash));
    redirect_uri = known->expire_time > env.clocks.RealNow() ? known->redirect_uri : "";
    return absl::OkStatus();
  }));
  if (redirect_uri.empty()) return StateInvalid();
  return redirect_uri;
}

// An exchange can't be read back: a lost answer means that the code is gone, and the tokens with
// it.
absl::Status ExchangeError(const absl::Status& status, Actor who) {
  if (!tiktok::OutcomeUnknown(status)) return status;
  return Error(absl::StatusCode::kFailedPrecondition,
               "TikTok's answer to the exchange was lost, and a code works once: connect again.",
               {.reason = "RECONNECT_NEEDED", .who = who});
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
    const std::string name = CreatorName(workspace.id, stored.id);
    SG_RETURN_IF_ERROR(tx.creators().Put(stored));
    SG_RETURN_IF_ERROR(AppendEvent(tx, workspace.id, "creator.connected", name, now));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "creator.connect", name, env.clocks.RealNow()));
    return RememberAnswer(tx, call, name, env.clocks.RealNow());
  }));
  return stored;
}

// The profile is a courtesy: tokens are kept even if it can't be read now.
absl::StatusOr<Creator> ReadProfile(Env& env, const Workspace& workspace, const std::string& id) {
  SG_ASSIGN_OR_RETURN(const CreatorCall as, CallAsCreator(env, workspace, id));
  // Only what is kept: a field beyond the consented scopes would be an error.
  const auto profile = env.tiktok.creator().GetProfile(
      as.call, as.creator.open_id, {"username", "display_name", "followers_count"});
  if (!profile.ok()) return as.creator;
  Creator updated = as.creator;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto creator, tx.creators().Get(workspace.id, id));
    if (!creator.has_value()) return absl::OkStatus();
    creator->username = profile->username;
    creator->display_name = profile->display_name;
    creator->follower_count = profile->followers_count;
    updated = *creator;
    return tx.creators().Put(updated);
  }));
  return updated;
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
  // Both may be asleep for a day, since the consent before this one was over.
  for (const char* kind : {kLibrarySyncWork, kAdsSyncWork}) {
    SG_RETURN_IF_ERROR(WakeWork(tx, advertiser.workspace, kind, id, now));
  }
  return absl::OkStatus();
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
  std::string state;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(state, MakeState(tx, workspace, creator ? "creator" : "advertiser"));
    return tx.connect_states().Insert({.workspace = workspace.id,
                                       .state_hash = HashState(state),
                                       .kind = kind,
                                       .redirect_uri = redirect,
                                       .expire_time = env.clocks.RealNow() + kStateLife});
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
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierId(env.store, call));
  if (earlier.has_value()) return ReadProfile(env, workspace, *earlier);
  SG_ASSIGN_OR_RETURN(const Redirect redirect, ReadRedirect(redirect_address));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(const tiktok::AppCredentials app, CredentialsOf(env, workspace));
  SG_ASSIGN_OR_RETURN(const std::string redirect_uri,
                      TakeState(env, workspace.id, redirect.state, ConnectState::Kind::kCreator));
  const auto grant = env.tiktok.oauth().ExchangeCreatorCode(
      EndpointOf(env, workspace), app, tiktok::Secret(redirect.code), redirect_uri);
  if (!grant.ok()) return ExchangeError(grant.status(), Actor::kCreator);
  SG_ASSIGN_OR_RETURN(const Creator creator, StoreCreator(env, call, workspace, *grant, now));
  return ReadProfile(env, workspace, creator.id);
}

absl::StatusOr<Advertiser> FinishAdvertiserConnect(Env& env, const Call& call,
                                                   const std::string& redirect_address) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierId(env.store, call));
  Advertiser stored;
  if (earlier.has_value()) {
    SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(const auto known, tx.advertisers().Get(workspace.id, *earlier));
      if (!known.has_value()) {
        return ResourceNotFound("sparkgate/Advertiser", AdvertiserName(workspace.id, *earlier));
      }
      stored = *known;
      return absl::OkStatus();
    }));
    return stored;
  }
  SG_ASSIGN_OR_RETURN(const Redirect redirect, ReadRedirect(redirect_address));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(const tiktok::AppCredentials app, CredentialsOf(env, workspace));
  SG_RETURN_IF_ERROR(
      TakeState(env, workspace.id, redirect.state, ConnectState::Kind::kAdvertiser).status());
  const tiktok::Endpoint endpoint = EndpointOf(env, workspace);
  const auto grant =
      env.tiktok.oauth().ExchangeAdvertiserCode(endpoint, app, tiktok::Secret(redirect.code));
  if (!grant.ok()) return ExchangeError(grant.status(), Actor::kAdvertiser);

  // Which accounts there are is known now; how they stand is read next, and again by library.sync.
  const tiktok::Call as{.endpoint = endpoint, .access_token = grant->access_token};
  const auto accounts = env.tiktok.advertiser().GetAccounts(as, grant->advertiser_ids);
  std::map<std::string, const tiktok::AdAccount*> shown;
  if (accounts.ok()) {
    for (const tiktok::AdAccount& account : *accounts) shown[account.advertiser_id] = &account;
  }
  stored = {.workspace = workspace.id,
            .id = NewId(now),
            .scopes = grant->scopes,
            .ad_accounts = grant->advertiser_ids,
            .connect_time = now};
  SG_ASSIGN_OR_RETURN(stored.access_token, env.vault.Seal(workspace, AccessTokenPlace(stored),
                                                          grant->access_token.Reveal()));
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
    return RememberAnswer(tx, call, name, env.clocks.RealNow());
  }));
  env.work.Poke(workspace.id);
  return stored;
}

}  // namespace sparkgate::server
