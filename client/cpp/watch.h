// Watching a workspace's events for as long as one likes: a watch that survives a lost connection,
// a restarted server and a reader that was too slow, and misses nothing and repeats nothing.
#ifndef SPARKGATE_CLIENT_CPP_WATCH_H_
#define SPARKGATE_CLIENT_CPP_WATCH_H_

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "client/cpp/connection.h"
#include "sparkgate/v1/event_service.pb.h"

namespace sparkgate::client {

struct WatchOptions {
  std::string parent;              // "workspaces/{id}"
  int64_t after = 0;               // 0: from the beginning; -1: only events from now on
  std::vector<std::string> types;  // empty: all
  // Between attempts, doubling, in real time.
  absl::Duration first_pause = absl::Milliseconds(100);
  absl::Duration longest_pause = absl::Seconds(5);
};

// Blocks and calls `on_event` for each event in the order of their numbers, on this thread, until
// it returns false or `stop` is requested (both OK), or until an error that trying again can't
// mend, e.g. PERMISSION_DENIED. `options.after` then is where to resume.
absl::Status WatchEvents(const Connection& connection, WatchOptions& options,
                         const std::function<bool(const v1::Event& event)>& on_event,
                         const std::stop_token& stop = {});

}  // namespace sparkgate::client

#endif  // SPARKGATE_CLIENT_CPP_WATCH_H_
