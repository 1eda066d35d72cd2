#include "base/json.h"

#include <string>

#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate {
namespace {

boost::json::object Parse(std::string_view text) { return ParseJson(text)->as_object(); }

TEST(JsonTest, MalformedTextIsNamedButNotQuoted) {
  for (const char* text : {"", "{", "{\"secret\":}", "1 2", "\"\xff\"", "nul"}) {
    const absl::Status status = ParseJson(text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(ReasonOf(status), "JSON_MALFORMED");
    EXPECT_EQ(std::string(status.message()).find("secret"), std::string::npos);
  }
}

TEST(JsonTest, DepthIsBounded) {
  EXPECT_TRUE(ParseJson(std::string(60, '[') + std::string(60, ']')).ok());
  EXPECT_FALSE(ParseJson(std::string(100'000, '[')).ok());
}

TEST(JsonTest, AnIdKeepsEveryDigit) {
  const auto object = Parse(
      R"({"s":"007","i":7123456789012345678,"u":18446744073709551615,"n":-5,
          "big":123456789012345678901234,"f":1.5,"e":7e3,"b":true,"null":null})");
  EXPECT_EQ(JsonId(object, "s"), "007");
  EXPECT_EQ(JsonId(object, "i"), "7123456789012345678");
  EXPECT_EQ(JsonId(object, "u"), "18446744073709551615");
  EXPECT_EQ(JsonId(object, "n"), "-5");
  for (const char* key : {"big", "f", "e", "b", "null", "absent"}) {
    EXPECT_EQ(JsonId(object, key), std::nullopt) << key;
  }
}

TEST(JsonTest, NumbersMayBeStrings) {
  const auto object = Parse(
      R"({"i":42,"d":42.0,"s":"42","sd":"42.0","half":0.5,"shalf":"0.5","u":18446744073709551615,
          "huge":1e300,"blank":"","words":"42 days","inf":"inf","e":1e999,"b":true})");
  for (const char* key : {"i", "d", "s", "sd"}) {
    EXPECT_EQ(JsonInt(object, key), 42) << key;
    EXPECT_EQ(JsonDouble(object, key), 42.0) << key;
  }
  for (const char* key :
       {"half", "shalf", "u", "huge", "blank", "words", "inf", "e", "b", "absent"}) {
    EXPECT_EQ(JsonInt(object, key), std::nullopt) << key;
  }
  EXPECT_EQ(JsonDouble(object, "half"), 0.5);
  EXPECT_EQ(JsonDouble(object, "shalf"), 0.5);
  EXPECT_EQ(JsonDouble(object, "huge"), 1e300);
  for (const char* key : {"blank", "words", "inf", "e", "b", "absent"}) {
    EXPECT_EQ(JsonDouble(object, key), std::nullopt) << key;
  }
}

TEST(JsonTest, OtherKindsAreExact) {
  const auto object = Parse(R"({"s":"x","t":true,"o":{"a":1},"a":[1,2],"n":null})");
  EXPECT_EQ(JsonString(object, "s"), "x");
  EXPECT_EQ(JsonString(object, "t"), std::nullopt);
  EXPECT_EQ(JsonBool(object, "t"), true);
  EXPECT_EQ(JsonBool(object, "s"), std::nullopt);
  ASSERT_NE(JsonObject(object, "o"), nullptr);
  EXPECT_EQ(JsonInt(*JsonObject(object, "o"), "a"), 1);
  EXPECT_EQ(JsonObject(object, "a"), nullptr);
  ASSERT_NE(JsonArray(object, "a"), nullptr);
  EXPECT_EQ(JsonArray(object, "a")->size(), 2u);
  EXPECT_EQ(JsonArray(object, "n"), nullptr);
  EXPECT_EQ(JsonArray(object, "absent"), nullptr);
}

}  // namespace
}  // namespace sparkgate
