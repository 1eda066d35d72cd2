#include "rpc/server.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <grpc/grpc.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/executor.h"
#include "base/log.h"
#include "base/mutex.h"
#include "rpc/internal/grpc_log.h"
#include "rpc/internal/health.h"
#include "rpc/internal/live_calls.h"
#include "rpc/internal/live_streams.h"
#include "rpc/internal/loop_lag.h"
#include "rpc/internal/pipeline.h"
#include "rpc/internal/reflection.h"
#include "rpc/internal/runtime.h"
#include "rpc/internal/server_credentials.h"
#include "rpc/internal/stream_call.h"
#include "rpc/internal/tag.h"
#include "rpc/internal/transport.h"
#include "rpc/internal/unary_call.h"
#include "rpc/refusals.h"
#include "rpc/status_codec.h"

namespace sparkgate::rpc {
namespace {

using internal::CallState;
using internal::Transport;

// Calls gRPC may hand over before the poller asks for the next.
constexpr int kRequestsOutstanding = 64;
// A call that arrives as gRPC shuts down ends as CANCELLED, which nobody repeats. So before that
// calls are answered UNAVAILABLE for a while, and whoever repeats them waits for longer first.
constexpr absl::Duration kRefuseFirst = absl::Milliseconds(250);

absl::Status CheckTable(const MethodTable& table, const Authenticator* authenticator) {
  if (const auto missing = table.Missing(); !missing.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 fmt::format("methods without a handler: {}", fmt::join(missing, ", ")),
                 {.reason = "METHODS_MISSING", .who = Actor::kOperator});
  }
  for (const auto& [path, method] : table.methods()) {
    if (authenticator != nullptr || method.options.roles == kAnyone) continue;
    return Error(absl::StatusCode::kFailedPrecondition,
                 fmt::format("{} needs a credential and nobody checks credentials", path),
                 {.reason = "AUTHENTICATOR_MISSING", .who = Actor::kOperator});
  }
  return absl::OkStatus();
}

std::string HostPort(const ServerOptions& options) {
  const bool v6 = options.address.find(':') != std::string::npos;
  return v6 ? fmt::format("[{}]:{}", options.address, options.port)
            : fmt::format("{}:{}", options.address, options.port);
}

class GrpcServer final : public Server {
 public:
  GrpcServer(const ServerOptions& options, const MethodTable& table, Authenticator* authenticator,
             Metrics& metrics)
      : table_(table),
        health_(table.Services()),
        pipeline_({&table, &health_.methods()}, authenticator, metrics),
        streams_(metrics),
        loop_lag_(metrics),
        workers_({.name = "rpc", .threads = options.workers, .queue_limit = options.queue_limit}),
        stream_workers_({.name = "rpc-stream",
                         .threads = std::max<size_t>(2, options.workers / 4),
                         .queue_limit = std::numeric_limits<size_t>::max()}) {}
  ~GrpcServer() override { Stop(absl::ZeroDuration()); }

  absl::Status Bind(const ServerOptions& options);
  void Serve();

  uint16_t port() const override { return static_cast<uint16_t>(port_); }
  Queues queues() const override {
    return {.calls = workers_.queue_depth(), .streams = stream_workers_.queue_depth()};
  }
  void SetServing(bool serving) override { health_.SetServing(serving); }
  void Stop(absl::Duration grace) override;

 private:
  void Poll();
  void RequestCall() { Transport::Request(service_, *queue_, live_, accept_); }
  void Dispatch(const std::shared_ptr<Transport>& transport);
  void RefuseUnknown(Transport& transport);
  static void Pass(absl::Duration time);
  void ShutDown(absl::Duration grace);

  const MethodTable& table_;
  internal::Health health_;
  internal::Pipeline pipeline_;
  internal::LiveCalls live_;
  internal::LiveStreams streams_;
  internal::LoopLag loop_lag_;
  ThreadPool workers_;
  ThreadPool stream_workers_;
  internal::Runtime runtime_{pipeline_, workers_, stream_workers_, streams_};
  const Transport::Accept accept_ = [this](const std::shared_ptr<Transport>& transport) {
    RequestCall();
    Dispatch(transport);
  };

  // In this order, so that the server goes first.
  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  grpc::AsyncGenericService service_;
  std::vector<std::unique_ptr<grpc::Service>> listed_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  std::thread poller_;

  Mutex stop_mutex_;
  bool stopped_ SG_GUARDED_BY(stop_mutex_) = false;
};

absl::Status GrpcServer::Bind(const ServerOptions& options) {
  if (options.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  // Two servers on one port would share its calls at random.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // A client that vanished without a word is found out within 80 s.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // Below the clients' own keepalive time, else they are cut for too many pings.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  // gRPC itself ends a call whose message is larger, with RESOURCE_EXHAUSTED and the two sizes in
  // its text, before its read comes back: no status of ours, hence no reason, reaches that client.
  // Our log has the call as REQUEST_MISSING or CANCELLED.
  builder.SetMaxReceiveMessageSize(static_cast<int>(options.max_receive_bytes));
  builder.AddListeningPort(HostPort(options), internal::MakeServerCredentials(options.tls), &port_);
  builder.RegisterAsyncGenericService(&service_);
  if (options.reflection) {
    for (const MethodTable* table : {&table_, &health_.methods()}) {
      for (const std::string& name : table->Services()) {
        listed_.push_back(internal::MakeListedService(name));
        builder.RegisterService(listed_.back().get());
      }
    }
  }
  queue_ = builder.AddCompletionQueue();
  const internal::GrpcLogAtDebug quiet;  // of a taken port we tell ourselves
  server_ = builder.BuildAndStart();
  if (server_ != nullptr && port_ != 0) return absl::OkStatus();
  queue_->Shutdown();
  Poll();
  return AddressInUse(HostPort(options));
}

void GrpcServer::Serve() {
  for (int i = 0; i < kRequestsOutstanding; ++i) RequestCall();
  loop_lag_.Start(*queue_);
  poller_ = std::thread([this] { Poll(); });
}

void GrpcServer::Poll() {
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) static_cast<internal::Tag*>(tag)->Complete(ok);
}

void GrpcServer::Dispatch(const std::shared_ptr<Transport>& transport) {
  const MethodTable::Method* method = table_.Find(transport->method());
  if (method == nullptr) method = health_.methods().Find(transport->method());
  if (method == nullptr) {
    RefuseUnknown(*transport);
  } else if (method->unary) {
    internal::UnaryCall::Start(runtime_, *method, transport);
  } else {
    internal::StreamCall::Start(runtime_, *method, transport);
  }
}

void GrpcServer::RefuseUnknown(Transport& transport) {
  const CallState call(transport.method(), transport.Metadata("x-request-id"), transport.TimeLeft(),
                       transport.trace());
  const absl::Status status = MethodUnknown(transport.method());
  pipeline_.Close(call, status);
  transport.Finish(ToGrpc(status, call.call_id()));
}

void GrpcServer::Pass(absl::Duration time) {
  Mutex mutex;
  CondVar nobody;
  MutexLock lock(mutex);
  const int64_t end = MonotonicNanos() + absl::ToInt64Nanoseconds(time);
  for (int64_t left = end - MonotonicNanos(); left > 0; left = end - MonotonicNanos()) {
    nobody.WaitFor(mutex, absl::Nanoseconds(left));
  }
}

// gRPC tells every connection to go away and ends with the last of them, which a client that looks
// at its connection now and then holds up for seconds. So all are cut as soon as no call is left.
void GrpcServer::ShutDown(absl::Duration grace) {
  // Not before the shutdown has begun: until then requests for the next calls are open, too.
  std::thread cutter([this] {
    live_.WaitUntilNone();
    grpc_server_cancel_all_calls(server_->c_server());
  });
  server_->Shutdown(absl::ToChronoTime(SystemClock().Now() + grace));
  cutter.join();
}

void GrpcServer::Stop(absl::Duration grace) {
  MutexLock lock(stop_mutex_);
  if (std::exchange(stopped_, true) || !poller_.joinable()) return;
  const int64_t start = MonotonicNanos();
  SetServing(false);
  pipeline_.StartDraining();
  streams_.StopAll();
  Pass(std::min(grace, kRefuseFirst));
  ShutDown(grace);
  workers_.Stop();
  loop_lag_.Stop();
  queue_->Shutdown();
  poller_.join();
  stream_workers_.Stop();
  LogInfo("rpc_stopped", {{"duration_us", (MonotonicNanos() - start) / 1000}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(ServerOptions options,
                                                      const MethodTable& table,
                                                      Authenticator* authenticator,
                                                      Metrics& metrics) {
  SG_RETURN_IF_ERROR(CheckTable(table, authenticator));
  if (options.tls.has_value()) SG_RETURN_IF_ERROR(CheckTlsFiles(*options.tls));
  internal::SendGrpcLogsToOurs();
  auto server = std::make_unique<GrpcServer>(options, table, authenticator, metrics);
  SG_RETURN_IF_ERROR(server->Bind(options));
  server->Serve();
  return server;
}

}  // namespace sparkgate::rpc
