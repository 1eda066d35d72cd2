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

}  // namespace
}  // namespace sparkgate::server
