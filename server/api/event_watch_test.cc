#include "server/api/event_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "rpc/refusals.h"
#include "server/api/testing/append_events.h"
#include "server/api/testing/fake_call.h"
#include "server/usecases/access/api_keys.h"
#include "server/usecases/testing/test_server.h"

namespace sparkgate::server {
namespace {

using sparkgate::v1::WatchEventsResponse;
using testing::ElementsAre;
using testing::IsEmpty;

class EventWatchTest : public testing::Test {
 protected:
  EventWatchTest() { MakeWorkspace(); }
  ~EventWatchTest() override {
    feed_.Stop();
    stream_->LetGo();
  }

  void MakeWorkspace() {
    server_.AddWorkspace("w");
    key_ += "k";  // never the same again, and without an event
    const ApiKey key{.workspace = "w",
                     .id = key_,
                     .role = Role::kViewer,
                     .secret_hash = key_,
                     .expire_time = server_.real.Now() + absl::Hours(1)};
    ASSERT_TRUE(
        disk_.store().Write([&](Transaction& tx) { return tx.api_keys().Insert(key); }).ok());
  }
  void Append(const std::string& type, int count = 1) { AppendEvents(disk_, type, count); }
  void Watch(int64_t after = 0, const std::vector<std::string>& types = {}) {
    std::make_shared<EventWatch>(batches_, feed_, "w", key_, after, types,
                                 std::make_shared<EventWatch::Stream>(stream_))
        ->Start();
  }
  // What the feed has to tell is told when it returns; nothing is told after.
  void Tell() {
    feed_.Publish("w", 1);
    feed_.Stop();
  }
  // Numbers of the events that arrived; the first message has none.
  std::vector<int64_t> Numbers() {
    std::vector<int64_t> numbers;
    for (const WatchEventsResponse& message : stream_->written()) {
      if (message.has_event()) numbers.push_back(message.event().number());
    }
    return numbers;
  }
  std::string EndReason() { return ReasonOf(stream_->end().value_or(absl::OkStatus())); }

  TestDisk disk_;
  TestServer server_{disk_};
  EventBatches batches_{server_.env};
  EventFeed feed_;
  ManualTimerService timers_;
  std::string key_;
  std::shared_ptr<FakeStream<WatchEventsResponse>> stream_ =
      std::make_shared<FakeStream<WatchEventsResponse>>();
};

TEST_F(EventWatchTest, TellsWhatIsThereAndThenWhatComes) {
  Append("a.made", 3);
  Watch(1);
  EXPECT_EQ(stream_->written().front().resume_after(), 1);
  EXPECT_THAT(Numbers(), ElementsAre(2, 3));
  Append("a.made");
  Tell();
  EXPECT_THAT(Numbers(), ElementsAre(2, 3, 4));
  EXPECT_EQ(stream_->written().back().resume_after(), 4);
  EXPECT_FALSE(stream_->end().has_value());
}

TEST_F(EventWatchTest, LeavesOutWhatWasNotAskedFor) {
  Append("a.made", 150);
  Append("b.made");
  Watch(0, {"b.*"});
  EXPECT_THAT(Numbers(), ElementsAre(151));
}

TEST_F(EventWatchTest, WritesNoFasterThanItsReaderTakes) {
  stream_->HoldUp();
  Append("a.made", 150);
  Watch();
  EXPECT_THAT(Numbers(), IsEmpty());
  stream_->Drain();
  EXPECT_EQ(Numbers().size(), 100u) << "one batch";
  stream_->Drain();
  EXPECT_EQ(Numbers().size(), 150u);
}

TEST_F(EventWatchTest, NothingIsToldToARevokedKey) {
  Watch();
  Append("a.made");
  ASSERT_TRUE(RevokeApiKey(server_.env, server_.MakeCall("w"), key_).ok());
  Tell();
  EXPECT_THAT(Numbers(), IsEmpty());
  EXPECT_EQ(EndReason(), "CREDENTIAL_INVALID");
}

TEST_F(EventWatchTest, AnIdleOneNoticesThatItsKeyExpired) {
  feed_.CallEvery(timers_, absl::Seconds(5));
  Watch();
  server_.real.Advance(absl::Hours(1));
  timers_.Advance(absl::Seconds(5));
  feed_.Stop();
  EXPECT_EQ(EndReason(), "CREDENTIAL_INVALID");
}

TEST_F(EventWatchTest, TheNextTenantOfAnIdIsNotOverheard) {
  Append("a.made");
  Watch(1);
  ASSERT_TRUE(
      disk_.store().Write([](Transaction& tx) { return tx.workspaces().Erase("w", false); }).ok());
  MakeWorkspace();
  Append("secret.made", 3);
  Tell();
  EXPECT_THAT(Numbers(), IsEmpty());
  EXPECT_EQ(EndReason(), "CREDENTIAL_INVALID");
}

TEST_F(EventWatchTest, AServerThatStopsSaysWhereToResume) {
  Append("a.made", 3);
  Append("b.made", 150);
  Watch(1, {"a.*"});
  EXPECT_THAT(Numbers(), ElementsAre(2, 3));
  stream_->Drain();
  stream_->Cancel(rpc::ServerStopping());
  EXPECT_EQ(EndReason(), "SERVER_STOPPING");
  ErrorDetail detail = DetailOf(*stream_->end());
  EXPECT_EQ(detail.metadata["resume_after"], "153") << "those that were left out need no reading";
  EXPECT_TRUE(detail.retry_after.has_value());
  Append("a.made");
  Tell();
  EXPECT_THAT(Numbers(), ElementsAre(2, 3));
}

TEST_F(EventWatchTest, ACancelledOneHearsNothingMore) {
  Watch();
  stream_->Cancel();
  EXPECT_TRUE(absl::IsCancelled(*stream_->end()));
  Append("a.made");
  Tell();
  EXPECT_THAT(Numbers(), IsEmpty());
}

}  // namespace
}  // namespace sparkgate::server
