// The whole server as one object, where no flag leads: calls of a LIVE workspace, which go to
// TikTok by its name, over TLS, and by this wiring to a server on loopback.
#include "server/app/server_app.h"

#include <set>
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <grpc/health/v1/health.pb.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "base/http/test_tls_peer.h"
#include "rpc/client.h"
#include "server/store/testing/scratch_folder.h"
#include "server/usecases/access/apps.h"
#include "server/usecases/access/workspaces.h"
#include "server/usecases/connect/connect.h"

namespace sparkgate::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr char kTikTok[] = "business-api.tiktok.com";
constexpr char kRedirect[] = "https://brand.example/back";
constexpr char kRefusal[] = R"({"code":40110,"message":"no","request_id":"heard-it","data":{}})";

class LiveServerTest : public testing::Test {
 protected:
  // A server with a LIVE workspace, whose TikTok is `peer`.
  void Start(TestTlsPeer& peer, const std::string& trusted_pem) {
    const std::string ca_file = folder_.Path("ca.pem");
    ASSERT_TRUE(WriteFileAtomically(ca_file, trusted_pem, 0600).ok());
    auto server = ServerApp::Start({.data = folder_.Path("data"),
                                    .secrets = folder_.Path("secrets"),
                                    .grpc_port = 0,
                                    .http_port = 0,
                                    .simulator_url = "http://127.0.0.1:1",
                                    .simulator_control = "127.0.0.1:1",
                                    .allow_live = true},
                                   {.http = {.connect_to = {peer.ConnectTo(kTikTok)},  //
                                             .ca_file = ca_file}});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    const App app{.id = "ours",
                  .environment = Environment::kLive,
                  .tiktok_app_id = "7400000000000000001",
                  .redirect_uris = {kRedirect}};
    ASSERT_TRUE(CreateApp(server_->env(), call_, app, "secretOfTheApp").ok());
    const auto workspace =
        CreateWorkspace(server_->env(), call_,
                        {.id = call_.workspace, .environment = Environment::kLive, .app = app.id});
    ASSERT_TRUE(workspace.ok()) << workspace.status();
  }
  // Exchanges a creator's OAuth code: one call to TikTok, unless that is refused.
  absl::Status Exchange() {
    Env& env = server_->env();
    const auto link = StartConnect(env, call_, ConnectState::Kind::kCreator, "", {});
    if (!link.ok()) return link.status();
    EXPECT_THAT(link->link, StartsWith("https://www.tiktok.com/"));
    return FinishCreatorConnect(env, call_,
                                fmt::format("{}?code=oauthCode&state={}", kRedirect, link->state))
        .status();
  }
  void TearDown() override {
    if (server_ != nullptr) server_->Stop();
  }

  const ScratchFolder folder_;
  const Call call_{.principal = "test", .workspace = "live", .method = "test"};
  std::unique_ptr<ServerApp> server_;
};

TEST_F(LiveServerTest, CallsTikTokByItsName) {
  const TestIdentity identity = MakeTestIdentity(kTikTok);
  TestTlsPeer peer(identity, kRefusal);
  ASSERT_NO_FATAL_FAILURE(Start(peer, identity.certificate_pem));
  const absl::Status refused = Exchange();
  ASSERT_EQ(ReasonOf(refused), "OAUTH_CODE_INVALID") << refused;
  EXPECT_EQ(DetailOf(refused).metadata["tiktok_request_id"], "heard-it");
  const std::string request = peer.Finish();
  EXPECT_THAT(request, StartsWith("POST /open_api/v1.3/tt_user/oauth2/token/ HTTP/1.1\r\n"
                                  "Host: business-api.tiktok.com\r\n"));
  EXPECT_THAT(request, HasSubstr("secretOfTheApp"));
}

TEST_F(LiveServerTest, TellsNothingToATikTokThatCannotProveItsName) {
  TestTlsPeer peer(MakeTestIdentity(kTikTok), kRefusal);
  ASSERT_NO_FATAL_FAILURE(Start(peer, MakeTestIdentity(kTikTok).certificate_pem));
  const absl::Status refused = Exchange();
  ASSERT_EQ(refused.code(), absl::StatusCode::kUnavailable) << refused;
  EXPECT_EQ(peer.Finish(), "");
}

// The names that follow `prefix` at the beginnings of lines.
std::set<std::string> NamesAfter(const std::string& prefix, const std::string& text) {
  std::set<std::string> names;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(prefix)) continue;
    const std::string rest = line.substr(prefix.size());
    names.insert(rest.substr(0, rest.find_first_of("` ")));
  }
  return names;
}

std::set<std::string> Without(std::set<std::string> names, const std::set<std::string>& others) {
  for (const std::string& other : others) names.erase(other);
  return names;
}

TEST_F(LiveServerTest, ItsMetricsAreThoseOfThePage) {
  const TestIdentity identity = MakeTestIdentity(kTikTok);
  TestTlsPeer peer(identity, kRefusal);
  ASSERT_NO_FATAL_FAILURE(Start(peer, identity.certificate_pem));
  EXPECT_FALSE(Exchange().ok());
  const auto scraped =
      NewCurlClient({})->Send({.url = fmt::format("http://127.0.0.1:{}/metrics",  //
                                                  server_->http_port())});
  ASSERT_TRUE(scraped.ok()) << scraped.status();
  peer.Finish();
  const std::set<std::string> shown = NamesAfter("# TYPE ", scraped->body);
  const std::string page = ReadFile(SPARKGATE_SOURCE_DIR "/docs/metrics.md").value();
  const std::set<std::string> always = NamesAfter("| `", page);
  const std::set<std::string> at_times = NamesAfter("| * `", page);
  EXPECT_THAT(Without(Without(shown, always), at_times), testing::IsEmpty()) << "not on the page";
  EXPECT_THAT(Without(always, shown), testing::IsEmpty()) << "on the page, and not shown";
  EXPECT_GT(shown.size(), 30u);
  EXPECT_THAT(scraped->body, HasSubstr("\nworkspaces{environment=\"LIVE\"} 1\n"));
  EXPECT_THAT(scraped->body, HasSubstr("\nsurvey_complete 1\n"));
  EXPECT_THAT(scraped->body, HasSubstr("tiktok_allowance_calls{endpoint=\"tt_user/oauth2/token\","
                                       "window=\"second\"} 10\n"));
}

TEST_F(LiveServerTest, WhileItDrainsItServesAndSaysNo) {
  TestTlsPeer peer(MakeTestIdentity(kTikTok), kRefusal);
  ASSERT_NO_FATAL_FAILURE(Start(peer, MakeTestIdentity(kTikTok).certificate_pem));
  const auto http = NewCurlClient({});
  const auto status_of = [&](const std::string& path) {
    return http->Send({.url = fmt::format("http://127.0.0.1:{}{}", server_->http_port(), path)})
        ->status;
  };
  using Request = grpc::health::v1::HealthCheckRequest;
  using Response = grpc::health::v1::HealthCheckResponse;
  grpc::TemplatedGenericStub<Request, Response> health(
      rpc::MakeChannel(fmt::format("127.0.0.1:{}", server_->grpc_port())));
  const auto serving = [&](const std::string& service) {
    Request request;
    request.set_service(service);
    Response response;
    grpc::Status status;
    grpc::CompletionQueue queue;
    const auto context = rpc::MakeContext({.timeout = absl::Seconds(60)});
    const auto call =
        health.PrepareUnaryCall(context.get(), "/grpc.health.v1.Health/Check", request, &queue);
    call->StartCall();
    call->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    EXPECT_TRUE(status.ok()) << service << ": " << status.error_message();
    return response.status() == Response::SERVING;
  };
  for (const char* service : {"", "sparkgate.v1.EventService"}) {
    EXPECT_TRUE(serving(service)) << service;
  }
  EXPECT_EQ(status_of("/healthz"), 200);
  server_->Drain(absl::ZeroDuration());
  EXPECT_FALSE(serving(""));
  EXPECT_FALSE(serving("sparkgate.v1.EventService"));
  EXPECT_EQ(status_of("/healthz"), 503);
  EXPECT_EQ(status_of("/livez"), 200);
  EXPECT_EQ(status_of("/metrics"), 200);
}

}  // namespace
}  // namespace sparkgate::server
