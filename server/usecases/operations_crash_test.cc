// A process that dies at any line leaves an operation that the next one finishes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/usecases/testing/operations_fixture.h"

namespace sparkgate::server {
namespace {

using Kind = WorkOutcome::Kind;
using ::testing::ElementsAre;

class CrashTest : public OperationsFixture {};

TEST_F(CrashTest, BeforeTheRecordNothingHappened) {
  TestServer next(disk_, {.process_id = "process-2"});
  EXPECT_TRUE(next.env.operations->AdoptOrphans().ok());
  EXPECT_THAT(next.EventTypes("w"), ElementsAre());
}

TEST_F(CrashTest, BetweenRecordAndAnswerItIsUnknown) {
  script_.OnSend([&] {
    TestServer next(disk_, {.process_id = "process-2"});
    next.env.operations->Register(std::make_unique<ScriptedMutation>(script_, resend_));
    EXPECT_TRUE(next.env.operations->AdoptOrphans().ok());
    // Adopted once: it is no orphan any more.
    EXPECT_TRUE(next.env.operations->AdoptOrphans().ok());
    EXPECT_THAT(next.EventTypes("w"), ElementsAre("operation.unknown"));
    const std::string name = next.Events("w")[0].resource;
    const std::string id = name.substr(name.rfind('/') + 1);
    EXPECT_EQ(next.GetOperation("w", id).state, OperationState::kUnknown);
    EXPECT_EQ(next.GetOperation("w", id).error_reason, "ANSWER_LOST");

    // The new process knows the world again and finishes the work.
    next.env.clocks.Set("w", "first", kTestWorldStart, 0);
    EXPECT_EQ(Work(id, next).kind, Kind::kAgainIn);
    next.real.Advance(workspace_.settings.upstream_timeout);
    script_.OnProbe(Script::Made("6"));
    EXPECT_EQ(Work(id, next).kind, Kind::kHandled);
    EXPECT_EQ(next.GetOperation("w", id).result, "things/6");

    // Who asks again with the same request id gets it.
    const auto again = next.env.operations->Run(next.MakeCall("w", "r"), Wanted(), NoCheck);
    EXPECT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->id, id);
    return absl::StatusOr<boost::json::object>(absl::CancelledError("dead"));
  });
  (void)Run("r");
  EXPECT_EQ(script_.sent(), 1);
}

TEST_F(CrashTest, DuringASecondSendItIsUnknownAgain) {
  const std::string id = RunUnknown();
  PassTimeout();
  Work(id);
  MoveWorld(workspace_.settings.settle);
  script_.OnSend([&] {
    TestServer next(disk_, {.process_id = "process-2"});
    next.env.operations->Register(std::make_unique<ScriptedMutation>(script_, resend_));
    EXPECT_TRUE(next.env.operations->AdoptOrphans().ok());
    EXPECT_EQ(next.GetOperation("w", id).state, OperationState::kUnknown);
    EXPECT_EQ(next.GetOperation("w", id).absences,
              0);  // the absence of the first call counts no more
    EXPECT_TRUE(next.GetWork("w", kOperationWork, id).has_value());
    return absl::StatusOr<boost::json::object>(absl::CancelledError("dead"));
  });
  Work(id);
  EXPECT_EQ(script_.sent(), 2);
}

TEST_F(CrashTest, AfterTheAnswerWasWrittenThereIsNothingToDo) {
  const auto operation = Run("r");
  TestServer next(disk_, {.process_id = "process-2"});
  next.env.clocks.Set("w", "first", kTestWorldStart, 0);
  next.env.operations->Register(std::make_unique<ScriptedMutation>(script_, resend_));
  EXPECT_TRUE(next.env.operations->AdoptOrphans().ok());
  const auto again = next.env.operations->Run(next.MakeCall("w", "r"), Wanted(), NoCheck);
  EXPECT_EQ(*again, *operation);
  EXPECT_EQ(script_.sent(), 1);
}

TEST_F(CrashTest, AnAnswerThatNoDiskTakesIsRescuedWhenOneDoes) {
  disk_.store().FailWrites(2, 1);  // neither the answer nor that it is unknown can be written
  const absl::Status status = Run("r").status();
  EXPECT_EQ(ReasonOf(status), "OUTCOME_UNKNOWN");
  const std::string name = DetailOf(status).metadata.at("operation");
  const std::string id = name.substr(name.rfind('/') + 1);
  EXPECT_EQ(Get(id).state, OperationState::kRunning);

  disk_.store().FailWrites(1);
  ops().RescueStranded();
  EXPECT_EQ(Get(id).state, OperationState::kRunning);
  ops().RescueStranded();
  EXPECT_EQ(Get(id).state, OperationState::kUnknown);
  EXPECT_TRUE(Item(id).has_value());
  ops().RescueStranded();  // nothing is left to do
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("operation.unknown"));
}

TEST_F(CrashTest, ADiskThatIsFullBeforeTheCallSendsNothing) {
  disk_.store().FailWrites(1);
  EXPECT_EQ(ReasonOf(Run("r").status()), "STORAGE_FULL");
  EXPECT_EQ(script_.sent(), 0);
  EXPECT_TRUE(Run("r").ok());
}

TEST_F(CrashTest, WhatThisProcessSendsIsNoOrphan) {
  script_.OnSend([&] {
    EXPECT_TRUE(ops().AdoptOrphans().ok());
    return Script::Made("1");
  });
  EXPECT_TRUE(Run().ok());
}

}  // namespace
}  // namespace sparkgate::server
