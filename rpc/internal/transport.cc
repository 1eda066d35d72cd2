#include "rpc/internal/transport.h"

#include <chrono>
#include <utility>

#include "base/clock.h"

namespace sparkgate::rpc::internal {

void Transport::Request(grpc::AsyncGenericService& service, grpc::ServerCompletionQueue& queue,
                        LiveCalls& live, const Accept& accept) {
  const auto call = std::make_shared<Transport>(live, accept);
  call->context_.AsyncNotifyWhenDone(call->done_tag_.Arm(call));
  service.RequestCall(&call->context_, &call->stream_, &queue, &queue,
                      call->requested_tag_.Arm(call));
}

std::string_view Transport::Metadata(const char* name) const {
  const auto found = context_.client_metadata().find(name);
  if (found == context_.client_metadata().end()) return "";
  return {found->second.data(), found->second.size()};
}

Trace Transport::trace() const { return TraceOf(Metadata("traceparent"), Metadata("tracestate")); }

absl::Duration Transport::TimeLeft() const {
  const auto deadline = context_.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return absl::InfiniteDuration();
  return absl::FromChrono(deadline) - SystemClock().Now();
}

void Transport::Read() {
  reading_ = true;
  stream_.Read(&read_buffer_, read_tag_.Arm(shared_from_this()));
}

void Transport::Write(const grpc::ByteBuffer& message, bool more_follows) {
  grpc::WriteOptions options;
  if (more_follows) options.set_buffer_hint();
  stream_.Write(message, options, written_tag_.Arm(shared_from_this()));
}

void Transport::WriteAndFinish(const grpc::ByteBuffer& message) {
  stream_.WriteAndFinish(message, grpc::WriteOptions(), grpc::Status::OK,
                         finished_tag_.Arm(shared_from_this()));
}

void Transport::Finish(const grpc::Status& status) {
  stream_.Finish(status, finished_tag_.Arm(shared_from_this()));
}

void Transport::OnRequested(bool ok) {
  if (!ok) return done_tag_.Disarm();  // shutting down; a call that never was is never done
  accept_(shared_from_this());
}

void Transport::OnRead(bool ok) {
  reading_ = false;
  listener_->OnRead(ok);
  CloseIfOver();
}

void Transport::OnWritten(bool ok) { listener_->OnWritten(ok); }

void Transport::OnFinished(bool) {
  finished_ = true;
  CloseIfOver();
}

void Transport::OnDone(bool) {
  done_ = true;
  if (context_.IsCancelled() && listener_ != nullptr) listener_->OnCancelled();
  CloseIfOver();
}

void Transport::CloseIfOver() {
  if (!finished_ || !done_ || reading_) return;
  if (const auto listener = std::exchange(listener_, nullptr)) listener->OnClosed();
}

}  // namespace sparkgate::rpc::internal
