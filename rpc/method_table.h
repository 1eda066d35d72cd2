// The list of what a program serves: full method name → types, options, handler. Transports read
// it; handlers never see a transport. Filled once at start, then immutable.
#ifndef SPARKGATE_RPC_METHOD_TABLE_H_
#define SPARKGATE_RPC_METHOD_TABLE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <google/protobuf/message.h>

#include "rpc/call_context.h"
#include "rpc/stream.h"

namespace sparkgate::rpc {

struct MethodOptions {
  // Bits of Caller::roles of which the caller needs at least one. 0: nobody may call (deny by
  // default). kAnyone: no credential needed (the simulator's face).
  uint32_t roles = 0;
  // Runs on the poller instead of a worker: only for reads that never block.
  bool inline_on_poller = false;
  // Used when the client sets no deadline. Unary calls only; streams have none by default.
  absl::Duration default_deadline = absl::Seconds(30);
};
inline constexpr uint32_t kAnyone = 0xffffffff;

class MethodTable {
 public:
  using UnaryFn = std::function<absl::StatusOr<std::unique_ptr<google::protobuf::Message>>(
      CallContext&, const google::protobuf::Message&)>;
  using ServerStreamFn = std::function<void(CallContext&, const google::protobuf::Message&,
                                            std::shared_ptr<MessageStream>)>;
  using BidiFn = std::function<void(CallContext&, std::shared_ptr<MessageBidiStream>)>;

  struct Method {
    std::string name;  // "/package.Service/Method"
    MethodOptions options;
    const google::protobuf::Message* request_prototype = nullptr;
    const google::protobuf::Message* response_prototype = nullptr;
    // Exactly one of the three is set.
    UnaryFn unary = nullptr;
    ServerStreamFn server_stream = nullptr;  // of a server stream, or of a unary method if `later`
    BidiFn bidi = nullptr;
    bool later = false;
  };

  // `method` is "package.Service/Method". Dies at start if the protos know no such method, if the
  // types or the streaming shape differ from the protos, or if it is registered twice.
  template <class Request, class Response>
  void Unary(std::string_view method, MethodOptions options,
             std::function<absl::StatusOr<Response>(CallContext&, const Request&)> handler) {
    Method entry = Entry<Request, Response>(method, options);
    entry.unary = [handler = std::move(handler)](CallContext& context,
                                                 const google::protobuf::Message& request)
        -> absl::StatusOr<std::unique_ptr<google::protobuf::Message>> {
      absl::StatusOr<Response> response = handler(context, static_cast<const Request&>(request));
      if (!response.ok()) return response.status();
      return std::make_unique<Response>(*std::move(response));
    };
    Add(std::move(entry));
  }

  // A unary method whose handler returns before it has its answer: a call that waits holds no
  // worker. Whoever keeps `answer` writes one response and finishes it, or finishes it with an
  // error. There is no default deadline.
  template <class Request, class Response>
  void UnaryLater(
      std::string_view method, MethodOptions options,
      std::function<void(CallContext&, const Request&, std::shared_ptr<ServerStream<Response>>)>
          handler) {
    Method entry = StreamEntry<Request, Response>(method, options, std::move(handler));
    entry.later = true;
    Add(std::move(entry));
  }

  template <class Request, class Response>
  void Stream(
      std::string_view method, MethodOptions options,
      std::function<void(CallContext&, const Request&, std::shared_ptr<ServerStream<Response>>)>
          handler) {
    Add(StreamEntry<Request, Response>(method, options, std::move(handler)));
  }

  template <class Request, class Response>
  void Bidi(
      std::string_view method, MethodOptions options,
      std::function<void(CallContext&, std::shared_ptr<BidiStream<Request, Response>>)> handler) {
    Method entry = Entry<Request, Response>(method, options);
    entry.bidi = [handler = std::move(handler)](CallContext& context,
                                                std::shared_ptr<MessageBidiStream> stream) {
      handler(context, std::make_shared<BidiStream<Request, Response>>(std::move(stream)));
    };
    Add(std::move(entry));
  }

  // The same methods, each as `change` returns it: another handler, of another shape even, for the
  // same name and types.
  MethodTable With(const std::function<Method(const Method&)>& change) const;

  const Method* Find(std::string_view path) const;  // "/package.Service/Method"; null if unknown
  const std::map<std::string, Method, std::less<>>& methods() const { return methods_; }
  // Full names of all services that have a method here, sorted.
  std::vector<std::string> Services() const;
  // Methods the protos declare in those services and nobody registered: must be empty at start.
  std::vector<std::string> Missing() const;

 private:
  template <class Request, class Response>
  static Method Entry(std::string_view method, MethodOptions options) {
    return {.name = std::string(method),
            .options = options,
            .request_prototype = &Request::default_instance(),
            .response_prototype = &Response::default_instance()};
  }
  template <class Request, class Response>
  static Method StreamEntry(
      std::string_view method, MethodOptions options,
      std::function<void(CallContext&, const Request&, std::shared_ptr<ServerStream<Response>>)>
          handler) {
    Method entry = Entry<Request, Response>(method, options);
    entry.server_stream = [handler = std::move(handler)](CallContext& context,
                                                         const google::protobuf::Message& request,
                                                         std::shared_ptr<MessageStream> stream) {
      handler(context, static_cast<const Request&>(request),
              std::make_shared<ServerStream<Response>>(std::move(stream)));
    };
    return entry;
  }
  void Add(Method method);
  std::map<std::string, Method, std::less<>> methods_;
};

}  // namespace sparkgate::rpc

#endif  // SPARKGATE_RPC_METHOD_TABLE_H_
