// What the whole server makes of a call, at 64 callers over 4 connections:
//   a read by key against a method that does nothing, beside it in the same process;
//   a durable write that calls nobody, in commit groups against one commit per call.
// Each pair is measured in turns and compared turn by turn, since machines have moods.
//
//   server_bench [seconds per measurement, 3 by default] [turns, 7 by default]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "server/store/sqlite/open.h"
#include "tests/bench/closed_loop_client.h"
#include "tests/bench/furnished_server.h"

namespace sparkgate::bench {
namespace {

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

struct Turns {
  absl::Duration duration;
  int count;
};

// One of two that are compared, and what came out, turn by turn.
struct Side {
  const char* title;
  const FurnishedServer& server;
  const char* method;
  std::function<std::string(int64_t)> request;
  std::vector<double> rates = {};
  std::vector<double> p50s = {};
  std::vector<double> p99s = {};
  std::vector<double> cpu_micros = {};  // of the server, per call
  int64_t errors = 0;

  void Measure(absl::Duration duration) {
    const absl::Duration warm_up = std::min(duration, absl::Seconds(1));
    const absl::Duration cpu = server.CpuTime();
    const ClosedLoopResult result = Run({.target = server.target(),
                                         .method = method,
                                         .request = request,
                                         .bearer_token = server.key(),
                                         .warm_up = warm_up,
                                         .duration = duration});
    const double share = absl::FDivDuration(duration, duration + warm_up);
    rates.push_back(result.calls_per_second());
    p50s.push_back(static_cast<double>(result.latencies.Percentile(50)));
    p99s.push_back(static_cast<double>(result.latencies.Percentile(99)));
    cpu_micros.push_back(absl::ToDoubleMicroseconds(server.CpuTime() - cpu) * share /
                         static_cast<double>(std::max<int64_t>(result.latencies.count(), 1)));
    errors += result.errors;
    if (result.errors > 0) std::printf("  %s\n", result.first_error.c_str());
  }
  void Print() const {
    std::printf(
        "%-34s %7.0f calls/s, p50 %6.0f µs, p99 %6.0f µs, server CPU %5.1f µs a call, "
        "%ld errors\n",
        title, Median(rates), Median(p50s), Median(p99s), Median(cpu_micros),
        static_cast<long>(errors));
  }
};

double MedianRatio(const std::vector<double>& values, const std::vector<double>& base) {
  std::vector<double> ratios;
  for (size_t i = 0; i < values.size(); ++i) ratios.push_back(values[i] / base[i]);
  return Median(ratios);
}

// False if a call failed.
bool Compare(Side base, Side other, const Turns& turns) {
  for (int turn = 0; turn < turns.count; ++turn) {
    // Nobody is always first.
    Side& first = turn % 2 == 0 ? base : other;
    first.Measure(turns.duration);
    (turn % 2 == 0 ? other : base).Measure(turns.duration);
  }
  base.Print();
  other.Print();
  std::printf("%-34s %7.2f of its calls/s, %.2f of its p99\n\n", "  against the first",
              MedianRatio(other.rates, base.rates), MedianRatio(other.p99s, base.p99s));
  std::fflush(stdout);
  return base.errors + other.errors == 0;
}

int Main(int argc, char** argv) {
  const Turns turns = {.duration = absl::Seconds(argc > 1 ? std::atof(argv[1]) : 3),
                       .count = argc > 2 ? std::atoi(argv[2]) : 7};
  const FurnishedServer grouping(server::SqliteOptions().group_limit);
  const FurnishedServer one_by_one(1);
  const bool read = Compare({.title = "empty handler",
                             .server = grouping,
                             .method = FurnishedServer::kEmptyMethod,
                             .request = FurnishedServer::EmptyRequest},
                            {.title = "GetCode",
                             .server = grouping,
                             .method = FurnishedServer::kGetCode,
                             .request = FurnishedServer::GetCodeRequest},
                            turns);
  const bool written = Compare({.title = "CreateAd, one commit per call",
                                .server = one_by_one,
                                .method = FurnishedServer::kCreateAd,
                                .request = FurnishedServer::CreateAdRequest},
                               {.title = "CreateAd, commit groups",
                                .server = grouping,
                                .method = FurnishedServer::kCreateAd,
                                .request = FurnishedServer::CreateAdRequest},
                               turns);
  return read && written ? 0 : 1;
}

}  // namespace
}  // namespace sparkgate::bench

int main(int argc, char** argv) { return sparkgate::bench::Main(argc, argv); }
