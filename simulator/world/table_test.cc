#include "simulator/world/table.h"

#include <optional>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

std::vector<std::string> KeysOf(const Table<int>& table) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : table) keys.push_back(key);
  return keys;
}

TEST(Table, GoesByKeyAndFindsWhatIsThere) {
  Table<int> table;
  table["b"] = 2;
  EXPECT_TRUE(table.try_emplace("a", 1).second);
  EXPECT_FALSE(table.try_emplace("a", 7).second);
  EXPECT_TRUE(table.insert_or_assign("c", 3).second);
  EXPECT_FALSE(table.insert_or_assign("c", 4).second);
  EXPECT_EQ(KeysOf(table), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(table.upper_bound("a")->first, "b");
  EXPECT_EQ(*Find(table, "a"), 1);
  EXPECT_EQ(*Find(table, "c"), 4);
  EXPECT_EQ(Find(table, "d"), nullptr);
}

TEST(Table, WhatIsErasedIsNoLongerFound) {
  Table<int> table;
  for (const char* key : {"a", "b", "c", "d"}) table[key] = *key;
  EXPECT_EQ(table.erase("a"), 1u);
  EXPECT_EQ(table.erase("a"), 0u);
  EXPECT_EQ(table.erase(table.find("c"))->first, "d");
  table.erase_if([](const auto& row) { return row.second == 'd'; });
  for (const char* key : {"a", "c", "d"}) EXPECT_FALSE(table.contains(key)) << key;
  EXPECT_EQ(KeysOf(table), std::vector<std::string>{"b"});
}

TEST(Table, ACopyFindsItsOwnRows) {
  std::optional<Table<int>> original(std::in_place);
  (*original)["a"] = 1;
  Table<int> copy = *original;
  (*original)["a"] = 2;
  EXPECT_EQ(*Find(copy, "a"), 1);
  copy = *original;
  original.reset();
  EXPECT_EQ(*Find(copy, "a"), 2);
  const Table<int> moved = std::move(copy);
  EXPECT_EQ(Find(moved, "a"), &moved.begin()->second);
}

TEST(Table, ARowThatGetsAnotherKeyStaysWhereItIs) {
  Table<int> table;
  int* row = &table["old"];
  auto node = table.extract("old");
  EXPECT_FALSE(table.contains("old"));
  node.key() = "new";
  EXPECT_EQ(&table.insert(std::move(node)).position->second, row);
  EXPECT_EQ(Find(table, "new"), row);
  EXPECT_EQ(Find(table, "old"), nullptr);
}

TEST(Table, ALentTableIsSharedUntilEitherIsLookedInto) {
  Table<int> table;
  for (const char* key : {"a", "b", "c"}) table[key] = 1;
  const int* const row = Find(table, "a");
  table.Lend();
  Table<int> copy = table;
  Table<int> third = copy;
  EXPECT_EQ(copy.size(), 3u);
  EXPECT_FALSE(copy.empty());
  EXPECT_NE(Find(copy, "a"), row);  // took rows of its own
  copy["a"] = 2;
  copy.erase("b");
  table["d"] = 4;
  EXPECT_EQ(KeysOf(copy), (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(KeysOf(table), (std::vector<std::string>{"a", "b", "c", "d"}));
  EXPECT_EQ(KeysOf(third), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(*Find(table, "a"), 1);
  EXPECT_EQ(*Find(third, "a"), 1);
}

TEST(Table, ALentTableTakesEveryKindOfChange) {
  Table<int> seeded;
  for (const char* key : {"a", "b"}) seeded[key] = 1;
  seeded.Lend();
  Table<int> table = seeded;
  auto node = table.extract("a");
  node.key() = "z";
  table.Lend();
  EXPECT_TRUE(table.insert(std::move(node)).inserted);
  table.Lend();
  EXPECT_FALSE(table.try_emplace("z", 5).second);
  table.Lend();
  EXPECT_TRUE(table.contains("z"));
  table.Lend();
  EXPECT_EQ(table.upper_bound("b")->first, "z");
  table.Lend();
  table.Lend();  // twice is as once
  const Table<int> moved = std::move(table);
  EXPECT_EQ(KeysOf(moved), (std::vector<std::string>{"b", "z"}));
  EXPECT_EQ(KeysOf(seeded), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace sparkgate::simulator
