// What LIVE needs of the client: TikTok's own URL, sent to a TLS server on loopback with a
// certificate that only this test trusts, and nothing sent to a server that can't prove its name.
#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/http/client.h"
#include "base/http/test_tls_peer.h"

namespace sparkgate {
namespace {

constexpr char kHost[] = "business-api.tiktok.com";
constexpr char kAnswer[] = "live";

class CurlClientTlsTest : public testing::Test {
 protected:
  absl::StatusOr<HttpResponse> SendTo(TestTlsPeer& peer, const std::string& trusted_pem) {
    const std::string ca_file =
        fmt::format("{}sparkgate_test_ca_{}.pem", testing::TempDir(), getpid());
    EXPECT_TRUE(WriteFileAtomically(ca_file, trusted_pem, 0600).ok());
    const auto client = NewCurlClient({.connect_to = {peer.ConnectTo(kHost)}, .ca_file = ca_file});
    auto response = client->Send({.url = fmt::format("https://{}/open_api/v1.3/", kHost)});
    std::remove(ca_file.c_str());
    return response;
  }
};

TEST_F(CurlClientTlsTest, KeepsTheUrlAndGoesWhereItIsTold) {
  const TestIdentity identity = MakeTestIdentity(kHost);
  TestTlsPeer peer(identity, kAnswer);
  const auto response = SendTo(peer, identity.certificate_pem);
  const std::string request = peer.Finish();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->body, kAnswer);
  EXPECT_EQ(request.rfind("GET /open_api/v1.3/ HTTP/1.1\r\nHost: business-api.tiktok.com\r\n", 0),
            0u)
      << request;
}

TEST_F(CurlClientTlsTest, SendsNothingToAPeerThatNobodyVouchesFor) {
  TestTlsPeer peer(MakeTestIdentity(kHost), kAnswer);
  const absl::Status status = SendTo(peer, MakeTestIdentity(kHost).certificate_pem).status();
  EXPECT_EQ(peer.Finish(), "");
  EXPECT_EQ(ReasonOf(status), "HTTP_CONNECT_FAILED");
  EXPECT_EQ(DetailOf(status).metadata["sent"], "no");
}

TEST_F(CurlClientTlsTest, SendsNothingToAPeerOfAnotherName) {
  const TestIdentity identity = MakeTestIdentity("elsewhere.invalid");
  TestTlsPeer peer(identity, kAnswer);
  const absl::Status status = SendTo(peer, identity.certificate_pem).status();
  EXPECT_EQ(peer.Finish(), "");
  EXPECT_EQ(ReasonOf(status), "HTTP_CONNECT_FAILED");
  EXPECT_EQ(DetailOf(status).metadata["sent"], "no");
}

}  // namespace
}  // namespace sparkgate
