#include "rpc/internal/health.h"

#include <utility>

#include "base/error.h"

namespace sparkgate::rpc::internal {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

constexpr MethodOptions kOptions = {.roles = kAnyone, .inline_on_poller = true};

HealthCheckResponse Response(bool known, bool serving) {
  HealthCheckResponse response;
  response.set_status(!known    ? HealthCheckResponse::SERVICE_UNKNOWN
                      : serving ? HealthCheckResponse::SERVING
                                : HealthCheckResponse::NOT_SERVING);
  return response;
}

}  // namespace

Health::Health(const std::vector<std::string>& services)
    : services_(services.begin(), services.end()) {
  services_.insert("");
  methods_.Unary<HealthCheckRequest, HealthCheckResponse>(
      "grpc.health.v1.Health/Check", kOptions,
      [this](CallContext&,
             const HealthCheckRequest& request) -> absl::StatusOr<HealthCheckResponse> {
        if (!Knows(request.service())) return ResourceNotFound("grpc/Service", request.service());
        MutexLock lock(mutex_);
        return Response(/*known=*/true, serving_);
      });
  methods_.Stream<HealthCheckRequest, HealthCheckResponse>(
      "grpc.health.v1.Health/Watch", kOptions,
      [this](CallContext&, const HealthCheckRequest& request,
             std::shared_ptr<ServerStream<HealthCheckResponse>> stream) {
        Watch(request.service(), std::move(stream));
      });
}

void Health::SetServing(bool serving) {
  MutexLock lock(mutex_);
  if (serving_ == serving) return;
  serving_ = serving;
  for (auto& [key, watcher] : watchers_) {
    if (watcher.known) watcher.stream->Write(Response(watcher.known, serving_));
  }
}

void Health::Watch(const std::string& service, std::shared_ptr<Stream> stream) {
  const Stream* const key = stream.get();
  // The map owns the stream, so the callback must not.
  stream->raw().OnCancelled([this, key](const absl::Status& status) {
    decltype(watchers_)::node_type ended;
    {
      MutexLock lock(mutex_);
      ended = watchers_.extract(key);
    }
    if (ended) ended.mapped().stream->Finish(status);
  });
  MutexLock lock(mutex_);
  const bool known = Knows(service);
  stream->Write(Response(known, serving_));
  watchers_.emplace(key, Watcher{known, std::move(stream)});
}

}  // namespace sparkgate::rpc::internal
