#include "simulator/world/journal/verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr absl::Time kFirstCall = absl::UnixEpoch();

class VerificationTest : public testing::Test {
 protected:
  void Came(const std::string& endpoint, int code = 0, const std::string& arguments = "{}") {
    Exchange exchange;
    exchange.time = kFirstCall + absl::Seconds(static_cast<int64_t>(journal_.Stats().last_number));
    exchange.method = "POST";
    exchange.endpoint = endpoint;
    exchange.arguments = arguments;
    exchange.arguments_size = arguments.size();
    exchange.http_status = 200;
    exchange.code = code;
    exchange.message = code == 0 ? "OK" : "no";
    journal_.Record(std::move(exchange));
  }
  auto Count(const ExchangeFilter& filter, ExpectedCount expected) {
    return VerifyCount(journal_.After(0), filter, expected);
  }
  auto Order(const std::vector<ExchangeFilter>& steps) {
    return VerifyOrder(journal_.After(0), steps);
  }
  static std::string Message(const absl::Status& status) { return std::string(status.message()); }
  static std::string Meta(const absl::Status& status, const std::string& key) {
    const ErrorDetail detail = DetailOf(status);
    return detail.metadata.contains(key) ? detail.metadata.at(key) : "absent";
  }

  Journal journal_{3'000};  // room for about eight
};

const ExchangeFilter kCreated{.endpoint = "ad/create", .code = 0};

TEST_F(VerificationTest, CountsWhatMatched) {
  Came("ad/create");
  Came("ad/get");
  Came("ad/create");
  EXPECT_THAT(*Count(kCreated, {2, 2}), ElementsAre(1, 3));
  EXPECT_THAT(*Count(kCreated, {.least = 1}), ElementsAre(1, 3));
  EXPECT_THAT(*Count(kCreated, {.most = 2}), ElementsAre(1, 3));
  EXPECT_TRUE(Count({.endpoint = "ad/update"}, {0, 0})->empty());
}

TEST_F(VerificationTest, TooFewNamesTheNearestMiss) {
  Came("ad/create");
  Came("ad/create", 40002);
  Came("ad/get");
  const absl::Status status = Count(kCreated, {2, 2}).status();
  EXPECT_EQ(ReasonOf(status), "VERIFICATION_FAILED");
  EXPECT_EQ(Message(status),
            "Expected exactly 2 of ad/create with code 0: 1 matched (number 1). Nearest miss: "
            "exchange 2, POST ad/create at 1970-01-01T00:00:01+00:00, answered code 40002: code is "
            "40002 (\"no\"), not 0.");
  EXPECT_EQ(Meta(status, "matched"), "1");
  EXPECT_EQ(Meta(status, "nearest_exchange"), "2");
  EXPECT_EQ(Meta(status, "differing_fields"), "code");
}

TEST_F(VerificationTest, AnotherEndpointIsFurtherAwayThanSomeArguments) {
  Came("ad/create", 40002, R"({"a":"1","b":"2"})");
  Came("ad/get", 0, R"({"a":"x","b":"y","c":"z"})");
  const absl::Status status =
      Count({.endpoint = "ad/create", .arguments = {{"a", "x"}, {"b", "y"}, {"c", "z"}}, .code = 0},
            {.least = 1})
          .status();
  EXPECT_EQ(Meta(status, "nearest_exchange"), "1");
  EXPECT_EQ(Meta(status, "differing_fields"), "code,arguments.a,arguments.b,arguments.c");
}

TEST_F(VerificationTest, NothingToCompareWithIsSaid) {
  const absl::Status status = Count(kCreated, {.least = 1}).status();
  EXPECT_EQ(Message(status),
            "Expected at least 1 of ad/create with code 0: none matched. There were no others.");
  EXPECT_EQ(Meta(status, "nearest_exchange"), "absent");
  Came("ad/create", 40002);
  EXPECT_THAT(Message(Count({.code = 0, .after_number = 1}, {.least = 1}).status()),
              HasSubstr("no others"));
}

TEST_F(VerificationTest, TooManyNamesThem) {
  for (int i = 0; i < 3; ++i) Came("ad/create");
  EXPECT_EQ(Message(Count(kCreated, {.most = 2}).status()),
            "Expected at most 2 of ad/create with code 0: 3 matched (number 1, 2, 3).");
  EXPECT_EQ(Message(Count(kCreated, {0, 0}).status()),
            "Expected none of ad/create with code 0: 3 matched (number 1, 2, 3).");
  EXPECT_EQ(Meta(Count(kCreated, {0, 0}).status(), "matched"), "3");
}

TEST_F(VerificationTest, StepsComeInOrderWithOthersBetween) {
  Came("a");
  Came("x");
  Came("b");
  Came("a");
  EXPECT_THAT(*Order({{.endpoint = "a"}, {.endpoint = "b"}, {.endpoint = "a"}}),
              ElementsAre(1, 3, 4));
  EXPECT_THAT(*Order({{.endpoint = "a", .after_number = 1}}), ElementsAre(4));
  const absl::Status status = Order({{.endpoint = "b"}, {.endpoint = "x"}}).status();
  EXPECT_EQ(ReasonOf(status), "VERIFICATION_FAILED");
  EXPECT_EQ(Message(status),
            "Step 2 of 2, x, didn't happen after exchange 3, which is the step before. Too early: "
            "1 matched (number 2). Nearest miss: exchange 4, POST a at 1970-01-01T00:00:03+00:00, "
            "answered code 0: endpoint is a, not x.");
  EXPECT_EQ(Meta(status, "matched"), "1");
  // One exchange is one step.
  EXPECT_FALSE(Order({{.endpoint = "b"}, {.endpoint = "b"}}).ok());
}

TEST_F(VerificationTest, WhatHangsOnDroppedExchangesIsNotTold) {
  Came("ad/create");
  for (int i = 0; i < 20; ++i) Came("ad/get");
  const uint64_t dropped = journal_.After(0).last_dropped;
  ASSERT_GT(dropped, 1u);
  for (const ExpectedCount expected : {ExpectedCount{0, 0}, ExpectedCount{1, 1},
                                       ExpectedCount{.least = 1}, ExpectedCount{.most = 5}}) {
    const absl::Status status = Count(kCreated, expected).status();
    EXPECT_EQ(ReasonOf(status), "JOURNAL_INCOMPLETE");
    EXPECT_EQ(Meta(status, "dropped_exchange"), std::to_string(dropped));
  }
  EXPECT_EQ(ReasonOf(Order({kCreated}).status()), "JOURNAL_INCOMPLETE");
  // These are certain.
  EXPECT_TRUE(Count({.endpoint = "ad/get"}, {.least = 1}).ok());
  EXPECT_EQ(ReasonOf(Count({.endpoint = "ad/get"}, {0, 0}).status()), "VERIFICATION_FAILED");
  ExchangeFilter later = kCreated;
  later.after_number = dropped;
  EXPECT_TRUE(Count(later, {0, 0}).ok());
  ExchangeFilter then = kCreated;
  then.start_time = kFirstCall + absl::Seconds(static_cast<int64_t>(dropped));
  EXPECT_TRUE(Count(then, {0, 0}).ok());
  journal_.Clear();
  EXPECT_TRUE(Count(kCreated, {0, 0}).ok());
}

}  // namespace
}  // namespace sparkgate::simulator
