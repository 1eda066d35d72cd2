#include "simulator/world/journal/exchange_filter.h"

#include <string_view>
#include <utility>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "simulator/world/journal/exchange_arguments.h"

namespace sparkgate::simulator {
namespace {

bool NamesEndpoint(std::string_view pattern, std::string_view endpoint) {
  if (!pattern.ends_with('*')) return pattern == endpoint;
  return endpoint.starts_with(pattern.substr(0, pattern.size() - 1));
}

std::string CodeText(const Exchange& exchange) {
  return exchange.code ? fmt::format("{}", *exchange.code) : "none";
}

class Comparison {
 public:
  void Text(std::string_view field, std::string_view wanted, std::string_view found) {
    if (!wanted.empty() && wanted != found) Add(field, Quoted(found), Quoted(wanted));
  }
  void Add(std::string_view field, std::string_view found, std::string_view wanted) {
    found_.push_back({std::string(field), fmt::format("{} is {}, not {}", field, found, wanted)});
  }
  static std::string Quoted(std::string_view text) {
    return fmt::format("\"{}\"", ShownText(text));
  }

  std::vector<Difference> Take() && { return std::move(found_); }

 private:
  std::vector<Difference> found_;
};

// What can be compared without reading the arguments.
void CompareRest(const ExchangeFilter& filter, const Exchange& exchange, Comparison& out) {
  if (!filter.endpoint.empty() && !NamesEndpoint(filter.endpoint, exchange.endpoint)) {
    out.Add("endpoint", ShownText(exchange.endpoint), filter.endpoint);
  }
  if (!filter.method.empty() && filter.method != exchange.method) {
    out.Add("method", ShownText(exchange.method), filter.method);
  }
  if (filter.http_status && *filter.http_status != exchange.http_status) {
    out.Add("http_status", fmt::format("{}", exchange.http_status),
            fmt::format("{}", *filter.http_status));
  }
  if (filter.code && filter.code != exchange.code) {
    out.Add("code",
            fmt::format("{} ({})", CodeText(exchange), Comparison::Quoted(exchange.message)),
            fmt::format("{}", *filter.code));
  }
  if (exchange.message.find(filter.message_part) == std::string::npos) {
    out.Add("message_part", Comparison::Quoted(exchange.message),
            "one with " + Comparison::Quoted(filter.message_part));
  }
  out.Text("request_id", filter.request_id, exchange.request_id);
  if (filter.fault && *filter.fault != exchange.fault) {
    out.Add("fault", Comparison::Quoted(exchange.fault), Comparison::Quoted(*filter.fault));
  }
}

bool IsAbout(const boost::json::object& values, const std::string& advertiser_id) {
  if (ArgumentText(values, "advertiser_id") == advertiser_id) return true;
  const boost::json::value* list = values.if_contains("advertiser_ids");
  if (list == nullptr || !list->is_array()) return false;
  for (size_t i = 0; i < list->get_array().size(); ++i) {
    if (ArgumentText(values, fmt::format("advertiser_ids.{}", i)) == advertiser_id) return true;
  }
  return false;
}

std::string QuotedArgument(std::string_view path, const std::optional<std::string>& text) {
  return text ? fmt::format("\"{}\"", ShownArgument(path, *text)) : "absent";
}

void CompareArguments(const ExchangeFilter& filter, const Exchange& exchange, Comparison& out) {
  if (filter.advertiser_id.empty() && filter.arguments.empty()) return;
  const boost::json::object values = ArgumentsOf(exchange).values;
  if (!filter.advertiser_id.empty() && !IsAbout(values, filter.advertiser_id)) {
    out.Add("advertiser_id", QuotedArgument("advertiser_id", ArgumentText(values, "advertiser_id")),
            Comparison::Quoted(filter.advertiser_id));
  }
  for (const auto& [path, wanted] : filter.arguments) {
    const std::optional<std::string> text = ArgumentText(values, path);
    if (text == wanted) continue;
    const bool secret = IsSecretArgument(path) && text.has_value();
    out.Add(fmt::format("arguments.{}", path), secret ? "another" : QuotedArgument(path, text),
            secret ? "the one that is meant" : QuotedArgument(path, wanted));
  }
}

}  // namespace

bool InScope(const ExchangeFilter& filter, const Exchange& exchange) {
  return exchange.number > filter.after_number && exchange.time >= filter.start_time &&
         exchange.time < filter.end_time;
}

bool Matches(const ExchangeFilter& filter, const Exchange& exchange) {
  if (!InScope(filter, exchange)) return false;
  Comparison rest;
  CompareRest(filter, exchange, rest);
  if (!std::move(rest).Take().empty()) return false;
  Comparison arguments;
  CompareArguments(filter, exchange, arguments);
  return std::move(arguments).Take().empty();
}

std::vector<Difference> DifferencesOf(const ExchangeFilter& filter, const Exchange& exchange) {
  Comparison comparison;
  CompareRest(filter, exchange, comparison);
  CompareArguments(filter, exchange, comparison);
  return std::move(comparison).Take();
}

std::string Describe(const ExchangeFilter& filter) {
  std::string text = filter.method.empty() ? "" : filter.method + " ";
  text += filter.endpoint.empty() ? "any endpoint" : filter.endpoint;
  std::string_view join = " with ";
  const auto add = [&](std::string_view field, std::string_view wanted) {
    text += fmt::format("{}{} {}", std::exchange(join, ", "), field, wanted);
  };
  if (!filter.advertiser_id.empty()) add("advertiser_id", filter.advertiser_id);
  for (const auto& [path, wanted] : filter.arguments) add(path, QuotedArgument(path, wanted));
  if (filter.http_status) add("HTTP status", fmt::format("{}", *filter.http_status));
  if (filter.code) add("code", fmt::format("{}", *filter.code));
  if (!filter.message_part.empty()) add("message", Comparison::Quoted(filter.message_part));
  if (!filter.request_id.empty()) add("request_id", filter.request_id);
  if (filter.fault) add("fault", Comparison::Quoted(*filter.fault));
  return text;
}

std::string Describe(const Exchange& exchange) {
  return fmt::format("exchange {}, {} {} at {}, answered {}", exchange.number,
                     ShownText(exchange.method), ShownText(exchange.endpoint),
                     absl::FormatTime(absl::RFC3339_full, exchange.time, absl::UTCTimeZone()),
                     exchange.code ? fmt::format("code {}", *exchange.code)
                                   : fmt::format("HTTP {}", exchange.http_status));
}

}  // namespace sparkgate::simulator
