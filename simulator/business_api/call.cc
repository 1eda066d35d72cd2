#include "simulator/business_api/call.h"

#include <cstddef>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "base/log.h"
#include "simulator/business_api/access.h"
#include "simulator/business_api/arguments.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/envelope.h"
#include "simulator/business_api/limited_call.h"
#include "simulator/business_api/unplayed_fields.h"
#include "simulator/world/faults/stale_reads.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kSlashlessPrefix = "business/post/authorize";
constexpr std::string_view kTokenArgument = "Access-Token";

// An answer of the edge, which knows no envelope.
CallOutcome Bare(const World& world, HttpServerResponse response) {
  const absl::Time now = world.Read([](const WorldState& state) { return state.now; });
  return {absl::OkStatus(), {.time = now, .request_id = ""}, std::move(response), std::nullopt, ""};
}

// One call, and what it is checked with.
struct Request {
  bool stale;  // it reads the world as it was
  const Endpoint& endpoint;
  std::optional<std::string> token;
  absl::StatusOr<Arguments> arguments;
  RealTimeLimits& limits;
  const Clock& real_time;
};

bool CountsInState(const WorldState& state) {
  return RateLimitModeOf(state) == RateLimitMode::kWorldClock;
}

template <class State>
absl::Status CheckLimits(State& state, const Request& request, const Caller& caller) {
  const auto call = [&] { return LimitedCallOf(request.endpoint, caller, request.arguments); };
  switch (RateLimitModeOf(state)) {
    case RateLimitMode::kOff:
      break;
    case RateLimitMode::kRealTime:
      return request.limits.Count(state, call(), request.real_time.Now());
    case RateLimitMode::kWorldClock:
      if constexpr (!std::is_const_v<State>)
        return CountCall(state, call(), state.now, state.calls);
  }
  return absl::OkStatus();
}

// Who calls must be known then, too; to others reads are as fresh as ever.
template <class Handler>
auto RunStale(const WorldState& state, Handler handler, const Request& request,
              const Caller& caller) {
  const WorldState& past = StaleWorld(state);
  const absl::StatusOr<Caller> known = CheckCaller(past, request.endpoint, request.token);
  return known.ok() ? handler(past, *known, *request.arguments)
                    : handler(state, caller, *request.arguments);
}

// The order of the checks is that of facts 14.2: token, scope, arguments, and the rest in the
// handler. Rate limits come after the scope, since only the token tells whose call it is, and
// before the arguments: they count what was sent, and not only what was right.
template <class State, class Handler>
std::invoke_result_t<Handler, State&, const Caller&, const Arguments&> Run(State& state,
                                                                           Handler handler,
                                                                           const Request& request) {
  SG_ASSIGN_OR_RETURN(const Caller caller, CheckCaller(state, request.endpoint, request.token));
  SG_RETURN_IF_ERROR(CheckLimits(state, request, caller));
  if (!request.arguments.ok()) return request.arguments.status();
  if constexpr (!std::is_invocable_v<Handler, const WorldState&, const Caller&, const Arguments&>) {
    KeepForStaleReads(state);
  } else if (request.stale) {
    return RunStale(state, handler, request, caller);
  }
  return handler(state, caller, *request.arguments);
}

template <class Answer>
CallOutcome InEnvelope(const absl::StatusOr<Answer>& data, CallStamp stamp) {
  if (!data.ok()) return Refused(data.status(), std::move(stamp));
  HttpServerResponse response = OkEnvelope(*data, stamp.request_id);
  return {absl::OkStatus(), std::move(stamp), std::move(response), 0, "OK"};
}

// TikTok's SDKs are made of YAML that declares the token as an argument of the query (facts 1.1).
std::optional<std::string> TokenOf(const HttpServerRequest& http, bool lenient) {
  std::optional<std::string> token = http.Header("access-token");
  if (token || !lenient) return token;
  for (auto& [name, value] : ParseQuery(http.query)) {
    if (name == kTokenArgument) return std::move(value);
  }
  return std::nullopt;
}

absl::StatusOr<Arguments> ArgumentsOf(const Endpoint& endpoint, const HttpServerRequest& http,
                                      Strictness takes) {
  absl::StatusOr<Arguments> arguments =
      endpoint.is_get() ? ArgumentsOfQuery(http.query, takes) : ArgumentsOfBody(http.body, takes);
  if (arguments.ok()) arguments->unplayed = UnplayedFieldsOf(endpoint.path);
  return arguments;
}

// Only the handler and the request id need the world; objects become text without its lock.
CallOutcome Call(World& world, const Endpoint& endpoint, const HttpServerRequest& http,
                 const Strictness& takes, const Clock& real_time, bool stale) {
  const Request request{.stale = stale,
                        .endpoint = endpoint,
                        .token = TokenOf(http, takes.lenient),
                        .arguments = ArgumentsOf(endpoint, http, takes),
                        .limits = world.real_time_limits(),
                        .real_time = real_time};
  const std::string key = CallKey(http, request.token);
  const auto run = [&](auto& state, auto handler) {
    return std::pair(Run(state, handler, request), NextStamp(state, key));
  };
  const auto envelope = [](auto ran) { return InEnvelope(ran.first, std::move(ran.second)); };
  if (endpoint.command != nullptr) {
    return envelope(world.Write([&](WorldState& state) { return run(state, endpoint.command); }));
  }
  // A call that is counted in the world changes it, whatever it asks.
  const auto read = [&](auto handler) {
    auto ran = world.Read([&](const WorldState& state) {
      return CountsInState(state) ? std::nullopt : std::optional(run(state, handler));
    });
    if (!ran) ran = world.Write([&](WorldState& state) { return run(state, handler); });
    return envelope(*std::move(ran));
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
CallOutcome NotImplemented(World& world, const HttpServerRequest& request,
                           const std::string& path) {
  const std::string key = CallKey(request, request.Header("access-token"));
  CallStamp stamp = world.Write([&](WorldState& state) {
    CountUnimplemented(state, path);
    return NextStamp(state, key);
  });
  return Refused(Refuse(ApiCode::kNotImplemented, "NOT_IMPLEMENTED",
                        fmt::format("/{}/ is not implemented by this simulator.", path)),
                 std::move(stamp));
}

CallOutcome NoSuchRoute(const World& world, const HttpServerRequest& request) {
  const std::string key = CallKey(request, std::nullopt);
  CallOutcome outcome =
      Refused(Refuse(ApiCode::kRouteNotFound, "NO_SUCH_ROUTE", "Route not found."),
              world.Read([&](const WorldState& state) { return NextStamp(state, key); }));
  outcome.response.status = 404;
  return outcome;
}

bool MayLackSlash(const CallSettings& settings, std::string_view path) {
  return settings.takes.lenient || (!settings.slash_required && path.starts_with(kSlashlessPrefix));
}

}  // namespace

std::string CallKey(const HttpServerRequest& request, const std::optional<std::string>& token) {
  return fmt::format("{} {}?{}\n{}\n{}", request.method, request.path, request.query,
                     token.value_or(""), request.body);
}

CallStamp NextStamp(const WorldState& state, std::string_view call) {
  return {state.now, state.request_ids.Next(state.random, state.now, call)};
}

CallOutcome Refused(absl::Status status, CallStamp stamp) {
  HttpServerResponse response = ErrorEnvelope(status, stamp.request_id);
  const int code = Number(ApiCodeOf(status));
  std::string message(status.message());
  return {std::move(status), std::move(stamp), std::move(response), code, std::move(message)};
}

CallOutcome ServeCall(World& world, const CallSettings& settings, const CallTarget& target,
                      const HttpServerRequest& request, const Clock& real_time, bool stale) {
  if (!target.slash && !MayLackSlash(settings, target.path)) {
    return Bare(world, EdgeNotFound());
  }
  const Endpoint* endpoint = FindEndpoint(target.path);
  if (endpoint == nullptr) {
    return MayExist(target.path) ? NotImplemented(world, request, target.path)
                                 : NoSuchRoute(world, request);
  }
  if (request.method != endpoint->method()) return Bare(world, EdgeMethodNotAllowed());
  CallOutcome outcome = Call(world, *endpoint, request, settings.takes, real_time, stale);
  if (!outcome.status.ok() && ApiCodeOf(outcome.status) == ApiCode::kNotImplemented) {
    world.Write([&](WorldState& state) {
      CountUnimplemented(state, target.path);
      return true;
    });
  }
  return outcome;
}

}  // namespace sparkgate::simulator
