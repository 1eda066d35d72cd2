// One WatchEvents stream: reads events after its number and writes them, as fast as its reader
// takes them and never faster.
#ifndef SPARKGATE_SERVER_API_EVENT_WATCH_H_
#define SPARKGATE_SERVER_API_EVENT_WATCH_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "rpc/stream.h"
#include "server/api/event_batches.h"
#include "server/domain/event.h"
#include "server/usecases/event_feed.h"
#include "sparkgate/v1/event_service.pb.h"

namespace sparkgate::server {

void ToProto(const Event& event, sparkgate::v1::Event* out);

// Keeps itself alive until its stream is over. Thread-safe. A stream that the server ends because
// it stops (UNAVAILABLE, SERVER_STOPPING) says in its error's metadata, as resume_after, with what
// number to resume; so it holds also for events that were filtered out.
class EventWatch : public std::enable_shared_from_this<EventWatch> {
 public:
  using Stream = rpc::ServerStream<sparkgate::v1::WatchEventsResponse>;

  // `key` is the id of the caller's key, in `workspace`: once it is no key any more, the stream
  // ends with CREDENTIAL_INVALID before another event is written.
  EventWatch(EventBatches& batches, EventFeed& feed, std::string workspace, std::string key,
             int64_t after, std::vector<std::string> types, std::shared_ptr<Stream> stream);
  void Start();

 private:
  // There may be something to read, after `newest` events or for another reason (0).
  void Look(int64_t newest);
  // Writes a batch if the reader has taken the one before. Runs once at a time.
  void Pump();
  bool WriteBatch();  // false: nothing more to write now
  bool Write(const sparkgate::v1::WatchEventsResponse& message);  // false: the stream is over
  void End(const absl::Status& status);

  EventBatches& batches_;
  EventFeed& feed_;
  const std::string workspace_;
  const std::string key_;
  const std::vector<std::string> types_;
  const std::shared_ptr<Stream> stream_;

  Mutex mutex_;
  bool pumping_ SG_GUARDED_BY(mutex_) = false;
  bool again_ SG_GUARDED_BY(mutex_) = false;    // asked to pump while pumping
  bool look_ SG_GUARDED_BY(mutex_) = true;      // else there is nothing after after_
  int64_t newest_ SG_GUARDED_BY(mutex_) = 0;    // of which was told when look_ was set
  int64_t after_;                               // read up to it; only the pump touches it
  int64_t resume_after_ SG_GUARDED_BY(mutex_);  // told up to it
  bool ended_ SG_GUARDED_BY(mutex_) = false;
  std::shared_ptr<void> subscription_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_EVENT_WATCH_H_
