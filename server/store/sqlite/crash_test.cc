// A server that is killed while it writes: what was acknowledged is there, whole.
#include <csignal>
#include <cstdint>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "server/store/sqlite/open.h"
#include "server/store/testing/samples.h"
#include "server/store/testing/scratch_folder.h"

namespace sparkgate::server {
namespace {

constexpr int kWriters = 8;

// Writes for ever, and says so, number by number, through the pipe.
[[noreturn]] void WriteUntilKilled(const std::string& path, int acknowledge, int round) {
  absl::StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore({.path = path});
  if (!store.ok()) _exit(1);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kWriters; ++thread) {
    threads.emplace_back([&, thread] {
      for (int32_t i = thread;; i += kWriters) {
        const int32_t number = round * 1'000'000 + i;
        const std::string id = std::to_string(number);
        const absl::Status status = (*store)->Write([&](Transaction& t) -> absl::Status {
          SG_RETURN_IF_ERROR(t.codes().Put(SampleCode("w", id)));
          SG_RETURN_IF_ERROR(t.events().Append(SampleEvent("w", id)));
          return i % 5 == 0 ? absl::CancelledError() : absl::OkStatus();
        });
        if (status.ok() && write(acknowledge, &number, sizeof(number)) < 0) _exit(2);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  _exit(3);
}

// The numbers that the child acknowledged before it was killed, at least `enough`.
std::set<int32_t> KillAfter(size_t enough, const std::string& path, int round) {
  int pipe_ends[2];
  EXPECT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(pipe_ends[0]);
    WriteUntilKilled(path, pipe_ends[1], round);
  }
  close(pipe_ends[1]);
  std::set<int32_t> acknowledged;
  int32_t number = 0;
  while (read(pipe_ends[0], &number, sizeof(number)) == sizeof(number)) {
    acknowledged.insert(number);
    if (acknowledged.size() == enough) kill(child, SIGKILL);
  }
  close(pipe_ends[0]);
  int how = 0;
  waitpid(child, &how, 0);
  EXPECT_TRUE(WIFSIGNALED(how)) << how;
  return acknowledged;
}

TEST(CrashTest, AcknowledgedWritesSurviveAKill) {
  ScratchFolder folder;
  const std::string path = folder.Path("sparkgate.db");
  std::set<int32_t> acknowledged;
  for (int round = 0; round < 3; ++round) {
    acknowledged.merge(KillAfter(100, path, round));
    absl::StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore({.path = path});
    ASSERT_TRUE(store.ok()) << store.status();
    const absl::Status status = (*store)->Read([&](const Transaction& t) -> absl::Status {
      for (const int32_t number : acknowledged) {
        SG_ASSIGN_OR_RETURN(const auto code, t.codes().Get("w", std::to_string(number)));
        EXPECT_TRUE(code.has_value()) << number;
      }
      // A change and its event came together or not at all, and failed ones did not.
      SG_ASSIGN_OR_RETURN(const auto codes, t.codes().List("w", {}, {"", 1'000'000}));
      SG_ASSIGN_OR_RETURN(const auto events, t.events().List("w", 0, 1'000'000));
      std::set<std::string> ids, resources;
      for (const Code& code : codes) ids.insert(code.id);
      for (const Event& event : events) {
        resources.insert(event.resource);
        EXPECT_EQ(event.number, static_cast<int64_t>(resources.size()));
        EXPECT_NE(std::stoi(event.resource) % 1'000'000 % 5, 0) << event.resource;
      }
      EXPECT_EQ(ids, resources);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  }
}

}  // namespace
}  // namespace sparkgate::server
