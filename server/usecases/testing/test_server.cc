#include "server/usecases/testing/test_server.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <utility>

#include "base/error.h"
#include "server/store/sqlite/open.h"

namespace sparkgate::server {
namespace {

[[noreturn]] void Die(const std::string& why) {
  std::cerr << why << std::endl;
  std::abort();
}

}  // namespace

void DieUnlessOk(const absl::Status& status) {
  if (!status.ok()) Die(status.ToString());
}

class TestServer::NoTikTok final : public tiktok::TikTok {
 public:
  tiktok::OAuthApi& oauth() override { Die("this test has no TikTok"); }
  tiktok::CreatorApi& creator() override { Die("this test has no TikTok"); }
  tiktok::LibraryApi& library() override { Die("this test has no TikTok"); }
  tiktok::IdentityApi& identity() override { Die("this test has no TikTok"); }
  tiktok::AdvertiserApi& advertiser() override { Die("this test has no TikTok"); }
  tiktok::CampaignApi& campaigns() override { Die("this test has no TikTok"); }
  tiktok::AdGroupApi& ad_groups() override { Die("this test has no TikTok"); }
  tiktok::AdApi& ads() override { Die("this test has no TikTok"); }
  tiktok::ReviewApi& review() override { Die("this test has no TikTok"); }
  tiktok::SubscriptionApi& subscriptions() override { Die("this test has no TikTok"); }
  std::vector<tiktok::LoweredLimit> LoweredLimits(const tiktok::Endpoint&) override { return {}; }
};

TestDisk::TestDisk() {
  std::string name = std::filesystem::temp_directory_path() / "sparkgate-test-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) Die("no temporary folder");
  folder_ = name;
  absl::StatusOr<std::unique_ptr<Store>> store =
      OpenSqliteStore({.path = folder_ + "/sparkgate.db", .sync = false});
  DieUnlessOk(store.status());
  store_ = std::make_unique<FlakyStore>(*std::move(store));
}

TestDisk::~TestDisk() {
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void CountingSignal::Poke(const std::string& /*workspace*/) {
  MutexLock lock(mutex_);
  ++pokes_;
}

void CountingSignal::Watch(const std::string& workspace) {
  MutexLock lock(mutex_);
  watched_.push_back("+" + workspace);
}

void CountingSignal::Unwatch(const std::string& workspace) {
  MutexLock lock(mutex_);
  watched_.push_back("-" + workspace);
}

int CountingSignal::pokes() const {
  MutexLock lock(mutex_);
  return pokes_;
}

std::vector<std::string> CountingSignal::watched() const {
  MutexLock lock(mutex_);
  return watched_;
}

TestServer::TestServer(TestDisk& disk, const TestServerOptions& options)
    : no_tiktok_(std::make_unique<NoTikTok>()),
      vault_([&] {
        auto vault = Vault::Open(std::string(32, 'k'), disk.store());
        DieUnlessOk(vault.status());
        return *std::move(vault);
      }()),
      env{.settings = {.simulator_url = "http://127.0.0.1:7410",
                       .live_url = "https://business-api.tiktok.com",
                       .public_url = "http://127.0.0.1:7401",
                       .allow_live = true,
                       .process_id = options.process_id},
          .store = disk.store(),
          .tiktok = options.tiktok != nullptr ? *options.tiktok : *no_tiktok_,
          .worlds = worlds,
          .vault = *vault_,
          .clocks = clocks_,
          .work = options.work != nullptr ? *options.work : signal,
          .calls = calls_},
      operations_(env) {
  env.operations = &operations_;
}

TestServer::~TestServer() = default;

Workspace TestServer::AddWorkspace(const std::string& id, Environment environment) {
  Workspace workspace;
  workspace.id = id;
  workspace.display_name = id;
  workspace.environment = environment;
  workspace.app_id = "app";
  workspace.create_time = real.Now();
  if (environment == Environment::kSimulator) {
    workspace.world_seed = "seed";
    workspace.world_start = kTestWorldStart;
    workspace.world_incarnation = "first";
    workspace.world_now = kTestWorldStart;
    clocks_.Set(id, "first", kTestWorldStart, 0);
    worlds.SetNow(id, kTestWorldStart);
  }
  env.vault.MakeKeys(workspace);
  DieUnlessOk(env.store.Write([&](Transaction& tx) { return tx.workspaces().Insert(workspace); }));
  return workspace;
}

void TestServer::Update(const Workspace& workspace) {
  DieUnlessOk(env.store.Write([&](Transaction& tx) { return tx.workspaces().Update(workspace); }));
}

void TestServer::SetWorldTime(const std::string& world, absl::Time now) {
  clocks_.SetNow(world, now);
}

Call TestServer::MakeCall(const std::string& workspace, const std::string& request_id,
                          const std::string& body) const {
  return {.principal = "key",
          .workspace = workspace,
          .method = "/sparkgate.v1.TestService/Test",
          .request_id = request_id,
          .digest = env.vault.Digest(body)};
}

std::vector<Event> TestServer::Events(const std::string& workspace) {
  std::vector<Event> events;
  DieUnlessOk(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(events, tx.events().List(workspace, 0, 10000));
    return absl::OkStatus();
  }));
  return events;
}

std::vector<std::string> TestServer::EventTypes(const std::string& workspace) {
  std::vector<std::string> types;
  for (const Event& event : Events(workspace)) types.push_back(event.type);
  return types;
}

std::vector<AuditEntry> TestServer::Audit(const std::string& workspace) {
  std::vector<AuditEntry> entries;
  DieUnlessOk(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(entries, tx.audit().List(workspace, 0, 10000));
    return absl::OkStatus();
  }));
  return entries;
}

Operation TestServer::GetOperation(const std::string& workspace, const std::string& id) {
  absl::StatusOr<Operation> operation = operations_.Get(workspace, id);
  DieUnlessOk(operation.status());
  return *std::move(operation);
}

std::optional<WorkItem> TestServer::GetWork(const std::string& workspace, const std::string& kind,
                                            const std::string& subject) {
  std::optional<WorkItem> item;
  DieUnlessOk(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(item, tx.work().Get(workspace, kind, subject));
    return absl::OkStatus();
  }));
  return item;
}

}  // namespace sparkgate::server
