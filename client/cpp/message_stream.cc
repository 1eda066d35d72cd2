#include "client/cpp/message_stream.h"

#include <atomic>
#include <memory>
#include <semaphore>
#include <thread>

#include <grpc/support/time.h>
#include <grpcpp/alarm.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/proto_buffer_reader.h>

namespace sparkgate::client {
namespace {

using google::protobuf::Message;

// One call on a queue of its own, so that no thread of gRPC's is involved. At most one read and one
// write are under way at any time.
class Exchange {
 public:
  Exchange(const Connection& connection, const std::string& method, const CallOptions& options,
           bool unary)
      : stub_(connection.channel()) {
    connection.Prepare(context_, options, unary);
    call_ = stub_.PrepareCall(&context_, method, &queue_);
  }

  ~Exchange() {
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  bool Start() {
    call_->StartCall(Tag(kStart));
    return Await(kStart);
  }

  bool SendLast(const Message& request) {
    grpc::ByteBuffer bytes = Encode(request);
    call_->Write(bytes, grpc::WriteOptions().set_last_message(), Tag(kWrite));
    return Await(kWrite);
  }

  bool Receive(Message& response) {
    grpc::ByteBuffer bytes;
    call_->Read(&bytes, Tag(kRead));
    if (!Await(kRead)) return false;
    grpc::ProtoBufferReader reader(&bytes);
    if (response.ParseFromZeroCopyStream(&reader)) return true;
    unreadable_ = true;
    context_.TryCancel();
    return false;
  }

  absl::Status Finish() {
    grpc::Status status;
    call_->Finish(&status, Tag(kFinish));
    Await(kFinish);
    if (unreadable_) return absl::InternalError("the server sent a message that can't be read");
    return FromGrpc(status);
  }

  // Sends from a thread of its own until `next` has no more. The caller's thread must go on with
  // Receive, then StopSending, since it is the one that serves the queue.
  void SendAll(Message& request, const NextRequest& next) {
    sender_ = std::jthread([this, &request, &next](const std::stop_token& stop) {
      while (!stop.stop_requested() && next(request, stop)) {
        grpc::ByteBuffer bytes = Encode(request);
        call_->Write(bytes, Tag(kWrite));
        written_.acquire();
        if (!write_ok_) break;
      }
      if (write_ok_) {
        call_->WritesDone(Tag(kWrite));
        written_.acquire();
      }
      sender_gone_.Set(&queue_, gpr_time_0(GPR_TIMESPAN), Tag(kSenderGone));
    });
  }

  void StopSending() {
    sender_.request_stop();
    if (!sender_is_gone_) Await(kSenderGone);
    sender_.join();
  }

  void Cancel() { context_.TryCancel(); }

 private:
  enum Step : intptr_t { kStart, kRead, kWrite, kFinish, kSenderGone };
  static void* Tag(Step step) { return reinterpret_cast<void*>(step); }

  static grpc::ByteBuffer Encode(const Message& message) {
    const grpc::Slice slice(message.SerializeAsString());
    return {&slice, 1};
  }

  // Serves the queue until `step` is done; a finished write is handed to the sender meanwhile, and
  // the sender's end, which may come at any time, is kept in mind.
  bool Await(Step step) {
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
      const bool wanted = tag == Tag(step);
      if (tag == Tag(kSenderGone)) sender_is_gone_ = true;
      if (tag == Tag(kWrite) && !wanted) {
        write_ok_ = ok;
        written_.release();
      }
      if (wanted) return ok;
    }
    return false;
  }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  bool unreadable_ = false;
  std::atomic<bool> write_ok_ = true;
  std::binary_semaphore written_{0};
  grpc::Alarm sender_gone_;
  bool sender_is_gone_ = false;  // known to the thread that serves the queue
  std::jthread sender_;
};

// Reads until the stream is over; true if the receiver ended it.
bool ReceiveAll(Exchange& exchange, Message& response, const OnResponse& on_response) {
  while (exchange.Receive(response)) {
    if (!on_response(response)) {
      exchange.Cancel();
      return true;
    }
  }
  return false;
}

}  // namespace

absl::Status CallByName(const Connection& connection, const std::string& method,
                        const Message& request, Message& response, const CallOptions& options) {
  Exchange exchange(connection, method, options, /*unary=*/true);
  std::stop_callback cancel(options.stop, [&exchange] { exchange.Cancel(); });
  if (exchange.Start() && exchange.SendLast(request)) exchange.Receive(response);
  return exchange.Finish();
}

absl::Status StreamByName(const Connection& connection, const std::string& method,
                          const Message& request, Message& response, const OnResponse& on_response,
                          const CallOptions& options) {
  Exchange exchange(connection, method, options, /*unary=*/false);
  std::stop_callback cancel(options.stop, [&exchange] { exchange.Cancel(); });
  bool ended_here = false;
  if (exchange.Start() && exchange.SendLast(request)) {
    ended_here = ReceiveAll(exchange, response, on_response);
  }
  const absl::Status status = exchange.Finish();
  return ended_here ? absl::OkStatus() : status;
}

absl::Status BidiByName(const Connection& connection, const std::string& method, Message& request,
                        const NextRequest& next, Message& response, const OnResponse& on_response,
                        const CallOptions& options) {
  Exchange exchange(connection, method, options, /*unary=*/false);
  std::stop_callback cancel(options.stop, [&exchange] { exchange.Cancel(); });
  bool ended_here = false;
  if (exchange.Start()) {
    exchange.SendAll(request, next);
    ended_here = ReceiveAll(exchange, response, on_response);
    exchange.StopSending();
  }
  const absl::Status status = exchange.Finish();
  return ended_here ? absl::OkStatus() : status;
}

}  // namespace sparkgate::client
