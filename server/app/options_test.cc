#include "server/app/options.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::server {
namespace {

// The fields that are wrong.
std::string Refused(const Options& options) {
  std::string fields;
  for (const FieldViolation& violation : DetailOf(CheckOptions(options)).fields) {
    fields += violation.field;
  }
  return fields;
}

TEST(OptionsTest, TheDefaultsAreFine) { EXPECT_TRUE(CheckOptions({}).ok()) << CheckOptions({}); }

TEST(OptionsTest, ThePublicUrlIsAnAddress) {
  EXPECT_EQ(Refused({.public_url = "https://sparkgate.example.com/behind"}), "");
  for (const char* url : {"foo", "foo:1", "http://", "ftp://example.com", "http://a/?b"}) {
    EXPECT_EQ(Refused({.public_url = url}), "public_url") << url;
  }
}

TEST(OptionsTest, TheSimulatorsControlHasAHostAndAPort) {
  EXPECT_EQ(Refused({.simulator_control = "[::1]:7411"}), "");
  for (const char* address : {"", "nohost", ":7411", "host:", "host:0", "host:70000", "host:7x"}) {
    EXPECT_EQ(Refused({.simulator_control = address}), "simulator_control") << address;
  }
}

TEST(OptionsTest, TikToksAreWhereTheyBelong) {
  EXPECT_EQ(Refused({.simulator_url = "https://business-api.tiktok.com"}), "simulator_url");
  EXPECT_EQ(Refused({.live_url = "http://127.0.0.1:1"}), "live_url");
}

TEST(OptionsTest, PlainTextStaysOnLoopback) {
  EXPECT_EQ(Refused({.address = "0.0.0.0"}), "address");
  EXPECT_EQ(Refused({.address = "0.0.0.0", .allow_plain_text = true}), "");
  EXPECT_EQ(Refused({.address = "0.0.0.0", .tls_certificate = "c", .tls_key = "k"}), "");
  // Health and metrics have no TLS.
  EXPECT_EQ(HttpAddress({.address = "0.0.0.0", .tls_certificate = "c", .tls_key = "k"}),
            "127.0.0.1");
  EXPECT_EQ(HttpAddress({.address = "::1"}), "::1");
  EXPECT_EQ(HttpAddress({.address = "0.0.0.0", .allow_plain_text = true}), "0.0.0.0");
}

TEST(OptionsTest, HalfATlsIsNone) {
  EXPECT_EQ(Refused({.tls_certificate = "c"}), "tls_key");
  EXPECT_EQ(Refused({.tls_key = "k"}), "tls_certificate");
  EXPECT_EQ(Refused({.tls_client_ca = "r"}), "tls_certificate");
}

}  // namespace
}  // namespace sparkgate::server
