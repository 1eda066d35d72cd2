#include "simulator/app/simulator.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/executor.h"
#include "base/http/client.h"
#include "base/http/server.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/timer.h"
#include "rpc/method_table.h"
#include "rpc/server.h"
#include "simulator/app/scenario/scenario_service.h"
#include "simulator/app/webhook_http_sender.h"
#include "simulator/business_api/business_api.h"
#include "simulator/consent_pages/consent_pages.h"
#include "simulator/control/register.h"
#include "simulator/control/rpc_faults.h"
#include "simulator/world/expiry.h"
#include "simulator/world/persistence/saver.h"
#include "simulator/world/persistence/world_files.h"

namespace sparkgate::simulator {
namespace {

constexpr absl::Duration kGrace = absl::Seconds(5);
// A call that waits for one world's lock must not keep the other worlds' calls waiting.
constexpr int kHttpThreads = 4;

class RunningSimulator final : public Simulator {
 public:
  explicit RunningSimulator(SimulatorOptions options) : options_(std::move(options)) {}
  ~RunningSimulator() override { Quiet(); }

  absl::Status Open() {
    if (!options_.data.empty()) SG_RETURN_IF_ERROR(Load(options_.data));
    SG_RETURN_IF_ERROR(Serve());
    // Not before both ports are ours: a start that fails moves no world and sends nothing.
    worlds_.Start();
    if (saver_ != nullptr) saver_->Start();
    expiry_->Start();
    return absl::OkStatus();
  }

  uint16_t http_port() const override { return http_->port(); }
  uint16_t grpc_port() const override { return grpc_->port(); }
  Worlds& worlds() override { return worlds_; }
  Scenarios& scenarios() override { return scenarios_; }

  absl::Status Stop() override {
    StopServing();
    // At once, since webhooks on their way may take seconds, and whoever stops us may not wait.
    if (saver_ != nullptr) (void)saver_->SaveChanged();  // logged, and tried again below
    Quiet();
    return saver_ == nullptr ? absl::OkStatus() : saver_->Stop();
  }

 private:
  void StopServing() {
    if (http_ != nullptr) http_->Stop(kGrace);
    if (grpc_ != nullptr) grpc_->Stop(kGrace);
  }

  // Ends everything that runs by itself. Webhooks that wait stay due.
  void Quiet() {
    StopServing();
    expiry_->Stop();
    worlds_.Stop();
    webhooks_.Close();
    webhook_pool_.Stop();
    steps_.Stop();
    save_pool_.Stop();
  }

  absl::Status Load(const std::string& folder) {
    SG_ASSIGN_OR_RETURN(files_, WorldFiles::Open(folder));
    SG_ASSIGN_OR_RETURN(std::vector<WorldState> states, files_->LoadAll());
    for (WorldState& state : states) worlds_.Restore(std::move(state));
    LogInfo("worlds_loaded", {{"count", states.size()}});
    saver_ = std::make_shared<Saver>(worlds_, *files_, timers_, save_pool_);
    return absl::OkStatus();
  }

  absl::Status Serve() {
    RegisterWorldService(table_, worlds_, steps_);
    RegisterCreatorAppService(table_, worlds_);
    RegisterAdsManagerService(table_, worlds_);
    RegisterFaultService(table_, worlds_);
    RegisterJournalService(table_, worlds_);
    RegisterReviewDeskService(table_, worlds_, steps_);
    RegisterScenarioService(table_, worlds_, scenarios_);
    RegisterWebhookService(table_, worlds_);
    SG_ASSIGN_OR_RETURN(
        http_,
        HttpServer::Start({.port = options_.http_port, .threads = kHttpThreads, .timers = &timers_},
                          [this](const HttpServerRequest& request, const HttpReply& reply) {
                            reply(Answer(request));
                          }));
    faulty_table_ = WithFaults(table_, worlds_, timers_);
    SG_ASSIGN_OR_RETURN(grpc_, rpc::Server::Start({.port = options_.grpc_port}, faulty_table_,
                                                  /*authenticator=*/nullptr, *metrics_));
    grpc_->SetServing(true);
    return absl::OkStatus();
  }

  HttpServerResponse Answer(const HttpServerRequest& request) const {
    if (request.path == "/metrics") return RenderMetrics();
    if (ConsentPages::Serves(request.path)) return consent_pages_.Handle(request);
    return business_api_.Handle(request);
  }

  HttpServerResponse RenderMetrics() const {
    return {.content_type = "text/plain; version=0.0.4", .body = metrics_->Render()};
  }

  // In the order of who needs whom: destroyed from below. Quiet comes before.
  const SimulatorOptions options_;
  const std::unique_ptr<Metrics> metrics_ = Metrics::Create();
  const SystemClock real_time_;
  ThreadPool steps_{{.name = "sim-steps", .threads = 4, .queue_limit = 1u << 20}};
  ThreadPool webhook_pool_{{.name = "sim-hooks", .threads = 16, .queue_limit = 1u << 16}};
  ThreadPool save_pool_{{.name = "sim-save", .threads = 1, .queue_limit = 16}};
  const std::unique_ptr<HttpClient> http_client_ = NewCurlClient({});
  WebhookHttpSender webhooks_{*http_client_, webhook_pool_, options_.webhook_timeout};
  std::unique_ptr<WorldFiles> files_;  // null: nothing is kept
  ThreadTimerService timers_;          // a running clock's last beat may still use all above
  Worlds worlds_{
      {.executor = steps_, .timers = timers_, .real_time = real_time_, .webhooks = webhooks_},
      [this](const WorldState& state) {
        if (files_ != nullptr) files_->MarkUnsaved(state);
      },
      options_.journal_bytes};
  std::shared_ptr<Saver> saver_;
  const std::shared_ptr<WorldExpiry> expiry_ =
      std::make_shared<WorldExpiry>(worlds_, real_time_, timers_, steps_);
  rpc::MethodTable table_;         // what stories call
  rpc::MethodTable faulty_table_;  // what clients call
  const BusinessApi business_api_{[this](std::string_view id) { return worlds_.Find(id); },
                                  real_time_};
  const ConsentPages consent_pages_{[this](std::string_view id) { return worlds_.Find(id); }};
  const Faces faces_{table_, business_api_};
  Scenarios scenarios_{worlds_, faces_, steps_};
  std::unique_ptr<HttpServer> http_;
  std::unique_ptr<rpc::Server> grpc_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Simulator>> Simulator::Start(const SimulatorOptions& options) {
  auto simulator = std::make_unique<RunningSimulator>(options);
  SG_RETURN_IF_ERROR(simulator->Open());
  return std::unique_ptr<Simulator>(std::move(simulator));
}

}  // namespace sparkgate::simulator
