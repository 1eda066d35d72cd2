#include "server/usecases/arguments.h"

#include <utility>

#include <boost/json/value.hpp>

#include "base/error.h"
#include "base/json.h"

namespace sparkgate::server {

absl::StatusOr<boost::json::object> ArgumentsOf(const Operation& operation) {
  SG_ASSIGN_OR_RETURN(boost::json::value parsed, ParseJson(operation.arguments));
  if (!parsed.is_object()) return absl::DataLossError("arguments of an operation are no object");
  return std::move(parsed.get_object());
}

}  // namespace sparkgate::server
