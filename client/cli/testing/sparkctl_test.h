// A fixture: sparkctl as it is typed, against a server that a test plays.
#ifndef SPARKGATE_CLIENT_CLI_TESTING_SPARKCTL_TEST_H_
#define SPARKGATE_CLIENT_CLI_TESTING_SPARKCTL_TEST_H_

#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "client/cli/app.h"
#include "client/cli/testing/fake_server.h"

namespace sparkgate::cli {

class SparkctlTest : public ::testing::Test {
 protected:
  // Runs a command against the fake server; what it printed is in `out` and `err`.
  int Sparkctl(const std::vector<std::string>& words, const std::string& input = "") {
    std::istringstream in(input);
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    Io io = {.in = in, .out = out_stream, .err = err_stream, .environment = [this](const char*) {
               return profile_;
             }};
    const int code = cli::Run(words, io);
    out = out_stream.str();
    err = err_stream.str();
    return code;
  }

  // With a profile that knows the fake server as server and as simulator.
  void UseProfile() {
    const std::string path = Path("profile.json");
    ASSERT_EQ(Sparkctl({"profile", "init", "--profile", path, "--address", server.address(),
                        "--simulator-address", server.address(), "--workspace", "workspaces/w",
                        "--key-file", "-"},
                       "sg-secret\n"),
              0)
        << err;
    profile_ = path;
  }

  static std::string Path(const std::string& name) {
    return fmt::format("{}sparkctl_test_{}_{}", ::testing::TempDir(), getpid(), name);
  }

  FakeServer server;
  std::string out;
  std::string err;
  std::string profile_;  // its path, as SPARKGATE_PROFILE
};

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_TESTING_SPARKCTL_TEST_H_
