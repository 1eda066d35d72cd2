#include "tests/bench/furnished_server.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "base/signals.h"
#include "rpc/testing/echo.pb.h"
#include "server/api/roles.h"
#include "server/app/server_app.h"
#include "server/store/testing/samples.h"
#include "server/usecases/access/api_keys.h"
#include "sparkgate/v1/ad_service.pb.h"
#include "sparkgate/v1/creator_service.pb.h"

namespace sparkgate::bench {
namespace {

constexpr char kWorkspace[] = "bench";
constexpr int kCodes = 10'000;

std::string CodeId(int64_t number) { return fmt::format("{:026d}", number); }

void AddEmptyMethods(rpc::MethodTable& table) {
  using rpc::testing::OtherRequest;
  using rpc::testing::OtherResponse;
  for (const char* method : {"Open", "Inline"}) {  // the service must be whole
    table.Unary<OtherRequest, OtherResponse>(
        fmt::format("sparkgate.rpc.testing.Other/{}", method), {},
        [](rpc::CallContext&, const OtherRequest&) -> absl::StatusOr<OtherResponse> {
          return OtherResponse();
        });
  }
  using rpc::testing::EchoRequest;
  using rpc::testing::EchoResponse;
  table.Unary<EchoRequest, EchoResponse>(
      "sparkgate.rpc.testing.Other/Guarded", {.roles = server::kReaders, .inline_on_poller = true},
      [](rpc::CallContext&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
        return EchoResponse();
      });
}

// What the methods need; the answer is a key.
absl::StatusOr<std::string> Furnish(server::Env& env) {
  const server::NewSecret secret = server::MakeSecret();
  server::Workspace workspace;
  workspace.id = kWorkspace;
  workspace.environment = server::Environment::kLive;
  workspace.app_id = "app";
  workspace.create_time = env.clocks.RealNow();
  env.vault.MakeKeys(workspace);
  server::ApiKey key;
  key.workspace = kWorkspace;
  key.id = "key";
  key.role = server::Role::kAdmin;
  key.secret_hash = secret.hash;
  key.create_time = workspace.create_time;
  SG_RETURN_IF_ERROR(env.store.Write([&](server::Transaction& tx) -> absl::Status {
    SG_RETURN_IF_ERROR(tx.workspaces().Insert(workspace));
    SG_RETURN_IF_ERROR(tx.api_keys().Insert(key));
    SG_RETURN_IF_ERROR(tx.campaigns().Put(server::SampleCampaign(kWorkspace, "campaign-1")));
    SG_RETURN_IF_ERROR(tx.ad_groups().Put(server::SampleAdGroup(kWorkspace, "group-1")));
    for (int i = 0; i < kCodes; ++i) {
      SG_RETURN_IF_ERROR(tx.codes().Put(server::SampleCode(kWorkspace, CodeId(i))));
    }
    return absl::OkStatus();
  }));
  return secret.secret;
}

// Serves until SIGTERM, after saying "address key" and a line end.
absl::Status Serve(const ScratchFolder& folder, size_t group_limit, int say) {
  SG_RETURN_IF_ERROR(ConfigureLog("info", "/dev/null"));
  server::Options options;
  options.data = folder.Path("data");
  options.secrets = folder.Path("secrets");
  options.grpc_port = 0;
  options.http_port = 0;
  options.simulator_control = "127.0.0.1:1";  // nobody's
  options.allow_live = true;
  SG_ASSIGN_OR_RETURN(const auto app,
                      server::ServerApp::Start(
                          options, {.group_limit = group_limit, .more_methods = AddEmptyMethods}));
  SG_ASSIGN_OR_RETURN(const std::string key, Furnish(app->env()));
  const std::string line = fmt::format("{}:{} {}\n", options.address, app->grpc_port(), key);
  if (write(say, line.data(), line.size()) != std::ssize(line)) return absl::UnknownError("pipe");
  WaitForTermination();
  app->Stop();
  return absl::OkStatus();
}

std::string Fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

}  // namespace

FurnishedServer::FurnishedServer(size_t group_limit) {
  int ends[2];
  if (pipe(ends) != 0) Fail("pipe");
  process_ = fork();
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);  // must not outlive us if we are killed
    BlockTerminationSignals();
    close(ends[0]);
    const absl::Status status = Serve(folder_, group_limit, ends[1]);
    if (!status.ok()) std::fprintf(stderr, "server: %s\n", status.ToString().c_str());
    _exit(status.ok() ? 0 : 1);  // the scratch folder is the parent's
  }
  if (process_ < 0) Fail("fork");
  close(ends[1]);
  const std::string line = ReadLine(ends[0]);
  close(ends[0]);
  const size_t blank = line.find(' ');
  if (blank == line.npos) Fail("the server didn't start");
  target_ = line.substr(0, blank);
  key_ = line.substr(blank + 1);
}

FurnishedServer::~FurnishedServer() {
  kill(process_, SIGTERM);
  int status = 0;
  waitpid(process_, &status, 0);
}

std::string FurnishedServer::EmptyRequest(int64_t) { return ""; }

std::string FurnishedServer::GetCodeRequest(int64_t number) {
  v1::GetCodeRequest request;
  request.set_name(
      fmt::format("workspaces/{}/codes/{}", kWorkspace, CodeId(number * 7'919 % kCodes)));
  return request.SerializeAsString();
}

// With a request_id each, as the clients send it.
std::string FurnishedServer::CreateAdRequest(int64_t) {
  static int64_t made = 0;
  v1::CreateAdRequest request;
  request.set_parent(fmt::format("workspaces/{}", kWorkspace));
  request.set_request_id(fmt::format("request-{}", ++made));
  v1::Ad& ad = *request.mutable_ad();
  ad.set_ad_group(fmt::format("workspaces/{}/adGroups/group-1", kWorkspace));
  ad.set_display_name("An ad");
  ad.set_spark_post(
      fmt::format("workspaces/{}/adAccounts/account-1/sparkPosts/7100000000000000001", kWorkspace));
  ad.set_call_to_action("LEARN_MORE");
  ad.set_landing_page_url("https://landing.example/");
  return request.SerializeAsString();
}

}  // namespace sparkgate::bench
