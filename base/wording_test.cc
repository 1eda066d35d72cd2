#include "base/wording.h"

#include <gtest/gtest.h>

namespace sparkgate {
namespace {

TEST(WordingTest, FindsWhatSomebodyMayHaveMeant) {
  const std::vector<std::string> words = {"creators", "library", "events"};
  EXPECT_EQ(Nearest("creatros", words), "creators");
  EXPECT_EQ(Nearest("lib", words), "library");
  EXPECT_EQ(Nearest("workspace", words), "");
  EXPECT_EQ(DidYouMean("event", words), "; did you mean 'events'?");
  EXPECT_EQ(DidYouMean("zzzzzz", words), "");
}

TEST(WordingTest, WrapsKeepingParagraphs) {
  EXPECT_EQ(Wrap("one two three\nfour", 2, 10), "  one two\n  three\n  four\n");
  EXPECT_EQ(Wrap("", 2, 10), "");
}

}  // namespace
}  // namespace sparkgate
