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

}  // namespace
}  // namespace sparkgate::simulator
