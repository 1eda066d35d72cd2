// Profiles: what is kept in one, and who may read it.
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "client/cli/testing/sparkctl_test.h"
#include "sparkgate/v1/creator_service.pb.h"

namespace sparkgate::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(SparkctlTest, AnAddressHasAHostAndAPort) {
  for (const char* address : {"localhost", "localhost:", ":7400", "localhost:0", "localhost:70000",
                              "http://localhost:7400", "::1", "a:b", "dns:///localhost",
                              "dns://8.8.8.8", "unix:", "ipv4:"}) {
    EXPECT_EQ(Sparkctl({"creators", "list", "--workspace", "w", "--address", address}), 2);
    EXPECT_THAT(err, HasSubstr(fmt::format("--address {}: must be HOST:PORT", address)));
  }
  EXPECT_EQ(Sparkctl({"creators", "list", "--workspace", "w", "--address", "[::1]:1"}), 6);
  EXPECT_EQ(Sparkctl({"profile", "init", "--profile", Path("bad"), "--simulator-address", "x"}), 2);
  EXPECT_THAT(err, HasSubstr("--simulator-address x"));
}

TEST_F(SparkctlTest, AnAddressMayBeAnyThatGrpcKnows) {
  for (const char* address : {"dns:///127.0.0.1:1", "dns:127.0.0.1:1", "ipv4:127.0.0.1:1",
                              "ipv6:[::1]:1", "unix:/no/such/socket", "unix-abstract:no-such"}) {
    EXPECT_EQ(Sparkctl({"creators", "list", "--workspace", "w", "--address", address}), 6) << err;
    EXPECT_THAT(err, HasSubstr(fmt::format("nothing answers at {}", address)));
  }
}

TEST_F(SparkctlTest, OnlyTheAddressThatIsCalledIsChecked) {
  UseProfile();
  const v1::ListCreatorsResponse none;
  server.Answer("sparkgate.v1.CreatorService/ListCreators", {&none});
  EXPECT_EQ(Sparkctl({"creators", "list", "--simulator-address", "x"}), 0) << err;
  EXPECT_EQ(Sparkctl({"simulator", "world", "get", "--simulator-address", "x"}), 2);
  EXPECT_THAT(err, HasSubstr("--simulator-address x"));
}

TEST_F(SparkctlTest, AProfileThatOthersMayReadIsRefused) {
  UseProfile();
  struct stat info {};
  ASSERT_EQ(stat(profile_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  ASSERT_EQ(chmod(profile_.c_str(), 0640), 0);
  EXPECT_EQ(Sparkctl({"creators", "list"}), 2) << "not 5: no key was refused";
  EXPECT_THAT(err, HasSubstr("run chmod 600 " + profile_));
}

TEST_F(SparkctlTest, AProfileIsShownWithoutItsKey) {
  UseProfile();
  EXPECT_EQ(Sparkctl({"profile", "show"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("workspace          w\n"));
  EXPECT_THAT(out, Not(HasSubstr("sg-secret")));
  EXPECT_EQ(Sparkctl({"profile", "burn"}), 2);
}

TEST_F(SparkctlTest, AProfileInUseIsNotReplacedInPassing) {
  UseProfile();
  EXPECT_EQ(Sparkctl({"profile", "init"}), 2);
  EXPECT_EQ(Sparkctl({"profile", "show"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("key                set\n"));
}

TEST_F(SparkctlTest, AFileThatIsNoProfileSaysSo) {
  const std::string path = Path("nonsense.json");
  {
    std::ofstream file(path);
    file << "[]";
  }
  ASSERT_EQ(chmod(path.c_str(), 0600), 0);
  EXPECT_EQ(Sparkctl({"creators", "list", "--profile", path}), 2);
  EXPECT_THAT(err, HasSubstr("is no profile"));
  EXPECT_EQ(Sparkctl({"creators", "list", "--profile", path + ".missing"}), 2) << "not 3";
  EXPECT_EQ(Sparkctl({"creators", "list", "--key-file", path + ".missing"}), 2);
  EXPECT_EQ(Sparkctl({"ads", "create-campaign", "--json", "@" + path + ".missing"}), 2);
  EXPECT_THAT(err, HasSubstr(path + ".missing"));
}

TEST_F(SparkctlTest, TlsIsKeptInAProfile) {
  const std::string path = Path("tls.json");
  ASSERT_EQ(Sparkctl({"profile", "init", "--profile", path, "--tls-ca", "/nowhere/ca.crt"}), 0)
      << err;
  EXPECT_EQ(Sparkctl({"creators", "list", "--profile", path, "--workspace", "w"}), 2);
  EXPECT_THAT(err, HasSubstr("/nowhere/ca.crt can't be read"));
  EXPECT_EQ(Sparkctl({"creators", "list", "--workspace", "w", "--tls-cert", "a", "--tls-key", "b"}),
            2);
  EXPECT_THAT(err, HasSubstr("--tls-ca"));
}

// A server that speaks no TLS isn't told the key in plain text instead.
TEST_F(SparkctlTest, TlsIsNotGivenUp) {
  UseProfile();
  EXPECT_EQ(Sparkctl({"creators", "list", "--tls-ca", "system"}), 6) << err << out;
  EXPECT_EQ(server.LastHeader("authorization"), "");
}

}  // namespace
}  // namespace sparkgate::cli
