#include "server/app/server_app.h"

#include <atomic>
#include <filesystem>
#include <latch>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/crypto/hash.h"
#include "base/error.h"
#include "base/executor.h"
#include "base/files.h"
#include "base/http/server.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/timer.h"
#include "rpc/server.h"
#include "server/api/authenticator.h"
#include "server/api/operation_waits.h"
#include "server/api/services.h"
#include "server/app/activity.h"
#include "server/app/gauges.h"
#include "server/app/secrets.h"
#include "server/store/sqlite/open.h"
#include "server/tiktok/http/tiktok.h"
#include "server/usecases/access/api_keys.h"
#include "server/usecases/access/key_uses.h"
#include "server/usecases/ads/ad_edits.h"
#include "server/usecases/ads/adoption.h"
#include "server/usecases/ads/ads_sync.h"
#include "server/usecases/ads/appeals.h"
#include "server/usecases/ads/create_mutations.h"
#include "server/usecases/ads/hints.h"
#include "server/usecases/ads/publish.h"
#include "server/usecases/ads/subscriptions.h"
#include "server/usecases/ads/switches.h"
#include "server/usecases/advertisers/advertisers.h"
#include "server/usecases/connect/consent_due.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/creators/code_mutations.h"
#include "server/usecases/library/code_redemption.h"
#include "server/usecases/library/library_mutations.h"
#include "server/usecases/library/library_sync.h"
#include "server/usecases/operation_work.h"
#include "server/usecases/survey.h"
#include "server/usecases/webhooks/webhook_work.h"
#include "server/web/tiktok_webhooks.h"
#include "server/web/web.h"
#include "server/workers/work_runner.h"
#include "server/worlds/simulator/connect.h"

namespace sparkgate::server {
namespace {

// A stream of a revoked key ends within this time.
constexpr absl::Duration kLookForRevokedKeys = absl::Seconds(5);
// How late a key's last use may be in the database.
constexpr absl::Duration kWriteKeyUses = absl::Minutes(1);
// A simulator that lives answers in milliseconds; without one, the rest of the server serves.
constexpr absl::Duration kWaitForWorlds = absl::Seconds(2);
// They wait for TikTok most of the time, so it isn't the processors that bound them.
constexpr size_t kCallThreads = 8;
// The survey behind /metrics reads up to some ten thousand rows, so not for every scrape.
constexpr absl::Duration kSurveyEvery = absl::Seconds(10);
// Of a webhook's answer only the status counts.
constexpr size_t kWebhookAnswerBytes = 16u << 10;

// Members are in the order in which they come up; they go down the other way round.
class ServerAppImpl final : public ServerApp {
 public:
  explicit ServerAppImpl(const Options& options) : options_(options) {}
  ~ServerAppImpl() override { Stop(); }

  absl::Status Start(const Wiring& wiring) {
    SG_RETURN_IF_ERROR(CheckOptions(options_));
    SG_RETURN_IF_ERROR(OpenStore(wiring));
    SG_RETURN_IF_ERROR(StartWeb());
    MakeEnv(wiring);
    SG_RETURN_IF_ERROR(StartBackground());
    return StartRpc(wiring);
  }

  uint16_t grpc_port() const override { return rpc_->port(); }
  uint16_t http_port() const override { return web_->port(); }
  Env& env() override { return *env_; }
  WorkRunner& runner() override { return *runner_; }

  void Drain(absl::Duration delay) override {
    phase_ = Phase::kDraining;
    rpc_->SetServing(false);
    std::latch over(1);
    timers_.After(delay, [&over] { over.count_down(); });
    over.wait();
  }

  void Stop() override {
    if (stopped_) return;
    stopped_ = true;
    phase_ = Phase::kStopping;
    if (rpc_ != nullptr) {
      rpc_->SetServing(false);
      rpc_->Stop(options_.stop_grace);
    }
    hints_pool_.Stop();
    if (runner_ != nullptr) runner_->Stop();
    key_uses_.Stop();
    background_.Stop();
    waits_pool_.Stop();
    calls_.Stop();
    WriteHeldTokens();
    // A use that is lost here costs nothing.
    if (store_ != nullptr) key_uses_.Write(*store_).IgnoreError();
    if (web_ != nullptr) web_->Stop(absl::Seconds(1));
    scrapes_.Stop();
    feed_.Stop();
    store_.reset();  // writes what waits, and closes the file
  }

 private:
  absl::Status OpenStore(const Wiring& wiring) {
    SG_RETURN_IF_ERROR(MakePrivateDirectory(options_.data, Others::kMayRead));
    SG_RETURN_IF_ERROR(MakePrivateDirectory(options_.secrets, Others::kMayNothing));
    const std::string path = DatabaseOf(options_);
    const bool fresh = !std::filesystem::exists(path);
    SG_ASSIGN_OR_RETURN(const std::string master_key, LoadMasterKey(options_, fresh));
    SG_ASSIGN_OR_RETURN(store_, OpenSqliteStore({.path = path, .group_limit = wiring.group_limit}));
    store_->OnEvents([this](const std::string& workspace, int64_t last) {
      feed_.Publish(workspace, last);
      // Webhooks may want it. Nobody else writes events before background work runs.
      if (runner_ != nullptr) runner_->Poke(workspace);
    });
    SG_ASSIGN_OR_RETURN(vault_, OpenVault(master_key));
    SG_ASSIGN_OR_RETURN(const std::string admin_key, LoadAdminKey(options_));
    return EnsureServerAdminKey(*store_, admin_key, system_clock_.Now());
  }

  absl::StatusOr<std::unique_ptr<Vault>> OpenVault(const std::string& master_key) {
    auto vault = Vault::Open(master_key, *store_);
    const std::string next = MasterKeyFile(options_) + ".new";
    if (ReasonOf(vault.status()) != "MASTER_KEY_WRONG" || !std::filesystem::exists(next)) {
      return vault;
    }
    return Error(absl::StatusCode::kFailedPrecondition,
                 fmt::format("the master key isn't this database's, and {} is there: run "
                             "\"sparkgate-server rotate-master-key\" again",
                             next),
                 {.reason = "MASTER_KEY_ROTATING", .who = Actor::kOperator});
  }

  absl::Status StartWeb() {
    metrics_ = Metrics::Create();
    activity_ = std::make_unique<Activity>(*metrics_);
    gauges_ = std::make_unique<Gauges>(*metrics_);
    timers_.OnFire([&lag = metrics_->GetLatency("timer_lag_seconds",
                                                "How late timers fire on their thread.", {})](
                       absl::Duration late) { lag.Observe(absl::ToDoubleSeconds(late)); });
    SG_ASSIGN_OR_RETURN(
        web_,
        HttpServer::Start({.address = HttpAddress(options_), .port = options_.http_port},
                          MakeWebHandler([this](const MetricsText& show) { ShowMetrics(show); },
                                         [this] { return phase_.load(); },
                                         [this](auto request, auto reply) {
                                           tiktok_webhooks_(std::move(request), std::move(reply));
                                         })));
    if (options_.public_url.empty()) {
      options_.review_subscriptions = 0;  // nobody said how TikTok would reach us
      options_.public_url = fmt::format("http://{}:{}", HttpAddress(options_), web_->port());
    }
    return absl::OkStatus();
  }

  // Nobody refreshes any more, and the store still stands.
  void WriteHeldTokens() {
    if (creator_tokens_ == nullptr) return;
    for (const std::string& creator : creator_tokens_->WriteHeld()) {
      LogError("refreshed_tokens_lost", {{"creator", creator}, {"reason", "RECONNECT_NEEDED"}});
    }
  }

  void ShowMetrics(const MetricsText& show) {
    const bool queued = scrapes_.TryPost([this, show] {
      // Before it serves, parts of the server aren't there yet.
      if (Serves(phase_)) Measure();
      show(metrics_->Render());
    });
    if (!queued) show(metrics_->Render());  // as it was
  }

  // On the one thread of scrapes_.
  void Measure() {
    activity_->Refresh(store_->stats(), runner_->counts());
    const rpc::Server::Queues queues = rpc_->queues();
    gauges_->ShowQueue("rpc", queues.calls);
    gauges_->ShowQueue("rpc-stream", queues.streams);
    gauges_->ShowQueue("background", background_.queue_depth());
    gauges_->ShowQueue("calls", calls_.queue_depth());
    gauges_->ShowQueue("hints", hints_pool_.queue_depth());
    gauges_->ShowQueue("waits", waits_pool_.queue_depth());
    gauges_->ShowWatchers(feed_.watchers());
    const int64_t begin = MonotonicNanos();
    if (surveyed_.has_value() && absl::Nanoseconds(begin - *surveyed_) < kSurveyEvery) return;
    const absl::StatusOr<Survey> survey = TakeSurvey(*env_);
    if (!survey.ok()) return LogWarning("survey_failed", {{"reason", ReasonOf(survey.status())}});
    surveyed_ = MonotonicNanos();
    gauges_->Show(*survey, absl::Nanoseconds(*surveyed_ - begin));
  }

  void MakeEnv(const Wiring& wiring) {
    curl_ = NewCurlClient(wiring.http);
    http_client_ = CountCalls(*curl_, *metrics_);
    tiktok_ = tiktok::NewHttpTikTok(*http_client_, system_clock_, options_.limits_percent,
                                    metrics_.get());
    webhooks_ = NewCurlClient({.max_body_bytes = kWebhookAnswerBytes,
                               .public_addresses_only = !options_.webhooks_allow_private,
                               .https_only = !options_.webhooks_allow_http});
    worlds_ = ConnectSimulator(options_.simulator_control, timers_);
    runner_ = WorkRunner::Create(background_, timers_);
    env_ = std::make_unique<Env>(
        Env{.settings = {.simulator_url = options_.simulator_url,
                         .live_url = options_.live_url,
                         .public_url = options_.public_url,
                         .review_subscriptions = options_.review_subscriptions,
                         .allow_live = options_.allow_live,
                         .webhooks_allow_http = options_.webhooks_allow_http,
                         .webhooks_allow_private = options_.webhooks_allow_private,
                         .process_id = ToHex(RandomBytes(8))},
            .store = *store_,
            .tiktok = *tiktok_,
            .worlds = *worlds_,
            .vault = *vault_,
            .clocks = clocks_,
            .work = *runner_,
            .calls = calls_});
    operations_ = std::make_unique<Operations>(*env_);
    creator_tokens_ = std::make_unique<CreatorTokens>(*env_);
    env_->operations = operations_.get();
    env_->creator_tokens = creator_tokens_.get();
    env_->webhooks = webhooks_.get();
    waits_ = OperationWaits::Create(*env_, timers_, waits_pool_);
    operations_->OnChanged([waits = waits_](const std::string& workspace, const std::string& id) {
      waits->Ring(workspace, id);
    });
    RegisterCodeMutations(*operations_);
    RegisterLibraryMutations(*operations_);
    RegisterCreateMutations(*operations_);
    RegisterSwitchMutations(*operations_);
    RegisterAppealMutation(*operations_);
    RegisterSubscribeMutation(*operations_);
    RegisterUpdateAdMutation(*operations_);
    operations_->RegisterComposite(NewPublishComposite());
    operations_->RegisterComposite(NewResyncComposite());
    operations_->RegisterComposite(NewImportComposite());
  }

  absl::Status StartBackground() {
    runner_->Register(std::make_unique<OperationWork>());
    runner_->Register(std::make_unique<TwinWork>());
    runner_->Register(NewLibrarySyncHandler());
    runner_->Register(NewAuthorizationDueHandler());
    runner_->Register(NewPostLookHandler());
    runner_->Register(NewCodeEndHandler());
    runner_->Register(NewConsentDueHandler());
    runner_->Register(NewAdoptionHandler());
    runner_->Register(NewAdsSyncHandler());
    runner_->Register(NewReviewSyncHandler());
    runner_->Register(NewPostAdsHandler());
    runner_->Register(NewWebhookHandler());
    runner_->Register(NewHintHandler());
    runner_->Register(NewSubscriptionSyncHandler());
    SG_RETURN_IF_ERROR(runner_->Start(*env_));
    if (!runner_->AwaitClocks(kWaitForWorlds)) LogWarning("worlds_not_known_yet", {});
    return absl::OkStatus();
  }

  absl::Status StartRpc(const Wiring& wiring) {
    RegisterServices(*env_, feed_, *waits_, table_);
    wiring.more_methods(table_);
    feed_.CallEvery(timers_, kLookForRevokedKeys);
    authenticator_ = std::make_unique<KeyAuthenticator>(*env_, &key_uses_);
    key_uses_.WriteEvery(*store_, timers_, background_, kWriteKeyUses);
    std::optional<rpc::TlsFiles> tls;
    if (!options_.tls_certificate.empty()) {
      tls = {.certificate = options_.tls_certificate,
             .key = options_.tls_key,
             .client_ca = options_.tls_client_ca};
    }
    SG_ASSIGN_OR_RETURN(rpc_, rpc::Server::Start({.address = options_.address,
                                                  .port = options_.grpc_port,
                                                  .workers = options_.workers,
                                                  .tls = tls},
                                                 table_, authenticator_.get(), *metrics_));
    tiktok_webhooks_ = MakeTikTokWebhookHandler(*env_, hints_pool_, *metrics_);
    rpc_->SetServing(true);
    phase_ = Phase::kServing;
    return absl::OkStatus();
  }

  Options options_;
  bool stopped_ = false;
  std::atomic<Phase> phase_ = Phase::kStarting;
  SystemClock system_clock_;
  Clocks clocks_{system_clock_};
  EventFeed feed_;                    // its timer's thread ends before it
  KeyUses key_uses_;                  // as above
  std::unique_ptr<Metrics> metrics_;  // outlives the timers' thread, too
  ThreadTimerService timers_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<Activity> activity_;
  std::unique_ptr<Gauges> gauges_;
  std::optional<int64_t> surveyed_;  // when, by MonotonicNanos
  std::unique_ptr<HttpServer> web_;
  HttpHandler tiktok_webhooks_;  // from before it serves
  std::unique_ptr<HttpClient> curl_;
  std::unique_ptr<HttpClient> http_client_;  // counts what goes through curl_
  std::unique_ptr<HttpClient> webhooks_;
  std::unique_ptr<tiktok::TikTok> tiktok_;
  std::unique_ptr<Worlds> worlds_;
  ThreadPool background_{
      {.name = "background", .threads = options_.background, .queue_limit = 1u << 20}};
  ThreadPool hints_pool_{{.name = "hints", .threads = 2, .queue_limit = 256}};
  ThreadPool scrapes_{{.name = "scrapes", .threads = 1, .queue_limit = 16}};
  ThreadPool waits_pool_{{.name = "waits", .threads = 1, .queue_limit = 16}};
  ThreadPool calls_{{.name = "calls", .threads = kCallThreads, .queue_limit = 1u << 16}};
  std::shared_ptr<WorkRunner> runner_;
  std::unique_ptr<Env> env_;
  std::unique_ptr<Operations> operations_;
  std::unique_ptr<CreatorTokens> creator_tokens_;
  std::shared_ptr<OperationWaits> waits_;
  std::unique_ptr<KeyAuthenticator> authenticator_;
  rpc::MethodTable table_;
  std::unique_ptr<rpc::Server> rpc_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ServerApp>> ServerApp::Start(const Options& options,
                                                            const Wiring& wiring) {
  auto app = std::make_unique<ServerAppImpl>(options);
  SG_RETURN_IF_ERROR(app->Start(wiring));
  return app;
}

}  // namespace sparkgate::server
