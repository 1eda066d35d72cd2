// What LIVE needs of the client: TikTok's own URL, sent to a TLS server on loopback with a
// certificate that only this test trusts, and nothing sent to a server that can't prove its name.
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/http/client.h"

namespace sparkgate {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr char kHost[] = "business-api.tiktok.com";

struct Identity {
  std::string key_pem;
  std::string certificate_pem;
};

template <typename Write>
std::string ToPem(Write write) {
  BIO* memory = BIO_new(BIO_s_mem());
  write(memory);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  const std::string pem(data, static_cast<size_t>(size));
  BIO_free(memory);
  return pem;
}

// A certificate that says it is `host`, signed by itself.
Identity MakeIdentity(const std::string& host) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_EXTENSION* names =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + host).c_str());
  X509_add_ext(certificate, names, -1);
  X509_EXTENSION_free(names);
  X509_sign(certificate, key, EVP_sha256());
  Identity identity{
      .key_pem = ToPem([key](BIO* out) {
        PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
      }),
      .certificate_pem = ToPem([certificate](BIO* out) { PEM_write_bio_X509(out, certificate); })};
  X509_free(certificate);
  EVP_PKEY_free(key);
  return identity;
}

// Takes one connection; answers one request if the handshake succeeds.
class TlsPeer {
 public:
  explicit TlsPeer(const Identity& identity)
      : context_(asio::ssl::context::tls_server),
        acceptor_(io_, {asio::ip::address_v4::loopback(), 0}) {
    context_.use_private_key(asio::buffer(identity.key_pem), asio::ssl::context::pem);
    context_.use_certificate(asio::buffer(identity.certificate_pem), asio::ssl::context::pem);
    thread_ = std::thread([this] { Run(); });
  }
  std::string ConnectTo() {
    return fmt::format("{}:443:127.0.0.1:{}", kHost, acceptor_.local_endpoint().port());
  }
  // The header of the request that came, or nothing.
  std::string Finish() {
    thread_.join();
    return request_;
  }

 private:
  void Run() {
    boost::system::error_code error;
    asio::ssl::stream<tcp::socket> stream(io_, context_);
    acceptor_.accept(stream.next_layer());
    stream.handshake(asio::ssl::stream_base::server, error);
    if (error) return;
    asio::read_until(stream, asio::dynamic_buffer(request_), "\r\n\r\n", error);
    if (error) return;
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlive";
    asio::write(stream, asio::buffer(answer), error);
    stream.shutdown(error);
  }

  asio::io_context io_;
  asio::ssl::context context_;
  tcp::acceptor acceptor_;
  std::string request_;
  std::thread thread_;
};

class CurlClientTlsTest : public testing::Test {
 protected:
  absl::StatusOr<HttpResponse> SendTo(TlsPeer& peer, const std::string& trusted_pem) {
    const std::string ca_file =
        fmt::format("{}sparkgate_test_ca_{}.pem", testing::TempDir(), getpid());
    EXPECT_TRUE(WriteFileAtomically(ca_file, trusted_pem, 0600).ok());
    const auto client = NewCurlClient({.connect_to = {peer.ConnectTo()}, .ca_file = ca_file});
    auto response = client->Send({.url = fmt::format("https://{}/open_api/v1.3/", kHost)});
    std::remove(ca_file.c_str());
    return response;
  }
};

TEST_F(CurlClientTlsTest, KeepsTheUrlAndGoesWhereItIsTold) {
  const Identity identity = MakeIdentity(kHost);
  TlsPeer peer(identity);
  const auto response = SendTo(peer, identity.certificate_pem);
  const std::string request = peer.Finish();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->body, "live");
  EXPECT_EQ(request.rfind("GET /open_api/v1.3/ HTTP/1.1\r\nHost: business-api.tiktok.com\r\n", 0),
            0u)
      << request;
}

TEST_F(CurlClientTlsTest, SendsNothingToAPeerThatNobodyVouchesFor) {
  TlsPeer peer(MakeIdentity(kHost));
  const absl::Status status = SendTo(peer, MakeIdentity(kHost).certificate_pem).status();
  EXPECT_EQ(peer.Finish(), "");
  EXPECT_EQ(ReasonOf(status), "HTTP_CONNECT_FAILED");
  EXPECT_EQ(DetailOf(status).metadata["sent"], "no");
}

TEST_F(CurlClientTlsTest, SendsNothingToAPeerOfAnotherName) {
  const Identity identity = MakeIdentity("elsewhere.invalid");
  TlsPeer peer(identity);
  const absl::Status status = SendTo(peer, identity.certificate_pem).status();
  EXPECT_EQ(peer.Finish(), "");
  EXPECT_EQ(ReasonOf(status), "HTTP_CONNECT_FAILED");
  EXPECT_EQ(DetailOf(status).metadata["sent"], "no");
}

}  // namespace
}  // namespace sparkgate
