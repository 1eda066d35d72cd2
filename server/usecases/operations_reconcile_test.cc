// What becomes of lost answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/usecases/mutation.h"
#include "server/usecases/testing/operations_fixture.h"

namespace sparkgate::server {
namespace {

using Kind = WorkOutcome::Kind;
using ::testing::ElementsAre;

class ReconcileTest : public OperationsFixture {};

TEST_F(ReconcileTest, FirstTheCallMustBeOver) {
  const std::string id = RunUnknown();
  server_.real.Advance(absl::Seconds(4));
  const WorkOutcome outcome = Work(id);
  EXPECT_EQ(outcome.kind, Kind::kAgainIn);
  EXPECT_EQ(outcome.delay, workspace_.settings.upstream_timeout - absl::Seconds(4));
  EXPECT_EQ(script_.probed(), 1);                    // the one right after the call
  server_.real.Set(kTestRealTime - absl::Hours(1));  // somebody sets the clock back
  EXPECT_EQ(Work(id).delay, workspace_.settings.upstream_timeout);
}

TEST_F(ReconcileTest, AReadThatFindsItEndsIt) {
  const std::string id = RunUnknown();
  PassTimeout();
  MoveWorld(absl::Seconds(1));
  script_.OnProbe(Script::Made("4"));
  EXPECT_EQ(Work(id).kind, Kind::kHandled);
  const Operation operation = Get(id);
  EXPECT_EQ(operation.state, OperationState::kDone);
  EXPECT_EQ(operation.result, "things/4");
  EXPECT_EQ(operation.error_reason, "");
  EXPECT_EQ(operation.update_time, kTestWorldStart + absl::Seconds(1));
  EXPECT_FALSE(Item(id).has_value());
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("operation.unknown", "thing.made", "operation.resolved"));
  EXPECT_EQ(server_.Events("w").back().attributes.at("state"), "DONE");
  EXPECT_EQ(script_.sent(), 1);
}

TEST_F(ReconcileTest, SentAgainAfterTwoAbsencesApart) {
  const std::string id = RunUnknown();
  PassTimeout();
  EXPECT_EQ(Work(id).kind, Kind::kHandled);
  Operation operation = Get(id);
  EXPECT_EQ(operation.state, OperationState::kUnknown);
  EXPECT_EQ(operation.absences, 1);
  EXPECT_EQ(operation.waiting_for, "second_absence_read");
  EXPECT_EQ(operation.due_time, kTestWorldStart + workspace_.settings.settle);
  EXPECT_EQ(Item(id)->due, *operation.due_time);

  // Too early: not even read.
  const int probed = script_.probed();
  MoveWorld(workspace_.settings.settle - absl::Seconds(1));
  const WorkOutcome early = Work(id);
  EXPECT_EQ(early.kind, Kind::kAgainAt);
  EXPECT_EQ(early.due, *operation.due_time);
  EXPECT_EQ(script_.probed(), probed);

  MoveWorld(absl::Seconds(1));
  script_.OnSend([] { return Script::Made("2"); });
  EXPECT_EQ(Work(id).kind, Kind::kHandled);
  operation = Get(id);
  EXPECT_EQ(operation.state, OperationState::kDone);
  EXPECT_EQ(operation.result, "things/2");
  EXPECT_EQ(operation.waiting_for, "");
  EXPECT_EQ(operation.sent_time, server_.real.Now());
  EXPECT_EQ(script_.sent(), 2);
  EXPECT_FALSE(Item(id).has_value());
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("operation.unknown", "thing.made", "operation.resolved"));
}

TEST_F(ReconcileTest, FoundAtTheSecondReadItIsNotSentAgain) {
  const std::string id = RunUnknown();
  PassTimeout();
  Work(id);
  MoveWorld(workspace_.settings.settle);
  script_.OnProbe(Script::Made("late"));
  Work(id);
  EXPECT_EQ(Get(id).result, "things/late");
  EXPECT_EQ(script_.sent(), 1);
}

TEST_F(ReconcileTest, SentAgainAndRefusedItFailed) {
  const std::string id = RunUnknown();
  PassTimeout();
  Work(id);
  MoveWorld(workspace_.settings.settle);
  script_.OnSend([] { return absl::PermissionDeniedError("no"); });
  Work(id);
  EXPECT_EQ(Get(id).state, OperationState::kFailed);
  EXPECT_FALSE(Item(id).has_value());
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("operation.unknown", "thing.refused", "operation.resolved"));
}

TEST_F(ReconcileTest, SentAgainAndLostItBeginsAnew) {
  const std::string id = RunUnknown();
  PassTimeout();
  Work(id);
  MoveWorld(workspace_.settings.settle);
  script_.OnSend([] { return Script::Lost(); });
  EXPECT_EQ(Work(id).kind, Kind::kHandled);
  const Operation operation = Get(id);
  EXPECT_EQ(operation.state, OperationState::kUnknown);
  EXPECT_EQ(operation.absences, 0);
  EXPECT_EQ(Item(id)->due, world_now_ + RetryDelay(1));
  MoveWorld(RetryDelay(1));
  EXPECT_EQ(Work(id).kind, Kind::kAgainIn);  // the new call isn't over
  PassTimeout();
  Work(id);
  EXPECT_EQ(Get(id).absences, 1);
  EXPECT_EQ(script_.sent(), 2);
}

TEST_F(ReconcileTest, AReadThatFailsIsTriedLaterAndLater) {
  const std::string id = RunUnknown();
  PassTimeout();
  for (const int minutes : {1, 2, 4, 8, 16, 32, 60, 60}) {
    script_.OnProbe(absl::UnavailableError("down"));
    EXPECT_EQ(Work(id).kind, Kind::kHandled);
    const Operation operation = Get(id);
    EXPECT_EQ(operation.waiting_for, "retry");
    EXPECT_EQ(operation.due_time, world_now_ + absl::Minutes(minutes));
    EXPECT_EQ(Item(id)->due, *operation.due_time);
    MoveWorld(absl::Minutes(minutes));
  }
  EXPECT_EQ(Get(id).absences, 0);
  script_.OnProbe(Script::Made("1"));
  Work(id);
  EXPECT_EQ(Get(id).state, OperationState::kDone);
}

TEST_F(ReconcileTest, AReadThatIsRefusedForADayWaitsForAPerson) {
  const std::string id = RunUnknown();
  PassTimeout();
  const absl::Time begin = world_now_;
  while (Item(id).has_value() && world_now_ < begin + absl::Hours(48)) {
    script_.OnProbe(absl::FailedPreconditionError("reconnect"));
    Work(id);
    if (Item(id).has_value()) MoveWorld(Item(id)->due - world_now_);
  }
  EXPECT_EQ(Get(id).waiting_for, "a person");
  EXPECT_GE(world_now_, begin + absl::Hours(24));
  EXPECT_EQ(script_.sent(), 1);
}

TEST_F(ReconcileTest, WhileTikTokIsAwayPatienceHasNoEnd) {
  const std::string id = RunUnknown();
  PassTimeout();
  for (int day = 0; day < 100; ++day) {
    script_.OnProbe(Error(absl::StatusCode::kUnavailable, "away",
                          {.reason = "TIKTOK_UNAVAILABLE", .retry_after = absl::Seconds(5)}));
    Work(id);
    ASSERT_TRUE(Item(id).has_value());
    MoveWorld(Item(id)->due - world_now_);
  }
  EXPECT_EQ(Get(id).waiting_for, "retry");
}

TEST_F(ReconcileTest, WhatNoReadCanTellWaitsForAPerson) {
  const std::string id = RunUnknown();
  PassTimeout();
  script_.OnProbe(CannotTell("name tags are off"));
  EXPECT_EQ(Work(id).kind, Kind::kHandled);
  EXPECT_EQ(Get(id).waiting_for, "a person");
  EXPECT_FALSE(Item(id).has_value());
  EXPECT_EQ(DetailOf(ErrorOf(Get(id))).who, Actor::kOperator);
}

TEST_F(ReconcileTest, WorkOnWhatIsOverOrGoneIsDone) {
  const auto operation = Run();
  const WorkItem item{.workspace = "w", .kind = kOperationWork, .subject = operation->id};
  EXPECT_EQ(ops().DoWork(workspace_, item, world_now_).kind, Kind::kDone);
  const WorkItem missing{.workspace = "w", .kind = kOperationWork, .subject = "none"};
  EXPECT_EQ(ops().DoWork(workspace_, missing, world_now_).kind, Kind::kDone);
}

TEST_F(ReconcileTest, WorkOnWhatIsBeingSentWaits) {
  const std::string id = RunUnknown();
  PassTimeout();
  Work(id);
  MoveWorld(workspace_.settings.settle);
  WorkOutcome inner;
  script_.OnSend([&] {
    inner = ops().DoWork(workspace_, {.workspace = "w", .kind = kOperationWork, .subject = id},
                         world_now_);
    return Script::Made("1");
  });
  Work(id);
  EXPECT_EQ(inner.kind, Kind::kAgainIn);
}

class NeverSentAgainTest : public OperationsFixture {
 protected:
  NeverSentAgainTest() : OperationsFixture(Mutation::Resend::kNever) {}
};

TEST_F(NeverSentAgainTest, AfterSettledAbsenceItWaitsForAPerson) {
  const std::string id = RunUnknown();
  PassTimeout();
  Work(id);
  EXPECT_EQ(Get(id).waiting_for, "second_absence_read");
  MoveWorld(workspace_.settings.settle);
  Work(id);
  EXPECT_EQ(Get(id).state, OperationState::kUnknown);
  EXPECT_EQ(Get(id).waiting_for, "a person");
  EXPECT_FALSE(Item(id).has_value());
  EXPECT_EQ(script_.sent(), 1);
}

class AbsoluteTest : public OperationsFixture {
 protected:
  AbsoluteTest() : OperationsFixture(Mutation::Resend::kAlways) {}
};

TEST_F(AbsoluteTest, SentAgainAsSoonAsTheCallIsOver) {
  const std::string id = RunUnknown();
  EXPECT_EQ(Work(id).kind, Kind::kAgainIn);
  EXPECT_EQ(script_.sent(), 1);
  PassTimeout();
  EXPECT_EQ(Work(id).kind, Kind::kHandled);
  EXPECT_EQ(script_.sent(), 2);
  EXPECT_EQ(Get(id).state, OperationState::kDone);
}

TEST_F(AbsoluteTest, LostAgainAndAgainItIsSentLaterAndLater) {
  const std::string id = RunUnknown();
  PassTimeout();
  for (const int minutes : {1, 2, 4, 8, 16, 32, 60, 60}) {
    script_.OnSend([] { return Script::Lost(); });
    EXPECT_EQ(Work(id).kind, Kind::kHandled);
    EXPECT_EQ(Item(id)->due, world_now_ + absl::Minutes(minutes));
    EXPECT_EQ(Get(id).waiting_for, "retry");
    EXPECT_EQ(Get(id).due_time, Item(id)->due);
    MoveWorld(absl::Minutes(minutes));
    PassTimeout();
  }
  EXPECT_EQ(script_.sent(), 9);
  Work(id);
  EXPECT_EQ(Get(id).state, OperationState::kDone);
}

}  // namespace
}  // namespace sparkgate::server
