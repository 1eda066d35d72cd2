#include "tests/integration/harness/programs.h"

#include <csignal>
#include <iostream>
#include <regex>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/files.h"

namespace sparkgate::integration {
namespace {

constexpr size_t kShownOnFailure = 4'000;

std::unique_ptr<Process> Launch(const char* program, const Flags& flags, const Flags& environment,
                                const std::string& error_file) {
  ProcessOptions options{.program = program, .error_file = error_file};
  for (const auto& [name, value] : flags) {
    options.arguments.push_back(name);
    if (!value.empty()) options.arguments.push_back(value);
  }
  options.environment.assign(environment.begin(), environment.end());
  return std::make_unique<Process>(options);
}

std::string Content(const std::string& path) { return ReadFile(path).value_or(""); }

// "sparkgate-server: gRPC 127.0.0.1:1, HTTP 127.0.0.1:2" → the two ports.
Ports ReadPorts(Process& process, const std::string& error_file) {
  const std::string line = process.ReadLine().value_or("");
  const auto port = [&line](const char* face) -> uint16_t {
    std::smatch match;
    if (!std::regex_search(line, match, std::regex(std::string(face) + " [^ ]*:([0-9]+)")))
      return 0;
    return static_cast<uint16_t>(std::stoi(match[1]));
  };
  const Ports ports{.grpc = port("gRPC"), .http = port("HTTP")};
  if (ports.grpc == 0 || ports.http == 0) {
    throw std::runtime_error(fmt::format("it didn't start: '{}' {}", line, Content(error_file)));
  }
  return ports;
}

void Stop(std::unique_ptr<Process>& process, const std::string& error_file) {
  if (process == nullptr) return;
  process->Signal(SIGTERM);
  EXPECT_EQ(process->Wait(), 0) << Content(error_file);
  process.reset();
}

}  // namespace

Programs::~Programs() {
  StopServer();
  StopSimulator();
  if (!testing::UnitTest::GetInstance()->Failed()) return;
  const std::string log = ServerLog();
  std::cout << "The server's log ends:\n"
            << log.substr(log.size() - std::min(log.size(), kShownOnFailure));
}

void Programs::StartSimulator() {
  const std::string error_file = folder_.Path("simulator.err");
  simulator_ = Launch(SPARKGATE_SIMULATOR_PROGRAM,
                      {{"--data", folder_.Path("simulator")},
                       {"--grpc-port", fmt::format("{}", simulator_ports_.grpc)},
                       {"--http-port", fmt::format("{}", simulator_ports_.http)},
                       {"--webhook-timeout", "60"},  // a busy machine is no failure
                       {"--log-file", folder_.Path("simulator.log")},
                       {"--log-level", "debug"}},
                      {}, error_file);
  simulator_ports_ = ReadPorts(*simulator_, error_file);
}

void Programs::StartServer() {
  const std::string error_file = folder_.Path("server.err");
  server_ = Launch(SPARKGATE_SERVER_PROGRAM, ServerFlags(), {}, error_file);
  server_ports_ = ReadPorts(*server_, error_file);
}

void Programs::StopSimulator() { Stop(simulator_, folder_.Path("simulator.err")); }
void Programs::StopServer() { Stop(server_, folder_.Path("server.err")); }

void Programs::KillServer() {
  server_->Signal(SIGKILL);
  EXPECT_EQ(server_->Wait(), 128 + SIGKILL);
  server_.reset();
}

Refusal Programs::StartRefused(const Flags& its_flags, const Flags& environment) const {
  const Folder folder;
  const std::string error_file = folder.Path("err");
  const auto process = Launch(SPARKGATE_SERVER_PROGRAM, its_flags, environment, error_file);
  EXPECT_EQ(process->ReadLine(), std::nullopt) << "it started";
  process->Signal(SIGTERM);  // in case it did
  const int exit_code = process->Wait();
  return {.exit_code = exit_code, .error = Content(error_file)};
}

int Programs::RunCommand(const std::string& command) const {
  ProcessOptions options{.program = SPARKGATE_SERVER_PROGRAM,
                         .arguments = {command},
                         .error_file = folder_.Path("server.err")};
  for (const auto& [name, value] : ServerFlags()) {
    options.arguments.push_back(name);
    if (!value.empty()) options.arguments.push_back(value);
  }
  return Process(options).Wait();
}

Flags Programs::ServerFlags() const {
  Flags all = flags;
  all.merge(Flags{{"--data", folder_.Path("server")},
                  {"--secrets", folder_.Path("secrets")},
                  {"--grpc-port", "0"},
                  {"--http-port", "0"},
                  {"--drain-delay", "0"},
                  {"--simulator-url", SimulatorUrl()},
                  {"--simulator-control", fmt::format("127.0.0.1:{}", simulator_ports_.grpc)},
                  {"--log-file", folder_.Path("server.log")},
                  {"--log-level", "debug"}});
  return all;
}

std::string Programs::SimulatorUrl() const {
  return fmt::format("http://127.0.0.1:{}", simulator_ports_.http);
}

std::string Programs::AdminKey() const {
  std::string key = Content(ServerFlags().at("--secrets") + "/admin.key");
  return key.substr(0, key.find('\n'));
}

std::string Programs::ServerLog() const {
  return Content(folder_.Path("server.log")) + Content(folder_.Path("server.err"));
}

std::string Programs::SimulatorLog() const {
  return Content(folder_.Path("simulator.log")) + Content(folder_.Path("simulator.err"));
}

}  // namespace sparkgate::integration
