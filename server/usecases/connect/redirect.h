// The address that a person was sent back to after consent.
#ifndef SPARKGATE_SERVER_USECASES_CONNECT_REDIRECT_H_
#define SPARKGATE_SERVER_USECASES_CONNECT_REDIRECT_H_

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace sparkgate::server {

struct Redirect {
  std::string code;  // "" if refused
  std::string state;
  bool refused = false;  // the person said no
};

// INVALID_ARGUMENT if it isn't an address with a state and an answer. Advertisers come back with
// `auth_code`, creators with `code` (facts 2).
absl::StatusOr<Redirect> ReadRedirect(std::string_view address);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CONNECT_REDIRECT_H_
