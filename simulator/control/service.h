// Shared by the services' files: how one handler is put into the table.
#ifndef SPARKGATE_SIMULATOR_CONTROL_SERVICE_H_
#define SPARKGATE_SIMULATOR_CONTROL_SERVICE_H_

#include <string>
#include <string_view>
#include <utility>

#include <absl/status/statusor.h>
#include <fmt/format.h>

#include "rpc/method_table.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

// The face has no authentication: it listens on loopback only.
inline constexpr rpc::MethodOptions kOpen{.roles = rpc::kAnyone};

// Registers handlers of the form absl::StatusOr<Response>(Worlds&, const Request&), which nobody
// needs a call's context for.
class Service {
 public:
  // `name` is the service's, without the package.
  Service(rpc::MethodTable& table, Worlds& worlds, std::string_view name)
      : table_(table), worlds_(worlds), prefix_(fmt::format("sparkgate.simulator.v1.{}/", name)) {}

  template <class Request, class Response>
  void Unary(std::string_view method,
             absl::StatusOr<Response> (*handler)(Worlds&, const Request&)) {
    table_.Unary<Request, Response>(
        prefix_ + std::string(method), kOpen,
        [handler, &worlds = worlds_](rpc::CallContext&, const Request& request) {
          return handler(worlds, request);
        });
  }

 private:
  rpc::MethodTable& table_;
  Worlds& worlds_;
  const std::string prefix_;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_SERVICE_H_
