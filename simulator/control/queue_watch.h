// One WatchQueue stream: tells how the queue stands and what changed, as fast as its reader takes
// it; what changes meanwhile is told together.
#ifndef SPARKGATE_SIMULATOR_CONTROL_QUEUE_WATCH_H_
#define SPARKGATE_SIMULATOR_CONTROL_QUEUE_WATCH_H_

#include <cstdint>
#include <memory>

#include "base/executor.h"
#include "base/mutex.h"
#include "rpc/stream.h"
#include "simulator/world/worlds.h"
#include "sparkgate/simulator/v1/review_desk_service.pb.h"

namespace sparkgate::simulator {

// Keeps itself alive until its stream is over. Thread-safe.
class QueueWatch : public std::enable_shared_from_this<QueueWatch> {
 public:
  using Stream = rpc::ServerStream<v1::WatchQueueResponse>;

  // `executor` outlives all streams.
  static void Serve(const Worlds& worlds, Executor& executor, const v1::WatchQueueRequest& request,
                    const std::shared_ptr<Stream>& stream);

  QueueWatch(std::shared_ptr<World> world, Executor& executor, uint64_t after,
             std::shared_ptr<Stream> stream)
      : world_(std::move(world)), executor_(executor), stream_(std::move(stream)), after_(after) {}

 private:
  void Start();
  // Whoever changes the world doesn't wait for this: it goes on on the executor.
  void Poke();
  // Writes one message if there is news and the reader has taken the one before. Once at a time.
  void Pump();
  void Write(bool first);
  void End(const absl::Status& status);

  const std::shared_ptr<World> world_;
  Executor& executor_;
  const std::shared_ptr<Stream> stream_;

  Mutex mutex_;
  bool pumping_ SG_GUARDED_BY(mutex_) = false;
  bool again_ SG_GUARDED_BY(mutex_) = false;  // asked to pump while pumping
  uint64_t after_;                            // only the pump touches it
  std::shared_ptr<void> subscription_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_QUEUE_WATCH_H_
