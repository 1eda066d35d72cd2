#include "server/domain/operation.h"

#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

using State = OperationState;
using Happens = OperationEvent;

TEST(OperationTest, EveryStateAndEventIsDecided) {
  struct Row {
    State state;
    std::optional<State> send, succeeded, refused, lost, happened, absent, cancel, kept_back;
  };
  const Row rows[] = {
      {State::kPlanned,
       State::kRunning,
       {},
       State::kFailed,
       {},
       State::kDone,
       {},
       State::kCancelled,
       {}},
      {State::kRunning,
       {},
       State::kDone,
       State::kFailed,
       State::kUnknown,
       {},
       State::kPlanned,
       State::kCancelled,
       State::kDryRun},
      {State::kUnknown, {}, {}, State::kFailed, {}, State::kDone, State::kPlanned, {}, {}},
      {State::kDone, {}, {}, {}, {}, {}, {}, {}, {}},
      {State::kFailed, {}, {}, {}, {}, {}, {}, {}, {}},
      {State::kCancelled, {}, {}, {}, {}, {}, {}, {}, {}},
      {State::kDryRun, {}, {}, {}, {}, {}, {}, {}, {}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(NextOperationState(row.state, Happens::kSend), row.send);
    EXPECT_EQ(NextOperationState(row.state, Happens::kSucceeded), row.succeeded);
    EXPECT_EQ(NextOperationState(row.state, Happens::kRefused), row.refused);
    EXPECT_EQ(NextOperationState(row.state, Happens::kAnswerLost), row.lost);
    EXPECT_EQ(NextOperationState(row.state, Happens::kProvedHappened), row.happened);
    EXPECT_EQ(NextOperationState(row.state, Happens::kProvedAbsent), row.absent);
    EXPECT_EQ(NextOperationState(row.state, Happens::kCancel), row.cancel);
    EXPECT_EQ(NextOperationState(row.state, Happens::kKeptBack), row.kept_back);
  }
}

TEST(OperationTest, WhatIsOverStaysOver) {
  for (const State state : {State::kPlanned, State::kRunning, State::kDone, State::kFailed,
                            State::kUnknown, State::kCancelled, State::kDryRun}) {
    bool moves = false;
    for (int event = 0; event <= static_cast<int>(Happens::kKeptBack); ++event) {
      moves |= NextOperationState(state, static_cast<Happens>(event)).has_value();
    }
    EXPECT_EQ(IsOver(state), !moves);
  }
}

TEST(OperationTest, NeverSendsAgainWithoutProof) {
  // From RUNNING, every way back to a send passes through a proof of absence.
  EXPECT_EQ(NextOperationState(State::kRunning, Happens::kSend), std::nullopt);
  EXPECT_EQ(NextOperationState(State::kUnknown, Happens::kSend), std::nullopt);
}

}  // namespace
}  // namespace sparkgate::server
