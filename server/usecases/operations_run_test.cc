// Record, send, apply: once, whoever asks how often.
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/usecases/request_ids.h"
#include "server/usecases/testing/operations_fixture.h"

namespace sparkgate::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class OperationsRunTest : public OperationsFixture {};

TEST_F(OperationsRunTest, IsRecordedThenSentThenApplied) {
  script_.OnSend([&] {
    std::vector<Operation> running;
    EXPECT_TRUE(server_.env.store
                    .Read([&](const Transaction& tx) -> absl::Status {
                      SG_ASSIGN_OR_RETURN(running,
                                          tx.operations().List("w", OperationState::kRunning, {}));
                      return absl::OkStatus();
                    })
                    .ok());
    EXPECT_EQ(running.size(), 1u);
    EXPECT_EQ(running.at(0).sent_by, "process-1");
    EXPECT_EQ(running.at(0).sent_time, kTestRealTime);
    return Script::Made("7");
  });
  const auto operation = Run();
  ASSERT_TRUE(operation.ok()) << operation.status();
  EXPECT_EQ(operation->state, OperationState::kDone);
  EXPECT_EQ(operation->result, "things/7");
  EXPECT_EQ(operation->create_time, kTestWorldStart);
  EXPECT_EQ(Get(operation->id), *operation);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("thing.made"));
  EXPECT_EQ(script_.sent(), 1);
  EXPECT_EQ(script_.probed(), 0);
  EXPECT_FALSE(Item(operation->id).has_value());
}

TEST_F(OperationsRunTest, ACheckThatRefusesLeavesNothing) {
  const absl::Status status =
      ops()
          .Run(server_.MakeCall("w", "r"), Wanted(),
               [](Transaction& tx) {
                 EXPECT_TRUE(AppendEvent(tx, "w", "thing.made", "x", kTestWorldStart).ok());
                 return absl::FailedPreconditionError("no");
               })
          .status();
  EXPECT_EQ(status.message(), "no");
  EXPECT_EQ(script_.sent(), 0);
  EXPECT_THAT(server_.EventTypes("w"), IsEmpty());
  EXPECT_TRUE(Run("r").ok());  // the request id wasn't used
}

TEST_F(OperationsRunTest, ARefusalByTikTokIsItsError) {
  script_.OnSend([] {
    return Error(absl::StatusCode::kFailedPrecondition, "the post is private",
                 {.reason = "POST_PRIVATE", .who = Actor::kCreator, .fields = {{"post", "x"}}});
  });
  const absl::Status status = Run("r").status();
  EXPECT_EQ(ReasonOf(status), "POST_PRIVATE");
  EXPECT_EQ(DetailOf(status).fields.size(), 1u);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("thing.refused"));
  // And it stays its error.
  const absl::Status again = Run("r").status();
  EXPECT_EQ(again.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(again.message(), "the post is private");
  EXPECT_EQ(ReasonOf(again), "POST_PRIVATE");
  EXPECT_EQ(DetailOf(again).who, Actor::kCreator);
  EXPECT_EQ(script_.sent(), 1);
}

TEST_F(OperationsRunTest, ALostAnswerThatAReadFindsIsDone) {
  script_.OnSend([] { return Script::Lost(); });
  script_.OnProbe(Script::Made("9"));
  const auto operation = Run();
  ASSERT_TRUE(operation.ok()) << operation.status();
  EXPECT_EQ(operation->result, "things/9");
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("thing.made"));
}

TEST_F(OperationsRunTest, ALostAnswerIsAStateOfItsOwn) {
  script_.OnSend([] { return Script::Lost(); });
  const absl::Status status = Run("r").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(status), "OUTCOME_UNKNOWN");
  const std::string name = DetailOf(status).metadata.at("operation");
  const Operation operation = Get(name.substr(name.rfind('/') + 1));
  EXPECT_EQ(operation.state, OperationState::kUnknown);
  EXPECT_EQ(operation.error_message, "cut off");
  EXPECT_TRUE(Item(operation.id).has_value());
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("operation.unknown"));
  // Asking again tells the same and sends nothing.
  EXPECT_EQ(DetailOf(Run("r").status()).metadata.at("operation"), name);
  EXPECT_EQ(script_.sent(), 1);
}

TEST_F(OperationsRunTest, ARepeatedRequestIdGivesTheSameOperation) {
  const auto first = Run("r");
  const auto second = Run("r");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(script_.sent(), 1);
  EXPECT_NE(Run()->id, first->id);
  EXPECT_EQ(script_.sent(), 2);
}

TEST_F(OperationsRunTest, ARequestIdIsForOneBody) {
  EXPECT_TRUE(Run("r", "one").ok());
  const absl::Status status = Run("r", "another").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(status), "REQUEST_ID_REUSED");
  EXPECT_EQ(script_.sent(), 1);
}

TEST_F(OperationsRunTest, RequestIdsOfOthersAreOthers) {
  EXPECT_TRUE(Run("r").ok());
  Call call = server_.MakeCall("w", "r");
  call.principal = "another key";
  EXPECT_TRUE(ops().Run(call, Wanted(), NoCheck).ok());
  call = server_.MakeCall("w", "r");
  call.method = "/another";
  EXPECT_TRUE(ops().Run(call, Wanted(), NoCheck).ok());
  EXPECT_EQ(script_.sent(), 3);
}

TEST_F(OperationsRunTest, ManyAtOnceWithOneRequestIdSendOnce) {
  constexpr int kCallers = 8;
  std::vector<std::string> ids(kCallers);
  std::vector<std::thread> callers;
  callers.reserve(kCallers);
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      const auto operation = Run("r");
      EXPECT_TRUE(operation.ok()) << operation.status();
      if (operation.ok()) ids[static_cast<size_t>(i)] = operation->id;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(script_.sent(), 1);
  for (const std::string& id : ids) EXPECT_EQ(id, ids[0]);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("thing.made"));
}

TEST_F(OperationsRunTest, ARepetitionThatCannotWaitSaysSo) {
  absl::Status repeated;
  script_.OnSend([&] {
    Call call = server_.MakeCall("w", "r");
    call.remaining = absl::ZeroDuration();
    repeated = ops().Run(call, Wanted(), NoCheck).status();
    return Script::Made("1");
  });
  EXPECT_TRUE(Run("r").ok());
  EXPECT_EQ(ReasonOf(repeated), "OPERATION_RUNNING");
  EXPECT_TRUE(DetailOf(repeated).retry_after.has_value());
}

TEST_F(OperationsRunTest, AnAnswerThatCannotBeAppliedIsLookedForAgain) {
  script_.FailApply(1);
  const absl::Status status = Run().status();
  EXPECT_EQ(ReasonOf(status), "OUTCOME_UNKNOWN");
  const std::string name = DetailOf(status).metadata.at("operation");
  const std::string id = name.substr(name.rfind('/') + 1);
  EXPECT_EQ(Get(id).state, OperationState::kUnknown);
  PassTimeout();
  script_.OnProbe(Script::Made("3"));
  EXPECT_EQ(Work(id).kind, WorkOutcome::Kind::kHandled);
  EXPECT_EQ(Get(id).result, "things/3");
  EXPECT_EQ(script_.sent(), 1);
}

TEST_F(OperationsRunTest, AWorldThatIsNotThereRefuses) {
  workspace_.state = WorkspaceState::kWorldReset;
  server_.Update(workspace_);
  EXPECT_EQ(ReasonOf(Run().status()), "WORLD_RESET");
  workspace_.state = WorkspaceState::kWorldGone;
  server_.Update(workspace_);
  EXPECT_EQ(ReasonOf(Run().status()), "WORLD_GONE");
  workspace_.state = WorkspaceState::kActive;
  server_.Update(workspace_);
  server_.env.clocks.ForgetAll();
  EXPECT_EQ(ReasonOf(Run().status()), "SIMULATOR_UNREACHABLE");
  EXPECT_EQ(script_.sent(), 0);
}

TEST_F(OperationsRunTest, AClockLostDuringTheCallLosesNoAnswer) {
  script_.OnSend([&] {
    server_.env.clocks.ForgetAll();
    return Script::Made("5");
  });
  const auto operation = Run();
  ASSERT_TRUE(operation.ok()) << operation.status();
  EXPECT_EQ(operation->update_time, kTestWorldStart);
}

TEST_F(OperationsRunTest, OneInAnotherWorkspaceIsNotFound) {
  const auto operation = Run();
  EXPECT_EQ(ops().Get("other", operation->id).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace sparkgate::server
