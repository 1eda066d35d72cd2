// The server is killed (SIGKILL) at each of its requests to TikTok, of each thing that changes
// something there: before TikTok hears it, after it was done and before the answer, and while the
// answer arrives. Started again, it finishes by itself what was begun; the caller repeats what it
// heard nothing of; and there is one effect.
//
// SPARKGATE_MATRIX=full also has one of TikTok's faults happen before each death.
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/mutex.h"
#include "sparkgate/simulator/v1/fault_service.pb.h"
#include "tests/integration/harness/deeds.h"
#include "tests/integration/harness/middleman.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

namespace sim = simulator::v1;

// More requests than anything here makes.
constexpr size_t kTooMany = 60;
// Cells of one wave: their callers and their requests all hang at once, in pools of 16 threads.
constexpr size_t kWave = 8;

// Two reads of an absence, and what follows them.
constexpr absl::Duration kFoundOut = absl::Minutes(11);

enum class Moment { kBefore, kDone, kAnswered };
constexpr Moment kMoments[] = {Moment::kBefore, Moment::kDone, Moment::kAnswered};

std::string_view NameOf(Moment moment) {
  switch (moment) {
    case Moment::kBefore:
      return "before";
    case Moment::kDone:
      return "done";
    case Moment::kAnswered:
      return "answered";
  }
  return "";
}

// What happens to the first call of the deed's own endpoint, before the death.
struct Fault {
  std::string name;
  std::string step;   // "": nothing
  bool done = false;  // the call has its effect all the same
};

std::vector<Fault> Faults() {
  std::vector<Fault> faults = {{.name = "none", .step = ""}};
  const char* const matrix = std::getenv("SPARKGATE_MATRIX");
  if (matrix == nullptr || std::string_view(matrix) != "full") return faults;
  faults.insert(
      faults.end(),
      {{"slow", "kind: FAULT_KIND_DELAY latency: < fixed: < seconds: 3 > >", true},
       {"50000", "kind: FAULT_KIND_API_ERROR code: 50000", false},
       {"50000-done", "kind: FAULT_KIND_API_ERROR code: 50000 after_commit: true", true},
       {"51010", "kind: FAULT_KIND_API_ERROR code: 51010", false},
       {"502", "kind: FAULT_KIND_HTTP_STATUS http_status: 502", false},
       {"502-done", "kind: FAULT_KIND_HTTP_STATUS http_status: 502 after_commit: true", true},
       {"cut-before", "kind: FAULT_KIND_CUT_BEFORE", false},
       {"cut-after", "kind: FAULT_KIND_CUT_AFTER", true},
       {"malformed", "kind: FAULT_KIND_MALFORMED_JSON", true}});
  return faults;
}

struct Cell {
  const Deed* deed = nullptr;
  Fault fault;
  Moment moment = Moment::kBefore;
  size_t request = 0;  // of the deed's, the one at which the server dies

  std::string Id() const {
    return fmt::format("{}-{}-{}-{}", deed->name, fault.name, NameOf(moment), request);
  }
};

// Who takes part in a wave: each is settled once it hangs at its request, or has its answer.
class Settling {
 public:
  // The first who says it of a cell is right.
  void Settle(const Cell& cell, bool at_request) {
    MutexLock lock(mutex_);
    settled_.try_emplace(cell.Id(), at_request);
    changed_.NotifyAll();
  }
  void AwaitAll(size_t count) {
    MutexLock lock(mutex_);
    while (settled_.size() < count) changed_.Wait(mutex_);
  }
  bool AtRequest(const Cell& cell) {
    MutexLock lock(mutex_);
    return settled_.at(cell.Id());
  }
  void Release() {
    MutexLock lock(mutex_);
    released_ = true;
    changed_.NotifyAll();
  }
  void AwaitRelease() {
    MutexLock lock(mutex_);
    while (!released_) changed_.Wait(mutex_);
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  std::map<std::string, bool> settled_ SG_GUARDED_BY(mutex_);
  bool released_ SG_GUARDED_BY(mutex_) = false;
};

class CrashMatrix : public testing::Test {
 protected:
  CrashMatrix() {
    programs_.StartSimulator();
    middleman_ = std::make_unique<Middleman>(programs_.SimulatorUrl());
    programs_.flags["--simulator-url"] = middleman_->url();
    programs_.StartServer();
    for (const Deed& deed : Deeds()) {
      auto base = std::make_unique<Story>(
          programs_, StoryOptions{.workspace = "base-" + deed.name,
                                  .more = "settings: < upstream_timeout: < seconds: 1 > >"});
      deed.prepare(*base);
      bases_[deed.name] = std::move(base);
    }
  }

  // Plays the cells, with one death for all of them. Returns those whose request came.
  std::vector<Cell> Play(const std::vector<Cell>& cells) {
    struct Run {
      Cell cell;
      Story story;
      std::thread caller = {};
    };
    Settling settling;
    std::deque<Run> runs;
    for (const Cell& cell : cells) {
      runs.push_back({cell, bases_.at(cell.deed->name)->Fork(programs_, cell.Id())});
      Run& run = runs.back();
      if (!cell.fault.step.empty()) Spoil(run.story, cell);
      middleman_->AtNextAbout(
          cell.Id(),
          [&settling, &run](const Middleman::Forward& forward) -> HttpServerResponse {
            HttpServerResponse answer = {.cut = HttpServerResponse::Cut::kBeforeHeader};
            if (run.cell.moment != Moment::kBefore) answer = forward();
            settling.Settle(run.cell, true);
            if (run.cell.moment != Moment::kAnswered) settling.AwaitRelease();
            return answer;
          },
          cell.request);
    }
    for (Run& run : runs) {
      run.caller = std::thread([&settling, &run] {
        run.cell.deed->act(run.story).IgnoreError();  // the server may die over it
        settling.Settle(run.cell, false);
      });
    }
    settling.AwaitAll(runs.size());
    programs_.KillServer();
    settling.Release();
    for (Run& run : runs) run.caller.join();
    middleman_->ForgetPlans();
    programs_.StartServer();

    std::vector<Cell> reached;
    for (Run& run : runs) {
      SCOPED_TRACE(run.cell.Id());
      run.story.Reconnect(programs_);
      run.story.Advance(kFoundOut);
      if (!run.cell.fault.step.empty()) {
        // The server may have died before the fault: the repeated call meets it.
        run.cell.deed->act(run.story).IgnoreError();
        run.story.Advance(kFoundOut);
      }
      EXPECT_EQ(Describe(run.cell.deed->act(run.story)), "OK");
      ExpectDoneOnce(*run.cell.deed, run.story,
                     run.cell.fault.done ? EndpointOf(*run.cell.deed) : "");
      if (settling.AtRequest(run.cell)) reached.push_back(run.cell);
      if (HasFailure()) break;
      Api(programs_, programs_.AdminKey())
          .Ask("WorkspaceService.DeleteWorkspace", "name: '{}'", run.story.workspace)
          .value();
    }
    return reached;
  }

 private:
  // The endpoint of a deed that faults happen to: its last, if it has several.
  static std::string EndpointOf(const Deed& deed) {
    return deed.once.empty() ? "" : deed.once.back();
  }
  static void Spoil(const Story& story, const Cell& cell) {
    story.api
        .Ask<sim::FaultPlan>("FaultService.CreateFaultPlan",
                             "world: '{}' fault_plan: < endpoint: '{}' steps: < {} > >",
                             story.world, EndpointOf(*cell.deed), cell.fault.step)
        .value();
  }

  Programs programs_;
  std::unique_ptr<Middleman> middleman_;
  std::map<std::string, std::unique_ptr<Story>> bases_;
};

TEST_F(CrashMatrix, WhereverTheServerDiesThereIsOneEffect) {
  std::deque<Cell> open;
  for (const Fault& fault : Faults()) {
    for (const Deed& deed : Deeds()) {
      if (!fault.step.empty() && deed.once.empty()) continue;
      for (const Moment moment : kMoments) open.push_back({&deed, fault, moment, 0});
    }
  }
  size_t deaths = 0;
  while (!open.empty() && !HasFailure()) {
    std::vector<Cell> wave;
    for (; !open.empty() && wave.size() < kWave; open.pop_front()) wave.push_back(open.front());
    for (Cell cell : Play(wave)) {
      ++deaths;
      ASSERT_LT(++cell.request, kTooMany) << cell.Id();
      open.push_back(cell);
    }
  }
  EXPECT_GE(deaths, Deeds().size() * std::size(kMoments));
}

}  // namespace
}  // namespace sparkgate::integration
