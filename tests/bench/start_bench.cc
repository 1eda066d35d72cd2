// How long until each program serves, from exec to the answer to a first gRPC call, in a fresh data
// folder and in one that was there; and what a world takes, and a workspace with its world.
//
//   start_bench [ignored: a start is a start] [starts, 10 by default]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/clock.h"
#include "sparkgate/simulator/v1/world_service.grpc.pb.h"
#include "sparkgate/v1/workspace_service.grpc.pb.h"
#include "tests/bench/caller.h"
#include "tests/bench/programs.h"

namespace sparkgate::bench {
namespace {

using WorldService = simulator::v1::WorldService;
using WorkspaceService = v1::WorkspaceService;

constexpr int kWorlds = 200;
constexpr int kWorkspaces = 50;
constexpr int kSyncs = 50;

std::atomic<int64_t> calls = 0;

class Times {
 public:
  explicit Times(const char* title) : title_(title) {}

  template <class Function>
  auto Measure(Function function) {
    const int64_t start = MonotonicNanos();
    auto result = function();
    millis_.push_back(static_cast<double>(MonotonicNanos() - start) * 1e-6);
    return result;
  }
  void Print() {
    std::sort(millis_.begin(), millis_.end());
    std::printf("%-44s median %6.2f ms, worst of %zu %6.2f ms\n", title_,
                millis_[millis_.size() / 2], millis_.size(), millis_.back());
    std::fflush(stdout);
  }

 private:
  const char* title_;
  std::vector<double> millis_;
};

std::unique_ptr<Program> ServingSimulator(const ScratchFolder& folder) {
  auto program = Need(StartSimulator(folder), "sparkgate-simulator");
  Caller<WorldService> worlds(program->grpc(), "", calls);
  worlds(&WorldService::Stub::ListWorlds, simulator::v1::ListWorldsRequest());
  return program;
}

std::unique_ptr<Program> ServingServer(const ScratchFolder& folder, const Program& simulator) {
  auto program = Need(StartServer(folder, simulator), "sparkgate-server");
  Caller<WorkspaceService> workspaces(program->grpc(), Need(ReadAdminKey(folder), "admin.key"),
                                      calls);
  workspaces(&WorkspaceService::Stub::ListWorkspaces, v1::ListWorkspacesRequest());
  return program;
}

v1::Workspace MakeWorkspace(Caller<WorkspaceService>& workspaces, int number) {
  v1::CreateWorkspaceRequest request;
  request.set_workspace_id(fmt::format("workspace-{}", number));
  request.set_environment(v1::ENVIRONMENT_SIMULATOR);
  return workspaces(&WorkspaceService::Stub::CreateWorkspace, request).workspace();
}

void MeasureStarts(int starts) {
  Times fresh_simulator("simulator, fresh folder");
  Times fresh_server("server, fresh folder");
  Times old_simulator("simulator, a folder with a world");
  Times old_server("server, a folder with a workspace");
  for (int i = 0; i < starts; ++i) {
    const ScratchFolder folder;
    {
      const auto simulator = fresh_simulator.Measure([&] { return ServingSimulator(folder); });
      const auto server = fresh_server.Measure([&] { return ServingServer(folder, *simulator); });
      Caller<WorkspaceService> workspaces(server->grpc(), Need(ReadAdminKey(folder), "admin.key"),
                                          calls);
      MakeWorkspace(workspaces, 0);
    }
    const auto simulator = old_simulator.Measure([&] { return ServingSimulator(folder); });
    const auto server = old_server.Measure([&] { return ServingServer(folder, *simulator); });
  }
  fresh_simulator.Print();
  old_simulator.Print();
  fresh_server.Print();
  old_server.Print();
}

void MeasureWorlds() {
  const ScratchFolder folder;
  const auto simulator = ServingSimulator(folder);
  const auto server = ServingServer(folder, *simulator);
  Caller<WorldService> worlds(simulator->grpc(), "", calls);
  Caller<WorkspaceService> workspaces(server->grpc(), Need(ReadAdminKey(folder), "admin.key"),
                                      calls);
  Times world("a world");
  Times workspace("a workspace with its world");
  for (int i = 0; i < kWorlds; ++i) {
    world.Measure([&] {
      simulator::v1::CreateWorldRequest request;
      request.set_world_id(fmt::format("world-{}", i));
      return worlds(&WorldService::Stub::CreateWorld, request);
    });
  }
  for (int i = 0; i < kWorkspaces; ++i) {
    workspace.Measure([&] { return MakeWorkspace(workspaces, i); });
  }
  world.Print();
  workspace.Print();
}

// What makes fresh folders and workspaces dear is the disk, so this belongs to their figures.
void MeasureSync() {
  const ScratchFolder folder;
  const int file = open(folder.Path("file").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const std::string page(4096, 'x');
  Times sync("one sync of this disk");
  for (int i = 0; i < kSyncs; ++i) {
    sync.Measure([&] {
      return write(file, page.data(), page.size()) == std::ssize(page) && fdatasync(file) == 0;
    });
  }
  close(file);
  sync.Print();
}

int Main(int argc, char** argv) {
  // What this side has to load is no part of a start.
  ServingSimulator(ScratchFolder());
  MeasureStarts(std::max(1, argc > 2 ? std::atoi(argv[2]) : 10));
  MeasureWorlds();
  MeasureSync();
  return 0;
}

}  // namespace
}  // namespace sparkgate::bench

int main(int argc, char** argv) { return sparkgate::bench::Main(argc, argv); }
