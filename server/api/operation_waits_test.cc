#include "server/api/operation_waits.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/api/testing/fake_call.h"
#include "server/usecases/testing/operations_fixture.h"

namespace sparkgate::server {
namespace {

using Stream = FakeStream<sparkgate::v1::Operation>;

class OperationWaitsTest : public OperationsFixture {
 protected:
  OperationWaitsTest() {
    ops().OnChanged([this](const std::string& workspace, const std::string& id) {
      waits_->Ring(workspace, id);
    });
    for (const char* key : {"key", "other"}) PutKey(Key(key));
  }
  std::shared_ptr<Stream> Wait(const std::string& id, absl::Duration timeout = absl::Minutes(1),
                               const std::string& key = "key") {
    auto stream = std::make_shared<Stream>();
    waits_->Wait("w", id, key, timeout, std::make_shared<OperationWaits::Answer>(stream));
    return stream;
  }
  static ApiKey Key(const std::string& id) {
    return {.workspace = "w", .id = id, .role = Role::kViewer, .secret_hash = "hash of " + id};
  }
  void PutKey(const ApiKey& key) {
    const absl::Status put = server_.env.store.Write([&](Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(const auto known, tx.api_keys().Get(key.workspace, key.id));
      return known.has_value() ? tx.api_keys().Update(key) : tx.api_keys().Insert(key);
    });
    EXPECT_TRUE(put.ok()) << put;
  }
  void Revoke(const std::string& id) {
    ApiKey key = Key(id);
    key.revoke_time = server_.real.Now();
    PutKey(key);
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

TEST_F(OperationWaitsTest, WhoseKeyIsRevokedHearsNothingMore) {
  const std::string id = RunUnknown();
  const auto revoked = Wait(id);
  const auto other = Wait(id, absl::Minutes(1), "other");
  Revoke("key");
  timers_.Advance(absl::Milliseconds(250));
  ASSERT_TRUE(revoked->over());
  EXPECT_EQ(ReasonOf(*revoked->end()), "CREDENTIAL_INVALID");
  EXPECT_TRUE(revoked->written().empty());
  EXPECT_FALSE(other->over());
  // Nor that it is over, when both become known at once.
  Revoke("other");
  PassTimeout();
  script_.OnProbe(Script::Made("1"));
  Work(id);
  EXPECT_EQ(ReasonOf(*other->end()), "CREDENTIAL_INVALID");
  EXPECT_TRUE(other->written().empty());
  EXPECT_EQ(ReasonOf(*Wait(id)->end()), "CREDENTIAL_INVALID");
}

TEST_F(OperationWaitsTest, AnOperationIsReadWhenItRingsAndOnceForAll) {
  const std::string id = RunUnknown();
  const auto reads = [this](const auto& act) {
    const int before = disk_.store().reads();
    act();
    return disk_.store().reads() - before;
  };
  std::shared_ptr<Stream> first;
  const int alone = reads([&] { first = Wait(id); });
  for (int i = 0; i < 50; ++i) Wait(id);
  EXPECT_EQ(reads([&] { waits_->Ring("w", "another"); }), 0);
  EXPECT_EQ(reads([&] { waits_->Ring("v", id); }), 0);
  EXPECT_EQ(reads([&] { waits_->Ring("w", id); }), alone);
  EXPECT_EQ(reads([&] { timers_.Advance(absl::Milliseconds(250)); }), alone);
}

TEST_F(OperationWaitsTest, AKeyWaitsForSoManyOnly) {
  const std::string id = RunUnknown();
  std::vector<std::shared_ptr<Stream>> streams;
  for (size_t i = 0; i < OperationWaits::kMostPerKey; ++i) streams.push_back(Wait(id));
  EXPECT_EQ(ReasonOf(*Wait(id)->end()), "TOO_MANY_WAITS");
  EXPECT_FALSE(Wait(id, absl::Minutes(1), "other")->over());
  streams.front()->Cancel();
  EXPECT_FALSE(Wait(id)->over());
  EXPECT_EQ(ReasonOf(*Wait(id)->end()), "TOO_MANY_WAITS");
  timers_.Advance(absl::Minutes(1));
  EXPECT_EQ(waits_->open(), 0u);
  EXPECT_FALSE(Wait(id)->over());
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
