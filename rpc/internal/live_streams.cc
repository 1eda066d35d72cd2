#include "rpc/internal/live_streams.h"

#include <utility>

namespace sparkgate::rpc::internal {

LiveStreams::LiveStreams(Metrics& metrics)
    : open_(
          metrics.GetGauge("rpc_streams_open", "Streams a handler has taken and not ended.", {})) {}

bool LiveStreams::Add(std::shared_ptr<Stream> stream) {
  MutexLock lock(mutex_);
  if (stopping_) return false;
  streams_.insert(std::move(stream));
  Publish();
  return true;
}

void LiveStreams::Remove(const std::shared_ptr<Stream>& stream) {
  MutexLock lock(mutex_);
  streams_.erase(stream);
  Publish();
}

void LiveStreams::StopAll() {
  std::set<std::shared_ptr<Stream>> streams;
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    streams = streams_;
  }
  for (const auto& stream : streams) stream->OnServerStopping();
}

void LiveStreams::Publish() { open_.Set(static_cast<double>(streams_.size())); }

}  // namespace sparkgate::rpc::internal
