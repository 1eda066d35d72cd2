// The same story is the same history, event by event, however many threads the server has.
#include <string>

#include <gtest/gtest.h>

#include "tests/integration/harness/ending.h"
#include "tests/integration/harness/seed.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {
namespace {

// A story until past its code's end, with programs of its own.
Ending Play(const std::string& threads) {
  Programs programs;
  programs.flags["--workers"] = threads;
  programs.flags["--background"] = threads;
  programs.Start();
  Story story(programs, {.workspace = "same", .seed = "same" + Seed()});
  story.PlayUntilPublished();
  story.Advance(absl::Hours(40 * 24));
  return EndingOf(story);
}

TEST(DeterminismTest, OneThreadAndEightTellTheSame) {
  SCOPED_TRACE("SPARKGATE_SEED=" + Seed());
  const Ending one = Play("1");
  EXPECT_GT(one.history.size(), 10u);
  ExpectSame(Play("8"), one);
}

}  // namespace
}  // namespace sparkgate::integration
