// A year in the life of 1,000 codes with both real programs, start to end, in real seconds; with
// what it took of calls, ticks and transactions.
//
//   year_bench [ignored: a year is a year] [days, 365 by default]
#include <cstdio>
#include <map>
#include <sstream>
#include <string>

#include "base/clock.h"
#include "base/http/client.h"
#include "sparkgate/v1/workspace_service.grpc.pb.h"
#include "tests/bench/programs.h"
#include "tests/bench/year.h"

namespace sparkgate::bench {
namespace {

constexpr char kWorkspace[] = "year";

std::string MakeWorkspace(const std::string& server, const std::string& admin_key) {
  std::atomic<int64_t> calls = 0;
  Caller<v1::WorkspaceService> workspaces(server, admin_key, calls);
  v1::CreateWorkspaceRequest request;
  request.set_workspace_id(kWorkspace);
  request.set_environment(v1::ENVIRONMENT_SIMULATOR);
  return workspaces(&v1::WorkspaceService::Stub::CreateWorkspace, request).admin_key_secret();
}

// name{labels} → value, of a program's /metrics.
std::map<std::string, double> ReadMetrics(const std::string& address) {
  const auto client = NewCurlClient({});
  const HttpResponse response =
      Need(client->Send({.url = "http://" + address + "/metrics"}), "GET /metrics");
  std::map<std::string, double> metrics;
  std::istringstream lines(response.body);
  for (std::string line; std::getline(lines, line);) {
    const size_t blank = line.rfind(' ');
    if (line.starts_with('#') || blank == line.npos) continue;
    metrics[line.substr(0, blank)] = std::atof(line.c_str() + blank);
  }
  return metrics;
}

class Watch {
 public:
  explicit Watch(const Program& server, const Program& simulator)
      : server_(server), simulator_(simulator) {}
  // Seconds since the last lap, and what the programs used of the processors.
  void Lap(const char* what) {
    const int64_t now = MonotonicNanos();
    const absl::Duration server = server_.CpuTime();
    const absl::Duration simulator = simulator_.CpuTime();
    std::printf("%-34s %6.2f s   CPU: server %5.2f s, simulator %5.2f s\n", what,
                static_cast<double>(now - last_) * 1e-9,
                absl::ToDoubleSeconds(server - server_cpu_),
                absl::ToDoubleSeconds(simulator - simulator_cpu_));
    std::fflush(stdout);
    last_ = now;
    server_cpu_ = server;
    simulator_cpu_ = simulator;
  }
  double Total() const { return static_cast<double>(MonotonicNanos() - begin_) * 1e-9; }

 private:
  const Program& server_;
  const Program& simulator_;
  const int64_t begin_ = MonotonicNanos();
  int64_t last_ = begin_;
  absl::Duration server_cpu_;
  absl::Duration simulator_cpu_;
};

void Report(Year& year, const std::map<std::string, double>& metrics, int days, double seconds) {
  double http = 0;
  for (const auto& [name, value] : metrics) {
    if (!name.starts_with("tiktok_calls_total")) continue;
    http += value;
    std::printf("  %-50s %8.0f\n", name.c_str(), value);
  }
  const auto metric = [&](const char* name) {
    const auto found = metrics.find(name);
    return found == metrics.end() ? 0 : found->second;
  };
  for (const auto& [type, count] : year.events()) {
    std::printf("  %-50s %8ld\n", type.c_str(), static_cast<long>(count));
  }
  std::printf("gRPC calls: %ld to the server, %ld to the simulator\n",
              static_cast<long>(year.server_calls()), static_cast<long>(year.simulator_calls()));
  std::printf("HTTP calls of the server to the simulator: %.0f\n", http);
  std::printf("ticks: %ld; batches of work: %.0f with %.0f items\n",
              static_cast<long>(year.ticks()), metric("work_batches_total"),
              metric("work_items_total"));
  std::printf("transactions: %.0f reads, %.0f writes in %.0f commits\n",
              metric("store_reads_total"), metric("store_writes_total"),
              metric("store_commits_total"));
  std::printf("codes ended and extended: %ld; ads delivering at the end: %d\n",
              static_cast<long>(year.extended()), year.Delivering());
  std::printf("%d days of %d codes: %.2f s (wanted for a year: under 10 s)\n", days,
              Year::kCreators * Year::kPosts, seconds);
}

int Main(int days) {
  const ScratchFolder folder;
  const auto simulator = Need(StartSimulator(folder), "simulator");
  const auto server = Need(StartServer(folder, *simulator), "server");
  const std::string key = MakeWorkspace(server->grpc(), Need(ReadAdminKey(folder), "admin key"));
  Year year(server->grpc(), simulator->grpc(), kWorkspace, key);
  Watch watch(*server, *simulator);
  year.Prepare();
  watch.Lap("accounts, posts, consents, drafts");
  for (int day = 0; day < Year::kJoinDays; ++day) year.Join(day);
  watch.Lap("10 days: codes, ads, review");
  for (int day = Year::kJoinDays; day < days - 1; ++day) year.Pass();
  year.End();
  watch.Lap("the rest: alerts, ends, extensions");
  const double seconds = watch.Total();
  Report(year, ReadMetrics(server->http()), days, seconds);
  return 0;
}

}  // namespace
}  // namespace sparkgate::bench

int main(int argc, char** argv) {
  // --quick passes less than a second: some days show that it works.
  const bool quick = argc > 1 && std::atof(argv[1]) < 1;
  return sparkgate::bench::Main(quick ? 20 : 365);
}
