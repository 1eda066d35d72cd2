#include "simulator/business_api/business_api.h"

#include <cstdint>
#include <optional>
#include <string>

#include "simulator/business_api/call_target.h"
#include "simulator/business_api/envelope.h"
#include "simulator/business_api/faulty_call.h"
#include "simulator/world/journal/exchange_arguments.h"

namespace sparkgate::simulator {
namespace {

// Nobody saw a status of a connection that was cut before its first byte.
int StatusSeen(const HttpServerResponse& response) {
  using Cut = HttpServerResponse::Cut;
  const bool unseen = response.cut == Cut::kBeforeHeader || response.cut == Cut::kReset;
  return unseen ? 0 : response.status;
}

Exchange ExchangeOf(const CallTarget& target, const HttpServerRequest& request,
                    const CallOutcome& outcome) {
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
  const std::optional<CallTarget> target = ReadCallPath(request.path);
  if (!target) return EdgeNotFound();
  const std::shared_ptr<World> world = lookup_(target->world);
  if (world == nullptr) return EdgeNotFound();
  const int64_t begin = MonotonicNanos();
  CallOutcome outcome = ServeOrFail(*world, *target, request, real_time_);
  if (Journal& journal = world->journal(); journal.keeps()) {
    Exchange exchange = ExchangeOf(*target, request, outcome);
    exchange.duration = absl::Nanoseconds(MonotonicNanos() - begin);
    journal.Record(std::move(exchange));
  }
  return std::move(outcome.response);
}

}  // namespace sparkgate::simulator
