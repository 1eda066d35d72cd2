#include "server/usecases/composite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/usecases/operation_work.h"
#include "server/usecases/testing/operations_fixture.h"

namespace sparkgate::server {
namespace {

using Kind = WorkOutcome::Kind;
using ::testing::ElementsAre;

// Makes its parts one after another, and fails if one of them did.
class MakeAll final : public Composite {
 public:
  std::string_view kind() const override { return "things.make"; }
  WorkOutcome Step(Env& env, const Workspace& workspace, const Operation& operation,
                   absl::Time now) override {
    EXPECT_EQ(operation.state, OperationState::kRunning);
    std::vector<Operation> parts;
    const absl::Status read = env.store.Read([&](const Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(parts, tx.operations().ListItems(workspace.id, operation.id));
      return absl::OkStatus();
    });
    if (!read.ok()) return FailedWork(read);
    absl::Status failed;
    for (Operation& part : parts) {
      if (part.state == OperationState::kPlanned)
        part = *env.operations->Execute(workspace.id, part.id);
      if (part.state == OperationState::kUnknown) return WorkDone();
      if (part.target == "later") return AgainAt(now + absl::Hours(1));
      if (part.state == OperationState::kPlanned) return AgainAt(*part.due_time);
      if (part.state == OperationState::kFailed) failed = ErrorOf(part);
    }
    const absl::Status done = env.store.Write([&](Transaction& tx) -> absl::Status {
      Operation row = operation;
      return FinishComposite(tx, row, failed, now);
    });
    return done.ok() ? WorkDone() : FailedWork(done);
  }
};

class CompositeTest : public OperationsFixture {
 protected:
  std::string target_ = "workspaces/w/things";
  CompositeTest() { ops().RegisterComposite(std::make_unique<MakeAll>()); }

  absl::StatusOr<Operation> Start(int parts, const std::string& request_id = "") {
    const Call call = server_.MakeCall("w", request_id);
    NewOperation wanted = Wanted();
    wanted.target = target_;
    return ops().Start(
        call, {.kind = "things.make", .target = "workspaces/w"},
        [&](Transaction& tx, Operation& composite, absl::Time now) {
          for (int i = 0; i < parts; ++i) {
            SG_RETURN_IF_ERROR(ops().Plan(tx, call, wanted, composite.id, i, now).status());
          }
          composite.item_count = parts;
          return absl::OkStatus();
        });
  }
  std::vector<Operation> Parts(const std::string& id) {
    std::vector<Operation> parts;
    EXPECT_TRUE(disk_.store()
                    .Read([&](const Transaction& tx) -> absl::Status {
                      SG_ASSIGN_OR_RETURN(parts, tx.operations().ListItems("w", id));
                      return absl::OkStatus();
                    })
                    .ok());
    return parts;
  }
};

TEST_F(CompositeTest, IsReturnedAtOnceAndDoneByItsWork) {
  const auto started = Start(3);
  ASSERT_TRUE(started.ok()) << started.status();
  EXPECT_EQ(started->state, OperationState::kPlanned);
  EXPECT_EQ(started->item_count, 3);
  EXPECT_EQ(Item(started->id)->due, kTestWorldStart);
  EXPECT_GE(server_.signal.pokes(), 1);
  EXPECT_EQ(Work(started->id).kind, Kind::kDone);
  const Operation done = Get(started->id);
  EXPECT_EQ(done.state, OperationState::kDone);
  EXPECT_EQ(done.items_over, 3);
  EXPECT_EQ(done.items_failed, 0);
  EXPECT_EQ(script_.sent(), 3);
  EXPECT_EQ(Work(started->id).kind, Kind::kDone);
}

TEST_F(CompositeTest, ARepeatedRequestIdReturnsItAsItStands) {
  const auto first = Start(2, "r");
  Work(first->id);
  const auto again = Start(2, "r");
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(again->state, OperationState::kDone);
  EXPECT_EQ(script_.sent(), 2);
}

TEST_F(CompositeTest, AFailedPartCounts) {
  const auto started = Start(2);
  script_.OnSend([] { return absl::PermissionDeniedError("no"); });
  Work(started->id);
  const Operation over = Get(started->id);
  EXPECT_EQ(over.state, OperationState::kFailed);
  EXPECT_EQ(over.items_over, 2);
  EXPECT_EQ(over.items_failed, 1);
  EXPECT_EQ(over.error_message, "no");
}

TEST_F(CompositeTest, WaitsForAPartInDoubtAndWakesWhenItIsOver) {
  const auto started = Start(2);
  script_.OnSend([] { return Script::Lost(); });
  EXPECT_EQ(Work(started->id).kind, Kind::kDone);
  EXPECT_EQ(Get(started->id).state, OperationState::kRunning);
  EXPECT_EQ(Get(started->id).waiting_for, "");  // the part moves by itself
  const std::string part = Parts(started->id)[0].id;

  PassTimeout();
  Work(part);  // the first absence
  Work(started->id);
  EXPECT_EQ(Get(started->id).waiting_for, "second_absence_read");
  EXPECT_EQ(Get(started->id).due_time, kTestWorldStart + workspace_.settings.settle);
  EXPECT_TRUE(ops().Look("w", started->id)->settled);

  MoveWorld(workspace_.settings.settle);
  script_.OnProbe(Script::Made("1"));
  Work(part);
  EXPECT_LE(Item(started->id)->due, world_now_);
  Work(started->id);
  EXPECT_EQ(Get(started->id).state, OperationState::kDone);
  EXPECT_EQ(script_.sent(), 2);
}

TEST_F(CompositeTest, APersonsDecisionWakesIt) {
  const auto started = Start(1);
  script_.OnSend([] { return Script::Lost(); });
  Work(started->id);
  const std::string part = Parts(started->id)[0].id;
  PassTimeout();
  script_.OnProbe(CannotTell("no tags"));
  Work(part);
  Work(started->id);
  EXPECT_EQ(Get(started->id).waiting_for, "a person");
  EXPECT_TRUE(
      ops().Resolve(server_.MakeCall("w"), part, Operations::Finding::kDidNotHappen, "").ok());
  Work(started->id);
  EXPECT_EQ(Get(started->id).state, OperationState::kFailed);
}

TEST_F(CompositeTest, SaysUntilWhenItWaits) {
  target_ = "later";
  const auto started = Start(1);
  EXPECT_EQ(Work(started->id).kind, Kind::kAgainAt);
  EXPECT_EQ(Get(started->id).state, OperationState::kRunning);
  EXPECT_EQ(Get(started->id).waiting_for, "retry");
  EXPECT_EQ(Get(started->id).due_time, kTestWorldStart + absl::Hours(1));
}

TEST_F(CompositeTest, APartThatTikTokWantsLaterIsSentLater) {
  const auto throttled = [] {
    return Error(absl::StatusCode::kResourceExhausted, "slow down",
                 {.reason = "TIKTOK_THROTTLED", .retry_after = absl::Seconds(2)});
  };
  const auto started = Start(2);
  int sent = 0;
  for (const int seconds : {2, 4, 8}) {
    script_.OnSend(throttled);
    const WorkOutcome outcome = Work(started->id);
    EXPECT_EQ(outcome.kind, Kind::kAgainAt);
    EXPECT_EQ(outcome.due, world_now_ + absl::Seconds(seconds));
    const Operation part = Parts(started->id)[0];
    EXPECT_EQ(part.state, OperationState::kPlanned);
    EXPECT_EQ(part.due_time, outcome.due);
    EXPECT_EQ(Get(started->id).waiting_for, "retry");
    EXPECT_EQ(Get(started->id).due_time, outcome.due);
    EXPECT_TRUE(ops().Look("w", started->id)->settled);
    Work(started->id);  // too early
    EXPECT_EQ(script_.sent(), ++sent);
    MoveWorld(absl::Seconds(seconds));
  }
  Work(started->id);
  EXPECT_EQ(Get(started->id).state, OperationState::kDone);
  EXPECT_EQ(script_.sent(), 5);
  EXPECT_EQ(Parts(started->id)[0].absences, 0);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("thing.made", "thing.made"));
}

// TikTok knows nothing of it, so there is no reason to wait longer each time.
TEST_F(CompositeTest, APartThatFoundNoRoomIsSentWhenItsTurnComes) {
  const auto held_back = [] {
    return Error(absl::StatusCode::kResourceExhausted, "no room",
                 {.reason = "LIMIT_WAIT_TOO_LONG", .retry_after = absl::Milliseconds(300)});
  };
  const auto started = Start(1);
  for (int i = 0; i < 5; ++i) {
    script_.OnSend(held_back);
    const WorkOutcome outcome = Work(started->id);
    EXPECT_EQ(outcome.kind, Kind::kAgainAt);
    EXPECT_EQ(outcome.due, world_now_ + absl::Milliseconds(300));
    MoveWorld(absl::Milliseconds(300));
  }
  Work(started->id);
  EXPECT_EQ(Get(started->id).state, OperationState::kDone);
  EXPECT_EQ(script_.sent(), 6);
}

TEST_F(CompositeTest, WhatIsSentAgainAndWantedLaterIsSentAgainLater) {
  const auto started = Start(1);
  script_.OnSend([] { return Script::Lost(); });
  Work(started->id);
  const std::string part = Parts(started->id)[0].id;
  PassTimeout();
  Work(part);
  MoveWorld(workspace_.settings.settle);
  script_.OnSend([] {
    return Error(absl::StatusCode::kResourceExhausted, "slow down",
                 {.reason = "TIKTOK_THROTTLED", .retry_after = absl::Minutes(3)});
  });
  Work(part);
  EXPECT_EQ(Get(part).state, OperationState::kUnknown);
  EXPECT_EQ(Get(part).due_time, world_now_ + absl::Minutes(3));
  MoveWorld(absl::Minutes(3));
  PassTimeout();
  Work(part);
  EXPECT_EQ(Get(part).state, OperationState::kDone);
  EXPECT_EQ(script_.sent(), 3);
}

TEST_F(CompositeTest, CancelStopsWhatIsLeft) {
  const auto started = Start(3);
  script_.OnSend([&] {
    EXPECT_TRUE(ops().Cancel(server_.MakeCall("w"), started->id).ok());
    return Script::Made("1");
  });
  Work(started->id);
  EXPECT_EQ(script_.sent(), 1);
  EXPECT_EQ(Get(started->id).state, OperationState::kCancelled);
  EXPECT_EQ(ReasonOf(ErrorOf(Get(started->id))), "OPERATION_CANCELLED");
  EXPECT_EQ(Get(started->id).items_over, 3);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("thing.given_back", "thing.given_back",
                                                   "operation.cancelled", "thing.made"));
  EXPECT_TRUE(ops().Cancel(server_.MakeCall("w"), started->id).ok());  // over: nothing to stop
}

TEST_F(CompositeTest, AfterACrashItsStepRunsAgain) {
  const auto started = Start(2);
  script_.OnSend([&] {
    TestServer next(disk_, {.process_id = "process-2"});
    next.env.clocks.Set("w", "first", kTestWorldStart, 0);
    next.env.operations->Register(std::make_unique<ScriptedMutation>(script_, resend_));
    next.env.operations->RegisterComposite(std::make_unique<MakeAll>());
    EXPECT_TRUE(next.env.operations->AdoptOrphans().ok());
    const Operation composite = next.GetOperation("w", started->id);
    EXPECT_EQ(composite.state, OperationState::kRunning);
    EXPECT_EQ(composite.sent_by, "process-2");
    const std::string part = Parts(started->id)[0].id;
    EXPECT_EQ(next.GetOperation("w", part).state, OperationState::kUnknown);

    next.real.Advance(workspace_.settings.upstream_timeout);
    EXPECT_EQ(Work(started->id, next).kind, Kind::kDone);  // waits for the part
    script_.OnProbe(Script::Made("1"));
    EXPECT_EQ(Work(part, next).kind, Kind::kHandled);
    EXPECT_EQ(Work(started->id, next).kind, Kind::kDone);
    EXPECT_EQ(next.GetOperation("w", started->id).state, OperationState::kDone);
    return absl::StatusOr<boost::json::object>(absl::CancelledError("dead"));
  });
  Work(started->id);
  EXPECT_EQ(script_.sent(), 2);
}

}  // namespace
}  // namespace sparkgate::server
