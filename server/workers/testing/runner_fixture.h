// A runner on the test's own thread: everything that can happen has happened when a call returns.
#ifndef SPARKGATE_SERVER_WORKERS_TESTING_RUNNER_FIXTURE_H_
#define SPARKGATE_SERVER_WORKERS_TESTING_RUNNER_FIXTURE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/usecases/testing/test_server.h"
#include "server/workers/work_runner.h"

namespace sparkgate::server {

class FunctionHandler final : public WorkHandler {
 public:
  using Function = std::function<std::vector<WorkOutcome>(
      const Workspace&, const std::vector<WorkItem>&, absl::Time now)>;
  FunctionHandler(std::string kind, Function function)
      : kind_(std::move(kind)), function_(std::move(function)) {}
  std::string_view kind() const override { return kind_; }
  std::vector<WorkOutcome> Run(Env&, const Workspace& workspace, const std::vector<WorkItem>& items,
                               absl::Time now) override {
    return function_(workspace, items, now);
  }

 private:
  const std::string kind_;
  const Function function_;
};

class RunnerFixture : public testing::Test {
 protected:
  using OnRunFn =
      std::function<std::vector<WorkOutcome>(const std::vector<WorkItem>&, absl::Time now)>;

  ~RunnerFixture() override { runner_->Stop(); }

  void AddSimulated() { server_.AddWorkspace("w"); }
  void Put(const std::string& kind, const std::string& subject, absl::Time due) {
    EXPECT_TRUE(disk_.store()
                    .Write([&](Transaction& tx) {
                      return tx.work().Put(
                          {.workspace = "w", .kind = kind, .subject = subject, .due = due});
                    })
                    .ok());
  }
  // What handlers of "a", "b" and "k" answer; until then: done.
  void OnRun(OnRunFn on_run) { on_run_ = std::move(on_run); }
  void Start() {
    for (const char* kind : {"a", "b", "k"}) {
      runner_->Register(std::make_unique<FunctionHandler>(
          kind, [this](const Workspace&, const std::vector<WorkItem>& items, absl::Time now) {
            std::string line = items.front().kind;
            for (const WorkItem& item : items) line += " " + item.subject;
            ran_.push_back(
                fmt::format("{} @{}", line, absl::ToInt64Seconds(now - kTestWorldStart)));
            return on_run_ ? on_run_(items, now) : std::vector<WorkOutcome>(items.size());
          }));
    }
    ASSERT_TRUE(runner_->Start(server_.env).ok());
  }
  // What handlers did: "kind subject subject @seconds since the world's start".
  const std::vector<std::string>& Ran() const { return ran_; }
  void Clock(absl::Time now, const std::string& incarnation = "first") {
    runner_->OnClock("w", incarnation, now, 0, WorldLimits::kOff);
  }
  void Tick(int64_t id, absl::Duration since_start) {
    runner_->OnTick("w", id, kTestWorldStart + since_start);
  }

  InlineExecutor executor_;
  ManualTimerService timers_;
  std::shared_ptr<WorkRunner> runner_ = WorkRunner::Create(executor_, timers_);
  TestDisk disk_;
  TestServer server_{disk_, {.work = runner_.get()}};
  OnRunFn on_run_;
  std::vector<std::string> ran_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORKERS_TESTING_RUNNER_FIXTURE_H_
