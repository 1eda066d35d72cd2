// Which exchanges somebody means, and how one differs from them. Pure.
#ifndef SPARKGATE_SIMULATOR_WORLD_JOURNAL_EXCHANGE_FILTER_H_
#define SPARKGATE_SIMULATOR_WORLD_JOURNAL_EXCHANGE_FILTER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <absl/time/time.h>

#include "simulator/world/journal/exchange.h"

namespace sparkgate::simulator {

// Everything that is set must hold.
struct ExchangeFilter {
  std::string method{};
  std::string endpoint{};                          // with a '*' at its end: the beginning
  std::string advertiser_id{};                     // also one of advertiser_ids
  std::map<std::string, std::string> arguments{};  // text by path, e.g. "creatives.0.ad_name"
  std::optional<int> http_status{};
  std::optional<int> code{};
  std::string message_part{};
  std::string request_id{};
  std::optional<std::string> fault{};
  // Beyond these nobody looks.
  uint64_t after_number = 0;
  absl::Time start_time = absl::InfinitePast();
  absl::Time end_time = absl::InfiniteFuture();  // exclusive
};

struct Difference {
  std::string field;  // as the filter calls it; "arguments.budget" of one argument
  std::string sentence;
};

// Whether it is one that is looked at.
bool InScope(const ExchangeFilter& filter, const Exchange& exchange);
// In scope, and without a difference.
bool Matches(const ExchangeFilter& filter, const Exchange& exchange);
// What keeps it from matching, scope aside. Shows no secret.
std::vector<Difference> DifferencesOf(const ExchangeFilter& filter, const Exchange& exchange);

// For sentences: "POST ad/create with code 0". Shows no secret.
std::string Describe(const ExchangeFilter& filter);
// "exchange 12, POST ad/create at 2026-01-01T00:00:05Z, answered 40002"
std::string Describe(const Exchange& exchange);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_JOURNAL_EXCHANGE_FILTER_H_
