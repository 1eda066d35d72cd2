// The open streams of a server, so that stopping can tell each of them. Thread-safe.
#ifndef SPARKGATE_RPC_INTERNAL_LIVE_STREAMS_H_
#define SPARKGATE_RPC_INTERNAL_LIVE_STREAMS_H_

#include <memory>
#include <set>

#include "base/metrics.h"
#include "base/mutex.h"

namespace sparkgate::rpc::internal {

class LiveStreams {
 public:
  class Stream {
   public:
    virtual ~Stream() = default;
    virtual void OnServerStopping() = 0;
  };

  explicit LiveStreams(Metrics& metrics);

  // False once StopAll was called; the stream is not taken then.
  [[nodiscard]] bool Add(std::shared_ptr<Stream> stream);
  void Remove(const std::shared_ptr<Stream>& stream);  // nothing if it is not here
  void StopAll();

 private:
  void Publish() SG_REQUIRES(mutex_);

  Metrics::Gauge& open_;
  Mutex mutex_;
  bool stopping_ SG_GUARDED_BY(mutex_) = false;
  std::set<std::shared_ptr<Stream>> streams_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_LIVE_STREAMS_H_
