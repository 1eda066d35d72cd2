// The address that a person was sent back to after consent.
#ifndef SPARKGATE_SERVER_USECASES_CONNECT_REDIRECT_H_
#define SPARKGATE_SERVER_USECASES_CONNECT_REDIRECT_H_

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace sparkgate::server {

struct Redirect {
  std::string code;
  std::string state;
};

// INVALID_ARGUMENT if it isn't an address with a state; FAILED_PRECONDITION, reason
// CONSENT_REFUSED, if the person said no. Advertisers come back with `auth_code`, creators with
// `code` (facts 2).
absl::StatusOr<Redirect> ReadRedirect(std::string_view address);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CONNECT_REDIRECT_H_
