#include "client/cli/wait_progress.h"

#include <string>

#include <fmt/format.h>

#include "client/cpp/message_stream.h"
#include "sparkgate/v1/operation_service.pb.h"

namespace sparkgate::cli {

Progress::Poll OperationProgress(const client::Connection& connection,
                                 const google::protobuf::Message& request) {
  if (request.GetDescriptor()->full_name() != "sparkgate.v1.WaitOperationRequest") return nullptr;
  v1::GetOperationRequest get;
  get.set_name(request.GetReflection()->GetString(
      request, request.GetDescriptor()->FindFieldByName("name")));
  return [&connection, get] {
    v1::Operation operation;
    const absl::Status status =
        client::CallByName(connection, "/sparkgate.v1.OperationService/GetOperation", get,
                           operation, {.deadline = absl::Seconds(1)});
    if (!status.ok()) return std::string();  // the call that waits will tell
    std::string text;
    if (operation.item_count() > 0) {
      text = fmt::format("{} of {} parts are over", operation.items_over(), operation.item_count());
    }
    if (operation.items_failed() > 0) text += fmt::format(", {} failed", operation.items_failed());
    return text;
  };
}

}  // namespace sparkgate::cli
