#include "simulator/business_api/faults.h"

#include <utility>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "simulator/business_api/envelope.h"
#include "simulator/business_api/spoiled_json.h"
#include "simulator/world/faults/fault_kinds.h"
#include "simulator/world/faults/fault_text.h"
#include "simulator/world/faults/latency.h"
#include "simulator/world/faults/magic_values.h"
#include "simulator/world/ids.h"
#include "simulator/world/journal/exchange_arguments.h"
#include "simulator/world/rate_limits/rate_limits.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

using Cut = HttpServerResponse::Cut;

constexpr std::string_view kHeaderName = "sparkgate-fault";
constexpr int kMaintenanceCode = 60001;
constexpr absl::Duration kTrickle = absl::Milliseconds(100);

boost::json::object ArgumentsIn(const HttpServerRequest& request) {
  Exchange exchange;
  exchange.method = request.method;
  exchange.arguments = request.method == "GET" ? request.query : request.body;
  exchange.arguments_size = exchange.arguments.size();
  return ArgumentsOf(exchange).values;
}

// Drawn for the call itself: a header has no count of calls to go by.
std::optional<FiredFault> Drawn(const World& world, const HttpServerRequest& request,
                                FaultStep step) {
  const std::string call =
      request.method + request.path + "?" + request.query + "\n" + request.body;
  const auto draw = [&](const WorldState& state, std::string_view purpose) {
    return FractionOf(state, purpose, call, static_cast<uint64_t>(ToMicros(state.now)));
  };
  return world.Read([&](const WorldState& state) -> std::optional<FiredFault> {
    if (step.chance < 1 && draw(state, "header_fault_chance") >= step.chance) return std::nullopt;
    const absl::Duration delay = DrawLatency(step.latency, draw(state, "header_fault_delay"),
                                             draw(state, "header_fault_delay_2"));
    return FiredFault{.step = std::move(step), .delay = delay};
  });
}

// Whose app it is that calls, as far as the call says.
std::string AppOf(const WorldState& state, const HttpServerRequest& request,
                  const boost::json::object& arguments) {
  const std::string token = request.Header("access-token").value_or("");
  if (const AdvertiserToken* known = Find(state.tokens, token)) return known->app_id;
  if (const CreatorToken* known = Find(state.creator_tokens, token)) {
    if (const CreatorGrant* grant = Find(state.grants, known->open_id)) return grant->app_id;
  }
  const std::optional<std::string> named = JsonId(arguments, "app_id");
  return named ? *named : JsonId(arguments, "client_id").value_or("");
}

absl::Status LimitOf(const WorldState& state, const FaultStep& step,
                     const HttpServerRequest& request) {
  const boost::json::object arguments = ArgumentsIn(request);
  if (step.kind == FaultKind::kAppLimit) {
    return TooManyCallsOfApp(AppOf(state, request, arguments));
  }
  const int64_t limit = state.switches.Number(kAdvertiserQps);
  return TooManyCallsAbout(JsonId(arguments, "advertiser_id").value_or(""),
                           {.window = LimitWindow::kSecond, .calls = limit + 1, .limit = limit});
}

FaultyAnswer ErrorAnswer(int code, std::string message, std::string_view request_id) {
  HttpServerResponse response = ErrorEnvelope(static_cast<ApiCode>(code), message, request_id);
  return {.response = std::move(response), .code = code, .message = std::move(message)};
}

FaultyAnswer Bare(HttpServerResponse response) {
  return {.response = std::move(response), .code = std::nullopt, .message = ""};
}

std::string Or(const std::string& text, std::string_view otherwise) {
  return text.empty() ? std::string(otherwise) : text;
}

HttpServerResponse PlainStatus(const FaultStep& step) {
  HttpServerResponse response;
  response.status = static_cast<int>(step.http_status);
  response.content_type = "text/html";
  response.body = Or(step.message, "<html><body><h1>" + std::to_string(step.http_status) +
                                       "</h1></body></html>\n");
  return response;
}

HttpServerResponse CutOff(Cut cut) {
  HttpServerResponse response;
  response.cut = cut;
  return response;
}

}  // namespace

absl::StatusOr<std::optional<FiredFault>> FaultOf(World& world, const CallSettings& settings,
                                                  const HttpServerRequest& request,
                                                  std::string_view endpoint) {
  if (const std::optional<std::string> text = request.Header(kHeaderName)) {
    SG_ASSIGN_OR_RETURN(FaultStep step, ParseFaultText(*text));
    return Drawn(world, request, std::move(step));
  }
  if (settings.magic_values &&
      HasLostCode(request.method == "GET" ? request.query : request.body)) {
    FaultStep lost;
    lost.kind = FaultKind::kCutAfter;
    return FiredFault{.step = lost, .delay = absl::ZeroDuration()};
  }
  if (!settings.faults_planned) return std::nullopt;
  const boost::json::object arguments = ArgumentsIn(request);
  return world.Write([&](WorldState& state) {
    return FireFault(state, {.face = FaultFace::kHttp,
                             .target = endpoint,
                             .arguments = arguments,
                             .reads = request.method == "GET"});
  });
}

bool IsDone(const FaultStep& step) {
  return step.after_commit || SpecOf(step.kind).moment == FaultMoment::kBefore;
}

FaultyAnswer AnswerOf(const WorldState& state, const FaultStep& step,
                      const HttpServerRequest& request, std::string_view request_id) {
  switch (step.kind) {
    case FaultKind::kApiError:
      return ErrorAnswer(static_cast<int>(step.code),
                         Or(step.message, "The service is abnormal. Please try again later."),
                         request_id);
    case FaultKind::kAppLimit:
    case FaultKind::kAdvertiserLimit: {
      const absl::Status limit = LimitOf(state, step, request);
      return ErrorAnswer(Number(ApiCodeOf(limit)), std::string(limit.message()), request_id);
    }
    case FaultKind::kMaintenance:
      return ErrorAnswer(kMaintenanceCode, Or(step.message, "The system is under maintenance."),
                         request_id);
    case FaultKind::kReset:
      return Bare(CutOff(Cut::kReset));
    case FaultKind::kHttpStatus:
      return Bare(PlainStatus(step));
    default:
      return Bare(CutOff(Cut::kBeforeHeader));
  }
}

void Spoil(const FaultStep& step, FaultyAnswer& answer) {
  HttpServerResponse& response = answer.response;
  const auto no_envelope = [&] { answer.code.reset(); };
  switch (step.kind) {
    case FaultKind::kCutAfter:
      response.cut = Cut::kBeforeHeader;
      return no_envelope();
    case FaultKind::kCutBody:
      response.cut = Cut::kHalfBody;
      return no_envelope();
    case FaultKind::kSlowBody:
      response.trickle = kTrickle;
      return no_envelope();
    case FaultKind::kMalformedJson:
      response.body = Malformed(response.body);
      return no_envelope();
    case FaultKind::kTruncatedJson:
      response.body = Truncated(response.body);
      return no_envelope();
    case FaultKind::kWrongTypes:
      response.body = WithWrongTypes(response.body);
      return;
    case FaultKind::kNulls:
      response.body = WithNulls(response.body);
      return;
    default:
      return;
  }
}

std::string FaultName(const FaultStep& step) { return std::string(SpecOf(step.kind).name); }

}  // namespace sparkgate::simulator
