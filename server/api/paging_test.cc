#include "server/api/paging.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "sparkgate/v1/event_service.pb.h"
#include "sparkgate/v1/workspace_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;

v1::ListApiKeysRequest KeysOf(const std::string& parent, int size = 0,
                              const std::string& token = "") {
  v1::ListApiKeysRequest request;
  request.set_parent(parent);
  request.set_page_size(size);
  request.set_page_token(token);
  return request;
}

std::string Reason(const absl::StatusOr<PageRequest>& page) { return ReasonOf(page.status()); }

TEST(PagingTest, AsksForOneRowMoreThanItShows) {
  EXPECT_EQ(ReadPage(KeysOf("workspaces/w"))->page.limit, 51);
  EXPECT_EQ(ReadPage(KeysOf("workspaces/w", 1000))->page.limit, 1001);
  EXPECT_EQ(Reason(ReadPage(KeysOf("workspaces/w", 1001))), "INVALID_FIELD");
  EXPECT_EQ(Reason(ReadPage(KeysOf("workspaces/w", -1))), "INVALID_FIELD");
  EXPECT_EQ(ReadPage(KeysOf("workspaces/w"), 20, 10)->size, 10);
  EXPECT_EQ(Reason(ReadPage(KeysOf("workspaces/w", 21), 20, 10)), "INVALID_FIELD");
}

TEST(PagingTest, ATokenContinuesItsOwnListOnly) {
  const PageRequest first = *ReadPage(KeysOf("workspaces/w", 2));
  std::vector<std::string> rows = {"a", "b", "c"};
  const auto key = [](const std::string& row) { return row; };
  const std::string token = FinishPage(first, rows, key);
  EXPECT_EQ(rows, (std::vector<std::string>{"a", "b"}));
  // The size may change from page to page.
  const auto second = ReadPage(KeysOf("workspaces/w", 3, token));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->page.after, "b");
  rows = {"c"};
  EXPECT_EQ(FinishPage(*second, rows, key), "");
  EXPECT_EQ(rows.size(), 1u);

  EXPECT_EQ(Reason(ReadPage(KeysOf("workspaces/v", 2, token))), "PAGE_TOKEN_INVALID");
  v1::ListWorkspacesRequest other;
  other.set_page_token(token);
  EXPECT_EQ(Reason(ReadPage(other)), "PAGE_TOKEN_INVALID");
}

TEST(PagingTest, RefusesWhatIsNoToken) {
  for (const char* token : {"x", "AAAA", "not base64!", "AAAAAAAAAAA", "AAAAAAAAAAAAAAAA"}) {
    EXPECT_EQ(Reason(ReadPage(KeysOf("workspaces/w", 2, token))), "PAGE_TOKEN_INVALID") << token;
  }
}

TEST(PagingTest, ANumberIsOneOfOursOrNone) {
  v1::ListEventsRequest request;
  request.set_parent("workspaces/w");
  PageRequest page = *ReadPage(request);
  EXPECT_EQ(*NumberAfter(page, 7), 7);
  for (const auto& [after, number] : {std::pair("0", 0), std::pair("12", 12)}) {
    page.page.after = after;
    EXPECT_EQ(*NumberAfter(page, 7), number);
  }
  // A binding is no secret: anybody can put text behind it.
  for (const char* after : {"twelve", "12x", " 12", "-1", "99999999999999999999"}) {
    request.set_page_token(PageTokenAfter(page, after));
    EXPECT_EQ(ReasonOf(NumberAfter(*ReadPage(request), 7).status()), "PAGE_TOKEN_INVALID") << after;
  }
}

}  // namespace
}  // namespace sparkgate::server
