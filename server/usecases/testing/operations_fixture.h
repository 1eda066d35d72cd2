// What the tests of operations have in common: one workspace, one mutation that the test plays.
#ifndef SPARKGATE_SERVER_USECASES_TESTING_OPERATIONS_FIXTURE_H_
#define SPARKGATE_SERVER_USECASES_TESTING_OPERATIONS_FIXTURE_H_

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/usecases/operation_steps.h"
#include "server/usecases/testing/scripted_mutation.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {

class OperationsFixture : public testing::Test {
 protected:
  explicit OperationsFixture(Mutation::Resend resend = Mutation::Resend::kAfterSettledAbsence)
      : resend_(resend), workspace_(server_.AddWorkspace("w")) {
    ops().Register(std::make_unique<ScriptedMutation>(script_, resend));
  }

  Operations& ops() { return *server_.env.operations; }
  static absl::Status NoCheck(Transaction&) { return absl::OkStatus(); }
  absl::StatusOr<Operation> Run(const std::string& request_id = "",
                                const std::string& body = "body") {
    return ops().Run(server_.MakeCall("w", request_id, body), Wanted(), NoCheck);
  }
  static NewOperation Wanted() {
    return {.kind = "thing.make", .target = "workspaces/w/things", .arguments = "{}"};
  }
  // Runs one whose answer is lost; its id.
  std::string RunUnknown() {
    script_.OnSend([] { return Script::Lost(); });
    const absl::Status status = Run().status();
    EXPECT_EQ(ReasonOf(status), "OUTCOME_UNKNOWN") << status;
    const std::string name = DetailOf(status).metadata.at("operation");
    return name.substr(name.rfind('/') + 1);
  }
  // As the runner would: at the world's present instant.
  WorkOutcome Work(const std::string& id, TestServer& server) {
    const std::optional<WorkItem> item = server.GetWork("w", kOperationWork, id);
    if (!item.has_value()) return WorkDone();
    const auto now = server.env.clocks.Now(workspace_);
    EXPECT_TRUE(now.ok()) << now.status();
    return server.env.operations->DoWork(workspace_, *item, *now);
  }
  WorkOutcome Work(const std::string& id) { return Work(id, server_); }
  Operation Get(const std::string& id) { return server_.GetOperation("w", id); }
  std::optional<WorkItem> Item(const std::string& id) {
    return server_.GetWork("w", kOperationWork, id);
  }
  void PassTimeout() { server_.real.Advance(workspace_.settings.upstream_timeout); }
  void MoveWorld(absl::Duration by) {
    world_now_ += by;
    server_.SetWorldTime("w", world_now_);
  }

  const Mutation::Resend resend_;
  Script script_;
  TestDisk disk_;
  TestServer server_{disk_};
  Workspace workspace_;
  absl::Time world_now_ = kTestWorldStart;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_TESTING_OPERATIONS_FIXTURE_H_
