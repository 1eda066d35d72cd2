// One gRPC call as the completion queue sees it: its context, its operations, its tags. Which
// method it is, and what to do about it, is its Listener's business.
//
// A Transport lives until every one of its tags has come back. Operations may be started from any
// thread; all events arrive on the poller. Finish or WriteAndFinish is called exactly once, not
// while a write is in flight, and nothing but a Read may be outstanding then.
#ifndef SPARKGATE_RPC_INTERNAL_TRANSPORT_H_
#define SPARKGATE_RPC_INTERNAL_TRANSPORT_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <absl/time/time.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include "base/trace.h"
#include "rpc/internal/live_calls.h"
#include "rpc/internal/tag.h"

namespace sparkgate::rpc::internal {

class Transport final : public std::enable_shared_from_this<Transport> {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void OnRead(bool ok) = 0;     // false: the client sends no more
    virtual void OnWritten(bool ok) = 0;  // false: the call is dead
    virtual void OnCancelled() = 0;       // the client went away or its deadline passed
    virtual void OnClosed() = 0;          // last event; the Transport forgets the listener
  };
  using Accept = std::function<void(std::shared_ptr<Transport>)>;

  // Asks gRPC for one call. `accept` runs on the poller when there is one, and never if the server
  // shuts down first. All arguments outlive the call.
  static void Request(grpc::AsyncGenericService& service, grpc::ServerCompletionQueue& queue,
                      LiveCalls& live, const Accept& accept);

  Transport(LiveCalls& live, const Accept& accept) : token_(live), accept_(accept) {}

  // Both before the first operation.
  void set_listener(std::shared_ptr<Listener> listener) { listener_ = std::move(listener); }
  const std::string& method() const { return context_.method(); }
  std::string_view Metadata(const char* name) const;  // "" if absent; lower case name
  Trace trace() const;                                // the client's, or a new one
  absl::Duration TimeLeft() const;                    // infinite if the client set no deadline

  void Read();  // into read_buffer()
  void Write(const grpc::ByteBuffer& message, bool more_follows);
  void WriteAndFinish(const grpc::ByteBuffer& message);
  void Finish(const grpc::Status& status);
  grpc::ByteBuffer& read_buffer() { return read_buffer_; }

 private:
  void OnRequested(bool ok);
  void OnRead(bool ok);
  void OnWritten(bool ok);
  void OnFinished(bool ok);
  void OnDone(bool ok);
  void CloseIfOver();

  const LiveCalls::Token token_;  // first, so that it counts until the context is gone
  const Accept& accept_;
  grpc::GenericServerContext context_;
  grpc::GenericServerAsyncReaderWriter stream_{&context_};
  grpc::ByteBuffer read_buffer_;
  std::shared_ptr<Listener> listener_;
  bool reading_ = false;
  bool finished_ = false;
  bool done_ = false;

  MemberTag<Transport, &Transport::OnRequested> requested_tag_;
  MemberTag<Transport, &Transport::OnRead> read_tag_;
  MemberTag<Transport, &Transport::OnWritten> written_tag_;
  MemberTag<Transport, &Transport::OnFinished> finished_tag_;
  MemberTag<Transport, &Transport::OnDone> done_tag_;
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_TRANSPORT_H_
