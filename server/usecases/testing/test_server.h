// Everything that a use case stands on, for its tests: a real store and vault, clocks that the test
// sets, a simulator that the test plays, and no TikTok unless the test brings one.
//
//   TestDisk disk;                                    // outlives the servers on it
//   TestServer server(disk, {.tiktok = &mock});       // a second one on the same disk is what a
//   Workspace w = server.AddWorkspace("w");           // restart after a crash looks like
//   server.env.operations->Register(…);
#ifndef SPARKGATE_SERVER_USECASES_TESTING_TEST_SERVER_H_
#define SPARKGATE_SERVER_USECASES_TESTING_TEST_SERVER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "base/clock.h"
#include "base/executor.h"
#include "base/mutex.h"
#include "server/domain/event.h"
#include "server/domain/workspace.h"
#include "server/store/store.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/call.h"
#include "server/usecases/clocks.h"
#include "server/usecases/env.h"
#include "server/usecases/operations.h"
#include "server/usecases/testing/fake_worlds.h"
#include "server/usecases/testing/flaky_store.h"
#include "server/usecases/vault.h"
#include "server/usecases/work.h"

namespace sparkgate::server {

inline const absl::Time kTestRealTime = absl::FromUnixSeconds(1'800'000'000);
inline const absl::Time kTestWorldStart = absl::FromUnixSeconds(1'767'225'600);  // 2026-01-01

// For what must work before a test can begin.
void DieUnlessOk(const absl::Status& status);

// A SQLite store in a folder of its own, removed at the end.
class TestDisk {
 public:
  TestDisk();
  ~TestDisk();
  FlakyStore& store() { return *store_; }
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  std::unique_ptr<FlakyStore> store_;
};

// Counts pokes. Thread-safe.
class CountingSignal : public WorkSignal {
 public:
  void Poke(const std::string& workspace) override;
  void Watch(const std::string& workspace) override;
  void Unwatch(const std::string& workspace) override;
  int pokes() const;
  std::vector<std::string> watched() const;  // "+w" and "-w", in order

 private:
  mutable Mutex mutex_;
  int pokes_ SG_GUARDED_BY(mutex_) = 0;
  std::vector<std::string> watched_ SG_GUARDED_BY(mutex_);
};

struct TestServerOptions {
  std::string process_id = "process-1";
  tiktok::TikTok* tiktok = nullptr;  // null: every call ends the test
  WorkSignal* work = nullptr;        // null: `signal`
};

class TestServer {
 public:
  explicit TestServer(TestDisk& disk, const TestServerOptions& options = {});
  ~TestServer();

  // A workspace with keys, in the store; a SIMULATOR one's world stands at kTestWorldStart, frozen.
  Workspace AddWorkspace(const std::string& id, Environment environment = Environment::kSimulator);
  // Replaces the row.
  void Update(const Workspace& workspace);
  // Moves a world's clock without a tick.
  void SetWorldTime(const std::string& world, absl::Time now);
  // A call as the API would make it. Equal bodies have equal digests.
  Call MakeCall(const std::string& workspace, const std::string& request_id = "",
                const std::string& body = "body") const;

  std::vector<Event> Events(const std::string& workspace);
  std::vector<std::string> EventTypes(const std::string& workspace);
  std::vector<AuditEntry> Audit(const std::string& workspace);
  Operation GetOperation(const std::string& workspace, const std::string& id);
  std::optional<WorkItem> GetWork(const std::string& workspace, const std::string& kind,
                                  const std::string& subject);

  ManualClock real{kTestRealTime};
  FakeWorlds worlds;
  CountingSignal signal;

 private:
  class NoTikTok;

  std::unique_ptr<NoTikTok> no_tiktok_;
  std::unique_ptr<Vault> vault_;
  Clocks clocks_{real};
  InlineExecutor calls_;

 public:
  Env env;

 private:
  Operations operations_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_TESTING_TEST_SERVER_H_
