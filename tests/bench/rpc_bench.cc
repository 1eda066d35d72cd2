// What a call costs that does nothing: a handler on the poller against one on a worker, at 64
// callers over 4 connections. The server is a process of its own, as in life.
//
//   rpc_bench [seconds per measurement, 5 by default]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/metrics.h"
#include "rpc/server.h"
#include "rpc/testing/echo.pb.h"
#include "rpc/testing/key_book.h"
#include "tests/bench/closed_loop_client.h"
#include "tests/bench/programs.h"

namespace sparkgate::bench {
namespace {

constexpr absl::Duration kWarmUp = absl::Seconds(1);

using rpc::testing::EchoRequest;
using rpc::testing::EchoResponse;
using rpc::testing::OtherRequest;
using rpc::testing::OtherResponse;

void FillTable(rpc::MethodTable& table) {
  const auto empty = [](rpc::CallContext&, const OtherRequest&) -> absl::StatusOr<OtherResponse> {
    return OtherResponse();
  };
  table.Unary<OtherRequest, OtherResponse>("sparkgate.rpc.testing.Other/Open",
                                           {.roles = rpc::kAnyone}, empty);
  table.Unary<OtherRequest, OtherResponse>("sparkgate.rpc.testing.Other/Inline",
                                           {.roles = rpc::kAnyone, .inline_on_poller = true},
                                           empty);
  table.Unary<EchoRequest, EchoResponse>(
      "sparkgate.rpc.testing.Other/Guarded", {},
      [](rpc::CallContext&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
        return EchoResponse();
      });
}

// Writes its port to `port_out` and serves until `stop_in` is closed.
int Serve(int port_out, int stop_in) {
  if (!ConfigureLog("info", "/dev/null").ok()) return 1;
  rpc::MethodTable table;
  FillTable(table);
  const std::unique_ptr<Metrics> metrics = Metrics::Create();
  rpc::testing::KeyBook keys;
  auto server = rpc::Server::Start({}, table, &keys, *metrics);
  if (!server.ok()) return 1;
  const uint16_t port = (*server)->port();
  if (write(port_out, &port, sizeof(port)) != sizeof(port)) return 1;
  char nothing = 0;
  while (read(stop_in, &nothing, 1) > 0) {
  }
  (*server)->Stop(absl::Seconds(1));
  return 0;
}

struct Target {
  pid_t process;
  uint16_t port;
};

void Measure(const char* title, const char* method, Target target, absl::Duration duration) {
  // On a busy machine a steadier measure than calls/s.
  const absl::Duration cpu = CpuTimeOf(target.process);
  const ClosedLoopResult result = Run({.target = fmt::format("127.0.0.1:{}", target.port),
                                       .method = method,
                                       .request = [](int64_t) { return std::string(); },
                                       .warm_up = kWarmUp,
                                       .duration = duration});
  const double share = absl::FDivDuration(duration, duration + kWarmUp);
  const double used = absl::ToDoubleMicroseconds(CpuTimeOf(target.process) - cpu) * share;
  std::printf("%-28s %s, server %.1f µs of CPU a call\n", title, result.Summary().c_str(),
              used / static_cast<double>(std::max<int64_t>(result.latencies.count(), 1)));
  std::fflush(stdout);
}

int Main(int argc, char** argv) {
  const absl::Duration duration = absl::Seconds(argc > 1 ? std::atof(argv[1]) : 5);
  int port_pipe[2];
  int stop_pipe[2];
  if (pipe(port_pipe) != 0 || pipe(stop_pipe) != 0) return 1;
  // Before either side has started gRPC or a thread.
  const pid_t child = fork();
  if (child == 0) {
    close(stop_pipe[1]);
    std::exit(Serve(port_pipe[1], stop_pipe[0]));
  }
  close(port_pipe[1]);
  uint16_t port = 0;
  if (read(port_pipe[0], &port, sizeof(port)) != sizeof(port)) return 1;
  const Target target = {child, port};
  for (int round = 0; round < 2; ++round) {
    Measure("empty handler, on the poller", "/sparkgate.rpc.testing.Other/Inline", target,
            duration);
    Measure("empty handler, on a worker", "/sparkgate.rpc.testing.Other/Open", target, duration);
  }
  close(stop_pipe[1]);
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace
}  // namespace sparkgate::bench

int main(int argc, char** argv) { return sparkgate::bench::Main(argc, argv); }
