#include "rpc/internal/grpc_log.h"

#include <atomic>

#include <grpc/support/log.h>

#include "base/log.h"

namespace sparkgate::rpc::internal {
namespace {

std::atomic<int> at_debug = 0;

void Forward(gpr_log_func_args* line) {
  const LogLevel level = at_debug > 0                               ? LogLevel::kDebug
                         : line->severity == GPR_LOG_SEVERITY_ERROR ? LogLevel::kWarning
                         : line->severity == GPR_LOG_SEVERITY_INFO  ? LogLevel::kInfo
                                                                    : LogLevel::kDebug;
  Log(level, "grpc", {{"text", line->message}, {"file", line->file}, {"line", line->line}});
}

}  // namespace

void SendGrpcLogsToOurs() { gpr_set_log_function(Forward); }

GrpcLogAtDebug::GrpcLogAtDebug() { ++at_debug; }

GrpcLogAtDebug::~GrpcLogAtDebug() { --at_debug; }

}  // namespace sparkgate::rpc::internal
