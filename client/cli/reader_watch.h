// Notices that nobody reads a pipe any more ("sparkctl events watch | head -1"), which a stream
// that waits for its next message wouldn't: it only writes when there is something.
#ifndef SPARKGATE_CLIENT_CLI_READER_WATCH_H_
#define SPARKGATE_CLIENT_CLI_READER_WATCH_H_

#include <functional>
#include <thread>

namespace sparkgate::cli {

class ReaderWatch {
 public:
  // Calls `gone` at most once, on a thread of its own, and not after destruction. A `descriptor`
  // that is no pipe, or -1, always has its reader.
  ReaderWatch(int descriptor, std::function<void()> gone);

 private:
  std::jthread thread_;
};

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_READER_WATCH_H_
