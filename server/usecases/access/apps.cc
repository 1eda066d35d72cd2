#include "server/usecases/access/apps.h"

#include <algorithm>
#include <utility>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "server/domain/text.h"
#include "server/usecases/access/ids.h"
#include "server/usecases/access/worlds_of.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/request_ids.h"
#include "server/usecases/sealed_places.h"

namespace sparkgate::server {
namespace {

constexpr size_t kMaxRedirects = 10;  // TikTok's limit (facts 2.11)

bool IsRedirectAllowed(const std::string& uri) {
  const auto parsed = boost::urls::parse_uri(uri);
  if (!parsed.has_value()) return false;
  const std::string host = parsed->host();
  if (parsed->scheme() == "https") return !host.empty();
  return parsed->scheme() == "http" &&
         (host == "localhost" || host == "[::1]" || host.rfind("127.", 0) == 0);
}

// What makes two apps of one id the same, the secret aside.
bool SameApp(const App& a, const App& b) {
  return a.environment == b.environment && a.tiktok_app_id == b.tiktok_app_id && a.tier == b.tier &&
         a.redirect_uris == b.redirect_uris && a.display_name == b.display_name;
}

}  // namespace

absl::Status CheckApp(const App& app) {
  std::vector<FieldViolation> wrong;
  if (std::string problem = TextProblem(app.display_name, 100); !problem.empty()) {
    wrong.push_back({"app.display_name", std::move(problem)});
  }
  if (app.tiktok_app_id.empty() || app.tiktok_app_id.size() > 64 ||
      !std::all_of(app.tiktok_app_id.begin(), app.tiktok_app_id.end(),
                   [](char c) { return c >= '0' && c <= '9'; })) {
    wrong.push_back({"app.tiktok_app_id", "must be 1 to 64 digits, as My Apps shows them"});
  }
  if (app.redirect_uris.empty() || app.redirect_uris.size() > kMaxRedirects) {
    wrong.push_back({"app.redirect_uris", "must be 1 to 10 addresses"});
  }
  for (size_t i = 0; i < app.redirect_uris.size(); ++i) {
    if (!IsRedirectAllowed(app.redirect_uris[i])) {
      wrong.push_back({fmt::format("app.redirect_uris[{}]", i),
                       "must be an https address, or http on loopback"});
    }
  }
  return wrong.empty() ? absl::OkStatus() : InvalidFields(std::move(wrong));
}

void SealAppSecret(Env& env, App& app, const std::string& secret) {
  app.secret = env.vault.SealGlobal(AppSecretPlace(app), secret);
}

absl::StatusOr<std::string> OpenAppSecret(Env& env, const App& app) {
  return env.vault.OpenGlobal(AppSecretPlace(app), app.secret);
}

absl::StatusOr<App> CreateApp(Env& env, const Call& call, App app, const std::string& secret) {
  if (app.id.empty()) app.id = MakeChosenId("app");
  SG_RETURN_IF_ERROR(CheckChosenId(app.id, "app_id"));
  if (secret.empty() || secret.size() > 200) {
    return InvalidField("app.secret", "must be 1 to 200 characters");
  }
  SG_RETURN_IF_ERROR(CheckApp(app));
  const absl::Time now = env.clocks.RealNow();
  app.create_time = now;
  SealAppSecret(env, app, secret);
  App made;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    made = app;
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) made.id = LastIdOf(*earlier);
    SG_ASSIGN_OR_RETURN(const auto there, tx.apps().Get(made.id));
    if (there.has_value()) {
      if (!earlier.has_value()) {
        SG_ASSIGN_OR_RETURN(const std::string known, OpenAppSecret(env, *there));
        if (!SameApp(*there, app) || known != secret) {
          return Error(absl::StatusCode::kAlreadyExists,
                       fmt::format("{} is there already with other fields.", AppName(app.id)),
                       {.reason = "APP_EXISTS", .who = Actor::kCaller});
        }
        SG_RETURN_IF_ERROR(RememberAnswer(tx, call, AppName(made.id), now));
      }
      made = *there;
      return absl::OkStatus();
    }
    SG_RETURN_IF_ERROR(tx.apps().Insert(made));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "app.create", AppName(made.id), now));
    return RememberAnswer(tx, call, AppName(made.id), now);
  }));
  return made;
}

absl::StatusOr<App> GetApp(Env& env, const std::string& id) {
  std::optional<App> app;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(app, tx.apps().Get(id));
    return absl::OkStatus();
  }));
  if (!app.has_value()) return ResourceNotFound("sparkgate/App", AppName(id));
  return *std::move(app);
}

absl::StatusOr<std::vector<App>> ListApps(Env& env, const Page& page) {
  std::vector<App> apps;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(apps, tx.apps().List(page));
    return absl::OkStatus();
  }));
  return apps;
}

absl::StatusOr<App> UpdateApp(Env& env, const Call& call, const std::string& id,
                              const std::function<void(App&)>& change, const std::string& secret) {
  const absl::Time now = env.clocks.RealNow();
  App updated;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto app, tx.apps().Get(id));
    if (!app.has_value()) return ResourceNotFound("sparkgate/App", AppName(id));
    updated = *app;
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) return absl::OkStatus();
    change(updated);
    SG_RETURN_IF_ERROR(CheckApp(updated));
    if (!secret.empty()) SealAppSecret(env, updated, secret);
    SG_RETURN_IF_ERROR(tx.apps().Update(updated));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "app.update", AppName(id), now));
    return RememberAnswer(tx, call, AppName(id), now);
  }));
  // Also of a repeated call: the one before may have stopped here.
  SG_RETURN_IF_ERROR(TellWorlds(env, updated));
  return updated;
}

absl::Status DeleteApp(Env& env, const Call& call, const std::string& id) {
  const absl::Time now = env.clocks.RealNow();
  return env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(const auto app, tx.apps().Get(id));
    if (!app.has_value()) return ResourceNotFound("sparkgate/App", AppName(id));
    SG_ASSIGN_OR_RETURN(const bool in_use, tx.apps().InUse(id));
    if (in_use) {
      return Error(absl::StatusCode::kFailedPrecondition,
                   fmt::format("{} is used by a workspace.", AppName(id)),
                   {.reason = "APP_IN_USE", .who = Actor::kOperator});
    }
    SG_RETURN_IF_ERROR(tx.apps().Erase(id));
    SG_RETURN_IF_ERROR(AppendAudit(tx, call, "app.delete", AppName(id), now));
    return RememberAnswer(tx, call, AppName(id), now);
  });
}

}  // namespace sparkgate::server
