#include "server/usecases/work_outcomes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/usecases/events.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using Outcomes = std::vector<WorkOutcome>;

class WorkOutcomesTest : public testing::Test {
 protected:
  WorkOutcomesTest() : workspace_(server_.AddWorkspace("w")) {
    for (const char* subject : {"a", "b", "c"}) Put(subject, now_);
  }

  void Put(const std::string& subject, absl::Time due) {
    items_.push_back({.workspace = "w", .kind = "kind", .subject = subject, .due = due});
    const absl::Status put =
        server_.env.store.Write([&](Transaction& tx) { return tx.work().Put(items_.back()); });
    EXPECT_TRUE(put.ok()) << put;
  }
  std::optional<absl::Time> DueOf(const std::string& subject) {
    const auto item = server_.GetWork("w", "kind", subject);
    return item.has_value() ? std::optional(item->due) : std::nullopt;
  }
  // Takes `outcomes` together with an event.
  std::vector<WorkOutcome::Kind> Take(const Outcomes& outcomes) {
    std::vector<WorkOutcome::Kind> kinds;
    for (const WorkOutcome& left :
         TakeTogether(server_.env, workspace_, items_, now_,
                      [&](Transaction& tx) -> absl::StatusOr<Outcomes> {
                        SG_RETURN_IF_ERROR(AppendEvent(tx, "w", "taken", "w", now_));
                        return outcomes;
                      })) {
      kinds.push_back(left.kind);
    }
    return kinds;
  }

  const absl::Time now_ = kTestWorldStart;
  const absl::Time later_ = now_ + absl::Hours(1);
  TestDisk disk_;
  TestServer server_{disk_};
  Workspace workspace_;
  std::vector<WorkItem> items_;
};

TEST_F(WorkOutcomesTest, WhatABatchBroughtAndWhatComesOfItIsOneTransaction) {
  using Left = WorkOutcome::Kind;
  disk_.store().FailWrites(1, /*after=*/1);
  EXPECT_THAT(Take({WorkDone(), AgainAt(later_), FailedWork(absl::UnavailableError("down"))}),
              ElementsAre(Left::kHandled, Left::kHandled, Left::kFailed));
  EXPECT_EQ(DueOf("a"), std::nullopt);
  EXPECT_EQ(DueOf("b"), later_);
  EXPECT_EQ(DueOf("c"), now_);  // the runner's
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("taken"));
}

TEST_F(WorkOutcomesTest, WhatWaitsForRealTimeIsLeftToTheRunner) {
  using Left = WorkOutcome::Kind;
  EXPECT_THAT(Take({AgainIn(absl::Seconds(1)), WorkDone(), WorkDone()}),
              ElementsAre(Left::kAgainIn, Left::kHandled, Left::kHandled));
  EXPECT_EQ(DueOf("a"), now_);
}

TEST_F(WorkOutcomesTest, WithoutATransactionAllHaveFailed) {
  disk_.store().FailWrites(1);
  EXPECT_THAT(Take({WorkDone(), WorkDone(), WorkDone()}),
              testing::Each(WorkOutcome::Kind::kFailed));
  EXPECT_EQ(DueOf("a"), now_);
  EXPECT_THAT(server_.EventTypes("w"), testing::IsEmpty());
}

class HeldBack final : public WorkHandler {
 public:
  std::string_view kind() const override { return "kind"; }
  std::vector<WorkOutcome> Run(Env&, const Workspace&, const std::vector<WorkItem>&,
                               absl::Time) override {
    const auto error = [](const char* reason) {
      return Error(absl::StatusCode::kResourceExhausted, "not now",
                   {.reason = reason, .retry_after = absl::Milliseconds(1500)});
    };
    return {FailedWork(error("LIMIT_WAIT_TOO_LONG")), FailedWork(error("TIKTOK_RESTING")),
            FailedWork(error("TIKTOK_THROTTLED"))};
  }
};

TEST_F(WorkOutcomesTest, WhatFoundNoRoomIsPlannedAgainAndHasNotFailed) {
  HeldBack handler;
  const Outcomes outcomes = RunBatch(handler, server_.env, workspace_, items_, now_);
  ASSERT_TRUE(WriteOutcomes(server_.env, workspace_, items_, outcomes, now_).ok());
  EXPECT_EQ(DueOf("a"), now_ + absl::Milliseconds(1500));
  EXPECT_EQ(DueOf("b"), now_ + absl::Milliseconds(1500));
  EXPECT_EQ(server_.GetWork("w", "kind", "a")->attempts, 0);
  EXPECT_EQ(DueOf("c"), now_ + absl::Minutes(1));  // TikTok itself said no
}

TEST_F(WorkOutcomesTest, WhatWasPutAnewMeanwhileStays) {
  ASSERT_TRUE(
      server_.env.store.Write([&](Transaction& tx) { return WakeWork(tx, "w", "kind", "a", now_); })
          .ok());
  Take({WorkDone(), WorkDone(), WorkDone()});
  EXPECT_LE(DueOf("a"), now_);
  EXPECT_EQ(DueOf("b"), std::nullopt);
}

}  // namespace
}  // namespace sparkgate::server
