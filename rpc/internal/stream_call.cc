#include "rpc/internal/stream_call.h"

#include <exception>
#include <utility>

#include "base/error.h"
#include "rpc/internal/wire.h"
#include "rpc/refusals.h"
#include "rpc/status_codec.h"

namespace sparkgate::rpc::internal {
namespace {

constexpr size_t kQueueLimit = 256;

}  // namespace

void StreamCall::Start(Runtime& runtime, const MethodTable::Method& method,
                       const std::shared_ptr<Transport>& transport) {
  const auto call = std::make_shared<StreamCall>(runtime, method, transport);
  transport->set_listener(call);
  const absl::Status admitted =
      runtime.pipeline.Admit(call->state_, method.options, transport->Metadata("authorization"));
  if (!admitted.ok()) return call->Refuse(admitted);
  if (method.bidi) return call->PostHandler();
  call->ReadNext();
}

StreamCall::StreamCall(Runtime& runtime, const MethodTable::Method& method,
                       std::shared_ptr<Transport> transport)
    : runtime_(runtime),
      method_(method),
      state_(method.name, transport->Metadata("x-request-id"), transport->TimeLeft(),
             transport->trace()),
      lane_(std::make_shared<SerialLane>(runtime.stream_workers)),
      transport_(std::move(transport)) {}

// ---- the handler ----

void StreamCall::Refuse(const absl::Status& status) {
  Finish(status);
  lane_->Open();  // no handler will
}

void StreamCall::PostHandler() {
  handler_posted_ = true;
  const bool queued = runtime_.workers.TryPost([call = shared_from_this()] { call->RunHandler(); });
  if (!queued) Refuse(ServerOverloaded());
}

void StreamCall::RunHandler() {
  Guard([this] {
    if (const absl::Status status = CallHandler(); !status.ok()) Finish(status);
  });
  lane_->Open();
  if (method_.bidi) ReadNext();
}

absl::Status StreamCall::CallHandler() {
  SG_RETURN_IF_ERROR(runtime_.pipeline.Authorize(state_, method_.options));
  const std::unique_ptr<google::protobuf::Message> request(method_.request_prototype->New());
  if (!method_.bidi && !Parse(received_, *request)) return MalformedRequest(request->GetTypeName());
  if (!runtime_.streams.Add(shared_from_this())) return ServerStopping();
  // A handler that loses its stream must not leave the client waiting.
  const std::shared_ptr<MessageBidiStream> stream(this, [self = shared_from_this()](auto*) {
    self->Finish(HandlerFailed("the handler dropped the stream"));
  });
  Guard([&] {
    if (method_.bidi) {
      method_.bidi(state_, stream);
    } else {
      method_.server_stream(state_, *request, stream);
    }
  });
  return absl::OkStatus();
}

void StreamCall::Guard(const std::function<void()>& step) {
  const TraceScope scope(state_.trace());
  try {
    step();
  } catch (const std::exception& error) {
    Finish(HandlerFailed(error.what()));
  } catch (...) {
    Finish(HandlerFailed("the handler threw something that is no std::exception"));
  }
}

// ---- reading ----

void StreamCall::ReadNext() {
  MutexLock lock(mutex_);
  if (transport_ != nullptr && !finish_started_) transport_->Read();
}

void StreamCall::OnRead(bool ok) {
  if (ok) {
    MutexLock lock(mutex_);
    if (transport_ == nullptr) return;
    received_.Swap(&transport_->read_buffer());
  }
  if (handler_posted_) return Post([this, ok] { Receive(ok); });
  if (ok) return PostHandler();
  const absl::Status gone = state_.StillWanted();
  Refuse(gone.ok() ? RequestMissing(method_.request_prototype->GetTypeName()) : gone);
}

void StreamCall::Receive(bool ok) {
  if (over()) return;
  if (!ok) {
    if (const auto callback = Get(&Callbacks::half_closed)) (*callback)();
    return;
  }
  const std::unique_ptr<google::protobuf::Message> message(method_.request_prototype->New());
  if (!Parse(received_, *message)) return Finish(MalformedRequest(message->GetTypeName()));
  if (const auto callback = Get(&Callbacks::message)) (*callback)(*message);
  ReadNext();
}

// ---- writing ----

bool StreamCall::WriteMessage(const google::protobuf::Message& message) {
  grpc::ByteBuffer encoded;
  if (!Serialize(message, encoded)) {
    Finish(HandlerFailed("cannot encode a message"));
    return false;
  }
  MutexLock lock(mutex_);
  if (end_.has_value()) return false;
  if (queue_.size() == kQueueLimit) {
    queue_.clear();
    end_ = StreamTooSlow();
  } else {
    queue_.push_back(std::move(encoded));
  }
  Pump();
  return !end_.has_value();
}

void StreamCall::Finish(const absl::Status& status) {
  MutexLock lock(mutex_);
  if (end_.has_value()) return;
  end_ = status;
  Pump();
}

void StreamCall::Abort(const absl::Status& status) {
  MutexLock lock(mutex_);
  if (end_.has_value()) return;
  end_ = status;
  Post([this, status] { TellCancelled(status); });  // before what follows the end can be posted
  Pump();
}

void StreamCall::Pump() {
  if (writing_ || finish_started_) return;
  if (!queue_.empty()) {
    in_flight_.Swap(&queue_.front());
    queue_.pop_front();
    // Lets gRPC hold this one back until the next: three times the throughput. Never the first of a
    // stream, which would hang, and never without a next one.
    const bool more_follows = wrote_ && !queue_.empty();
    writing_ = wrote_ = true;
    transport_->Write(in_flight_, more_follows);
  } else if (end_.has_value()) {
    finish_started_ = true;
    transport_->Finish(ToGrpc(*end_, state_.call_id()));
  }
}

void StreamCall::OnWritten(bool ok) {
  MutexLock lock(mutex_);
  writing_ = false;
  in_flight_.Clear();
  Pump();
  const bool drained = ok && !writing_ && !end_.has_value();
  if (!drained || callbacks_.drained == nullptr || std::exchange(drained_posted_, true)) return;
  Post([this] {
    {
      MutexLock posted(mutex_);
      drained_posted_ = false;
    }
    if (const auto callback = Get(&Callbacks::drained); callback && !over()) (*callback)();
  });
}

// ---- ending ----

void StreamCall::OnCancelled() {
  state_.Cancel();
  MutexLock lock(mutex_);
  if (finish_started_) return;
  queue_.clear();
  const bool owner_knows = end_.has_value();
  end_ = state_.StillWanted();
  if (!owner_knows) Post([this, why = *end_] { TellCancelled(why); });
  Pump();
}

void StreamCall::OnServerStopping() {
  Post([this] {
    if (over()) return;
    TellCancelled(ServerStopping());
    Finish(ServerStopping());  // unless the callee did, in its own words
  });
}

void StreamCall::TellCancelled(const absl::Status& why) {
  std::shared_ptr<const std::function<void(const absl::Status&)>> callback;
  {
    MutexLock lock(mutex_);
    callback.swap(callbacks_.cancelled);
  }
  if (callback != nullptr) (*callback)(why);
}

void StreamCall::OnClosed() {
  std::shared_ptr<Transport> released;
  {
    MutexLock lock(mutex_);
    released.swap(transport_);
  }
  Post([this] { Close(); });
}

void StreamCall::Close() {
  Callbacks released;  // they may own the stream's last handle: destroyed without the lock
  absl::Status status;
  {
    MutexLock lock(mutex_);
    closed_ = true;
    std::swap(released, callbacks_);
    status = *end_;
  }
  runtime_.pipeline.Close(state_, status);
  runtime_.streams.Remove(shared_from_this());
}

// ---- callbacks ----

size_t StreamCall::pending() const {
  MutexLock lock(mutex_);
  return queue_.size() + (writing_ ? 1 : 0);
}

bool StreamCall::over() const {
  MutexLock lock(mutex_);
  return end_.has_value();
}

void StreamCall::OnDrained(std::function<void()> callback) {
  Set(&Callbacks::drained, std::move(callback));
}

void StreamCall::OnCancelled(std::function<void(const absl::Status&)> callback) {
  Set(&Callbacks::cancelled, std::move(callback));
}

void StreamCall::OnMessage(std::function<void(const google::protobuf::Message&)> callback) {
  Set(&Callbacks::message, std::move(callback));
}

void StreamCall::OnHalfClosed(std::function<void()> callback) {
  Set(&Callbacks::half_closed, std::move(callback));
}

template <class Function>
void StreamCall::Set(std::shared_ptr<const Function> Callbacks::*slot, Function callback) {
  auto next = callback ? std::make_shared<const Function>(std::move(callback)) : nullptr;
  MutexLock lock(mutex_);
  if (!closed_) (callbacks_.*slot).swap(next);  // the old one is destroyed without the lock
}

template <class Function>
std::shared_ptr<const Function> StreamCall::Get(
    std::shared_ptr<const Function> Callbacks::*slot) const {
  MutexLock lock(mutex_);
  return callbacks_.*slot;
}

void StreamCall::Post(std::function<void()> task) {
  lane_->Post([self = shared_from_this(), task = std::move(task)] { self->Guard(task); });
}

}  // namespace sparkgate::rpc::internal
