// A server stream or a two-way stream. The handler is started on a worker and returns; from then on
// the stream is a passive object: writes come from any thread, callbacks run in its lane.
//
//   open ── Finish ──────────────────▶ over: flushes its queue, then ends
//     └──── too slow, client gone ────▶ over: drops its queue, then ends
//
// gRPC allows one write in flight, no Finish meanwhile, and wants Finish in every case: Pump()
// decides what comes next and is the only place that starts a write or finishes.
#ifndef SPARKGATE_RPC_INTERNAL_STREAM_CALL_H_
#define SPARKGATE_RPC_INTERNAL_STREAM_CALL_H_

#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include <absl/status/status.h>
#include <google/protobuf/message.h>

#include "base/mutex.h"
#include "rpc/internal/call_state.h"
#include "rpc/internal/live_streams.h"
#include "rpc/internal/runtime.h"
#include "rpc/internal/serial_lane.h"
#include "rpc/internal/transport.h"
#include "rpc/method_table.h"
#include "rpc/stream.h"

namespace sparkgate::rpc::internal {

class StreamCall final : public MessageBidiStream,
                         public Transport::Listener,
                         public LiveStreams::Stream,
                         public std::enable_shared_from_this<StreamCall> {
 public:
  // On the poller.
  static void Start(Runtime& runtime, const MethodTable::Method& method,
                    const std::shared_ptr<Transport>& transport);

  StreamCall(Runtime& runtime, const MethodTable::Method& method,
             std::shared_ptr<Transport> transport);

  // MessageBidiStream
  bool WriteMessage(const google::protobuf::Message& message) override;
  void Finish(const absl::Status& status) override;
  void Abort(const absl::Status& status) override;
  size_t pending() const override;
  bool over() const override;
  void OnDrained(std::function<void()> callback) override;
  void OnCancelled(std::function<void(const absl::Status&)> callback) override;
  void OnMessage(std::function<void(const google::protobuf::Message&)> callback) override;
  void OnHalfClosed(std::function<void()> callback) override;

  // Transport::Listener, on the poller
  void OnRead(bool ok) override;
  void OnWritten(bool ok) override;
  void OnCancelled() override;
  void OnClosed() override;

  // LiveStreams::Stream
  void OnServerStopping() override;

 private:
  // Each is shared, so that it can run outside of the lock while it is being replaced. A callback
  // may own the stream's last handle, whose end takes the lock: only the lane takes callbacks, and
  // none is ever destroyed under the lock.
  struct Callbacks {
    std::shared_ptr<const std::function<void()>> drained;
    std::shared_ptr<const std::function<void(const absl::Status&)>> cancelled;
    std::shared_ptr<const std::function<void(const google::protobuf::Message&)>> message;
    std::shared_ptr<const std::function<void()>> half_closed;
  };
  template <class Function>
  void Set(std::shared_ptr<const Function> Callbacks::*slot, Function callback);
  template <class Function>
  std::shared_ptr<const Function> Get(std::shared_ptr<const Function> Callbacks::*slot) const;

  void Refuse(const absl::Status& status);
  void PostHandler();
  void RunHandler();
  absl::Status CallHandler();
  void ReadNext();
  void Receive(bool ok);
  void TellCancelled(const absl::Status& why);  // in the lane
  void Pump() SG_REQUIRES(mutex_);
  void Close();
  void Guard(const std::function<void()>& step);  // what it throws ends the stream
  void Post(std::function<void()> task);          // to the lane, guarded

  Runtime& runtime_;
  const MethodTable::Method& method_;
  CallState state_;
  const std::shared_ptr<SerialLane> lane_;  // opens when the handler has returned
  bool handler_posted_ = false;             // the poller's: the first read is the request
  grpc::ByteBuffer received_;               // passes from the poller to whoever parses it

  mutable Mutex mutex_;
  std::shared_ptr<Transport> transport_ SG_GUARDED_BY(mutex_);  // null once gRPC is done with it
  std::deque<grpc::ByteBuffer> queue_ SG_GUARDED_BY(mutex_);
  grpc::ByteBuffer in_flight_ SG_GUARDED_BY(mutex_);
  bool writing_ SG_GUARDED_BY(mutex_) = false;
  bool wrote_ SG_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ SG_GUARDED_BY(mutex_);  // set: over, no more writes
  bool finish_started_ SG_GUARDED_BY(mutex_) = false;
  bool drained_posted_ SG_GUARDED_BY(mutex_) = false;
  Callbacks callbacks_ SG_GUARDED_BY(mutex_);
  bool closed_ SG_GUARDED_BY(mutex_) = false;  // callbacks are gone for good
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_STREAM_CALL_H_
