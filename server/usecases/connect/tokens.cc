#include "server/usecases/connect/tokens.h"

#include <fmt/format.h>

#include "base/error.h"
#include "server/tiktok/base_url.h"
#include "server/tiktok/outcome.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

absl::Status ReconnectNeeded(const std::string& resource, Actor who) {
  return Error(
      absl::StatusCode::kFailedPrecondition,
      fmt::format("The consent behind {} is over: connect it again.", resource),
      {.reason = "RECONNECT_NEEDED", .who = who, .resource_type = "", .resource_name = resource});
}

absl::StatusOr<Creator> LoadCreator(Env& env, const std::string& workspace, const std::string& id) {
  std::optional<Creator> creator;
  SG_RETURN_IF_ERROR(env.store.ReadPoint([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(creator, tx.creators().Get(workspace, id));
    return absl::OkStatus();
  }));
  if (!creator.has_value())
    return ResourceNotFound("sparkgate/Creator", CreatorName(workspace, id));
  return *std::move(creator);
}

// `used` is the row that the news are about: one whose token was replaced since is left alone.
absl::Status MarkCreator(Env& env, const Workspace& workspace, const Creator& used) {
  if (used.state == ConnectionState::kReconnectNeeded) return absl::OkStatus();  // said already
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  return env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto creator, tx.creators().Get(workspace.id, used.id));
    if (!creator.has_value() || creator->access_token != used.access_token ||
        creator->state == ConnectionState::kReconnectNeeded) {
      return absl::OkStatus();
    }
    creator->state = ConnectionState::kReconnectNeeded;
    SG_RETURN_IF_ERROR(tx.creators().Put(*creator));
    return AppendEvent(tx, workspace.id, "creator.reconnect_needed",
                       CreatorName(workspace.id, creator->id), now);
  });
}

// The consent is over, and its row says so from now on.
absl::Status EndConsent(Env& env, const Workspace& workspace, const Creator& used) {
  // What the caller hears matters more than whether it could be written down.
  MarkCreator(env, workspace, used).IgnoreError();
  return ReconnectNeeded(CreatorName(workspace.id, used.id), Actor::kCreator);
}

// Before the call. False if somebody connected anew since `used` was read.
absl::StatusOr<bool> RecordSent(Env& env, const Creator& used) {
  bool recorded = false;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto creator, tx.creators().Get(used.workspace, used.id));
    recorded = creator.has_value() && creator->refresh_token == used.refresh_token;
    if (!recorded) return absl::OkStatus();
    creator->refresh_sent = true;
    return tx.creators().Put(*creator);
  }));
  return recorded;
}

absl::Status TakeGrant(Env& env, const Workspace& workspace, const tiktok::CreatorGrant& grant,
                       absl::Time now, Creator& creator) {
  SG_ASSIGN_OR_RETURN(creator.access_token, env.vault.Seal(workspace, AccessTokenPlace(creator),
                                                           grant.access_token.Reveal()));
  creator.access_end = now + grant.expires_in;
  if (grant.refresh_token.empty()) return absl::OkStatus();  // the old one stays
  SG_ASSIGN_OR_RETURN(creator.refresh_token, env.vault.Seal(workspace, RefreshTokenPlace(creator),
                                                            grant.refresh_token.Reveal()));
  return absl::OkStatus();
}

struct AdAccountRows {
  std::optional<AdAccount> account;
  std::optional<Advertiser> advertiser;  // of the account
};

absl::StatusOr<AdAccountRows> LoadRows(const Transaction& tx, const std::string& workspace,
                                       const std::string& id) {
  AdAccountRows rows;
  SG_ASSIGN_OR_RETURN(rows.account, tx.ad_accounts().Get(workspace, id));
  if (!rows.account.has_value()) return rows;
  SG_ASSIGN_OR_RETURN(rows.advertiser, tx.advertisers().Get(workspace, rows.account->advertiser));
  return rows;
}

absl::StatusOr<AdAccountCall> CallWith(Env& env, const Workspace& workspace, const std::string& id,
                                       AdAccountRows rows) {
  const std::string name = AdAccountName(workspace.id, id);
  if (!rows.account.has_value()) return ResourceNotFound("sparkgate/AdAccount", name);
  const std::optional<Advertiser>& advertiser = rows.advertiser;
  if (!advertiser.has_value() || advertiser->state == ConnectionState::kReconnectNeeded) {
    return ReconnectNeeded(name, Actor::kAdvertiser);
  }
  SG_ASSIGN_OR_RETURN(std::string token, env.vault.Open(workspace, AccessTokenPlace(*advertiser),
                                                        advertiser->access_token));
  return AdAccountCall{.call = {.endpoint = EndpointOf(env, workspace),
                                .access_token = tiktok::Secret(std::move(token))},
                       .account = *std::move(rows.account)};
}

// Whether the token that `sealed` holds is the one that `call` was made with.
bool IsTokenOf(const tiktok::Call& call, Env& env, const Workspace& workspace,
               const std::string& place, const Sealed& sealed) {
  const auto token = env.vault.Open(workspace, place, sealed);
  return token.ok() && *token == call.access_token.Reveal();
}

}  // namespace

std::string AccessTokenPlace(const Creator& creator) {
  return fmt::format("creators/{}/access_token", creator.id);
}
std::string RefreshTokenPlace(const Creator& creator) {
  return fmt::format("creators/{}/refresh_token", creator.id);
}
std::string AccessTokenPlace(const Advertiser& advertiser) {
  return fmt::format("advertisers/{}/access_token", advertiser.id);
}

tiktok::Endpoint EndpointOf(Env& env, const Workspace& workspace) {
  tiktok::Endpoint endpoint = {
      .base_url = workspace.environment == Environment::kLive
                      ? env.settings.live_url
                      : tiktok::SimulatorBaseUrl(env.settings.simulator_url, workspace.id),
      .timeout = workspace.settings.upstream_timeout,
      .tenant = workspace.id,
      .pacing = env.clocks.PacingOf(workspace),
      .dry_run = workspace.settings.dry_run};
  if (!MayChangeAll(workspace)) endpoint.ad_accounts = workspace.settings.allowed_ad_accounts;
  if (!endpoint.pacing.limited) return endpoint;
  // One that can't be read now counts as an app of its own, of the lowest level.
  const absl::StatusOr<App> app = GetApp(env, workspace.app_id);
  endpoint.app = app.ok() ? app->tiktok_app_id : workspace.app_id;
  if (app.ok()) endpoint.tier = static_cast<tiktok::Tier>(app->tier);
  return endpoint;
}

absl::StatusOr<tiktok::AppCredentials> CredentialsOf(Env& env, const Workspace& workspace) {
  SG_RETURN_IF_ERROR(CheckAllowed(env, workspace.environment));
  SG_ASSIGN_OR_RETURN(const App app, GetApp(env, workspace.app_id));
  SG_ASSIGN_OR_RETURN(std::string secret, OpenAppSecret(env, app));
  return tiktok::AppCredentials{.app_id = app.tiktok_app_id,
                                .secret = tiktok::Secret(std::move(secret))};
}

absl::StatusOr<CreatorCall> CallAsCreator(Env& env, const Workspace& workspace,
                                          const std::string& id) {
  SG_RETURN_IF_ERROR(CheckAllowed(env, workspace.environment));
  SG_ASSIGN_OR_RETURN(Creator creator, env.creator_tokens->Fresh(workspace, id));
  SG_ASSIGN_OR_RETURN(std::string token,
                      env.vault.Open(workspace, AccessTokenPlace(creator), creator.access_token));
  return CreatorCall{.call = {.endpoint = EndpointOf(env, workspace),
                              .access_token = tiktok::Secret(std::move(token))},
                     .creator = std::move(creator)};
}

absl::StatusOr<AdAccountCall> CallAsAdAccount(Env& env, const Workspace& workspace,
                                              const std::string& id) {
  return std::move(CallAsAdAccounts(env, workspace, {id}).front());
}

std::vector<absl::StatusOr<AdAccountCall>> CallAsAdAccounts(Env& env, const Workspace& workspace,
                                                            const std::vector<std::string>& ids) {
  std::vector<absl::StatusOr<AdAccountRows>> rows;  // a row that can't be read spoils no other
  absl::Status read = CheckAllowed(env, workspace.environment);
  if (read.ok()) {
    read = env.store.Read([&](const Transaction& tx) -> absl::Status {
      rows.clear();
      for (const std::string& id : ids) rows.push_back(LoadRows(tx, workspace.id, id));
      return absl::OkStatus();
    });
  }
  if (!read.ok()) rows.assign(ids.size(), read);
  std::vector<absl::StatusOr<AdAccountCall>> calls;
  for (size_t i = 0; i < ids.size(); ++i) {
    calls.push_back(rows[i].ok() ? CallWith(env, workspace, ids[i], *std::move(rows[i]))
                                 : rows[i].status());
  }
  return calls;
}

absl::Status NoteCreatorError(Env& env, const Workspace& workspace, const std::string& creator,
                              const tiktok::Call& used, const absl::Status& status) {
  if (ReasonOf(status) != "RECONNECT_NEEDED") return status;
  const auto row = LoadCreator(env, workspace.id, creator);
  if (row.ok() && IsTokenOf(used, env, workspace, AccessTokenPlace(*row), row->access_token)) {
    MarkCreator(env, workspace, *row).IgnoreError();  // the caller's own error matters more
  }
  return status;
}

absl::Status NoteAdAccountError(Env& env, const Workspace& workspace, const std::string& ad_account,
                                const tiktok::Call& used, const absl::Status& status) {
  if (ReasonOf(status) != "RECONNECT_NEEDED") return status;
  const auto now = env.clocks.Now(workspace);
  if (!now.ok()) return status;
  env.store
      .Write([&](Transaction& tx) -> absl::Status {
        SG_ASSIGN_OR_RETURN(const auto account, tx.ad_accounts().Get(workspace.id, ad_account));
        if (!account.has_value()) return absl::OkStatus();
        SG_ASSIGN_OR_RETURN(auto advertiser,
                            tx.advertisers().Get(workspace.id, account->advertiser));
        if (!advertiser.has_value() || advertiser->state == ConnectionState::kReconnectNeeded ||
            !IsTokenOf(used, env, workspace, AccessTokenPlace(*advertiser),
                       advertiser->access_token)) {
          return absl::OkStatus();
        }
        advertiser->state = ConnectionState::kReconnectNeeded;
        SG_RETURN_IF_ERROR(tx.advertisers().Put(*advertiser));
        return AppendEvent(tx, workspace.id, "advertiser.reconnect_needed",
                           AdvertiserName(workspace.id, advertiser->id), *now);
      })
      .IgnoreError();
  return status;
}

absl::StatusOr<Creator> CreatorTokens::Fresh(const Workspace& workspace, const std::string& id) {
  const Key key{workspace.id, id};
  while (true) {
    SG_ASSIGN_OR_RETURN(const absl::Time now, env_.clocks.Now(workspace));
    SG_ASSIGN_OR_RETURN(Creator creator, LoadCreator(env_, workspace.id, id));
    if (creator.state == ConnectionState::kReconnectNeeded || now >= creator.consent_end) {
      return EndConsent(env_, workspace, creator);
    }
    if (!NeedsRefresh(creator, now)) return creator;
    {
      MutexLock lock(mutex_);
      if (refreshing_.contains(key)) {
        // Another call refreshes it: wait for that one and look again.
        while (refreshing_.contains(key)) done_.Wait(mutex_);
        continue;
      }
      refreshing_.insert(key);
    }
    auto refreshed = Refresh(workspace, id, now);
    MutexLock lock(mutex_);
    refreshing_.erase(key);
    done_.NotifyAll();
    return refreshed;
  }
}

absl::StatusOr<Creator> CreatorTokens::Refresh(const Workspace& workspace, const std::string& id,
                                               absl::Time now) {
  SG_RETURN_IF_ERROR(KeepHeld(workspace.id, id));
  // Read again: whoever held the place before may have refreshed it.
  SG_ASSIGN_OR_RETURN(const Creator creator, LoadCreator(env_, workspace.id, id));
  if (!NeedsRefresh(creator, now)) return creator;
  // By a process that died before it could write the answer down.
  if (creator.refresh_sent) return EndConsent(env_, workspace, creator);
  SG_ASSIGN_OR_RETURN(const tiktok::AppCredentials app, CredentialsOf(env_, workspace));
  SG_ASSIGN_OR_RETURN(
      std::string refresh_token,
      env_.vault.Open(workspace, RefreshTokenPlace(creator), creator.refresh_token));
  SG_ASSIGN_OR_RETURN(const bool recorded, RecordSent(env_, creator));
  if (!recorded) return LoadCreator(env_, workspace.id, id);
  const auto grant = env_.tiktok.oauth().RefreshCreatorToken(
      EndpointOf(env_, workspace), app, tiktok::Secret(std::move(refresh_token)));
  // A refresh can't be read back: the old token may be dead, and the new one is lost.
  if (tiktok::OutcomeUnknown(grant.status())) return EndConsent(env_, workspace, creator);
  if (ReasonOf(grant.status()) == "RECONNECT_NEEDED") {
    MarkCreator(env_, workspace, creator).IgnoreError();
    return grant.status();
  }
  Answer answer{.sent = creator.refresh_token, .after = creator};
  if (grant.ok()) SG_RETURN_IF_ERROR(TakeGrant(env_, workspace, *grant, now, answer.after));
  const absl::Status kept = Keep(std::move(answer));
  if (!grant.ok()) return grant.status();
  SG_RETURN_IF_ERROR(kept);
  return LoadCreator(env_, workspace.id, id);
}

absl::Status CreatorTokens::Keep(Answer answer) {
  const Creator& after = answer.after;
  absl::Status written = env_.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto stored, tx.creators().Get(after.workspace, after.id));
    // Removed meanwhile; or connected anew: that consent counts, not the one that was refreshed.
    if (!stored.has_value() || stored->refresh_token != answer.sent) return absl::OkStatus();
    stored->access_token = after.access_token;
    stored->refresh_token = after.refresh_token;
    stored->access_end = after.access_end;
    stored->refresh_sent = false;
    return tx.creators().Put(*stored);
  });
  if (written.ok()) return written;
  const Key key{after.workspace, after.id};
  MutexLock lock(mutex_);
  held_.insert_or_assign(key, std::move(answer));
  return written;
}

absl::Status CreatorTokens::KeepHeld(const std::string& workspace, const std::string& id) {
  std::optional<Answer> answer;
  {
    MutexLock lock(mutex_);
    const auto held = held_.find({workspace, id});
    if (held == held_.end()) return absl::OkStatus();
    answer = std::move(held->second);
    held_.erase(held);
  }
  return Keep(*std::move(answer));
}

std::vector<std::string> CreatorTokens::WriteHeld() {
  std::vector<Key> keys;
  {
    MutexLock lock(mutex_);
    for (const auto& [key, answer] : held_) keys.push_back(key);
  }
  std::vector<std::string> lost;
  for (const auto& [workspace, id] : keys) {
    if (!KeepHeld(workspace, id).ok()) lost.push_back(CreatorName(workspace, id));
  }
  return lost;
}

}  // namespace sparkgate::server
