// ListEvents, through the method table as a call comes.
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/api/testing/append_events.h"
#include "server/api/testing/fake_call.h"
#include "server/usecases/testing/test_server.h"
#include "sparkgate/v1/event_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

class ListEventsTest : public testing::Test {
 protected:
  ListEventsTest() {
    server_.AddWorkspace("w");
    RegisterEventService(server_.env, feed_, table_);
    request_.set_parent("workspaces/w");
  }
  void Append(const std::string& type, int count) { AppendEvents(disk_, type, count); }
  // The next page; the one after it is asked for next.
  absl::StatusOr<v1::ListEventsResponse> List() {
    const auto* method = table_.Find("/sparkgate.v1.EventService/ListEvents");
    auto answer = method->unary(context_, request_);
    if (!answer.ok()) return answer.status();
    auto response = static_cast<const v1::ListEventsResponse&>(**answer);
    request_.set_page_token(response.next_page_token());
    return response;
  }

  TestDisk disk_;
  TestServer server_{disk_};
  EventFeed feed_;
  rpc::MethodTable table_;
  FakeContext context_{{.principal = "key", .workspace = "w", .roles = kReaders}};
  v1::ListEventsRequest request_;
};

TEST_F(ListEventsTest, GoesOnWhereThePageBeforeEnded) {
  Append("a.made", 5);
  request_.set_after(1);
  request_.set_page_size(2);
  auto page = List();
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->events(0).number(), 2);
  EXPECT_EQ(page->events_size(), 2);
  page = List();
  EXPECT_EQ(page->events(0).number(), 4);
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(ListEventsTest, AFilterFillsItsPages) {
  for (int i = 0; i < 5; ++i) {
    Append("a.made", 30);
    Append("b.made", 1);
  }
  request_.set_page_size(2);
  request_.add_types("b.*");
  EXPECT_EQ(List()->events(1).number(), 62);
  EXPECT_EQ(List()->events(0).number(), 93);
  const auto last = List();
  EXPECT_EQ(last->events_size(), 1);
  EXPECT_EQ(last->next_page_token(), "");
}

TEST_F(ListEventsTest, ALongHistoryIsNotLookedThroughInOneCall) {
  Append("a.made", 10'500);
  Append("b.made", 1);
  request_.add_types("b.made");
  const auto nothing = List();
  ASSERT_TRUE(nothing.ok()) << nothing.status();
  EXPECT_EQ(nothing->events_size(), 0);
  EXPECT_NE(nothing->next_page_token(), "");
  const auto rest = List();
  EXPECT_EQ(rest->events_size(), 1);
  EXPECT_EQ(rest->next_page_token(), "");
}

TEST_F(ListEventsTest, NobodyLooksOnForACallerWhoIsGone) {
  Append("a.made", 3000);
  request_.add_types("b.made");
  context_.gone = true;
  EXPECT_NE(List()->next_page_token(), "");
}

TEST_F(ListEventsTest, AForgedTokenIsRefused) {
  Append("a.made", 3);
  request_.set_page_size(1);
  ASSERT_NE(List()->next_page_token(), "");
  request_.set_page_token(request_.page_token() + "QUJD");  // "1" becomes "1ABC", or the like
  EXPECT_EQ(ReasonOf(List().status()), "PAGE_TOKEN_INVALID");
}

}  // namespace
}  // namespace sparkgate::server
