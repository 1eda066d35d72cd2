// Serves one file as JSON on whatever path it is asked for, on the HTTP stack and with the threads
// of the simulator: what a simulated endpoint is measured against.
//
//   json_server FILE
#include <cstdio>
#include <string>

#include "base/files.h"
#include "base/http/server.h"
#include "base/signals.h"

namespace sparkgate::bench {
namespace {

constexpr int kThreadsOfTheSimulator = 4;

int Main(int argc, char** argv) {
  BlockTerminationSignals();
  const auto body = ReadFile(argc > 1 ? argv[1] : "");
  if (!body.ok()) {
    std::fprintf(stderr, "json_server: %s\n", body.status().ToString().c_str());
    return 1;
  }
  const auto server = HttpServer::Start({.threads = kThreadsOfTheSimulator},
                                        [&](const HttpServerRequest&, const HttpReply& reply) {
                                          reply({.headers = {{"X-TT-LOGID", "0"}}, .body = *body});
                                        });
  if (!server.ok()) {
    std::fprintf(stderr, "json_server: %s\n", server.status().ToString().c_str());
    return 1;
  }
  std::printf("json_server: HTTP 127.0.0.1:%u\n", (*server)->port());
  std::fflush(stdout);
  WaitForTermination();
  return 0;
}

}  // namespace
}  // namespace sparkgate::bench

int main(int argc, char** argv) { return sparkgate::bench::Main(argc, argv); }
