// One Advance of a world under way. Thread-safe; `progress` and `done` run on the loop's thread.
#ifndef SPARKGATE_SERVER_WORLDS_SIMULATOR_ADVANCE_CALL_H_
#define SPARKGATE_SERVER_WORLDS_SIMULATOR_ADVANCE_CALL_H_

#include <functional>
#include <memory>

#include <absl/status/status.h>

#include "server/worlds/simulator/completion_loop.h"
#include "server/worlds/worlds.h"
#include "sparkgate/simulator/v1/world_service.grpc.pb.h"

namespace sparkgate::server {

class AdvanceCall : public std::enable_shared_from_this<AdvanceCall> {
 public:
  AdvanceCall(CompletionLoop& loop, std::function<void(const AdvanceProgress&)> progress,
              std::function<void(absl::Status)> done);

  // `loop.BeginCall` was called; this ends it.
  void Start(simulator::v1::WorldService::Stub& stub, const simulator::v1::AdvanceRequest& request);
  void Cancel() { context_->TryCancel(); }

 private:
  void Read();
  void OnRead(bool ok);
  void OnFinished();

  CompletionLoop& loop_;
  const std::function<void(const AdvanceProgress&)> progress_;
  const std::function<void(absl::Status)> done_;
  const std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientAsyncReader<simulator::v1::AdvanceResponse>> stream_;
  simulator::v1::AdvanceResponse response_;
  bool finished_ = false;  // the simulator said so
  grpc::Status status_;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_WORLDS_SIMULATOR_ADVANCE_CALL_H_
