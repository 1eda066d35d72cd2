#include "client/cli/reader_watch.h"

#include <stop_token>
#include <utility>

#include <poll.h>

namespace sparkgate::cli {

ReaderWatch::ReaderWatch(int descriptor, std::function<void()> gone) {
  if (descriptor < 0) return;
  thread_ = std::jthread([descriptor, gone = std::move(gone)](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      pollfd output = {.fd = descriptor, .events = 0, .revents = 0};
      if (poll(&output, 1, /*milliseconds=*/100) <= 0) continue;
      return gone();
    }
  });
}

}  // namespace sparkgate::cli
