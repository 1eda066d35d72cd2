#include "simulator/control/faulty_stream.h"

namespace sparkgate::simulator {

void FaultyStream::Release() {
  MutexLock lock(mutex_);
  if (std::exchange(released_, true)) return;
  for (const auto& message : messages_) stream_->WriteMessage(*message);
  messages_.clear();
  if (cut_) return Cut();
  if (finish_.has_value()) stream_->Finish(*finish_);
}

void FaultyStream::End() {
  MutexLock lock(mutex_);
  if (!cut_ && !finish_.has_value()) Cut();
}

bool FaultyStream::WriteMessage(const google::protobuf::Message& message) {
  MutexLock lock(mutex_);
  if (cut_ || finish_.has_value() || stream_->over()) return false;
  if (IsAtEarlyEnd()) {
    Cut();
    return false;
  }
  ++written_;
  bool open = true;
  if (released_) {
    open = stream_->WriteMessage(message);
  } else {
    messages_.emplace_back(message.New())->CopyFrom(message);
  }
  if (IsAtEarlyEnd()) Cut();
  return open && !cut_;
}

void FaultyStream::Finish(const absl::Status& status) {
  MutexLock lock(mutex_);
  if (cut_ || finish_.has_value()) return;
  finish_ = IsAtEarlyEnd() ? early_end_->status : status;
  if (released_) stream_->Finish(*finish_);
}

size_t FaultyStream::pending() const {
  MutexLock lock(mutex_);
  return messages_.size() + stream_->pending();
}

void FaultyStream::Cut() {
  cut_ = true;
  if (released_) stream_->Abort(early_end_->status);
}

}  // namespace sparkgate::simulator
