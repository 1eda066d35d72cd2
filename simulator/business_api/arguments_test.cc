#include "simulator/business_api/arguments.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

using testing::ElementsAre;

constexpr std::string_view kColours[] = {"RED", "BLUE"};
// Where a test asks for one after the other.
constexpr Strictness kSomeAtATime = {.unknown_fields = true};

std::string MessageOf(const ArgumentReader& in) { return std::string(in.Check().message()); }

TEST(Arguments, NamesEverythingMissingAtOnce) {
  const Arguments arguments = *ArgumentsOfBody(R"({"b": null, "c": "", "d": "x"})");
  ArgumentReader in(arguments);
  in.String("a");
  in.String("b");
  in.String("c");
  EXPECT_EQ(in.String("d"), "x");
  EXPECT_EQ(MessageOf(in), "Missing required field(s): a, b, c.");
  EXPECT_EQ(ApiCodeOf(in.Check()), ApiCode::kParamError);
}

TEST(Arguments, MissingComesBeforeBad) {
  const Arguments arguments = *ArgumentsOfBody(R"({"n": "seven"})");
  ArgumentReader in(arguments);
  in.OptionalInt("n");
  EXPECT_EQ(MessageOf(in), "n: Not a valid integer.");
  in.String("a");
  EXPECT_EQ(MessageOf(in), "Missing required field(s): a.");
}

TEST(Arguments, IdsAreTextOrNumber) {
  const Arguments arguments =
      *ArgumentsOfBody(R"({"a": "7123456789123456789", "b": 7123456789123456789, "c": "7x",
                           "d": -1, "list": ["1", 2]})",
                       kSomeAtATime);
  ArgumentReader in(arguments);
  EXPECT_EQ(in.Id("a"), "7123456789123456789");
  EXPECT_EQ(in.Id("b"), "7123456789123456789");
  EXPECT_THAT(in.Ids("list", {1, 2}), ElementsAre("1", "2"));
  EXPECT_TRUE(in.Check().ok());
  in.Id("c");
  EXPECT_EQ(MessageOf(in), "c: Not a valid id.");
  ArgumentReader other(arguments);
  other.Id("d");
  EXPECT_EQ(MessageOf(other), "d: Not a valid id.");
}

TEST(Arguments, ListsInAQueryAreJson) {
  const Arguments arguments = ArgumentsOfQuery(
      "ids=%5B%221%22%2C2%5D&multi=1&multi=2&page=3&flag=true&empty=", kSomeAtATime);
  ArgumentReader in(arguments);
  EXPECT_THAT(in.Ids("ids", {1, 5}), ElementsAre("1", "2"));
  EXPECT_EQ(in.OptionalInt("page"), 3);
  EXPECT_EQ(in.OptionalBool("flag"), true);
  EXPECT_EQ(in.OptionalInt("empty"), std::nullopt);
  EXPECT_TRUE(in.Check().ok());
  // Repeated keys aren't a list.
  in.OptionalIds("multi");
  EXPECT_EQ(MessageOf(in), "multi: Not a valid list.");
}

TEST(Arguments, ObjectsInAQueryAreJson) {
  const Arguments arguments = ArgumentsOfQuery(
      "filtering=%7B%22ids%22%3A%5B%221%22%5D%2C%22s%22%3A5%7D&bad=%7B", kSomeAtATime);
  ArgumentReader in(arguments);
  ArgumentReader filtering = in.OptionalObject("filtering");
  ArgumentReader none = in.OptionalObject("none");
  EXPECT_THAT(filtering.OptionalIds("ids"), ElementsAre("1"));
  EXPECT_EQ(none.OptionalString("x"), std::nullopt);
  EXPECT_TRUE(in.Check().ok());
  filtering.OptionalString("s");
  EXPECT_EQ(MessageOf(in), "filtering.s: Not a valid string.");
  ArgumentReader other(arguments);
  other.OptionalObject("bad");
  EXPECT_EQ(MessageOf(other), "bad: Not a valid object.");
}

TEST(Arguments, NestedOnesAreNamedByTheirPath) {
  const Arguments arguments = *ArgumentsOfBody(R"({"creatives": [{"name": "a"}, {}]})");
  ArgumentReader in(arguments);
  for (ArgumentReader& creative : in.Objects("creatives", {1, 20})) creative.String("name");
  EXPECT_EQ(MessageOf(in), "Missing required field(s): creatives.1.name.");
}

TEST(Arguments, RangesAndChoices) {
  const Arguments arguments =
      *ArgumentsOfBody(R"({"size": 51, "whole": 7.0, "half": 7.5, "colour": "GREEN",
                           "colours": ["RED", "GREEN"], "time": "2026-02-30 00:00:00",
                           "money": -1})",
                       kSomeAtATime);
  const auto message = [&](auto&& read) {
    ArgumentReader in(arguments);
    read(in);
    return MessageOf(in);
  };
  EXPECT_EQ(message([](ArgumentReader& in) {
              in.OptionalInt("size", {1, 50});
            }),
            "size: Must be between 1 and 50.");
  EXPECT_EQ(message([](ArgumentReader& in) { EXPECT_EQ(in.OptionalInt("whole"), 7); }), "");
  EXPECT_EQ(message([](ArgumentReader& in) { in.OptionalInt("half"); }),
            "half: Not a valid integer.");
  EXPECT_EQ(message([](ArgumentReader& in) { in.OneOf("colour", kColours); }),
            "colour: Must be one of: RED, BLUE.");
  EXPECT_EQ(message([](ArgumentReader& in) { in.OptionalListOf("colours", kColours); }),
            "colours: Must be one of: RED, BLUE.");
  EXPECT_EQ(message([](ArgumentReader& in) { in.OptionalTime("time"); }),
            "time: Time format should be %Y-%m-%d %H:%M:%S. Please try again.");
  EXPECT_EQ(message([](ArgumentReader& in) {
              in.OptionalNumber("money", {0, 1});
            }),
            "money: Must be between 0 and 1.");
}

TEST(Arguments, WhatNobodyAskedForIsUnknown) {
  Arguments arguments = *ArgumentsOfBody(
      R"({"a": 1, "unplayed": {"x": 1}, "o": {"b": 1, "c": 2}, "later": {"d": 1},
          "list": [{"e": 1, "f": 2}, {"f": 3, "g": 4}]})");
  constexpr std::string_view kUnplayed[] = {"list.f", "unplayed"};
  arguments.unplayed = kUnplayed;
  ArgumentReader in(arguments);
  in.OptionalInt("a");
  in.OptionalObject("o").OptionalInt("b");
  std::vector<ArgumentReader> list = in.Objects("list", {1, 2});
  EXPECT_EQ(MessageOf(in), "Unknown field(s): later, o.c.");  // of the list nothing was asked yet
  EXPECT_EQ(ReasonOf(in.Check()), "UNKNOWN_FIELD");
  for (ArgumentReader& item : list) item.OptionalInt("e");
  in.Allow({"later"});
  EXPECT_EQ(MessageOf(in), "Unknown field(s): o.c, list.1.g.");
}

TEST(Arguments, OfManyUnknownFieldsSomeAreNamed) {
  std::string body = R"({"a": 1)";
  for (int i = 0; i < 1'000; ++i) body += R"(, "x)" + std::to_string(i) + R"(": 1)";
  const Arguments arguments = *ArgumentsOfBody(body + "}");
  ArgumentReader in(arguments);
  in.OptionalInt("a");
  EXPECT_TRUE(MessageOf(in).ends_with(", x18, x19.")) << MessageOf(in);
}

TEST(Arguments, TooManyIdsHaveACodeOfTheirOwn) {
  const Arguments arguments = *ArgumentsOfBody(R"({"ids": [1, 2, 3]})");
  ArgumentReader in(arguments);
  in.Ids("ids", {1, 2});
  EXPECT_EQ(ApiCodeOf(in.Check()), ApiCode::kIdLimitExceeded);
}

TEST(Arguments, ABodyIsAJsonObject) {
  EXPECT_TRUE(ArgumentsOfBody("").ok());
  for (const std::string_view body : {"[]", "{", "a=b", "null", "\"x\""}) {
    EXPECT_EQ(ReasonOf(ArgumentsOfBody(body).status()), "BAD_JSON") << body;
  }
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += R"({"a":)";
  EXPECT_FALSE(ArgumentsOfBody(deep).ok());
}

}  // namespace
}  // namespace sparkgate::simulator
