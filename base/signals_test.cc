#include "base/signals.h"

#include <cstdlib>

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

namespace sparkgate {
namespace {

// Each runs in a process of its own, as death tests do.
class SignalsDeathTest : public testing::Test {
 protected:
  SignalsDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(SignalsDeathTest, TheFirstIsReturned) {
  EXPECT_EXIT(
      {
        BlockTerminationSignals();
        kill(getpid(), SIGINT);
        _exit(WaitForTermination() == SIGINT ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(SignalsDeathTest, TheSecondEndsTheProcess) {
  EXPECT_EXIT(
      {
        BlockTerminationSignals();
        kill(getpid(), SIGTERM);
        if (WaitForTermination() != SIGTERM) _exit(1);
        kill(getpid(), SIGTERM);
        while (true) pause();
      },
      testing::ExitedWithCode(3), "");
}

TEST_F(SignalsDeathTest, ABrokenPipeIsOnlyAnError) {
  EXPECT_EXIT(
      {
        BlockTerminationSignals();
        int ends[2];
        if (pipe(ends) != 0) _exit(1);
        close(ends[0]);
        _exit(write(ends[1], "x", 1) == -1 ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace sparkgate
