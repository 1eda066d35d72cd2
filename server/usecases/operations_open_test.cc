// Operations that aren't over, and newer ones on the same target.
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/usecases/testing/operations_fixture.h"

namespace sparkgate::server {
namespace {

using ::testing::ElementsAre;

// Tells the test when it is probed.
class ReadingMutation final : public Mutation {
 public:
  ReadingMutation(Script& script, std::function<void(const std::string&)> on_probe)
      : made_(script, Resend::kAlways), on_probe_(std::move(on_probe)) {}
  std::string_view kind() const override { return made_.kind(); }
  Resend resend() const override { return made_.resend(); }
  absl::StatusOr<boost::json::object> Send(Env& env, const Operation& operation) override {
    return made_.Send(env, operation);
  }
  absl::StatusOr<std::optional<boost::json::object>> Probe(Env& env,
                                                           const Operation& operation) override {
    on_probe_(operation.id);
    return made_.Probe(env, operation);
  }
  absl::Status Apply(Env& env, Transaction& tx, Operation& operation,
                     const boost::json::object& answer, absl::Time now) override {
    return made_.Apply(env, tx, operation, answer, now);
  }

 private:
  ScriptedMutation made_;
  const std::function<void(const std::string&)> on_probe_;
};

class OpenOperationsTest : public OperationsFixture {
 protected:
  OpenOperationsTest() : OperationsFixture(Mutation::Resend::kAlways) {}

  absl::Status RunIfNoneIsOpen() {
    return ops()
        .Run(server_.MakeCall("w"), Wanted(),
             [](Transaction& tx) { return CheckNoneOpen(tx, "w", Wanted().target); })
        .status();
  }
  absl::Status Supersede(const std::string& id) {
    return server_.env.store.Write(
        [&](Transaction& tx) { return ops().Supersede(tx, workspace_, Get(id), world_now_); });
  }
};

TEST_F(OpenOperationsTest, OneInDoubtIsInTheWayAndNamed) {
  const std::string id = RunUnknown();
  const absl::Status status = RunIfNoneIsOpen();
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(status), "OPERATION_IN_PROGRESS");
  EXPECT_EQ(DetailOf(status).metadata.at("operation"), "workspaces/w/operations/" + id);
  EXPECT_TRUE(DetailOf(status).retry_after.has_value());
  PassTimeout();
  script_.OnProbe(CannotTell("nothing can be read"));
  Work(id);
  EXPECT_FALSE(DetailOf(RunIfNoneIsOpen()).retry_after.has_value());  // only a person helps
  EXPECT_EQ(DetailOf(RunIfNoneIsOpen()).who, Actor::kOperator);
  EXPECT_TRUE(
      ops().Resolve(server_.MakeCall("w"), id, Operations::Finding::kDidNotHappen, "").ok());
  EXPECT_TRUE(RunIfNoneIsOpen().ok());
}

TEST_F(OpenOperationsTest, OneOnItsWayIsNotSuperseded) {
  absl::Status running;
  script_.OnSend([&] {
    running = RunIfNoneIsOpen();
    return Script::Lost();
  });
  const absl::Status lost = Run().status();
  EXPECT_EQ(ReasonOf(running), "OPERATION_IN_PROGRESS");
  const std::string name = DetailOf(lost).metadata.at("operation");
  const absl::Status early = Supersede(name.substr(name.rfind('/') + 1));
  EXPECT_EQ(ReasonOf(early), "OPERATION_IN_PROGRESS");
  EXPECT_EQ(DetailOf(early).retry_after, workspace_.settings.upstream_timeout);
}

TEST_F(OpenOperationsTest, OneInDoubtIsSupersededAndNeverSentAgain) {
  const std::string id = RunUnknown();
  PassTimeout();
  ASSERT_TRUE(Supersede(id).ok());
  EXPECT_EQ(Get(id).state, OperationState::kFailed);
  EXPECT_EQ(ReasonOf(ErrorOf(Get(id))), "SUPERSEDED");
  EXPECT_FALSE(Item(id).has_value());
  EXPECT_THAT(server_.EventTypes("w"),
              ElementsAre("operation.unknown", "thing.refused", "operation.resolved"));
  const WorkItem item{.workspace = "w", .kind = kOperationWork, .subject = id};
  ops().DoWork(workspace_, item, world_now_);
  EXPECT_EQ(script_.sent(), 1);
}

TEST_F(OpenOperationsTest, SupersededWhileItIsReadItIsNotSentAgain) {
  script_.OnSend([] { return Script::Lost(); });
  bool superseded = false;
  server_.env.operations->Register(std::make_unique<ReadingMutation>(script_, [&](const auto& id) {
    if (!superseded && Get(id).state == OperationState::kUnknown) {
      superseded = Supersede(id).ok();
    }
  }));
  const absl::Status status = Run().status();
  const std::string name = DetailOf(status).metadata.at("operation");
  PassTimeout();
  Work(name.substr(name.rfind('/') + 1));
  EXPECT_TRUE(superseded);
  EXPECT_EQ(script_.sent(), 1);
}

}  // namespace
}  // namespace sparkgate::server
