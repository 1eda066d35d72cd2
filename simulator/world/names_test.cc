#include "simulator/world/names.h"

#include <string>

#include <gtest/gtest.h>

namespace sparkgate::simulator {
namespace {

std::string Repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Names, CountsCjkTwice) {
  EXPECT_EQ(CheckName(Repeat("a", 512)), NameProblem::kNone);
  EXPECT_EQ(CheckName(Repeat("a", 513)), NameProblem::kTooLong);
  EXPECT_EQ(CheckName(Repeat("広", 256)), NameProblem::kNone);
  EXPECT_EQ(CheckName(Repeat("広", 256) + "a"), NameProblem::kTooLong);
  EXPECT_EQ(CheckName(Repeat("é", 512)), NameProblem::kNone);
}

TEST(Names, TextsAreCountedLikeNames) {
  EXPECT_EQ(TextUnits(""), 0u);
  EXPECT_EQ(TextUnits("é広🌞"), 4u);
  EXPECT_EQ(TextUnits("a\xE2\x82"), std::nullopt);
}

TEST(Names, RefusesEmoji) {
  EXPECT_EQ(CheckName("Summer 🌞"), NameProblem::kEmoji);
  EXPECT_EQ(CheckName("Star ⭐"), NameProblem::kEmoji);
  EXPECT_EQ(CheckName("50 % off · ·sg-abc — “new”"), NameProblem::kNone);
}

TEST(Names, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(CheckName("a\xC0\x80"), NameProblem::kNotUtf8);      // overlong
  EXPECT_EQ(CheckName("a\xED\xA0\x80"), NameProblem::kNotUtf8);  // a surrogate
  EXPECT_EQ(CheckName("a\xE2\x82"), NameProblem::kNotUtf8);      // cut off
}

}  // namespace
}  // namespace sparkgate::simulator
