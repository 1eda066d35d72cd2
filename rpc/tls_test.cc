// A server's TLS over real connections: who is let in, and a certificate that is renewed.
#include "rpc/tls.h"

#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/files.h"
#include "base/http/test_tls_peer.h"
#include "rpc/testing/loopback_test.h"

namespace sparkgate::rpc::testing {
namespace {

constexpr char kHost[] = "localhost";

class TlsTest : public LoopbackTest {
 protected:
  TlsTest() : folder_(fmt::format("{}rpc_tls_{}", ::testing::TempDir(), getpid())) {
    std::filesystem::create_directories(folder_);
  }
  ~TlsTest() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }
  std::string Put(const std::string& name, const std::string& text) const {
    EXPECT_TRUE(WriteFileAtomically(Path(name), text, 0600).ok());
    return Path(name);
  }
  TlsFiles PutServer(const TestIdentity& identity) const {
    return {.certificate = Put("server.crt", identity.certificate_pem),
            .key = Put("server.key", identity.key_pem),
            .client_ca = "",
            .look_again = absl::Seconds(1)};
  }
  // A call on a connection of its own by who believes `root` and shows `shown`.
  absl::Status SayOn(const TestIdentity& root, const TestIdentity& shown = {}) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = root.certificate_pem;
    options.pem_cert_chain = shown.certificate_pem;
    options.pem_private_key = shown.key_pem;
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    // By its number: gRPC's resolver of names leaks.
    arguments.SetSslTargetNameOverride(kHost);
    echo_ = Echo::NewStub(grpc::CreateCustomChannel(fmt::format("127.0.0.1:{}", server_->port()),
                                                    grpc::SslCredentials(options), arguments));
    return Say("hello").status();
  }

  const std::string folder_;
  const TestIdentity first_ = MakeTestIdentity(kHost);
  const TestIdentity second_ = MakeTestIdentity(kHost);
};

TEST_F(TlsTest, ServesThoseWhoBelieveItsCertificate) {
  StartServer({.tls = PutServer(first_)});
  EXPECT_TRUE(SayOn(first_).ok()) << SayOn(first_);
  EXPECT_EQ(SayOn(second_).code(), absl::StatusCode::kUnavailable);
  echo_ = Echo::NewStub(NewChannel());
  EXPECT_EQ(Say("in plain text").status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(TlsTest, WantsAClientsCertificateIfToldSo) {
  TlsFiles files = PutServer(first_);
  const TestIdentity client = MakeTestIdentity("client");
  files.client_ca = Put("clients.crt", client.certificate_pem);
  StartServer({.tls = files});
  EXPECT_TRUE(SayOn(first_, client).ok()) << SayOn(first_, client);
  EXPECT_EQ(SayOn(first_).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(SayOn(first_, MakeTestIdentity("client")).code(), absl::StatusCode::kUnavailable);
}

TEST_F(TlsTest, ShowsARenewedCertificateToNewConnections) {
  StartServer({.tls = PutServer(first_)});
  ASSERT_TRUE(SayOn(first_).ok());
  const auto earlier = std::move(echo_);
  PutServer(second_);
  const int64_t until = MonotonicNanos() + absl::ToInt64Nanoseconds(kLong);
  absl::Status said = SayOn(second_);
  while (!said.ok() && MonotonicNanos() < until) said = SayOn(second_);
  EXPECT_TRUE(said.ok()) << said;
  EXPECT_EQ(SayOn(first_).code(), absl::StatusCode::kUnavailable);
  EchoRequest request;
  EchoResponse response;
  const auto context = MakeContext({.timeout = kLong});
  EXPECT_TRUE(earlier->Say(context.get(), request, &response).ok()) << "was connected before";
}

TEST_F(TlsTest, DoesNotStartWithFilesThatCannotDo) {
  const MethodTable nothing;
  const auto field = [&](const TlsFiles& files) {
    const absl::Status refused = Server::Start({.tls = files}, nothing, nullptr, metrics_).status();
    const ErrorDetail detail = DetailOf(refused);
    return detail.fields.empty() ? detail.reason : detail.fields[0].field;
  };
  const TlsFiles good = PutServer(first_);
  TlsFiles files = good;
  files.certificate = Path("missing");
  EXPECT_EQ(field(files), "tls_certificate");
  files.certificate = good.key;
  EXPECT_EQ(field(files), "tls_certificate");
  files = good;
  files.key = good.certificate;
  EXPECT_EQ(field(files), "tls_key");
  files = good;
  files.client_ca = good.key;
  EXPECT_EQ(field(files), "tls_client_ca");
}

}  // namespace
}  // namespace sparkgate::rpc::testing
