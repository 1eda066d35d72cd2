// A stream with a fault: what its handler writes comes late, or not all of it comes.
#ifndef SPARKGATE_SIMULATOR_CONTROL_FAULTY_STREAM_H_
#define SPARKGATE_SIMULATOR_CONTROL_FAULTY_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <absl/status/status.h>
#include <google/protobuf/message.h>

#include "base/mutex.h"
#include "rpc/stream.h"

namespace sparkgate::simulator {

// An end that comes instead of what the handler writes after so many messages.
struct EarlyEnd {
  int64_t after_messages = 0;
  absl::Status status;
};

class FaultyStream final : public rpc::MessageStream {
 public:
  // Holds everything back until Release.
  FaultyStream(std::shared_ptr<rpc::MessageStream> stream, std::optional<EarlyEnd> early_end)
      : stream_(std::move(stream)), early_end_(std::move(early_end)) {}

  // What was held back goes out, and from now on everything at once. Repeating does nothing.
  void Release();
  // The early end comes now, whatever was written. The handler is told, if there is one.
  void End();

  bool WriteMessage(const google::protobuf::Message& message) override;
  void Finish(const absl::Status& status) override;
  void Abort(const absl::Status& status) override { stream_->Abort(status); }
  size_t pending() const override;
  bool over() const override { return stream_->over(); }
  void OnDrained(std::function<void()> callback) override {
    stream_->OnDrained(std::move(callback));
  }
  void OnCancelled(std::function<void(const absl::Status&)> callback) override {
    stream_->OnCancelled(std::move(callback));
  }

 private:
  bool IsAtEarlyEnd() const SG_REQUIRES(mutex_) {
    return early_end_.has_value() && written_ == early_end_->after_messages;
  }
  void Cut() SG_REQUIRES(mutex_);

  const std::shared_ptr<rpc::MessageStream> stream_;
  const std::optional<EarlyEnd> early_end_;
  mutable Mutex mutex_;
  int64_t written_ SG_GUARDED_BY(mutex_) = 0;
  bool released_ SG_GUARDED_BY(mutex_) = false;
  // Held back:
  std::vector<std::unique_ptr<google::protobuf::Message>> messages_ SG_GUARDED_BY(mutex_);
  bool cut_ SG_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> finish_ SG_GUARDED_BY(mutex_);
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_FAULTY_STREAM_H_
