// Operations on the wire.
#ifndef SPARKGATE_SERVER_API_CONVERT_OPERATION_H_
#define SPARKGATE_SERVER_API_CONVERT_OPERATION_H_

#include <absl/status/statusor.h>

#include "server/domain/operation.h"
#include "server/usecases/env.h"
#include "sparkgate/v1/operation_service.pb.h"

namespace sparkgate::server {

sparkgate::v1::OperationState ToProto(OperationState state);
// Without items.
void ToProto(const Operation& operation, sparkgate::v1::Operation* out);
// With its items, read from the store.
absl::StatusOr<sparkgate::v1::Operation> WithItems(Env& env, const Operation& operation);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_CONVERT_OPERATION_H_
