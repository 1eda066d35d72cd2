#include "server/usecases/work.h"

#include <gtest/gtest.h>

#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

TEST(WorkTest, RetriesComeLaterAndLaterUpToAnHour) {
  EXPECT_EQ(RetryDelay(1), absl::Minutes(1));
  EXPECT_EQ(RetryDelay(2), absl::Minutes(2));
  EXPECT_EQ(RetryDelay(6), absl::Minutes(32));
  EXPECT_EQ(RetryDelay(7), absl::Minutes(60));
  EXPECT_EQ(RetryDelay(1000), absl::Minutes(60));
  EXPECT_EQ(RetryDelay(0), absl::Minutes(1));
}

class WakeWorkTest : public testing::Test {
 protected:
  void Wake(absl::Time now) {
    EXPECT_TRUE(disk_.store()
                    .Write([&](Transaction& tx) { return WakeWork(tx, "w", "k", "s", now); })
                    .ok());
  }
  WorkItem Item() { return *server_.GetWork("w", "k", "s"); }

  TestDisk disk_;
  TestServer server_{disk_};
  const Workspace workspace_ = server_.AddWorkspace("w");
};

TEST_F(WakeWorkTest, IsDueAtOnceAndNeverLooksLikeTheItemBefore) {
  Wake(kTestWorldStart);
  EXPECT_EQ(Item().due, kTestWorldStart);
  Wake(kTestWorldStart);
  EXPECT_LT(Item().due, kTestWorldStart);
  const absl::Time before = Item().due;
  Wake(kTestWorldStart + absl::Hours(1));
  EXPECT_LT(Item().due, before);
}

TEST_F(WakeWorkTest, BringsForwardWhatIsDueLater) {
  Wake(kTestWorldStart + absl::Hours(1));
  Wake(kTestWorldStart);
  EXPECT_EQ(Item().due, kTestWorldStart);
}

}  // namespace
}  // namespace sparkgate::server
