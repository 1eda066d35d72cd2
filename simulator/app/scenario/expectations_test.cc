#include "simulator/app/scenario/expectations.h"

#include <string>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

std::string Compare(std::string_view path, std::string_view expected) {
  static const json::value answer = json::parse(
      R"({"code":0,"data":{"list":[{"id":"71","auth_code":"#x"}],"nil":null,"text":"abc"}})");
  return Mismatch(answer, path, json::parse(expected));
}

TEST(Mismatch, ComparesAtAPath) {
  EXPECT_EQ(Compare("code", "0"), "");
  EXPECT_EQ(Compare("code", "\"0\""), "");
  EXPECT_EQ(Compare("data.list.0.id", "71"), "");
  EXPECT_EQ(Compare("code", "1"), "expected code to be 1, got 0");
  EXPECT_EQ(Compare("data.list.1.id", "71"), "expected data.list.1.id to be 71, got nothing");
  EXPECT_EQ(Compare("data.list.x", "71"), "expected data.list.x to be 71, got nothing");
}

TEST(Mismatch, KnowsMoreThanEquality) {
  EXPECT_EQ(Compare("data.text", R"({"contains":"b"})"), "");
  EXPECT_NE(Compare("data.text", R"({"contains":"x"})"), "");
  EXPECT_EQ(Compare("data.text", R"({"not":"b"})"), "");
  EXPECT_NE(Compare("data.text", R"({"not":"abc"})"), "");
  EXPECT_NE(Compare("data.none", R"({"not":"abc"})"), "")
      << "what isn't there differs from nothing";
  EXPECT_EQ(Compare("data.list", R"({"size":1})"), "");
  EXPECT_NE(Compare("data.list", R"({"size":0})"), "");
  EXPECT_EQ(Compare("data.nil", R"({"present":false})"), "");
  EXPECT_EQ(Compare("data.list", R"({"present":true})"), "");
  EXPECT_NE(Compare("data.none", R"({"present":true})"), "");
}

TEST(Mismatch, ShowsNoSecrets) {
  const std::string told = Compare("data.list.0.auth_code", "\"#y\"");
  EXPECT_THAT(told, testing::HasSubstr("not shown"));
  EXPECT_THAT(told, testing::Not(testing::HasSubstr("#x")));
  EXPECT_THAT(Compare("data.list", "1"), testing::Not(testing::HasSubstr("#x")));
  EXPECT_THAT(Compare("data", "1"), testing::HasSubstr("\"id\":\"71\""));
}

TEST(Mismatch, CutsNoCharacter) {
  std::string long_text;
  for (int i = 0; i < 200; ++i) long_text += "ö";
  const std::string told = Mismatch(json::object{{"a", long_text}}, "a", 1);
  EXPECT_THAT(told, testing::EndsWith("ö…"));
}

}  // namespace
}  // namespace sparkgate::simulator
