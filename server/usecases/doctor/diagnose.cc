#include "server/usecases/doctor/diagnose.h"

#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/http/client.h"
#include "server/tiktok/consent_link.h"
#include "server/tiktok/sightings.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/advertisers/advertisers.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/names.h"

namespace sparkgate::server {
namespace {

// Rows that are looked at, and how many of them TikTok is asked about: a doctor must not eat up
// what others may call.
constexpr int kRows = 1000;
constexpr size_t kAsked = 10;
constexpr absl::Duration kLookAtOurselves = absl::Seconds(10);

struct SetupRows {
  std::vector<Creator> creators;
  std::vector<Advertiser> advertisers;
  std::vector<AdAccount> accounts;
};

absl::StatusOr<SetupRows> LoadSetup(Env& env, const std::string& workspace) {
  SetupRows rows;
  const Page page{.after = "", .limit = kRows};
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(rows.creators, tx.creators().List(workspace, page));
    SG_ASSIGN_OR_RETURN(rows.advertisers, tx.advertisers().List(workspace, page));
    SG_ASSIGN_OR_RETURN(rows.accounts, tx.ad_accounts().List(workspace, page));
    return absl::OkStatus();
  }));
  return rows;
}

class Doctor {
 public:
  Doctor(Env& env, Workspace workspace, SetupRows rows)
      : env_(env), workspace_(std::move(workspace)), rows_(std::move(rows)) {}

  std::vector<SetupCheck> Run() {
    Say(CheckLiveFlag(workspace_, env_.settings.allow_live));
    const absl::StatusOr<absl::Time> now = env_.clocks.Now(workspace_);
    Say(CheckWorld(now.status()));
    const absl::StatusOr<App> app = GetApp(env_, workspace_.app_id);
    Say(CheckAppOf(app, app.ok() ? OpenAppSecret(env_, *app).status() : absl::OkStatus()),
        AppName(workspace_.app_id));
    may_ask_ = CheckAllowed(env_, workspace_.environment).ok() && now.ok();
    if (now.ok()) CheckConsents(*now);
    if (app.ok()) Say(CheckTier(app->tier, Lowered()), AppName(app->id));
    Say(CheckClockSkew(sightings_->date, env_.clocks.RealNow()));
    Say(CheckWebhooks(workspace_, env_.settings.public_url, env_.settings.review_subscriptions,
                      LookAtOurselves()));
    for (SetupCheck& check : CheckMoney(workspace_, rows_.accounts)) Say(std::move(check));
    Say(CheckNameTags(workspace_.settings));
    return std::move(checks_);
  }

 private:
  void Say(SetupCheck check, std::string resource = "") {
    check.resource = resource.empty() ? WorkspaceName(workspace_.id) : std::move(resource);
    checks_.push_back(std::move(check));
  }

  void CheckConsents(absl::Time now) {
    size_t asked = 0;
    for (const Advertiser& advertiser : rows_.advertisers) {
      const bool asks = may_ask_ && asked++ < kAsked;
      Say(CheckAdvertiserConsent(advertiser, MissingScopes(advertiser.scopes),
                                 asks ? AskAs(advertiser) : std::nullopt),
          AdvertiserName(workspace_.id, advertiser.id));
    }
    asked = 0;
    for (const Creator& creator : rows_.creators) {
      const bool asks = may_ask_ && asked++ < kAsked;
      Say(CheckCreatorConsent(creator, tiktok::SparkgateCreatorScopes(),
                              asks ? AskAs(creator) : std::nullopt, now),
          CreatorName(workspace_.id, creator.id));
    }
  }

  std::optional<absl::Status> AskAs(const Advertiser& advertiser) {
    if (advertiser.state == ConnectionState::kReconnectNeeded) return std::nullopt;
    for (const std::string& account : advertiser.ad_accounts) {
      auto as = CallAsAdAccount(env_, workspace_, account);
      // Another consent may reach it since.
      if (!as.ok() || as->account.advertiser != advertiser.id) continue;
      as->call.endpoint.sightings = sightings_;
      const auto app = CredentialsOf(env_, workspace_);
      if (!app.ok()) return std::nullopt;  // said of the app
      const absl::Status status = env_.tiktok.oauth().ListAdvertisers(as->call, *app).status();
      NoteAdAccountError(env_, workspace_, account, as->call, status).IgnoreError();
      return status;
    }
    return std::nullopt;
  }

  std::optional<absl::Status> AskAs(const Creator& creator) {
    if (creator.state == ConnectionState::kReconnectNeeded) return std::nullopt;
    auto as = CallAsCreator(env_, workspace_, creator.id);
    if (!as.ok()) return as.status();
    as->call.endpoint.sightings = sightings_;
    const absl::Status status =
        env_.tiktok.creator().GetProfile(as->call, as->creator.open_id, {"username"}).status();
    NoteCreatorError(env_, workspace_, creator.id, as->call, status).IgnoreError();
    return status;
  }

  std::vector<LearnedLimit> Lowered() {
    std::vector<LearnedLimit> lowered;
    for (const tiktok::LoweredLimit& limit :
         env_.tiktok.LoweredLimits(EndpointOf(env_, workspace_))) {
      lowered.push_back(
          {.path = limit.path, .published = limit.published, .per_second = limit.per_second});
    }
    return lowered;
  }

  // From outside, as far as a look from here is one: past whatever stands before us.
  std::optional<absl::Status> LookAtOurselves() {
    const std::string& url = env_.settings.public_url;
    const bool live = workspace_.environment == Environment::kLive;
    if (!live || !may_ask_ || env_.webhooks == nullptr || !url.starts_with("https://") ||
        env_.settings.review_subscriptions == 0) {
      return std::nullopt;
    }
    const auto answer = env_.webhooks->Send(
        {.url = url + "/healthz", .timeout = kLookAtOurselves, .cut_body = true});
    if (!answer.ok()) return answer.status();
    if (answer->status == 200) return absl::OkStatus();
    return absl::UnavailableError(fmt::format("/healthz answers HTTP {}", answer->status));
  }

  Env& env_;
  const Workspace workspace_;
  const SetupRows rows_;
  const std::shared_ptr<tiktok::Sightings> sightings_ = std::make_shared<tiktok::Sightings>();
  bool may_ask_ = false;
  std::vector<SetupCheck> checks_;
};

}  // namespace

absl::StatusOr<std::vector<SetupCheck>> Diagnose(Env& env, const std::string& id) {
  SG_ASSIGN_OR_RETURN(Workspace workspace, LoadWorkspace(env, id));
  SG_ASSIGN_OR_RETURN(SetupRows rows, LoadSetup(env, id));
  return Doctor(env, std::move(workspace), std::move(rows)).Run();
}

}  // namespace sparkgate::server
