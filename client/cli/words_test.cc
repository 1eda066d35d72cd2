#include "client/cli/words.h"

#include <gtest/gtest.h>

namespace sparkgate::cli {
namespace {

TEST(WordsTest, SpellsNamesForACommandLine) {
  EXPECT_EQ(Kebab("GenerateCode"), "generate-code");
  EXPECT_EQ(Dashed("duration_days"), "duration-days");
  EXPECT_EQ(Snake("duration-days"), "duration_days");
  EXPECT_EQ(Upper("not-used"), "NOT_USED");
}

}  // namespace
}  // namespace sparkgate::cli
