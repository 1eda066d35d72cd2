#include "client/cpp/connection.h"

#include <random>
#include <utility>

#include <fmt/format.h>
#include <grpc/support/time.h>
#include <grpcpp/create_channel.h>

namespace sparkgate::client {
namespace {

std::shared_ptr<grpc::Channel> Open(const ConnectionOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetUserAgentPrefix("sparkgate-cpp");
  arguments.SetInt("grpc.enable_http_proxy", 0);  // a proxy has no business on loopback
  // A restarted server is found within a second, not after gRPC's default of up to two minutes. The
  // minimum is, whatever its name says, how long one attempt may take: a busy server needs a while.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetMaxReceiveMessageSize(16 << 20);
  return grpc::CreateCustomChannel(
      options.address,
      options.credentials ? options.credentials : grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

std::string NewId() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

Connection::Connection(ConnectionOptions options)
    : options_(std::move(options)), channel_(Open(options_)) {}

void Connection::Prepare(grpc::ClientContext& context, const CallOptions& options,
                         bool unary) const {
  if (!options_.key.empty()) context.AddMetadata("authorization", "Bearer " + options_.key);
  context.AddMetadata("x-request-id", options.call_id.empty() ? NewId() : options.call_id);
  context.set_wait_for_ready(options.wait_for_ready);
  const absl::Duration deadline =
      options.deadline.value_or(unary ? options_.deadline : absl::InfiniteDuration());
  if (deadline < absl::Hours(24 * 365)) {
    // A span, which gRPC counts from now: no clock is read here.
    context.set_deadline(gpr_time_from_nanos(absl::ToInt64Nanoseconds(deadline), GPR_TIMESPAN));
  }
}

}  // namespace sparkgate::client
