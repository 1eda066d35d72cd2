#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/usecases/testing/operations_fixture.h"

namespace sparkgate::server {
namespace {

using Finding = Operations::Finding;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;

class PeopleTest : public OperationsFixture {
 protected:
  Operation Plan() {
    Operation planned;
    EXPECT_TRUE(server_.env.store
                    .Write([&](Transaction& tx) -> absl::Status {
                      SG_ASSIGN_OR_RETURN(planned, ops().Plan(tx, server_.MakeCall("w"), Wanted(),
                                                              "", 0, world_now_));
                      return absl::OkStatus();
                    })
                    .ok());
    return planned;
  }
  // To the state in which only a later instant of the frozen world, or a person, helps.
  std::string RunUntilSecondRead() {
    const std::string id = RunUnknown();
    PassTimeout();
    Work(id);
    return id;
  }
  bool IsSettled(const std::string& id) { return ops().Look("w", id)->settled; }
  absl::StatusOr<Operation> Resolve(const std::string& id, Finding finding,
                                    const std::string& tiktok_id = "",
                                    const std::string& request_id = "") {
    return ops().Resolve(server_.MakeCall("w", request_id), id, finding, tiktok_id);
  }
};

TEST_F(PeopleTest, NobodyWaitsForWhatIsOver) {
  EXPECT_TRUE(IsSettled(Run()->id));
  EXPECT_EQ(ops().Look("w", "none").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(PeopleTest, TheEndIsHeardOf) {
  std::set<std::string> rings;
  ops().OnChanged([&](const std::string& workspace, const std::string& id) {
    EXPECT_EQ(workspace, "w");
    rings.insert(id);
  });
  const std::string id = RunUnknown();
  const std::string other = RunUnknown();
  EXPECT_FALSE(IsSettled(id));
  PassTimeout();
  script_.OnProbe(Script::Made("1"));
  rings.clear();
  Work(id);
  EXPECT_EQ(rings, std::set{id}) << "and of nothing else, as of " << other;
  EXPECT_TRUE(IsSettled(id));
}

TEST_F(PeopleTest, NobodyWaitsForAFrozenWorld) {
  const std::string id = RunUntilSecondRead();
  EXPECT_TRUE(IsSettled(id));
  EXPECT_EQ(Get(id).waiting_for, "second_absence_read");
  EXPECT_EQ(Get(id).due_time, kTestWorldStart + workspace_.settings.settle);
  MoveWorld(workspace_.settings.settle);
  EXPECT_FALSE(IsSettled(id));  // its turn has come
}

TEST_F(PeopleTest, NobodyWaitsForAPerson) {
  const std::string id = RunUnknown();
  PassTimeout();
  script_.OnProbe(CannotTell("nothing can be read"));
  Work(id);
  EXPECT_TRUE(IsSettled(id));
  EXPECT_EQ(Get(id).waiting_for, "a person");
}

TEST_F(PeopleTest, NobodyWaitsForAWorldThatIsLost) {
  const std::string id = RunUnknown();
  workspace_.state = WorkspaceState::kWorldGone;
  server_.Update(workspace_);
  EXPECT_TRUE(IsSettled(id));
}

TEST_F(PeopleTest, CancelsWhatWasNotSent) {
  const Operation planned = Plan();
  const auto cancelled = ops().Cancel(server_.MakeCall("w", "r"), planned.id);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->state, OperationState::kCancelled);
  EXPECT_EQ(ops().Cancel(server_.MakeCall("w", "r"), planned.id)->state,
            OperationState::kCancelled);
  EXPECT_EQ(ops().Execute("w", planned.id)->state, OperationState::kCancelled);
  EXPECT_EQ(script_.sent(), 0);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("thing.given_back", "operation.cancelled"));
  EXPECT_THAT(server_.Audit("w"), ElementsAre(Field(&AuditEntry::action, "operation.cancel")));
  EXPECT_EQ(ReasonOf(ErrorOf(*cancelled)), "OPERATION_CANCELLED");
}

TEST_F(PeopleTest, WhatWasSentCannotBeCancelled) {
  EXPECT_EQ(ReasonOf(ops().Cancel(server_.MakeCall("w"), Run()->id).status()), "ALREADY_SENT");
  EXPECT_EQ(ReasonOf(ops().Cancel(server_.MakeCall("w"), RunUnknown()).status()), "ALREADY_SENT");
}

TEST_F(PeopleTest, OnlyUnknownOnesAreResolved) {
  for (const Finding finding : {Finding::kHappened, Finding::kDidNotHappen, Finding::kSendAgain}) {
    EXPECT_EQ(ReasonOf(Resolve(Run()->id, finding).status()), "OPERATION_NOT_UNKNOWN");
    EXPECT_EQ(ReasonOf(Resolve(Plan().id, finding).status()), "OPERATION_NOT_UNKNOWN");
  }
}

TEST_F(PeopleTest, ItHappened) {
  const std::string id = RunUntilSecondRead();
  EXPECT_EQ(ReasonOf(Resolve(id, Finding::kHappened).status()), "NOT_FOUND_ON_TIKTOK");
  EXPECT_EQ(Get(id).state, OperationState::kUnknown);
  const auto resolved = Resolve(id, Finding::kHappened, "77", "r");
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  EXPECT_EQ(resolved->state, OperationState::kDone);
  EXPECT_EQ(resolved->result, "things/77");
  EXPECT_FALSE(Item(id).has_value());
  EXPECT_THAT(server_.Audit("w"),
              ElementsAre(Field(&AuditEntry::attributes,
                                ElementsAre(testing::Pair("finding", "happened")))));
  EXPECT_THAT(server_.EventTypes("w"), Contains("operation.resolved"));
  EXPECT_EQ(Resolve(id, Finding::kHappened, "77", "r")->state, OperationState::kDone);
}

TEST_F(PeopleTest, ItDidNotHappen) {
  const std::string id = RunUntilSecondRead();
  const auto resolved = Resolve(id, Finding::kDidNotHappen);
  EXPECT_EQ(resolved->state, OperationState::kFailed);
  EXPECT_EQ(ReasonOf(ErrorOf(*resolved)), "DID_NOT_HAPPEN");
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("operation.unknown", "thing.refused", "operation.resolved"));
  EXPECT_FALSE(Item(id).has_value());
}

TEST_F(PeopleTest, SendItAgain) {
  const std::string id = RunUnknown();
  const absl::Status early = Resolve(id, Finding::kSendAgain).status();
  EXPECT_EQ(ReasonOf(early), "CALL_NOT_OVER");
  EXPECT_EQ(DetailOf(early).retry_after, workspace_.settings.upstream_timeout);
  EXPECT_EQ(script_.sent(), 1);
  PassTimeout();
  EXPECT_EQ(Resolve(id, Finding::kSendAgain)->state, OperationState::kDone);
  EXPECT_EQ(script_.sent(), 2);
  EXPECT_FALSE(Item(id).has_value());
}

}  // namespace
}  // namespace sparkgate::server
