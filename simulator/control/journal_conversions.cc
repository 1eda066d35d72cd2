#include "simulator/control/journal_conversions.h"

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/control/names.h"
#include "simulator/control/times.h"
#include "simulator/world/journal/exchange_arguments.h"

namespace sparkgate::simulator {
namespace {

absl::Status CheckEndpoint(std::string_view field, std::string_view endpoint) {
  const size_t star = endpoint.find('*');
  if (endpoint.starts_with('/') || endpoint.ends_with('/') ||
      (star != std::string_view::npos && star + 1 != endpoint.size())) {
    return InvalidField(field,
                        "As \"ad/create\", without slashes at its ends; \"*\" only at its end.");
  }
  return absl::OkStatus();
}

}  // namespace

v1::Journal ToProto(std::string_view world_id, const JournalStats& stats) {
  v1::Journal out;
  out.set_name(fmt::format("{}/journal", WorldName(world_id)));
  out.set_exchange_count(static_cast<int64_t>(stats.exchanges));
  out.set_dropped_count(static_cast<int64_t>(stats.dropped));
  out.set_last_number(static_cast<int64_t>(stats.last_number));
  out.set_bytes(static_cast<int64_t>(stats.bytes));
  out.set_max_bytes(static_cast<int64_t>(stats.max_bytes));
  return out;
}

v1::Exchange ToProto(const Exchange& exchange) {
  v1::Exchange out;
  out.set_number(static_cast<int64_t>(exchange.number));
  SetTime(out.mutable_time(), exchange.time);
  out.set_method(ShownText(exchange.method));
  out.set_path(ShownText(exchange.path));
  out.set_endpoint(ShownText(exchange.endpoint));
  const ExchangeArguments arguments = MaskedArguments(exchange);
  if (arguments.problem.empty()) {
    out.set_arguments(JsonText(arguments.values));
  } else {
    out.set_arguments_problem(arguments.problem);
  }
  out.set_http_status(exchange.http_status);
  if (exchange.code) out.set_code(*exchange.code);
  out.set_message(ShownText(exchange.message));
  out.set_request_id(exchange.request_id);
  SetDuration(out.mutable_duration(), exchange.duration);
  out.set_fault(exchange.fault);
  return out;
}

absl::StatusOr<ExchangeFilter> FromProto(std::string_view field, const v1::ExchangeFilter& filter) {
  const auto name = [&](std::string_view member) { return fmt::format("{}.{}", field, member); };
  SG_RETURN_IF_ERROR(CheckEndpoint(name("endpoint"), filter.endpoint()));
  if (filter.after_number() < 0) return InvalidField(name("after_number"), "0 or more.");
  ExchangeFilter out{.method = filter.method(),
                     .endpoint = filter.endpoint(),
                     .advertiser_id = filter.advertiser_id(),
                     .arguments = {filter.arguments().begin(), filter.arguments().end()},
                     .message_part = filter.message_part(),
                     .request_id = filter.request_id(),
                     .after_number = static_cast<uint64_t>(filter.after_number())};
  if (filter.has_http_status()) out.http_status = filter.http_status();
  if (filter.has_code()) out.code = filter.code();
  if (filter.has_fault()) out.fault = filter.fault();
  if (filter.has_start_time()) out.start_time = ToTime(filter.start_time());
  if (filter.has_end_time()) out.end_time = ToTime(filter.end_time());
  return out;
}

}  // namespace sparkgate::simulator
