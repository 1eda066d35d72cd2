#include "client/cli/reader_watch.h"

#include <future>

#include <gtest/gtest.h>
#include <unistd.h>

namespace sparkgate::cli {
namespace {

TEST(ReaderWatchTest, SaysWhenTheReaderWentAway) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  std::promise<void> gone;
  {
    const ReaderWatch watch(ends[1], [&] { gone.set_value(); });
    close(ends[0]);
    gone.get_future().wait();
  }
  close(ends[1]);
}

TEST(ReaderWatchTest, EndsWithoutAWordWhileThereIsAReader) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  {
    const ReaderWatch watch(ends[1], [] { ADD_FAILURE(); });
  }
  {
    const ReaderWatch none(-1, [] { ADD_FAILURE(); });
  }
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace sparkgate::cli
