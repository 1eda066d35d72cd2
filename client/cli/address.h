// Where a server is: HOST:PORT, or another address that gRPC knows ("dns:///host:7400",
// "unix:/run/sparkgate.sock").
#ifndef SPARKGATE_CLIENT_CLI_ADDRESS_H_
#define SPARKGATE_CLIENT_CLI_ADDRESS_H_

#include <string_view>

#include <absl/status/status.h>

namespace sparkgate::cli {

// INVALID_ARGUMENT, naming the flag, for what gRPC would fail at with other words.
absl::Status CheckAddress(std::string_view flag, std::string_view address);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_ADDRESS_H_
