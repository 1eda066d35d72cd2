// What all calls of one server share. Owned by the server; outlives every call.
#ifndef SPARKGATE_RPC_INTERNAL_RUNTIME_H_
#define SPARKGATE_RPC_INTERNAL_RUNTIME_H_

#include "base/executor.h"
#include "rpc/internal/live_streams.h"
#include "rpc/internal/pipeline.h"

namespace sparkgate::rpc::internal {

struct Runtime {
  Pipeline& pipeline;
  Executor& workers;         // bounded: handlers
  Executor& stream_workers;  // unbounded, at most one task per open stream: their callbacks
  LiveStreams& streams;
};

}  // namespace sparkgate::rpc::internal

#endif  // SPARKGATE_RPC_INTERNAL_RUNTIME_H_
