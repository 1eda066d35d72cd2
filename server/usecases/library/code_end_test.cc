#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/store/testing/samples.h"
#include "server/usecases/library/library_sync.h"
#include "server/usecases/testing/test_server.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr absl::Duration kOneDay = absl::Hours(24);

class CodeEndTest : public testing::Test {
 protected:
  // A code, and the work at its end, which was put when it ended on day 30.
  void PutCode(absl::Time end) {
    Code code = SampleCode("w", "c");
    code.state = CodeState::kInUse;
    code.end_time = end;
    ASSERT_TRUE(disk_.store()
                    .Write([&](Transaction& tx) -> absl::Status {
                      SG_RETURN_IF_ERROR(tx.codes().Put(code));
                      return tx.work().Put(item_);
                    })
                    .ok());
  }
  WorkOutcome Run() {
    return NewCodeEndHandler()->Run(server_.env, workspace_, {item_}, item_.due).front();
  }

  TestDisk disk_;
  TestServer server_{disk_};
  const Workspace workspace_ = server_.AddWorkspace("w");
  const WorkItem item_{.workspace = "w",
                       .kind = kCodeEndWork,
                       .subject = "c",
                       .due = kTestWorldStart + 30 * kOneDay};
};

TEST_F(CodeEndTest, TellsTheEndAndForgetsItAtOnce) {
  PutCode(item_.due);
  EXPECT_EQ(Run().kind, WorkOutcome::Kind::kHandled);
  EXPECT_THAT(server_.EventTypes("w"), ElementsAre("code.ended"));
  // Whoever is killed now finds no work that would tell it again.
  EXPECT_EQ(server_.GetWork("w", kCodeEndWork, "c"), std::nullopt);
}

TEST_F(CodeEndTest, AnExtendedCodeIsLookedAtLater) {
  PutCode(item_.due + kOneDay);
  const WorkOutcome outcome = Run();
  EXPECT_EQ(outcome.kind, WorkOutcome::Kind::kAgainAt);
  EXPECT_EQ(outcome.due, item_.due + kOneDay);
  EXPECT_THAT(server_.EventTypes("w"), IsEmpty());
}

}  // namespace
}  // namespace sparkgate::server
