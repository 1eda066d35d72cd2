// A TLS server on loopback that says it is some host, with a certificate that nobody trusts but who
// is told to. Test only; blocking.
#ifndef SPARKGATE_BASE_HTTP_TEST_TLS_PEER_H_
#define SPARKGATE_BASE_HTTP_TEST_TLS_PEER_H_

#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace sparkgate {

struct TestIdentity {
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
inline TestIdentity MakeTestIdentity(const std::string& host) {
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
  TestIdentity identity{
      .key_pem = ToPem([key](BIO* out) {
        PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
      }),
      .certificate_pem = ToPem([certificate](BIO* out) { PEM_write_bio_X509(out, certificate); })};
  X509_free(certificate);
  EVP_PKEY_free(key);
  return identity;
}

// Takes one connection; gives `answer` to one request if the handshake succeeds.
class TestTlsPeer {
 public:
  using tcp = boost::asio::ip::tcp;

  TestTlsPeer(const TestIdentity& identity, std::string answer)
      : answer_(std::move(answer)),
        context_(boost::asio::ssl::context::tls_server),
        acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}) {
    context_.use_private_key(boost::asio::buffer(identity.key_pem), boost::asio::ssl::context::pem);
    context_.use_certificate(boost::asio::buffer(identity.certificate_pem),
                             boost::asio::ssl::context::pem);
    thread_ = std::thread([this] { Run(); });
  }
  ~TestTlsPeer() {
    if (!thread_.joinable()) return;
    // Nobody asked for what came: wakes a waiting accept.
    boost::system::error_code ignored;
    tcp::socket(io_).connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  TestTlsPeer(const TestTlsPeer&) = delete;
  TestTlsPeer& operator=(const TestTlsPeer&) = delete;

  // What leads curl's calls of `host` here (CurlClientOptions).
  std::string ConnectTo(const std::string& host) {
    return fmt::format("{}:443:127.0.0.1:{}", host, acceptor_.local_endpoint().port());
  }
  // Waits for the one connection's end: the request that came, or nothing.
  std::string Finish() {
    thread_.join();
    return request_;
  }

 private:
  void Run() {
    boost::system::error_code error;
    boost::asio::ssl::stream<tcp::socket> stream(io_, context_);
    acceptor_.accept(stream.next_layer());
    stream.handshake(boost::asio::ssl::stream_base::server, error);
    if (error) return;
    boost::asio::read_until(stream, boost::asio::dynamic_buffer(request_), "\r\n\r\n", error);
    if (error) return;
    ReadBody(stream);
    const std::string answer =
        fmt::format("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}",
                    answer_.size(), answer_);
    boost::asio::write(stream, boost::asio::buffer(answer), error);
    stream.shutdown(error);
  }
  void ReadBody(boost::asio::ssl::stream<tcp::socket>& stream) {
    constexpr std::string_view kLength = "Content-Length: ";
    const size_t head = request_.find("\r\n\r\n") + 4;
    const size_t at = request_.find(kLength);
    if (at >= head) return;
    const size_t all = head + std::stoul(request_.substr(at + kLength.size()));
    boost::system::error_code ignored;  // whoever reads the request sees that it isn't whole
    boost::asio::read(stream, boost::asio::dynamic_buffer(request_),
                      boost::asio::transfer_exactly(all - request_.size()), ignored);
  }

  const std::string answer_;
  boost::asio::io_context io_;
  boost::asio::ssl::context context_;
  tcp::acceptor acceptor_;
  std::string request_;
  std::thread thread_;
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_HTTP_TEST_TLS_PEER_H_
