// sparkgate-server: the backend over the life of Spark Ads codes, posts and ads.
#include <algorithm>
#include <cstdio>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "base/signals.h"
#include "base/version.h"
#include "server/app/options.h"
#include "server/app/server_app.h"

namespace sparkgate::server {
namespace {

// The bounds of a number stand in its description, without CLI11's "INT in [1 - 256]".
CLI::Validator Between(int least, int most) { return CLI::Range(least, most).description(""); }

void Describe(CLI::App& app, Options& options) {
  app.set_version_flag("--version", "sparkgate-server " + Version(), "Print the version");
  app.add_option("--data", options.data, "Folder of the database")->capture_default_str();
  app.add_option("--secrets", options.secrets,
                 "Folder of master.key and admin.key; not inside the data folder")
      ->capture_default_str();
  app.add_option("--grpc-port", options.grpc_port, "Port of sparkgate.v1; 0 takes a free one")
      ->capture_default_str();
  app.add_option("--http-port", options.http_port, "Port of health and metrics; 0 takes a free one")
      ->capture_default_str();
  app.add_option("--ports-file", options.ports_file,
                 "Written once the server serves: {\"grpc\":7400,\"http\":7401}");
  app.add_option("--simulator-url", options.simulator_url,
                 "TikTok's API of SIMULATOR workspaces; never one of TikTok's hosts")
      ->capture_default_str();
  app.add_option("--simulator-control", options.simulator_control,
                 "The simulator's gRPC address, host:port")
      ->capture_default_str();
  app.add_option("--live-url", options.live_url,
                 "TikTok's API of LIVE workspaces; nothing but the default is accepted")
      ->capture_default_str();
  app.add_option(
      "--public-url", options.public_url,
      "This server's HTTP address as others reach it, http://… or https://…; default its "
      "own");
  app.add_flag("--allow-live", options.allow_live,
               "Allow LIVE workspaces: calls to TikTok itself, with real money behind them");
  app.add_option("--master-key-file", options.master_key_file,
                 "64 hex digits; default SPARKGATE_MASTER_KEY, else <secrets>/master.key");
  app.add_option("--workers", options.workers, "Threads that run calls, 1 to 256")
      ->check(Between(1, 256))
      ->capture_default_str();
  app.add_option("--background", options.background, "Threads that run background work, 1 to 64")
      ->check(Between(1, 64))
      ->capture_default_str();
  app.add_option("--log-level", options.log_level, "debug, info, warning or error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}).description(""))
      ->capture_default_str();
  app.add_option("--log-file", options.log_file,
                 "Log here instead of to standard error; its folder must exist");
}

absl::Status Run(const Options& options) {
  SG_RETURN_IF_ERROR(ConfigureLog(options.log_level, options.log_file));
  SG_ASSIGN_OR_RETURN(const auto server, ServerApp::Start(options));
  if (!options.ports_file.empty()) {
    SG_RETURN_IF_ERROR(WriteFileAtomically(
        options.ports_file,
        fmt::format("{{\"grpc\":{},\"http\":{}}}\n", server->grpc_port(), server->http_port()),
        0644));
  }
  fmt::print("sparkgate-server: gRPC {0}:{1}, HTTP {0}:{2}\n", options.address, server->grpc_port(),
             server->http_port());
  std::fflush(stdout);
  LogInfo("server_started", {{"grpc_port", static_cast<int>(server->grpc_port())},
                             {"http_port", static_cast<int>(server->http_port())},
                             {"simulator_url", options.simulator_url},
                             {"allow_live", options.allow_live}});
  const int signal = WaitForTermination();
  LogInfo("server_stopping", {{"signal", signal}});
  server->Stop();
  LogInfo("server_stopped");
  return absl::OkStatus();
}

// What is wrong with a flag, under the flag's own name: "public_url: …" is what the API would say.
std::string AboutFlag(const absl::Status& status) {
  std::string text = "--" + std::string(status.message());
  std::replace(text.begin(), std::find(text.begin(), text.end(), ':'), '_', '-');
  return text;
}

}  // namespace
}  // namespace sparkgate::server

int main(int argc, char** argv) {
  sparkgate::BlockTerminationSignals();
  CLI::App app("The backend over the life of Spark Ads codes, posts and ads.", "sparkgate-server");
  sparkgate::server::Options options;
  sparkgate::server::Describe(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (const absl::Status wrong = sparkgate::server::CheckOptions(options); !wrong.ok()) {
    fmt::print(stderr, "sparkgate-server: {}\n", sparkgate::server::AboutFlag(wrong));
    return 2;
  }
  const absl::Status status = sparkgate::server::Run(options);
  if (status.ok()) return 0;
  fmt::print(stderr, "sparkgate-server: {}\n",
             std::string(status.message().data(), status.message().size()));
  return 1;
}
