#include "server/worlds/simulator/advance_call.h"

#include <utility>

#include "rpc/client.h"
#include "server/worlds/simulator/wire.h"

namespace sparkgate::server {

AdvanceCall::AdvanceCall(CompletionLoop& loop, std::function<void(const AdvanceProgress&)> progress,
                         std::function<void(absl::Status)> done)
    : loop_(loop),
      progress_(std::move(progress)),
      done_(std::move(done)),
      context_(rpc::MakeContext({})) {}

void AdvanceCall::Start(simulator::v1::WorldService::Stub& stub,
                        const simulator::v1::AdvanceRequest& request) {
  stream_ = stub.PrepareAsyncAdvance(context_.get(), request, loop_.queue());
  stream_->StartCall(CompletionLoop::Tag([self = shared_from_this()](bool ok) {
    if (ok) return self->Read();
    self->OnRead(false);
  }));
}

void AdvanceCall::Read() {
  stream_->Read(&response_,
                CompletionLoop::Tag([self = shared_from_this()](bool ok) { self->OnRead(ok); }));
}

void AdvanceCall::OnRead(bool ok) {
  if (!ok) {
    stream_->Finish(&status_,
                    CompletionLoop::Tag([self = shared_from_this()](bool) { self->OnFinished(); }));
    return;
  }
  finished_ = finished_ || response_.finished();
  progress_({.now = FromProto(response_.now()), .ticks = response_.ticks()});
  Read();
}

void AdvanceCall::OnFinished() {
  absl::Status status = FromSimulator(status_);
  if (status.ok() && !finished_) {
    status = absl::InternalError("the simulator ended an Advance without saying how far it came");
  }
  done_(std::move(status));
  loop_.EndCall();
}

}  // namespace sparkgate::server
