// Puts a handler, a free function, into the method table: one line per RPC.
#ifndef SPARKGATE_SERVER_API_REGISTER_H_
#define SPARKGATE_SERVER_API_REGISTER_H_

#include <string_view>

#include <absl/status/statusor.h>

#include "rpc/method_table.h"
#include "server/usecases/env.h"
#include "server/usecases/patience.h"

namespace sparkgate::server {

template <class Request, class Response>
void Serve(Env& env, rpc::MethodTable& table, std::string_view method, rpc::MethodOptions options,
           absl::StatusOr<Response> (*handler)(Env&, const rpc::CallContext&, const Request&)) {
  table.Unary<Request, Response>(
      method, options, [&env, handler](rpc::CallContext& context, const Request& request) {
        const CallersPatience patience(context.remaining(),
                                       [&context] { return context.cancelled(); });
        return handler(env, context, request);
      });
}

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_API_REGISTER_H_
