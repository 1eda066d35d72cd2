// What a read and a durable write cost. Numbers are for comparing with each other in one run:
// grouped writes against one commit per call, the port's read against the same read alone.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "base/error.h"
#include "server/store/sqlite/open.h"
#include "server/store/testing/samples.h"

namespace sparkgate::server {
namespace {

constexpr int kCodes = 10'000;

std::string IdOf(int64_t number) { return fmt::format("{:026d}", number); }

// One store for all threads of a benchmark. Shared by its name only: Google Benchmark starts
// threads itself.
class Shared {
 public:
  explicit Shared(size_t group_limit) {
    folder_ = (std::filesystem::temp_directory_path() / "sparkgate_bench_XXXXXX").string();
    if (mkdtemp(folder_.data()) == nullptr) std::abort();
    absl::StatusOr<std::unique_ptr<Store>> store =
        OpenSqliteStore({.path = folder_ + "/sparkgate.db", .group_limit = group_limit});
    if (!store.ok()) std::abort();
    store_ = *std::move(store);
  }
  ~Shared() {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  Store& store() { return *store_; }

 private:
  std::string folder_;
  std::unique_ptr<Store> store_;
};

std::unique_ptr<Shared> shared;  // made and ended by thread 0 outside the measured part

Store& Codes() {
  if (shared == nullptr) {
    shared = std::make_unique<Shared>(256);
    const absl::Status status = shared->store().Write([](Transaction& t) -> absl::Status {
      SG_RETURN_IF_ERROR(t.workspaces().Insert(SampleWorkspace("w")));
      for (int i = 0; i < kCodes; ++i) {
        SG_RETURN_IF_ERROR(t.codes().Put(SampleCode("w", IdOf(i))));
      }
      return absl::OkStatus();
    });
    if (!status.ok()) std::abort();
  }
  return shared->store();
}

absl::Status GetCode(const Transaction& t, int64_t number) {
  SG_ASSIGN_OR_RETURN(const std::optional<TimedCode> code,
                      t.codes().GetTimed("w", IdOf(number * 7'919 % kCodes)));
  return code.has_value() ? absl::OkStatus() : absl::NotFoundError("");
}

// From the pool, as a handler on a worker thread reads.
void ReadCode(benchmark::State& state) {
  if (state.thread_index() == 0) Codes();
  int64_t i = state.thread_index() * 1'000;
  for (auto _ : state) {
    ++i;
    const absl::Status status =
        shared->store().Read([i](const Transaction& t) { return GetCode(t, i); });
    if (!status.ok()) state.SkipWithError("read failed");
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) shared.reset();
}
BENCHMARK(ReadCode)->ThreadRange(1, 4)->UseRealTime();

// As CreatorService.GetCode reads it, on the poller.
void ReadCodePoint(benchmark::State& state) {
  Store& store = Codes();
  int64_t i = 0;
  for (auto _ : state) {
    ++i;
    const absl::Status status =
        store.ReadPoint([i](const Transaction& t) { return GetCode(t, i); });
    if (!status.ok()) state.SkipWithError("read failed");
  }
  state.SetItemsProcessed(state.iterations());
  shared.reset();
}
BENCHMARK(ReadCodePoint)->UseRealTime();

// Durable ad drafts of 64 callers, in groups of at most the argument.
void CreateAd(benchmark::State& state) {
  if (state.thread_index() == 0) {
    shared = std::make_unique<Shared>(static_cast<size_t>(state.range(0)));
  }
  int64_t i = 0;
  for (auto _ : state) {
    Ad ad = SampleAd("w", IdOf(++i) + fmt::format("-{}", state.thread_index()));
    ad.tiktok_id.clear();
    const absl::Status status = shared->store().Write([&](Transaction& t) -> absl::Status {
      SG_RETURN_IF_ERROR(t.ads().Put(ad));
      return t.events().Append(SampleEvent("w", ad.id));
    });
    if (!status.ok()) state.SkipWithError("write failed");
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) shared.reset();
}
BENCHMARK(CreateAd)->ArgName("group")->Arg(1)->Arg(256)->Threads(64)->UseRealTime();

}  // namespace
}  // namespace sparkgate::server

// The argument is seconds per measurement.
int main(int count, char** arguments) {
  std::string program = arguments[0];
  std::string seconds = fmt::format("--benchmark_min_time={}", count > 1 ? arguments[1] : "1");
  std::vector<char*> flags = {program.data(), seconds.data()};
  flags.insert(flags.end(), arguments + std::min(count, 2), arguments + count);
  int flag_count = static_cast<int>(flags.size());
  benchmark::Initialize(&flag_count, flags.data());
  benchmark::RunSpecifiedBenchmarks();
}
