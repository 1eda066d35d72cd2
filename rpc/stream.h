// The two streaming shapes a handler can serve, without any gRPC type. The handler returns at once
// and keeps the stream: a stream that waits holds no worker.
#ifndef SPARKGATE_RPC_STREAM_H_
#define SPARKGATE_RPC_STREAM_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include <absl/status/status.h>
#include <google/protobuf/message.h>

namespace sparkgate::rpc {

// The server's side of any stream. All functions are thread-safe. Callbacks are set in the handler;
// they run one at a time per stream, on a thread that may block, never before the handler has
// returned and never inside the call that caused them. They may own the stream: they are let go
// when it ends. Whoever drops the last handle of a stream that is not over ends it with INTERNAL.
class MessageStream {
 public:
  virtual ~MessageStream() = default;
  // Queues a message. False when the stream is over. When the queue (256 messages) is full, the
  // stream ends with RESOURCE_EXHAUSTED, reason STREAM_TOO_SLOW: a slow reader is never waited for.
  virtual bool WriteMessage(const google::protobuf::Message& message) = 0;
  // Ends the stream after what is queued. Later calls do nothing.
  virtual void Finish(const absl::Status& status) = 0;
  // The same from somebody who isn't the handler, which learns of it as of a client that cancelled.
  virtual void Abort(const absl::Status& status) = 0;
  virtual size_t pending() const = 0;  // queued and not yet on the wire
  virtual bool over() const = 0;       // finished or cancelled
  // Called when the queue has run empty after a write, and the stream is not over: time to write
  // the next batch. Set it before the first write.
  virtual void OnDrained(std::function<void()> callback) = 0;
  // Called once, when the client cancelled, the deadline passed, somebody aborted, or the server is
  // shutting down (then `status` is UNAVAILABLE and the callee may still write a last message and
  // Finish; if it does not before it returns, the server does). Not called for a stream that was
  // over already.
  virtual void OnCancelled(std::function<void(const absl::Status& status)> callback) = 0;
};

template <class Response>
class ServerStream {
 public:
  explicit ServerStream(std::shared_ptr<MessageStream> stream) : stream_(std::move(stream)) {}
  bool Write(const Response& response) { return stream_->WriteMessage(response); }
  void Finish(const absl::Status& status) { stream_->Finish(status); }
  MessageStream& raw() { return *stream_; }

 private:
  std::shared_ptr<MessageStream> stream_;
};

// A two-way stream. OnMessage is called once per client message in order, and the next is read only
// after the callback returned; OnHalfClosed after the client's last one (a client that vanished may
// look like one that has no more to say, until OnCancelled).
class MessageBidiStream : public MessageStream {
 public:
  virtual void OnMessage(std::function<void(const google::protobuf::Message&)> callback) = 0;
  virtual void OnHalfClosed(std::function<void()> callback) = 0;
};

template <class Request, class Response>
class BidiStream {
 public:
  explicit BidiStream(std::shared_ptr<MessageBidiStream> stream) : stream_(std::move(stream)) {}
  bool Write(const Response& response) { return stream_->WriteMessage(response); }
  void Finish(const absl::Status& status) { stream_->Finish(status); }
  void OnMessage(std::function<void(const Request&)> callback) {
    stream_->OnMessage([callback = std::move(callback)](const google::protobuf::Message& message) {
      callback(static_cast<const Request&>(message));
    });
  }
  MessageBidiStream& raw() { return *stream_; }

 private:
  std::shared_ptr<MessageBidiStream> stream_;
};

}  // namespace sparkgate::rpc

#endif  // SPARKGATE_RPC_STREAM_H_
