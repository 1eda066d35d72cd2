// From a commit to everybody who watches: a mutation makes an event, and 1,000 watchers hear of it.
// Counted from before the mutation's call, so its own way to the server, its commit and its share
// of the processors that the watchers' client takes are in the figure.
//
//   watch_bench [seconds of events, 5] [watchers, 1000]
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/support/async_stream.h>

#include "base/clock.h"
#include "base/mutex.h"
#include "sparkgate/v1/event_service.grpc.pb.h"
#include "sparkgate/v1/workspace_service.grpc.pb.h"
#include "tests/bench/caller.h"
#include "tests/bench/closed_loop_client.h"
#include "tests/bench/programs.h"

namespace sparkgate::bench {
namespace {

constexpr char kWorkspace[] = "workspaces/watched";
constexpr int kChannels = 8;
constexpr double kWanted = 50;  // ms, at the 99th percentile

// All streams on one thread and one queue, as the load generator's calls are.
class Watchers {
 public:
  Watchers(const std::string& address, const std::string& key, int count) : watchers_(count) {
    for (int i = 0; i < kChannels; ++i) {
      connections_.push_back(std::make_unique<client::Connection>(
          client::ConnectionOptions{.address = address, .key = key}));
      stubs_.push_back(v1::EventService::NewStub(connections_.back()->channel()));
    }
    v1::WatchEventsRequest request;
    request.set_parent(kWorkspace);
    request.set_after(-1);
    for (size_t i = 0; i < watchers_.size(); ++i) {
      Watcher& watcher = watchers_[i];
      connections_[i % kChannels]->Prepare(watcher.context, {}, /*unary=*/false);
      watcher.reader =
          stubs_[i % kChannels]->AsyncWatchEvents(&watcher.context, request, &queue_, &watcher);
    }
    poller_ = std::thread([this] { Poll(); });
    Await();  // the first message of each: it watches
  }

  ~Watchers() {
    ending_ = true;
    for (Watcher& watcher : watchers_) watcher.context.TryCancel();
    poller_.join();
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  // Before what makes the next event.
  void Expect() {
    MutexLock lock(mutex_);
    heard_ = 0;
    sent_ = MonotonicNanos();
  }
  // Until everybody has heard.
  void Await() {
    MutexLock lock(mutex_);
    while (heard_ < watchers_.size()) all_.Wait(mutex_);
  }
  const LatencyHistogram& latencies() const { return latencies_; }

 private:
  struct Watcher {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientAsyncReader<v1::WatchEventsResponse>> reader;
    v1::WatchEventsResponse message;
    bool started = false;
    bool watches = false;
  };

  void Poll() {
    void* tag = nullptr;
    bool ok = false;
    for (size_t left = watchers_.size(); left > 0 && queue_.Next(&tag, &ok);) {
      Watcher& watcher = *static_cast<Watcher*>(tag);
      if (!ok) {
        if (!ending_) Need<int>(absl::InternalError("a stream ended"), "WatchEvents");
        --left;
        continue;
      }
      if (watcher.started) Take(watcher);
      watcher.started = true;
      watcher.reader->Read(&watcher.message, &watcher);
    }
  }

  void Take(Watcher& watcher) {
    const bool first = !std::exchange(watcher.watches, true);
    if (!first && !watcher.message.has_event()) return;  // a heartbeat
    MutexLock lock(mutex_);
    if (!first) latencies_.Add((MonotonicNanos() - sent_) / 1000);
    if (++heard_ == watchers_.size()) all_.NotifyAll();
  }

  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<client::Connection>> connections_;
  std::vector<std::unique_ptr<v1::EventService::Stub>> stubs_;
  std::vector<Watcher> watchers_;
  std::atomic<bool> ending_ = false;
  Mutex mutex_;
  CondVar all_;
  size_t heard_ SG_GUARDED_BY(mutex_) = 0;
  int64_t sent_ SG_GUARDED_BY(mutex_) = 0;
  LatencyHistogram latencies_;
  std::thread poller_;
};

// The 99th percentile, in ms.
double Measure(const Program& server, const std::string& key, int count, double seconds) {
  std::atomic<int64_t> calls = 0;
  Caller<v1::WorkspaceService> workspaces(server.grpc(), key, calls);
  Watchers watchers(server.grpc(), key, count);
  const absl::Duration cpu = server.CpuTime();
  const int64_t begin = MonotonicNanos();
  while (static_cast<double>(MonotonicNanos() - begin) < seconds * 1e9) {
    v1::UpdateWorkspaceRequest change;
    change.mutable_workspace()->set_name(kWorkspace);
    change.mutable_workspace()->set_display_name(fmt::format("Change {}", calls.load()));
    change.mutable_update_mask()->add_paths("display_name");
    watchers.Expect();
    workspaces(&v1::WorkspaceService::Stub::UpdateWorkspace, change);
    watchers.Await();
  }
  const LatencyHistogram& latencies = watchers.latencies();
  const auto ms = [&](double percent) {
    return static_cast<double>(latencies.Percentile(percent)) / 1000;
  };
  std::printf(
      "%5d watchers, %5lld events: p50 %6.2f ms, p99 %6.2f ms, last %6.2f ms; server's CPU per "
      "event and watcher %5.1f us\n",
      count, static_cast<long long>(calls.load()), ms(50), ms(99), ms(100),
      absl::ToDoubleMicroseconds(server.CpuTime() - cpu) / static_cast<double>(latencies.count()));
  return ms(99);
}

int Main(double seconds, int count) {
  const ScratchFolder folder;
  const auto simulator = Need(StartSimulator(folder), "simulator");
  const auto server = Need(StartServer(folder, *simulator), "server");
  std::atomic<int64_t> calls = 0;
  Caller<v1::WorkspaceService> workspaces(server->grpc(), Need(ReadAdminKey(folder), "admin key"),
                                          calls);
  v1::CreateWorkspaceRequest request;
  request.set_workspace_id("watched");
  request.set_environment(v1::ENVIRONMENT_SIMULATOR);
  const std::string key =
      workspaces(&v1::WorkspaceService::Stub::CreateWorkspace, request).admin_key_secret();
  const double alone = Measure(*server, key, 1, seconds);
  const double all = Measure(*server, key, count, seconds);
  std::printf("p99 of %d watchers: %.2f ms, %.1f times that of one (wanted of 1,000: under %.0f)\n",
              count, all, all / alone, kWanted);
  return 0;
}

}  // namespace
}  // namespace sparkgate::bench

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 5;
  return sparkgate::bench::Main(seconds, argc > 2 ? std::atoi(argv[2]) : 1'000);
}
