#include "client/cpp/tls.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "client/cpp/connection.h"
#include "sparkgate/v1/time_service.grpc.pb.h"

namespace sparkgate::client {
namespace {

namespace fs = std::filesystem;

class TlsTest : public ::testing::Test {
 protected:
  TlsTest() : folder_(fmt::format("{}client_tls_{}", ::testing::TempDir(), getpid())) {
    fs::create_directories(folder_);
  }
  ~TlsTest() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }
  std::string Text(const std::string& name) const {
    std::ifstream file(Path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // A certificate that is its own root, NAME.crt, and its key, NAME.key.
  void MakeIdentity(const std::string& name) const {
    const std::string command = fmt::format(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "
        "/CN={0} "
        "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout {1}/{0}.key -out {1}/{0}.crt "
        "2>{1}/{0}.log",
        name, folder_);
    ASSERT_EQ(std::system(command.c_str()), 0) << Text(name + ".log");
  }
  // A server that is "server" and takes those who are "client".
  void StartServer() {
    MakeIdentity("server");
    MakeIdentity("client");
    grpc::SslServerCredentialsOptions options(
        GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
    options.pem_root_certs = Text("client.crt");
    options.pem_key_cert_pairs.push_back({Text("server.key"), Text("server.crt")});
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(options), &port_);
    builder.RegisterService(&time_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
  }
  // UNIMPLEMENTED is the server's own answer.
  absl::StatusCode Call(const TlsFiles& files) const {
    const auto credentials = TlsCredentials(files);
    if (!credentials.ok()) return credentials.status().code();
    const Connection connection(
        {.address = fmt::format("127.0.0.1:{}", port_), .credentials = *credentials});
    const auto stub = v1::TimeService::NewStub(connection.channel());
    return connection.Call(*stub, &v1::TimeService::Stub::GetClock, v1::GetClockRequest())
        .status()
        .code();
  }

  const std::string folder_;
  v1::TimeService::Service time_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

TEST_F(TlsTest, BelievesItsRootsAndShowsItsCertificate) {
  ASSERT_NO_FATAL_FAILURE(StartServer());
  EXPECT_EQ(
      Call(
          {.ca = Path("server.crt"), .certificate = Path("client.crt"), .key = Path("client.key")}),
      absl::StatusCode::kUnimplemented);
  EXPECT_EQ(Call({.ca = Path("server.crt")}), absl::StatusCode::kUnavailable) << "shows nothing";
  EXPECT_EQ(
      Call(
          {.ca = Path("client.crt"), .certificate = Path("client.crt"), .key = Path("client.key")}),
      absl::StatusCode::kUnavailable)
      << "believes another one";
  EXPECT_EQ(Call({.certificate = Path("client.crt"), .key = Path("client.key")}),
            absl::StatusCode::kUnavailable)
      << "the system doesn't know the root";
}

TEST_F(TlsTest, SaysWhichFileIsWrong) {
  const auto refused = [](const TlsFiles& files) {
    return std::string(TlsCredentials(files).status().message());
  };
  EXPECT_EQ(refused({.ca = "/nowhere/ca.crt"}), "/nowhere/ca.crt can't be read");
  std::ofstream(Path("text")) << "no certificate";
  EXPECT_EQ(refused({.ca = Path("text")}), Path("text") + " isn't in PEM format");
  EXPECT_EQ(refused({.certificate = Path("text")}),
            "a client's certificate and its key go together");
}

}  // namespace
}  // namespace sparkgate::client
