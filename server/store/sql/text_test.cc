#include <gtest/gtest.h>

#include "server/store/sql/fold.h"
#include "server/store/sql/json_text.h"
#include "server/store/sql/record.h"

namespace sparkgate::server::sql {
namespace {

TEST(FoldTest, KnowsTheCasesOfThreeScripts) {
  EXPECT_EQ(Fold("AZaz09"), "azaz09");
  EXPECT_EQ(Fold("ÀÖØÞßŸ"), "àöøþßÿ");
  EXPECT_EQ(Fold("ĀĶĹŇŊŶŹŽ"), "āķĺňŋŷźž");
  EXPECT_EQ(Fold("ΆΈΊΌΎΏΑΡΣΩΫς"), "άέίόύώαρσωϋσ");
  EXPECT_EQ(Fold("ЀЏАЯѠҀҊӐԮ"), "ѐџаяѡҁҋӑԯ");
}

TEST(FoldTest, LeavesTheRestAsItIs) {
  for (const std::string text : {"", "×÷ıİ", "日本 😀", "\xC3", "\xC3(", "\xFF\xFE"}) {
    EXPECT_EQ(Fold(text), text);
  }
  EXPECT_EQ(Fold(Fold("ŠĐžΣς")), Fold("ŠĐžΣς"));
}

TEST(FoldTest, PatternsHaveNoWildcardsOfTheirOwn) {
  EXPECT_EQ(LikePattern("50%_a\\"), "%50\\%\\_a\\\\%");
}

TEST(JsonTextTest, ComesBackAsItWas) {
  const std::vector<std::string> list = {"", "a,b", "\"'\\\n", "日本"};
  std::vector<std::string> list_back;
  ASSERT_TRUE(TextToList(ListToText(list), list_back));
  EXPECT_EQ(list_back, list);
  const std::vector<int64_t> numbers = {0, -1, INT64_MAX, INT64_MIN};
  std::vector<int64_t> numbers_back;
  ASSERT_TRUE(TextToNumbers(NumbersToText(numbers), numbers_back));
  EXPECT_EQ(numbers_back, numbers);
  const std::map<std::string, std::string> map = {{"", "x"}, {"\"", ""}};
  std::map<std::string, std::string> map_back;
  ASSERT_TRUE(TextToMap(MapToText(map), map_back));
  EXPECT_EQ(map_back, map);
  const std::map<std::string, int64_t> counts = {{"EUR", 0}, {"\"", INT64_MAX}};
  std::map<std::string, int64_t> counts_back;
  ASSERT_TRUE(TextToNumberMap(NumberMapToText(counts), counts_back));
  EXPECT_EQ(counts_back, counts);
}

TEST(JsonTextTest, EmptyIsNoText) {
  EXPECT_EQ(ListToText({}), "");
  EXPECT_EQ(NumbersToText({}), "");
  EXPECT_EQ(MapToText({}), "");
  std::vector<std::string> list = {"old"};
  EXPECT_TRUE(TextToList("", list));
  EXPECT_TRUE(list.empty());
}

TEST(JsonTextTest, RefusesWhatItNeverWrote) {
  std::vector<std::string> list;
  std::vector<int64_t> numbers;
  std::map<std::string, std::string> map;
  for (const std::string text : {"[", "{}x", "null", "[1.5]", "[null]", "{\"a\":1}"}) {
    EXPECT_FALSE(TextToList(text, list)) << text;
    EXPECT_FALSE(TextToNumbers(text, numbers)) << text;
    EXPECT_FALSE(TextToMap(text, map)) << text;
  }
  std::map<std::string, int64_t> counts;
  for (const std::string text : {"[", "null", "[1]", "{\"a\":1.5}", "{\"a\":\"1\"}"}) {
    EXPECT_FALSE(TextToNumberMap(text, counts)) << text;
  }
}

TEST(TableTest, StatementsFollowFromTheColumns) {
  const std::vector<std::string_view> key = {"workspace", "id"};
  const std::vector<Column> columns = {{"workspace", CellType::kText},
                                       {"count", CellType::kInteger},
                                       {"id", CellType::kText},
                                       {"rate", CellType::kReal}};
  const Table table("codes", key, columns);
  EXPECT_EQ(table.select_by_key,
            "SELECT workspace, count, id, rate FROM codes WHERE workspace = ? AND id = ?");
  EXPECT_EQ(table.upsert,
            "INSERT INTO codes (workspace, count, id, rate) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (workspace, id) DO UPDATE SET count = excluded.count, "
            "rate = excluded.rate");
  EXPECT_EQ(table.update, "UPDATE codes SET count = ?, rate = ? WHERE workspace = ? AND id = ?");
  EXPECT_EQ(table.update_positions, (std::vector<size_t>{2, 0, 3, 1}));
  EXPECT_EQ(table.update_types, (std::vector<CellType>{CellType::kInteger, CellType::kReal,
                                                       CellType::kText, CellType::kText}));
}

}  // namespace
}  // namespace sparkgate::server::sql
