// sparkgate-simulator: a TikTok that runs on a laptop.
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "base/config/config.h"
#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "base/signals.h"
#include "simulator/app/demo.h"
#include "simulator/app/scenario/play.h"
#include "simulator/app/settings.h"
#include "simulator/app/simulator.h"

namespace sparkgate::simulator {
namespace {

absl::Status Announce(Simulator& simulator, const Settings& settings) {
  fmt::print("sparkgate-simulator: HTTP 127.0.0.1:{}, gRPC 127.0.0.1:{}\n", simulator.http_port(),
             simulator.grpc_port());
  if (settings.demo) {
    SG_ASSIGN_OR_RETURN(const Demo demo, FurnishDemo(simulator.worlds()));
    fmt::print("\n{}", DemoText(demo, simulator.http_port()));
  }
  std::fflush(stdout);
  if (settings.ports_file.empty()) return absl::OkStatus();
  return WriteFileAtomically(
      settings.ports_file,
      fmt::format("{{\"http\":{},\"grpc\":{}}}\n", simulator.http_port(), simulator.grpc_port()),
      0644);
}

absl::Status Run(const Settings& settings) {
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Simulator> simulator,
                      Simulator::Start(settings.simulator));
  const absl::Status announced = Announce(*simulator, settings);
  if (announced.ok()) {
    LogInfo("simulator_started",
            {{"http_port", simulator->http_port()}, {"grpc_port", simulator->grpc_port()}});
    LogInfo("simulator_stopping", {{"signal", WaitForTermination()}});
  }
  const absl::Status stopped = simulator->Stop();
  return announced.ok() ? stopped : announced;
}

// Ports are taken like any other program's would be, but free ones: nobody calls.
absl::Status Play(const Settings& settings) {
  SG_ASSIGN_OR_RETURN(const std::string text, ReadFile(settings.play));
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Simulator> simulator,
                      Simulator::Start({.http_port = 0, .grpc_port = 0}));
  const absl::StatusOr<PlayedScenario> played =
      PlayScenario(simulator->scenarios(), text, settings.play);
  const absl::Status stopped = simulator->Stop();
  if (!played.ok()) return played.status();
  fmt::print("{}", PlayedText(*played));
  return played->passed() ? stopped : absl::FailedPreconditionError("The story went otherwise.");
}

absl::Status CheckPlay(const Settings& settings) {
  const bool serves =
      settings.demo || !settings.simulator.data.empty() || !settings.ports_file.empty();
  if (settings.play.empty() || !serves) return absl::OkStatus();
  return InvalidField("play", "a story ends with the program: without data, demo and ports_file");
}

// Who plays a story wants to see its steps.
std::string LogLevel(const Settings& settings) {
  return !settings.play.empty() && settings.log_level == "info" ? "warning" : settings.log_level;
}

int Main(int argc, char** argv) {
  BlockTerminationSignals();
  Settings settings;
  Config config(SimulatorText(), SettingsOf(settings));
  if (const std::optional<int> over = config.ReadOrExit(argc, argv)) return *over;
  if (const absl::Status wrong = CheckPlay(settings); !wrong.ok()) {
    return config.Refuse(config.Located(wrong));
  }
  absl::Status status = ConfigureLog(LogLevel(settings), settings.log_file);
  if (status.ok()) {
    config.LogEffective();
    status = settings.play.empty() ? Run(settings) : Play(settings);
  }
  if (status.ok()) return 0;
  fmt::print(stderr, "sparkgate-simulator: {}\n", std::string(status.message()));
  return 1;
}

}  // namespace
}  // namespace sparkgate::simulator

int main(int argc, char** argv) { return sparkgate::simulator::Main(argc, argv); }
