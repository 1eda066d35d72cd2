// What there is to tell while an operation is waited for.
#ifndef SPARKGATE_CLIENT_CLI_WAIT_PROGRESS_H_
#define SPARKGATE_CLIENT_CLI_WAIT_PROGRESS_H_

#include <google/protobuf/message.h>

#include "client/cli/progress.h"
#include "client/cpp/connection.h"

namespace sparkgate::cli {

// "3 of 5 parts are over", from reading the operation beside a WaitOperation call; null for any
// other request. `connection` outlives it.
Progress::Poll OperationProgress(const client::Connection& connection,
                                 const google::protobuf::Message& request);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_WAIT_PROGRESS_H_
