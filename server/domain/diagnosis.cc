#include "server/domain/diagnosis.h"

#include <algorithm>
#include <set>
#include <utility>

#include <absl/strings/str_join.h>
#include <fmt/format.h>

namespace sparkgate::server {
namespace {

constexpr absl::Duration kConsentNearItsEnd = absl::Hours(24 * 30);
// TikTok's Date has whole seconds, and is as old as the answer was on its way.
constexpr absl::Duration kSkewTolerated = absl::Seconds(5);
constexpr absl::Duration kSkewTooMuch = absl::Minutes(1);

SetupCheck Fine(std::string name, std::string seen) {
  return {.name = std::move(name), .seen = std::move(seen)};
}

SetupCheck Warning(std::string name, std::string seen, std::string advice, Actor who) {
  return {std::move(name), CheckStatus::kWarning, std::move(seen), std::move(advice), who};
}

SetupCheck Problem(std::string name, std::string seen, std::string advice, Actor who) {
  return {std::move(name), CheckStatus::kProblem, std::move(seen), std::move(advice), who};
}

std::string Sentence(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  const std::string message(status.message().data(), status.message().size());
  return reason.empty() ? message : fmt::format("{}: {}", reason, message);
}

std::string Day(absl::Time time) { return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone()); }

// An error of TikTok's passes by itself, or somebody must act.
SetupCheck RefusedToken(const std::string& name, const absl::Status& status, Actor who) {
  const bool passing = DetailOf(status).retry_after.has_value();
  const std::string seen = fmt::format("TikTok answers {}", Sentence(status));
  if (passing) return Warning(name, seen, "Look again in a while.", Actor::kNobody);
  return Problem(name, seen, "See docs/errors.md for the reason; most often: connect again.", who);
}

}  // namespace

SetupCheck CheckLiveFlag(const Workspace& workspace, bool allow_live) {
  constexpr char kName[] = "live_flag";
  if (workspace.environment != Environment::kLive) return Fine(kName, "A SIMULATOR workspace.");
  if (allow_live) return Fine(kName, "The server allows LIVE workspaces.");
  return Problem(kName, "The server runs without --allow-live: nothing calls TikTok.",
                 "Start it with --allow-live.", Actor::kOperator);
}

SetupCheck CheckWorld(const absl::Status& clock) {
  constexpr char kName[] = "time";
  if (clock.ok()) return Fine(kName, "The workspace knows its time.");
  return Problem(kName, Sentence(clock),
                 "Start the simulator; if its world is another one, reset the workspace.",
                 DetailOf(clock).who);
}

SetupCheck CheckAppOf(const absl::StatusOr<App>& app, const absl::Status& secret) {
  constexpr char kName[] = "app";
  if (!app.ok()) {
    return Problem(kName, Sentence(app.status()), "Make the app again.", Actor::kOperator);
  }
  if (!secret.ok()) {
    return Problem(kName, Sentence(secret), "Set the app's secret again.", Actor::kOperator);
  }
  if (app->tiktok_app_id.empty()) {
    return Problem(kName, "The app has no id of TikTok's.", "Set tiktok_app_id.", Actor::kOperator);
  }
  if (app->redirect_uris.empty()) {
    return Problem(kName, "The app has no redirect address: nobody can consent.",
                   "Set redirect_uris as they stand at TikTok.", Actor::kOperator);
  }
  return Fine(kName, fmt::format("App {} has an id, a secret and {} redirect address(es).",
                                 app->tiktok_app_id, app->redirect_uris.size()));
}

SetupCheck CheckCreatorConsent(const Creator& creator,
                               const std::vector<std::string>& needed_scopes,
                               const std::optional<absl::Status>& asked, absl::Time now) {
  constexpr char kName[] = "creator_consent";
  constexpr char kAdvice[] = "She consents anew: StartCreatorConnect.";
  if (creator.state == ConnectionState::kReconnectNeeded || now >= creator.consent_end) {
    return Problem(kName, "The consent is over.", kAdvice, Actor::kCreator);
  }
  if (asked.has_value() && !asked->ok()) return RefusedToken(kName, *asked, Actor::kCreator);
  std::vector<std::string> missing;
  for (const std::string& scope : needed_scopes) {
    if (std::ranges::find(creator.scopes, scope) == creator.scopes.end()) missing.push_back(scope);
  }
  if (!missing.empty()) {
    return Problem(kName, fmt::format("The consent lacks {}.", absl::StrJoin(missing, ", ")),
                   kAdvice, Actor::kCreator);
  }
  const std::string ends = fmt::format("The consent ends on {}", Day(creator.consent_end));
  if (creator.consent_end - now <= kConsentNearItsEnd) {
    return Warning(kName, ends + ", and refreshing doesn't move that.", kAdvice, Actor::kCreator);
  }
  return Fine(kName,
              fmt::format("{}{}.", ends, asked.has_value() ? "; TikTok accepts its token" : ""));
}

SetupCheck CheckAdvertiserConsent(const Advertiser& advertiser,
                                  const std::vector<std::string>& missing_scopes,
                                  const std::optional<absl::Status>& asked) {
  constexpr char kName[] = "advertiser_consent";
  constexpr char kAdvice[] = "Its owner consents anew: StartAdvertiserConnect.";
  if (advertiser.state == ConnectionState::kReconnectNeeded) {
    return Problem(kName, "The consent is over.", kAdvice, Actor::kAdvertiser);
  }
  if (asked.has_value() && !asked->ok()) return RefusedToken(kName, *asked, Actor::kAdvertiser);
  if (!missing_scopes.empty()) {
    return Problem(kName, fmt::format("The consent lacks {}.", absl::StrJoin(missing_scopes, ", ")),
                   "Add them to the app at TikTok, then its owner consents anew.",
                   Actor::kOperator);
  }
  return Fine(kName, fmt::format("It reaches {} ad account(s){}.", advertiser.ad_accounts.size(),
                                 asked.has_value() ? "; TikTok accepts its token" : ""));
}

SetupCheck CheckTier(AppTier tier, const std::vector<LearnedLimit>& lowered) {
  constexpr char kName[] = "tier";
  constexpr std::string_view kTiers[] = {"BASIC", "ADVANCED", "PREMIUM", "ULTIMATE"};
  const std::string_view set = kTiers[static_cast<size_t>(tier) - 1];
  if (lowered.empty()) {
    return Fine(kName, fmt::format("Nothing was seen of limits below level {}.", set));
  }
  std::vector<std::string> seen;
  for (const LearnedLimit& limit : lowered) {
    seen.push_back(
        fmt::format("{}: {} a second, not {}", limit.path, limit.per_second, limit.published));
  }
  return Warning(
      kName,
      fmt::format("TikTok refused calls within level {}. Learned: {}.", set,
                  absl::StrJoin(seen, "; ")),
      "Compare the app's tier with TikTok's page of the app; or somebody else uses it too.",
      Actor::kOperator);
}

SetupCheck CheckClockSkew(std::optional<absl::Time> date, absl::Time now) {
  constexpr char kName[] = "clock";
  if (!date.has_value()) return Fine(kName, "Nothing told TikTok's time, so it wasn't compared.");
  const absl::Duration skew = now - *date;
  const absl::Duration size = skew < absl::ZeroDuration() ? -skew : skew;
  const std::string seen =
      fmt::format("This server's clock is {:.0f} s {} TikTok's.", absl::ToDoubleSeconds(size),
                  skew < absl::ZeroDuration() ? "behind" : "ahead of");
  if (size <= kSkewTolerated) return Fine(kName, seen);
  constexpr char kAdvice[] = "Let the machine keep its time by NTP.";
  return size <= kSkewTooMuch ? Warning(kName, seen, kAdvice, Actor::kOperator)
                              : Problem(kName, seen, kAdvice, Actor::kOperator);
}

SetupCheck CheckWebhooks(const Workspace& workspace, std::string_view public_url, int subscriptions,
                         const std::optional<absl::Status>& reached) {
  constexpr char kName[] = "webhooks";
  if (subscriptions == 0) {
    return Fine(kName,
                "TikTok's webhooks aren't asked for (review_subscriptions); reviews are read.");
  }
  if (workspace.environment != Environment::kLive) {
    return Fine(kName, fmt::format("The simulator sends to {}.", public_url));
  }
  constexpr char kAdvice[] =
      "Set public_url to the https address at which the internet reaches us.";
  if (!public_url.starts_with("https://")) {
    return Problem(kName, fmt::format("TikTok calls https only, and public_url is {}.", public_url),
                   kAdvice, Actor::kOperator);
  }
  if (!reached.has_value()) return Fine(kName, fmt::format("TikTok is told {}.", public_url));
  if (!reached->ok()) {
    return Problem(kName, fmt::format("{} isn't reached: {}", public_url, Sentence(*reached)),
                   kAdvice, Actor::kOperator);
  }
  return Fine(kName, fmt::format("{} leads to this server, seen from here.", public_url));
}

std::vector<SetupCheck> CheckMoney(const Workspace& workspace,
                                   const std::vector<AdAccount>& accounts) {
  const WorkspaceSettings& settings = workspace.settings;
  const bool live = workspace.environment == Environment::kLive;
  std::vector<SetupCheck> checks;
  if (MayChangeAll(workspace)) {
    checks.push_back(Fine("ad_accounts", "Every ad account may be changed; in LIVE, none might."));
  } else if (settings.allowed_ad_accounts.empty()) {
    checks.push_back(Problem("ad_accounts", "No ad account may be changed.",
                             "Name those that may in settings.allowed_ad_accounts.",
                             Actor::kOperator));
  } else {
    const auto allowed = std::ranges::count_if(
        accounts, [&](const AdAccount& account) { return MayChange(workspace, account.id); });
    const std::string seen = fmt::format("{} ad account(s) are allowed, {} of them connected.",
                                         settings.allowed_ad_accounts.size(), allowed);
    checks.push_back(allowed > 0 ? Fine("ad_accounts", seen)
                                 : Warning("ad_accounts", seen, "Connect one that is allowed.",
                                           Actor::kAdvertiser));
  }

  std::set<std::string> bare;  // currencies
  for (const AdAccount& account : accounts) {
    if (MayChange(workspace, account.id) && !settings.ceilings.contains(account.currency)) {
      bare.insert(account.currency.empty() ? "an unknown currency" : account.currency);
    }
  }
  constexpr char kCeilings[] = "ceilings";
  if (settings.ceilings.empty()) {
    checks.push_back(live ? Warning(kCeilings, "Nothing bounds what may be spent.",
                                    "Set settings.spending_ceilings.", Actor::kOperator)
                          : Fine(kCeilings, "Nothing bounds what may be spent."));
  } else if (!bare.empty()) {
    checks.push_back(Warning(kCeilings,
                             fmt::format("There is no ceiling for {}: nothing can be spent in it.",
                                         absl::StrJoin(bare, ", ")),
                             "Add it to settings.spending_ceilings.", Actor::kOperator));
  } else {
    checks.push_back(Fine(kCeilings, "There is a ceiling for each currency."));
  }
  checks.push_back(settings.dry_run ? Warning("dry_run", "A dry run: nothing is changed on TikTok.",
                                              "End it when its plans are right: settings.dry_run.",
                                              Actor::kOperator)
                                    : Fine("dry_run", "No dry run: calls are sent."));
  return checks;
}

SetupCheck CheckNameTags(const WorkspaceSettings& settings) {
  constexpr char kName[] = "name_tags";
  if (!settings.name_tags_disabled) return Fine(kName, "Names carry tags: lost answers are found.");
  return Warning(kName, "Names carry no tags: a create whose answer was lost waits for a person.",
                 "Let settings.name_tags_disabled be false, unless names must be bare.",
                 Actor::kOperator);
}

}  // namespace sparkgate::server
