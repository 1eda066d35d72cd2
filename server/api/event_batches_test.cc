#include "server/api/event_batches.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "server/api/testing/append_events.h"
#include "server/usecases/access/api_keys.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

class EventBatchesTest : public testing::Test {
 protected:
  EventBatchesTest() {
    server_.AddWorkspace("w");
    PutKey("k");
    PutKey("l");
    AppendEvents(disk_, "a.made", 150);
  }
  void PutKey(const std::string& id) {
    const absl::Status put = disk_.store().Write([&](Transaction& tx) {
      return tx.api_keys().Insert(
          {.workspace = "w", .id = id, .role = Role::kViewer, .secret_hash = id});
    });
    ASSERT_TRUE(put.ok()) << put;
  }
  EventBatches::Batch Get(const std::string& key, int64_t after, int64_t newest) {
    const auto batch = batches_.Get("w", key, after, newest);
    EXPECT_TRUE(batch.ok()) << batch.status();
    return batch.value_or(nullptr);
  }

  TestDisk disk_;
  TestServer server_{disk_};
  EventBatches batches_{server_.env};
};

TEST_F(EventBatchesTest, HoldsWhatIsWritten) {
  const EventBatches::Batch batch = Get("k", 120, 0);
  ASSERT_EQ(batch->size(), 30u);
  EXPECT_EQ(batch->front().event().number(), 121);
  EXPECT_EQ(batch->front().resume_after(), 121);
  EXPECT_EQ(Get("k", 0, 0)->size(), EventBatches::kMost);
}

TEST_F(EventBatchesTest, OneReadsForAllWhoHeardTheSame) {
  const EventBatches::Batch first = Get("k", 140, 150);
  EXPECT_EQ(Get("k", 140, 150), first);
  EXPECT_NE(Get("k", 139, 150), first) << "stands elsewhere";
  EXPECT_NE(Get("l", 140, 150), first) << "its key isn't known to be one";
  EXPECT_NE(Get("k", 140, 0), first) << "looks anew";
  AppendEvents(disk_, "a.made", 1);
  EXPECT_EQ(Get("k", 140, 151)->size(), 11u) << "heard more";
}

TEST_F(EventBatchesTest, ARevokedKeyReadsNothingNew) {
  Get("k", 140, 150);
  ASSERT_TRUE(RevokeApiKey(server_.env, server_.MakeCall("w"), "k").ok());
  EXPECT_EQ(ReasonOf(batches_.Get("w", "k", 140, 0).status()), "CREDENTIAL_INVALID");
  EXPECT_EQ(ReasonOf(batches_.Get("w", "k", 140, 151).status()), "CREDENTIAL_INVALID");
}

}  // namespace
}  // namespace sparkgate::server
