// sparkgate-simulator: a TikTok that runs on a laptop.
#include <cstddef>
#include <cstdio>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "base/signals.h"
#include "base/version.h"
#include "simulator/app/demo.h"
#include "simulator/app/scenario/play.h"
#include "simulator/app/simulator.h"

namespace sparkgate::simulator {
namespace {

struct Flags {
  SimulatorOptions simulator;
  std::string ports_file;
  bool demo = false;
  std::string play;
  std::string log_level = "info";
  std::string log_file;
};

void Describe(CLI::App& app, Flags& flags) {
  app.set_version_flag("--version", "sparkgate-simulator " + Version(), "Print the version");
  app.add_option("--http-port", flags.simulator.http_port,
                 "Port of TikTok's API on 127.0.0.1; 0 takes a free one")
      ->capture_default_str();
  app.add_option("--grpc-port", flags.simulator.grpc_port,
                 "Port of the gRPC services on 127.0.0.1; 0 takes a free one")
      ->capture_default_str();
  app.add_option("--data", flags.simulator.data,
                 "Folder that keeps the worlds; without it they end with the program");
  app.add_option_function<int>(
         "--webhook-timeout",
         [&flags](int seconds) { flags.simulator.webhook_timeout = absl::Seconds(seconds); },
         "Seconds of real time that a webhook's receiver has to answer, 1 to 60")
      ->check(CLI::Range(1, 60).description(""))
      ->default_str("2");
  app.add_option("--journal-bytes", flags.simulator.journal_bytes,
                 "Bytes of memory for the journal of each world, in which tests look up what was "
                 "called, 0 to 1073741824; 0 keeps none")
      ->check(CLI::Range(size_t{0}, size_t{1} << 30).description(""))
      ->capture_default_str();
  app.add_option("--ports-file", flags.ports_file,
                 "Written once the program serves: {\"http\":7410,\"grpc\":7411}");
  app.add_flag("--demo", flags.demo,
               "Furnish the world \"default\" and print what a first call needs");
  app.add_option("--play", flags.play,
                 "Play this story (docs/scenarios.md) in a fresh world, print its steps and end: "
                 "status 0 if all went as told, 1 if not")
      ->excludes("--data")
      ->excludes("--demo")
      ->excludes("--ports-file");
  app.add_option("--log-level", flags.log_level, "debug, info, warning or error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}).description(""))
      ->capture_default_str();
  app.add_option("--log-file", flags.log_file,
                 "Log here instead of to standard error; its folder must exist");
}

absl::Status Announce(Simulator& simulator, const Flags& flags) {
  fmt::print("sparkgate-simulator: HTTP 127.0.0.1:{}, gRPC 127.0.0.1:{}\n", simulator.http_port(),
             simulator.grpc_port());
  if (flags.demo) {
    SG_ASSIGN_OR_RETURN(const Demo demo, FurnishDemo(simulator.worlds()));
    fmt::print("\n{}", DemoText(demo, simulator.http_port()));
  }
  std::fflush(stdout);
  if (flags.ports_file.empty()) return absl::OkStatus();
  return WriteFileAtomically(
      flags.ports_file,
      fmt::format("{{\"http\":{},\"grpc\":{}}}\n", simulator.http_port(), simulator.grpc_port()),
      0644);
}

absl::Status Run(const Flags& flags) {
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Simulator> simulator,
                      Simulator::Start(flags.simulator));
  const absl::Status announced = Announce(*simulator, flags);
  if (announced.ok()) {
    LogInfo("simulator_started",
            {{"http_port", simulator->http_port()}, {"grpc_port", simulator->grpc_port()}});
    LogInfo("simulator_stopping", {{"signal", WaitForTermination()}});
  }
  const absl::Status stopped = simulator->Stop();
  return announced.ok() ? stopped : announced;
}

// Ports are taken like any other program's would be, but free ones: nobody calls.
absl::Status Play(const Flags& flags) {
  SG_ASSIGN_OR_RETURN(const std::string text, ReadFile(flags.play));
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Simulator> simulator,
                      Simulator::Start({.http_port = 0, .grpc_port = 0}));
  const absl::StatusOr<PlayedScenario> played =
      PlayScenario(simulator->scenarios(), text, flags.play);
  const absl::Status stopped = simulator->Stop();
  if (!played.ok()) return played.status();
  fmt::print("{}", PlayedText(*played));
  return played->passed() ? stopped : absl::FailedPreconditionError("The story went otherwise.");
}

int Main(int argc, char** argv) {
  BlockTerminationSignals();
  Flags flags;
  CLI::App app(
      "A TikTok that runs on a laptop: TikTok's own HTTP API, with accounts, codes, a review "
      "queue, webhooks, and clocks that tests control.",
      "sparkgate-simulator");
  Describe(app, flags);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  absl::Status status = ConfigureLog(flags.log_level, flags.log_file);
  if (status.ok()) status = flags.play.empty() ? Run(flags) : Play(flags);
  if (status.ok()) return 0;
  fmt::print(stderr, "sparkgate-simulator: {}\n", std::string(status.message()));
  return 1;
}

}  // namespace
}  // namespace sparkgate::simulator

int main(int argc, char** argv) { return sparkgate::simulator::Main(argc, argv); }
