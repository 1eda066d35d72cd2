#include "server/api/operation_waits.h"

#include <memory>

#include <gtest/gtest.h>

#include "server/api/testing/fake_call.h"
#include "server/usecases/testing/operations_fixture.h"

namespace sparkgate::server {
namespace {

using Stream = FakeStream<sparkgate::v1::Operation>;

class OperationWaitsTest : public OperationsFixture {
 protected:
  OperationWaitsTest() {
    ops().OnChanged([this] { waits_->Ring(); });
  }
  std::shared_ptr<Stream> Wait(const std::string& id, absl::Duration timeout = absl::Minutes(1)) {
    auto stream = std::make_shared<Stream>();
    waits_->Wait("w", id, timeout, std::make_shared<OperationWaits::Answer>(stream));
    return stream;
  }
  static sparkgate::v1::OperationState StateOf(const Stream& stream) {
    EXPECT_TRUE(stream.end().has_value() && stream.end()->ok());
    EXPECT_EQ(stream.written().size(), 1u);
    return stream.written().empty() ? sparkgate::v1::OPERATION_STATE_UNSPECIFIED
                                    : stream.written().front().state();
  }

  ManualTimerService timers_;
  InlineExecutor executor_;
  const std::shared_ptr<OperationWaits> waits_ =
      OperationWaits::Create(server_.env, timers_, executor_);
};

TEST_F(OperationWaitsTest, WhatIsOverIsAnsweredAtOnce) {
  EXPECT_EQ(StateOf(*Wait(Run()->id)), sparkgate::v1::OPERATION_STATE_DONE);
  const auto none = Wait("none");
  EXPECT_TRUE(absl::IsNotFound(*none->end()));
  EXPECT_EQ(waits_->open(), 0u);
}

TEST_F(OperationWaitsTest, AllWhoWaitHearOfTheEndAtOnce) {
  const std::string id = RunUnknown();
  std::vector<std::shared_ptr<Stream>> streams;
  for (int i = 0; i < 100; ++i) streams.push_back(Wait(id));
  EXPECT_EQ(waits_->open(), 100u);
  EXPECT_FALSE(streams.front()->over());
  PassTimeout();
  script_.OnProbe(Script::Made("1"));
  Work(id);
  for (const auto& stream : streams) {
    EXPECT_EQ(StateOf(*stream), sparkgate::v1::OPERATION_STATE_DONE);
  }
  EXPECT_EQ(waits_->open(), 0u);
}

TEST_F(OperationWaitsTest, ReturnsItAsItStandsWhenItsTimeIsUp) {
  const std::string id = RunUnknown();
  EXPECT_EQ(StateOf(*Wait(id, absl::ZeroDuration())), sparkgate::v1::OPERATION_STATE_UNKNOWN);
  const auto stream = Wait(id, absl::Seconds(3));
  timers_.Advance(absl::Milliseconds(2999));
  EXPECT_FALSE(stream->over());
  timers_.Advance(absl::Milliseconds(1));
  EXPECT_EQ(StateOf(*stream), sparkgate::v1::OPERATION_STATE_UNKNOWN);
}

TEST_F(OperationWaitsTest, LooksNowAndThenForWhatRingsNoBell) {
  const std::string id = RunUnknown();
  const auto stream = Wait(id);
  workspace_.state = WorkspaceState::kWorldGone;
  server_.Update(workspace_);
  EXPECT_FALSE(stream->over());
  timers_.Advance(absl::Milliseconds(250));
  EXPECT_EQ(StateOf(*stream), sparkgate::v1::OPERATION_STATE_UNKNOWN);
  // And again for the next one.
  workspace_.state = WorkspaceState::kActive;
  server_.Update(workspace_);
  const auto next = Wait(id);
  workspace_.state = WorkspaceState::kWorldGone;
  server_.Update(workspace_);
  timers_.Advance(absl::Milliseconds(250));
  EXPECT_TRUE(next->over());
}

TEST_F(OperationWaitsTest, ACallerWhoLeavesIsForgotten) {
  const auto stream = Wait(RunUnknown());
  stream->Cancel();
  EXPECT_TRUE(absl::IsCancelled(*stream->end()));
  EXPECT_EQ(waits_->open(), 0u);
  timers_.Advance(absl::Minutes(2));
  EXPECT_TRUE(stream->written().empty());
}

}  // namespace
}  // namespace sparkgate::server
