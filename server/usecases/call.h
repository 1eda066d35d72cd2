// For whom a use case works: the caller, as the API saw it, with no transport in it.
#ifndef SPARKGATE_SERVER_USECASES_CALL_H_
#define SPARKGATE_SERVER_USECASES_CALL_H_

#include <functional>
#include <string>

#include <absl/time/time.h>

namespace sparkgate::server {

struct Call {
  std::string principal;  // the key's id
  std::string
      workspace;       // the workspace that the call is about (its names were checked to be in it)
  std::string method;  // "/sparkgate.v1.CreatorService/GenerateCode"
  std::string request_id;  // as the caller gave it; "" = none
  std::string digest;      // of the request without request_id, for RequestIds
  absl::Duration remaining = absl::Seconds(30);  // real time, when the call began
  // The caller went away, or its deadline passed: what goes on for long asks now and then.
  std::function<bool()> cancelled = [] { return false; };
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CALL_H_
