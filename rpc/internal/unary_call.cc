#include "rpc/internal/unary_call.h"

#include <exception>
#include <utility>

#include "base/error.h"
#include "rpc/internal/wire.h"
#include "rpc/refusals.h"
#include "rpc/status_codec.h"

namespace sparkgate::rpc::internal {
namespace {

absl::Duration TimeLeft(const Transport& transport, const MethodOptions& options) {
  const absl::Duration left = transport.TimeLeft();
  return left == absl::InfiniteDuration() ? options.default_deadline : left;
}

}  // namespace

void UnaryCall::Start(Runtime& runtime, const MethodTable::Method& method,
                      const std::shared_ptr<Transport>& transport) {
  const auto call = std::make_shared<UnaryCall>(runtime, method, transport);
  transport->set_listener(call);
  const absl::Status admitted =
      runtime.pipeline.Admit(call->state_, method.options, transport->Metadata("authorization"));
  if (!admitted.ok()) return call->Reply(admitted);
  transport->Read();
}

UnaryCall::UnaryCall(Runtime& runtime, const MethodTable::Method& method,
                     std::shared_ptr<Transport> transport)
    : runtime_(runtime),
      method_(method),
      transport_(std::move(transport)),
      state_(method.name, transport_->Metadata("x-request-id"),
             TimeLeft(*transport_, method.options), transport_->trace()) {}

void UnaryCall::OnRead(bool ok) {
  if (!ok) {
    const absl::Status gone = state_.StillWanted();
    return Reply(gone.ok() ? RequestMissing(method_.request_prototype->GetTypeName()) : gone);
  }
  if (method_.options.inline_on_poller && state_.unchecked_token().empty()) return Run();
  const bool queued = runtime_.workers.TryPost([call = shared_from_this()] { call->Run(); });
  if (!queued) Reply(ServerOverloaded());
}

void UnaryCall::Run() {
  const TraceScope scope(state_.trace());
  Reply(HandleOrCatch());
}

UnaryCall::Answer UnaryCall::HandleOrCatch() {
  try {
    return Handle();
  } catch (const std::exception& error) {
    return HandlerFailed(error.what());
  } catch (...) {
    return HandlerFailed("the handler threw something that is no std::exception");
  }
}

UnaryCall::Answer UnaryCall::Handle() {
  SG_RETURN_IF_ERROR(runtime_.pipeline.Authorize(state_, method_.options));
  const std::unique_ptr<google::protobuf::Message> request(method_.request_prototype->New());
  if (!Parse(transport_->read_buffer(), *request)) {
    return MalformedRequest(request->GetTypeName());
  }
  return method_.unary(state_, *request);
}

void UnaryCall::Reply(const Answer& answer) {
  grpc::ByteBuffer encoded;
  absl::Status status = answer.status();
  if (status.ok() && !Serialize(**answer, encoded)) status = HandlerFailed("cannot encode answer");
  runtime_.pipeline.Close(state_, status);
  if (status.ok()) return transport_->WriteAndFinish(encoded);
  transport_->Finish(ToGrpc(status, state_.call_id()));
}

}  // namespace sparkgate::rpc::internal
