// An operation's arguments, as its mutation reads them.
#ifndef SPARKGATE_SERVER_USECASES_ARGUMENTS_H_
#define SPARKGATE_SERVER_USECASES_ARGUMENTS_H_

#include <absl/status/statusor.h>
#include <boost/json/object.hpp>

#include "server/domain/operation.h"

namespace sparkgate::server {

// DATA_LOSS if they aren't the JSON object that was recorded.
absl::StatusOr<boost::json::object> ArgumentsOf(const Operation& operation);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ARGUMENTS_H_
