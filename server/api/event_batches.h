// What watchers read. Most of them stand at the same number when an event comes, and often use the
// same key: one of them reads for all.
#ifndef SPARKGATE_SERVER_API_EVENT_BATCHES_H_
#define SPARKGATE_SERVER_API_EVENT_BATCHES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "base/mutex.h"
#include "server/usecases/env.h"
#include "sparkgate/v1/event_service.pb.h"

namespace sparkgate::server {

// Thread-safe.
class EventBatches {
 public:
  // Messages as they are written to a watcher of everything, in order of their numbers.
  using Batch = std::shared_ptr<const std::vector<sparkgate::v1::WatchEventsResponse>>;

  static constexpr size_t kMost = 100;  // in a batch; well below what a stream queues

  explicit EventBatches(Env& env) : env_(env) {}

  // The events after `after`, or CREDENTIAL_INVALID if the key `key` is none of the workspace's
  // (any more). `newest`: the number of an event of which was told just now: who asks for the same,
  // having heard the same, gets what was read then. 0: it is read now.
  absl::StatusOr<Batch> Get(const std::string& workspace, const std::string& key, int64_t after,
                            int64_t newest);

 private:
  using Reader = std::pair<std::string, int64_t>;  // key, after
  using News = std::pair<std::string, int64_t>;    // workspace, newest

  absl::StatusOr<Batch> Read(const std::string& workspace, const std::string& key, int64_t after);

  Env& env_;
  Mutex mutex_;
  News news_ SG_GUARDED_BY(mutex_);  // of which `read_` is
  std::map<Reader, Batch> read_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_EVENT_BATCHES_H_
