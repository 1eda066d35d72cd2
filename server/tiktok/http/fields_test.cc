#include "server/tiktok/http/fields.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sparkgate::tiktok {
namespace {

boost::json::object Parse(std::string_view text) {
  return boost::json::parse({text.data(), text.size()}).as_object();
}

TEST(Fields, IdsSurviveWithEveryDigit) {
  const auto object = Parse(R"({"s":"7123456789123456789","n":7123456789123456789,
      "u":18446744073709551615,"z":"0","null":null,"list":["1",7123456789123456789,null]})");
  EXPECT_EQ(Id(object, "s"), "7123456789123456789");
  EXPECT_EQ(Id(object, "n"), "7123456789123456789");
  EXPECT_EQ(Id(object, "u"), "18446744073709551615");
  EXPECT_EQ(Id(object, "z"), "");
  EXPECT_EQ(Id(object, "null"), "");
  EXPECT_EQ(Id(object, "absent"), "");
  EXPECT_EQ(TextList(object, "list"), (std::vector<std::string>{"1", "7123456789123456789"}));
  EXPECT_TRUE(TextList(object, "s").empty());
}

TEST(Fields, TimesAreUtc) {
  const auto object = Parse(R"({"t":"2022-07-08 07:32:45","e":1657265565,"d":"1657265565",
      "empty":"","zero":0,"junk":"tomorrow","far":9e30,"null":null})");
  const absl::Time expected = absl::FromUnixSeconds(1657265565);
  EXPECT_EQ(Time(object, "t"), expected);
  EXPECT_EQ(Time(object, "e"), expected);
  EXPECT_EQ(Time(object, "d"), expected);
  for (const char* key : {"empty", "zero", "junk", "far", "null", "absent"}) {
    EXPECT_EQ(Time(object, key), std::nullopt) << key;
  }
  EXPECT_EQ(UtcText(expected), "2022-07-08 07:32:45");
}

TEST(Fields, MoneyIsExactToTheMillionth) {
  const auto object = Parse(R"({"a":50,"b":20.5,"c":"19.99","d":0.1,"big":1e300,"null":null})");
  EXPECT_EQ(Micros(object, "a"), 50'000'000);
  EXPECT_EQ(Micros(object, "b"), 20'500'000);
  EXPECT_EQ(Micros(object, "c"), 19'990'000);
  EXPECT_EQ(Micros(object, "d"), 100'000);
  EXPECT_EQ(Micros(object, "big"), 0);
  EXPECT_EQ(Micros(object, "null"), 0);
  EXPECT_EQ(boost::json::serialize(Money(50'000'000)), "50");
  for (const int64_t micros : {19'990'000, 100'000, 1, 123'456'789}) {
    const std::string text = boost::json::serialize(boost::json::object{{"x", Money(micros)}});
    EXPECT_EQ(Micros(Parse(text), "x"), micros);
  }
}

TEST(Fields, StructureThatIsMissingIsEmpty) {
  const auto object = Parse(R"({"list":[{"a":1},null,3],"child":{"a":"x"},"odd":[]})");
  EXPECT_EQ(Objects(object, "list").size(), 1u);
  EXPECT_TRUE(Objects(object, "child").empty());
  EXPECT_EQ(Text(Child(object, "child"), "a"), "x");
  EXPECT_EQ(Text(Child(object, "odd"), "a"), "");
}

TEST(Fields, Pages) {
  const auto first = ReadPageInfo(
      Parse(R"({"page_info":{"page":1,"page_size":20,"total_number":41,"total_page":3}})"),
      "a/get");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->total_number, 41);
  EXPECT_TRUE(first->has_more());
  const auto empty = ReadPageInfo(
      Parse(R"({"page_info":{"page":1,"page_size":20,"total_number":0,"total_page":0}})"), "a/get");
  ASSERT_TRUE(empty.ok()) << empty.status();
  EXPECT_FALSE(empty->has_more());
}

TEST(Fields, AListThatDoesntSayWhichPageItIsSaysNothing) {
  for (const char* data : {"{}", R"({"list":null,"page_info":null})"}) {
    EXPECT_EQ(ReasonOf(ReadPageInfo(Parse(data), "a/get").status()), "TIKTOK_UNAVAILABLE") << data;
  }
}

}  // namespace
}  // namespace sparkgate::tiktok
