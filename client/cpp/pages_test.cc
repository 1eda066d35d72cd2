#include "client/cpp/pages.h"

#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sparkgate/v1/creator_service.pb.h"

namespace sparkgate::client {
namespace {

using ::testing::ElementsAre;

// Three pages: [a, b], [] and [c].
absl::StatusOr<v1::ListCreatorsResponse> Fetch(const v1::ListCreatorsRequest& request) {
  v1::ListCreatorsResponse page;
  if (request.page_token().empty()) {
    page.add_creators()->set_name("a");
    page.add_creators()->set_name("b");
    page.set_next_page_token("2");
  } else if (request.page_token() == "2") {
    page.set_next_page_token("3");
  } else if (request.page_token() == "3") {
    page.add_creators()->set_name("c");
  } else {
    return absl::InvalidArgumentError("no such page");
  }
  return page;
}

const auto& Creators(const v1::ListCreatorsResponse& page) { return page.creators(); }

TEST(PagesTest, WalksAllPagesAlsoEmptyOnes) {
  std::vector<std::string> seen;
  ASSERT_TRUE(ForEachItem(v1::ListCreatorsRequest(), Fetch, Creators, [&](const auto& creator) {
                seen.push_back(creator.name());
                return true;
              }).ok());
  EXPECT_THAT(seen, ElementsAre("a", "b", "c"));
}

TEST(PagesTest, StopsWhenToldAndFetchesNoMore) {
  int fetched = 0;
  auto fetch = [&](const auto& request) {
    ++fetched;
    return Fetch(request);
  };
  ASSERT_TRUE(ForEachItem(v1::ListCreatorsRequest(), fetch, Creators, [](const auto&) {
                return false;
              }).ok());
  EXPECT_EQ(fetched, 1);
}

TEST(PagesTest, AnErrorEndsTheWalk) {
  v1::ListCreatorsRequest request;
  request.set_page_token("nonsense");
  EXPECT_EQ(ForEachItem(request, Fetch, Creators, [](const auto&) { return true; }).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(PagesTest, ATokenThatRepeatsIsAnErrorAndNoEndlessLoop) {
  auto fetch = [](const v1::ListCreatorsRequest&) -> absl::StatusOr<v1::ListCreatorsResponse> {
    v1::ListCreatorsResponse page;
    page.set_next_page_token("same");
    return page;
  };
  EXPECT_EQ(
      ForEachItem(v1::ListCreatorsRequest(), fetch, Creators, [](const auto&) { return true; })
          .code(),
      absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace sparkgate::client
