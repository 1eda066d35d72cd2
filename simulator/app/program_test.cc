// sparkgate-simulator as people start it: from a file, the environment and flags.
#include <csignal>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/http/test_connection.h"
#include "tests/integration/harness/folder.h"
#include "tests/integration/harness/process.h"

namespace sparkgate::simulator {
namespace {

using integration::Process;
using integration::ProcessOptions;
using testing::AllOf;
using testing::HasSubstr;

class ProgramTest : public testing::Test {
 protected:
  ProcessOptions With(std::vector<std::string> arguments,
                      std::vector<std::pair<std::string, std::string>> environment = {}) const {
    return {.program = SPARKGATE_SIMULATOR_PROGRAM,
            .arguments = std::move(arguments),
            .environment = std::move(environment),
            .error_file = folder_.Path("error")};
  }
  std::string Written(const std::string& text) const {
    std::ofstream(folder_.Path("settings.toml")) << text;
    return folder_.Path("settings.toml");
  }
  std::string Error() const {
    std::ostringstream text;
    text << std::ifstream(folder_.Path("error")).rdbuf();
    return text.str();
  }
  // The code that the demo offers.
  static std::string CodeLine(Process& simulator) {
    while (const std::optional<std::string> line = simulator.ReadLine()) {
      if (line->starts_with("unused code")) return *line;
    }
    return "";
  }
  // A start that is refused: what it says.
  std::string Refused(const ProcessOptions& options) const {
    EXPECT_EQ(Process(options).Wait(), 2);
    return Error();
  }

  integration::Folder folder_;
};

TEST_F(ProgramTest, FileEnvironmentAndFlagsMakeOneConfiguration) {
  const std::string file =
      Written("http_port = 70\ngrpc_port = 71\njournal_bytes = 1000\nwebhook_timeout = 9\n");
  Process simulator(
      With({"--config", file, "--http-port", "0"}, {{"SPARKGATE_SIMULATOR_GRPC_PORT", "0"},
                                                    {"SPARKGATE_SIMULATOR_HTTP_PORT", "72"},
                                                    {"SPARKGATE_SIMULATOR_WEBHOOK_TIMEOUT", "3"}}));
  const std::optional<std::string> started = simulator.ReadLine();
  ASSERT_TRUE(started) << Error();
  EXPECT_THAT(*started, HasSubstr("sparkgate-simulator: HTTP 127.0.0.1:"));
  simulator.Signal(SIGTERM);
  EXPECT_EQ(simulator.Wait(), 0);
  EXPECT_THAT(
      Error(),
      AllOf(HasSubstr("\"event\":\"configuration\""),
            HasSubstr("\"http_port\":\"0\",\"http_port_from\":\"flag --http-port\""),
            HasSubstr("\"grpc_port\":\"0\",\"grpc_port_from\":\"environment "
                      "SPARKGATE_SIMULATOR_GRPC_PORT\""),
            HasSubstr("\"webhook_timeout\":\"3\",\"webhook_timeout_from\":\"environment "),
            HasSubstr("\"journal_bytes\":\"1000\",\"journal_bytes_from\":\"file " + file + ":3\""),
            HasSubstr("\"log_level\":\"info\",\"log_level_from\":\"default\"")));
}

TEST_F(ProgramTest, SigtermSavesAndEndsItWhoeverIsConnected) {
  const ProcessOptions options =
      With({"--http-port", "0", "--grpc-port", "0", "--demo", "--data", folder_.Path("worlds")});
  std::vector<std::string> codes;
  for (int start = 0; start < 2; ++start) {
    Process simulator(options);
    const std::string first = simulator.ReadLine().value_or("");
    const std::string address = "HTTP 127.0.0.1:";
    const size_t at = first.find(address);
    ASSERT_NE(at, std::string::npos) << first << Error();
    codes.push_back(CodeLine(simulator));
    const auto port = static_cast<uint16_t>(std::stoi(first.substr(at + address.size())));
    TestConnection idle(port);
    idle.Send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(idle.ReadUntil("\r\n"), HasSubstr("200 OK"));
    TestConnection half(port);
    half.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{");
    simulator.Signal(SIGTERM);
    EXPECT_EQ(simulator.Wait(), 0) << Error();
    EXPECT_EQ(half.ReadToEnd(), "");
  }
  EXPECT_THAT(codes[0], HasSubstr("#"));
  EXPECT_EQ(codes[0], codes[1]);
}

TEST_F(ProgramTest, PrintsWhatItWouldRunWith) {
  Process simulator(With({"--print-config", "--demo"}));
  std::string all;
  while (const std::optional<std::string> line = simulator.ReadLine()) all += *line + "\n";
  EXPECT_EQ(simulator.Wait(), 0);
  EXPECT_THAT(all, AllOf(HasSubstr("\nhttp_port = 7410 "), HasSubstr("# flag --demo\n")));
}

TEST_F(ProgramTest, RefusesWhatItDoesNotKnow) {
  EXPECT_THAT(
      Refused(With({"--config", Written("http_prot = 1\n")}, {{"SPARKGATE_SIMULATOR_DTA", "x"}})),
      AllOf(HasSubstr("settings.toml:1): there is no such setting; did you mean "
                      "'http_port'?"),
            HasSubstr("did you mean 'SPARKGATE_SIMULATOR_DATA'?"),
            HasSubstr("whoever starts it must correct this")));
}

TEST_F(ProgramTest, RefusesAWrongValue) {
  EXPECT_THAT(Refused(With({"--webhook-timeout", "61"})),
              HasSubstr("webhook_timeout (flag --webhook-timeout): \"61\" isn't a whole number "
                        "from 1 to 60"));
}

}  // namespace
}  // namespace sparkgate::simulator
