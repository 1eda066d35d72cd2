// sparkgate-server: the backend over the life of Spark Ads codes, posts and ads.
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/config/config.h"
#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "base/signals.h"
#include "server/app/options.h"
#include "server/app/rotate.h"
#include "server/app/server_app.h"
#include "server/app/settings.h"

namespace sparkgate::server {
namespace {

absl::Status Run(const Options& options) {
  SG_ASSIGN_OR_RETURN(const auto server, ServerApp::Start(options));
  if (!options.ports_file.empty()) {
    SG_RETURN_IF_ERROR(WriteFileAtomically(
        options.ports_file,
        fmt::format("{{\"grpc\":{},\"http\":{}}}\n", server->grpc_port(), server->http_port()),
        0644));
  }
  fmt::print("sparkgate-server: gRPC {}:{}{}, HTTP {}:{}\n", options.address, server->grpc_port(),
             options.tls_certificate.empty() ? "" : " (TLS)", HttpAddress(options),
             server->http_port());
  std::fflush(stdout);
  LogInfo("server_started", {{"grpc_port", static_cast<int>(server->grpc_port())},
                             {"http_port", static_cast<int>(server->http_port())},
                             {"simulator_url", options.simulator_url},
                             {"allow_live", options.allow_live}});
  const int signal = WaitForTermination();
  LogInfo("server_draining",
          {{"signal", signal}, {"delay_s", absl::ToInt64Seconds(options.drain_delay)}});
  server->Drain(options.drain_delay);
  LogInfo("server_stopping");
  server->Stop();
  LogInfo("server_stopped");
  return absl::OkStatus();
}

constexpr std::string_view kRotate = "rotate-master-key";

absl::Status Rotate(const Options& options) {
  SG_ASSIGN_OR_RETURN(const std::string done, RotateMasterKeyFiles(options));
  fmt::print("sparkgate-server: {}\n", done);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  BlockTerminationSignals();
  // The one command besides serving; it takes the same settings.
  const bool rotate = argc > 1 && argv[1] == kRotate;
  if (rotate) {
    ++argv;
    --argc;
  }
  Options options;
  Config config(ServerText(), SettingsOf(options));
  if (const std::optional<int> over = config.ReadOrExit(argc, argv)) return *over;
  if (const absl::Status wrong = CheckOptions(options); !wrong.ok()) {
    return config.Refuse(config.Located(wrong));
  }
  absl::Status status = ConfigureLog(options.log_level, options.log_file);
  if (status.ok()) {
    config.LogEffective();
    status = rotate ? Rotate(options) : Run(options);
  }
  if (status.ok()) return 0;
  fmt::print(stderr, "sparkgate-server: {}\n", std::string(status.message()));
  return 1;
}

}  // namespace
}  // namespace sparkgate::server

int main(int argc, char** argv) { return sparkgate::server::Main(argc, argv); }
