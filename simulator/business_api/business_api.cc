#include "simulator/business_api/business_api.h"

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "base/log.h"
#include "simulator/business_api/access.h"
#include "simulator/business_api/arguments.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/envelope.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kWorldPrefix = "/w/";
constexpr std::string_view kApiPrefix = "/open_api/v1.3/";
constexpr std::string_view kSlashlessPrefix = "business/post/authorize";

struct Target {
  std::string world;
  std::string path;    // below /open_api/v1.3/, without slashes at its ends
  bool slash = false;  // it had the one at its end
};

std::optional<Target> ReadPath(std::string_view path) {
  Target target;
  target.world = kDefaultWorld;
  if (path.starts_with(kWorldPrefix)) {
    path.remove_prefix(kWorldPrefix.size());
    const size_t end = path.find('/');
    if (end == std::string_view::npos) return std::nullopt;
    target.world = PercentDecode(path.substr(0, end));
    path.remove_prefix(end);
  }
  if (!path.starts_with(kApiPrefix)) return std::nullopt;
  path.remove_prefix(kApiPrefix.size());
  target.slash = path.ends_with('/');
  if (target.slash) path.remove_suffix(1);
  target.path = std::string(path);
  return target;
}

// What tells one call from another, for its request_id.
std::string CallKey(const HttpServerRequest& request, const std::optional<std::string>& token) {
  return fmt::format("{} {}?{}\n{}\n{}", request.method, request.path, request.query,
                     token.value_or(""), request.body);
}

std::string NextRequestId(const WorldState& state, std::string_view call) {
  return state.request_ids.Next(KeyedRandom(state.seed), state.now, call);
}

// The order of the checks is that of facts 14.2: token, scope, arguments, and the rest in the
// handler.
template <class State, class Handler>
std::invoke_result_t<Handler, State&, const Caller&, const Arguments&> Run(
    State& state, Handler handler, const Endpoint& endpoint,
    const std::optional<std::string>& token, const absl::StatusOr<Arguments>& arguments) {
  SG_ASSIGN_OR_RETURN(const Caller caller, CheckCaller(state, endpoint, token));
  if (!arguments.ok()) return arguments.status();
  return handler(state, caller, *arguments);
}

struct Outcome {
  absl::Status status;
  HttpServerResponse response;
};

template <class Answer>
Outcome InEnvelope(const absl::StatusOr<Answer>& data, const std::string& request_id) {
  return {data.status(),
          data.ok() ? OkEnvelope(*data, request_id) : ErrorEnvelope(data.status(), request_id)};
}

// Only the handler and the request id need the world; objects become text without its lock.
Outcome Call(World& world, const Endpoint& endpoint, const HttpServerRequest& request) {
  const std::optional<std::string> token = request.Header("access-token");
  const absl::StatusOr<Arguments> arguments =
      endpoint.is_get() ? ArgumentsOfQuery(request.query) : ArgumentsOfBody(request.body);
  const std::string key = CallKey(request, token);
  const auto run = [&](auto& state, auto handler) {
    return std::pair(Run(state, handler, endpoint, token, arguments), NextRequestId(state, key));
  };
  const auto envelope = [](const auto& ran) { return InEnvelope(ran.first, ran.second); };
  if (endpoint.command != nullptr) {
    return envelope(world.Write([&](WorldState& state) { return run(state, endpoint.command); }));
  }
  const auto read = [&](auto handler) {
    return envelope(world.Read([&](const WorldState& state) { return run(state, handler); }));
  };
  return endpoint.query != nullptr ? read(endpoint.query) : read(endpoint.text);
}

// Counts a call to what isn't simulated, and tells the operator once.
void CountUnimplemented(WorldState& state, const std::string& path) {
  constexpr size_t kMostPaths = 1000;  // callers choose them
  const auto counted = state.unimplemented.find(path);
  if (counted != state.unimplemented.end()) {
    ++counted->second;
  } else if (state.unimplemented.size() < kMostPaths) {
    state.unimplemented.emplace(path, 1);
    LogWarning("not_simulated", {{"world", state.id}, {"endpoint", path}});
  }
}

// Says so: success is never faked.
HttpServerResponse NotImplemented(World& world, const HttpServerRequest& request,
                                  const std::string& path) {
  const std::string key = CallKey(request, request.Header("access-token"));
  const std::string request_id = world.Write([&](WorldState& state) {
    CountUnimplemented(state, path);
    return NextRequestId(state, key);
  });
  return ErrorEnvelope(ApiCode::kNotImplemented,
                       fmt::format("/{}/ is not implemented by this simulator.", path), request_id);
}

HttpServerResponse NoSuchRoute(const World& world, const HttpServerRequest& request) {
  const std::string key = CallKey(request, std::nullopt);
  HttpServerResponse response =
      ErrorEnvelope(ApiCode::kRouteNotFound, "Route not found.",
                    world.Read([&](const WorldState& state) { return NextRequestId(state, key); }));
  response.status = 404;
  return response;
}

bool MayLackSlash(const World& world, std::string_view path) {
  return path.starts_with(kSlashlessPrefix) &&
         world.Read([](const WorldState& state) { return !state.switches.Flag(kSlashRequired); });
}

}  // namespace

HttpServerResponse BusinessApi::Handle(const HttpServerRequest& request) const {
  const std::optional<Target> target = ReadPath(request.path);
  if (!target) return EdgeNotFound();
  const std::shared_ptr<World> world = lookup_(target->world);
  if (world == nullptr) return EdgeNotFound();
  if (!target->slash && !MayLackSlash(*world, target->path)) return EdgeNotFound();

  const Endpoint* endpoint = FindEndpoint(target->path);
  if (endpoint == nullptr) {
    return MayExist(target->path) ? NotImplemented(*world, request, target->path)
                                  : NoSuchRoute(*world, request);
  }
  if (request.method != endpoint->method()) return EdgeMethodNotAllowed();
  Outcome outcome = Call(*world, *endpoint, request);
  if (!outcome.status.ok() && ApiCodeOf(outcome.status) == ApiCode::kNotImplemented) {
    world->Write([&](WorldState& state) {
      CountUnimplemented(state, target->path);
      return true;
    });
  }
  return std::move(outcome.response);
}

}  // namespace sparkgate::simulator
