#include "simulator/business_api/business_api.h"

#include <cstddef>
#include <cstdint>
#include <memory>
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
#include "simulator/business_api/faults.h"
#include "simulator/business_api/limited_call.h"
#include "simulator/business_api/unplayed_fields.h"
#include "simulator/world/faults/fault_kinds.h"
#include "simulator/world/faults/stale_reads.h"
#include "simulator/world/journal/exchange_arguments.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kWorldPrefix = "/w/";
constexpr std::string_view kApiPrefix = "/open_api/v1.3/";
constexpr std::string_view kSlashlessPrefix = "business/post/authorize";
constexpr std::string_view kTokenArgument = "Access-Token";

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

// What an answer owes to the world it is from.
struct Stamp {
  absl::Time time;         // the instant at which it was served
  std::string request_id;  // "" for one without an envelope
};

Stamp NextStamp(const WorldState& state, std::string_view call) {
  return {state.now, state.request_ids.Next(KeyedRandom(state.seed), state.now, call)};
}

struct Outcome {
  absl::Status status;
  Stamp stamp;
  HttpServerResponse response;
  std::optional<int> code;  // none: no envelope
  std::string message;
  std::string fault = {};  // what one did to it
};

Outcome Refused(absl::Status status, Stamp stamp) {
  HttpServerResponse response = ErrorEnvelope(status, stamp.request_id);
  const int code = Number(ApiCodeOf(status));
  std::string message(status.message());
  return {std::move(status), std::move(stamp), std::move(response), code, std::move(message)};
}

// An answer of the edge, which knows no envelope.
Outcome Bare(const World& world, HttpServerResponse response) {
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
Outcome InEnvelope(const absl::StatusOr<Answer>& data, Stamp stamp) {
  if (!data.ok()) return Refused(data.status(), std::move(stamp));
  HttpServerResponse response = OkEnvelope(*data, stamp.request_id);
  return {absl::OkStatus(), std::move(stamp), std::move(response), 0, "OK"};
}

Strictness StrictnessOf(const World& world) {
  return world.Read([](const WorldState& state) {
    const bool lenient = state.switches.Choice(kRequests) == "lenient";
    return Strictness{
        .lenient = lenient,
        .unknown_fields = lenient || state.switches.Choice(kUnknownFields) == "ignore"};
  });
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
Outcome Call(World& world, const Endpoint& endpoint, const HttpServerRequest& http,
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
Outcome NotImplemented(World& world, const HttpServerRequest& request, const std::string& path) {
  const std::string key = CallKey(request, request.Header("access-token"));
  Stamp stamp = world.Write([&](WorldState& state) {
    CountUnimplemented(state, path);
    return NextStamp(state, key);
  });
  return Refused(Refuse(ApiCode::kNotImplemented, "NOT_IMPLEMENTED",
                        fmt::format("/{}/ is not implemented by this simulator.", path)),
                 std::move(stamp));
}

Outcome NoSuchRoute(const World& world, const HttpServerRequest& request) {
  const std::string key = CallKey(request, std::nullopt);
  Outcome outcome =
      Refused(Refuse(ApiCode::kRouteNotFound, "NO_SUCH_ROUTE", "Route not found."),
              world.Read([&](const WorldState& state) { return NextStamp(state, key); }));
  outcome.response.status = 404;
  return outcome;
}

bool MayLackSlash(const World& world, std::string_view path) {
  return path.starts_with(kSlashlessPrefix) &&
         world.Read([](const WorldState& state) { return !state.switches.Flag(kSlashRequired); });
}

Outcome Serve(World& world, const Target& target, const HttpServerRequest& request,
              const Clock& real_time, bool stale = false) {
  const Strictness takes = StrictnessOf(world);
  if (!target.slash && !takes.lenient && !MayLackSlash(world, target.path)) {
    return Bare(world, EdgeNotFound());
  }
  const Endpoint* endpoint = FindEndpoint(target.path);
  if (endpoint == nullptr) {
    return MayExist(target.path) ? NotImplemented(world, request, target.path)
                                 : NoSuchRoute(world, request);
  }
  if (request.method != endpoint->method()) return Bare(world, EdgeMethodNotAllowed());
  Outcome outcome = Call(world, *endpoint, request, takes, real_time, stale);
  if (!outcome.status.ok() && ApiCodeOf(outcome.status) == ApiCode::kNotImplemented) {
    world.Write([&](WorldState& state) {
      CountUnimplemented(state, target.path);
      return true;
    });
  }
  return outcome;
}

// The header's text is wrong: nothing of the call is done.
Outcome BadFault(const World& world, const absl::Status& why, const HttpServerRequest& request) {
  const FieldViolation& violation = DetailOf(why).fields.front();
  const std::string message = fmt::format("{}: {}", violation.field, violation.description);
  Outcome outcome =
      Refused(RefuseParam("FAULT_INVALID", message), world.Read([&](const WorldState& state) {
        return NextStamp(state, CallKey(request, std::nullopt));
      }));
  outcome.response.status = 400;
  return outcome;
}

// Puts what the fault answers in the place of the answer.
void Replace(Outcome& outcome, FaultyAnswer answer) {
  outcome.response = std::move(answer.response);
  outcome.code = answer.code;
  outcome.message = std::move(answer.message);
}

Outcome ServeFaulty(World& world, const Target& target, const HttpServerRequest& request,
                    const Clock& real_time, const FiredFault& fault) {
  const FaultStep& step = fault.step;
  const bool spoils = SpecOf(step.kind).moment == FaultMoment::kBefore;
  Outcome outcome;
  if (IsDone(step)) {
    outcome = Serve(world, target, request, real_time, step.kind == FaultKind::kStale);
  } else {
    const std::string key = CallKey(request, request.Header("access-token"));
    outcome.stamp = world.Read([&](const WorldState& state) { return NextStamp(state, key); });
  }
  if (spoils) {
    FaultyAnswer answer{std::move(outcome.response), outcome.code, std::move(outcome.message)};
    Spoil(step, answer);
    Replace(outcome, std::move(answer));
  } else {
    Replace(outcome, world.Read([&](const WorldState& state) {
      return AnswerOf(state, step, request, outcome.stamp.request_id);
    }));
  }
  outcome.response.delay = fault.delay;
  outcome.fault = FaultName(step);
  if (!fault.plan_id.empty()) {
    world.Write([&](WorldState& state) {
      NoteSubject(state, fault, outcome.stamp.request_id);
      return true;
    });
  }
  return outcome;
}

// A call, and what faults do to it.
Outcome ServeOrFail(World& world, const Target& target, const HttpServerRequest& request,
                    const Clock& real_time) {
  const absl::StatusOr<std::optional<FiredFault>> fault = FaultOf(world, request, target.path);
  if (!fault.ok()) return BadFault(world, fault.status(), request);
  if (!*fault) return Serve(world, target, request, real_time);
  return ServeFaulty(world, target, request, real_time, **fault);
}

// Nobody saw a status of a connection that was cut before its first byte.
int StatusSeen(const HttpServerResponse& response) {
  using Cut = HttpServerResponse::Cut;
  const bool unseen = response.cut == Cut::kBeforeHeader || response.cut == Cut::kReset;
  return unseen ? 0 : response.status;
}

Exchange ExchangeOf(const Target& target, const HttpServerRequest& request,
                    const Outcome& outcome) {
  const bool is_get = request.method == "GET";
  const std::string& arguments = is_get ? request.query : request.body;
  Exchange exchange;
  exchange.time = outcome.stamp.time;
  exchange.method = request.method;
  exchange.path = request.path;
  exchange.endpoint = target.path;
  exchange.arguments_size = arguments.size();
  if (arguments.size() <= kLongestArguments) {
    exchange.arguments = is_get ? WithoutToken(arguments) : arguments;
    exchange.arguments_size = exchange.arguments.size();
  }
  exchange.http_status = StatusSeen(outcome.response);
  exchange.fault = outcome.fault;
  exchange.code = outcome.code;
  exchange.message = outcome.message;
  exchange.request_id = outcome.stamp.request_id;
  return exchange;
}

}  // namespace

HttpServerResponse BusinessApi::Handle(const HttpServerRequest& request) const {
  const std::optional<Target> target = ReadPath(request.path);
  if (!target) return EdgeNotFound();
  const std::shared_ptr<World> world = lookup_(target->world);
  if (world == nullptr) return EdgeNotFound();
  const int64_t begin = MonotonicNanos();
  Outcome outcome = ServeOrFail(*world, *target, request, real_time_);
  if (Journal& journal = world->journal(); journal.keeps()) {
    Exchange exchange = ExchangeOf(*target, request, outcome);
    exchange.duration = absl::Nanoseconds(MonotonicNanos() - begin);
    journal.Record(std::move(exchange));
  }
  return std::move(outcome.response);
}

}  // namespace sparkgate::simulator
