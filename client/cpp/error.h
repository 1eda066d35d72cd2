// What went wrong in a call, for programs. A failed call gives an absl::Status with the code and a
// sentence for people; DetailsOf reads from it what a Sparkgate server said besides: the stable
// reason (branch on that, never on the sentence), and who must act.
//
// Everything here is pure and thread-safe.
#ifndef SPARKGATE_CLIENT_CPP_ERROR_H_
#define SPARKGATE_CLIENT_CPP_ERROR_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/time/time.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/support/status.h>

namespace sparkgate::client {

struct FieldViolation {
  std::string field;        // path in the request, e.g. "ad_group.budget_micros"
  std::string description;  // a sentence
};

struct ErrorDetails {
  // UPPER_SNAKE_CASE, e.g. "CODE_EXPIRED". Where the server gave none (it wasn't reached, or it
  // isn't a Sparkgate server): the name of the status code, e.g. "UNAVAILABLE".
  std::string reason;
  // CALLER, CREATOR, ADVERTISER, OPERATOR, or NOBODY: repeating the call is enough. "" if unknown.
  std::string who;
  std::vector<FieldViolation> fields;
  std::optional<absl::Duration> retry_after;
  std::string resource_type;  // what wasn't found, e.g. "sparkgate/Code"
  std::string resource_name;
  std::map<std::string, std::string> metadata;  // e.g. "operation" of OUTCOME_UNKNOWN
};

// Keeps the details as the status's payload, where DetailsOf finds them.
absl::Status FromGrpc(const grpc::Status& status);

ErrorDetails DetailsOf(const absl::Status& status);

// Of an error inside a message, e.g. Operation.error or a result of BatchAuthorizeCodes.
ErrorDetails DetailsOf(const google::rpc::Status& status);

}  // namespace sparkgate::client

#endif  // SPARKGATE_CLIENT_CPP_ERROR_H_
