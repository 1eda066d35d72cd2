// Mutations, once for each request_id. In a world the rule and the memory of its answer are one
// change, so a save holds both or neither; what belongs to no world is remembered by the program.
#ifndef SPARKGATE_SIMULATOR_CONTROL_MUTATE_H_
#define SPARKGATE_SIMULATOR_CONTROL_MUTATE_H_

#include <functional>
#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

// Runs `rule`, which fills `response`, unless `request_id` was seen with the same request: then the
// first answer is given again. ABORTED (REQUEST_ID_REUSED) if it was seen with another request.
absl::Status MutateOnce(World& world, std::string_view method, std::string_view request_id,
                        const google::protobuf::Message& request,
                        google::protobuf::Message& response,
                        const std::function<absl::Status(WorldState&)>& rule);

// The same for making and deleting worlds; one at a time.
absl::Status MutateOnce(Worlds& worlds, std::string_view method, std::string_view request_id,
                        const google::protobuf::Message& request,
                        google::protobuf::Message& response,
                        const std::function<absl::Status()>& rule);

// `rule` is (WorldState&) -> absl::StatusOr<Response>.
template <class Response, class Request, class Rule>
absl::StatusOr<Response> Mutate(World& world, const Request& request, Rule rule) {
  Response response;
  const absl::Status status =
      MutateOnce(world, Request::descriptor()->full_name(), request.request_id(), request, response,
                 [&](WorldState& state) -> absl::Status {
                   absl::StatusOr<Response> made = rule(state);
                   if (!made.ok()) return made.status();
                   response = *std::move(made);
                   return absl::OkStatus();
                 });
  if (!status.ok()) return status;
  return response;
}

// `rule` is () -> absl::StatusOr<Response>.
template <class Response, class Request, class Rule>
absl::StatusOr<Response> Mutate(Worlds& worlds, const Request& request, Rule rule) {
  Response response;
  const absl::Status status =
      MutateOnce(worlds, Request::descriptor()->full_name(), request.request_id(), request,
                 response, [&]() -> absl::Status {
                   absl::StatusOr<Response> made = rule();
                   if (!made.ok()) return made.status();
                   response = *std::move(made);
                   return absl::OkStatus();
                 });
  if (!status.ok()) return status;
  return response;
}

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_MUTATE_H_
