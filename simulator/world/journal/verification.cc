#include "simulator/world/journal/verification.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kNumbersTold = 10;

// Another endpoint is further away than another argument.
int Distance(const std::vector<Difference>& differences) {
  int distance = 0;
  for (const Difference& difference : differences) {
    distance += difference.field == "endpoint" ? 8 : difference.field == "method" ? 4 : 1;
  }
  return distance;
}

struct Miss {
  ExchangePtr exchange;  // null: nothing was in scope
  std::vector<Difference> differences;
};

// The latest of those that come nearest.
Miss NearestMiss(const JournalView& view, const ExchangeFilter& filter) {
  Miss nearest;
  for (const ExchangePtr& exchange : view.exchanges) {
    if (!InScope(filter, *exchange)) continue;
    std::vector<Difference> differences = DifferencesOf(filter, *exchange);
    if (differences.empty()) continue;
    if (nearest.exchange == nullptr || Distance(differences) <= Distance(nearest.differences)) {
      nearest = {exchange, std::move(differences)};
    }
  }
  return nearest;
}

std::string Explain(const Miss& miss) {
  if (miss.exchange == nullptr) return "There were no others.";
  std::vector<std::string_view> sentences;
  for (const Difference& difference : miss.differences) sentences.push_back(difference.sentence);
  return fmt::format("Nearest miss: {}: {}.", Describe(*miss.exchange), fmt::join(sentences, "; "));
}

absl::Status Failed(const std::string& message, size_t matched, const Miss& miss) {
  ErrorDetail detail{.reason = "VERIFICATION_FAILED", .who = Actor::kCaller};
  detail.metadata["matched"] = fmt::format("{}", matched);
  if (miss.exchange != nullptr) {
    detail.metadata["nearest_exchange"] = fmt::format("{}", miss.exchange->number);
    std::vector<std::string_view> fields;
    for (const Difference& difference : miss.differences) fields.push_back(difference.field);
    detail.metadata["differing_fields"] = fmt::format("{}", fmt::join(fields, ","));
  }
  return Error(absl::StatusCode::kFailedPrecondition, message, std::move(detail));
}

absl::Status Incomplete(const JournalView& view, const ExchangeFilter& filter) {
  return Error(
      absl::StatusCode::kFailedPrecondition,
      fmt::format("It can't be told how many of {} there were: exchanges up to number {} were "
                  "dropped for want of room. Look only after that number, clear the journal in "
                  "time, or start the simulator with more --journal-bytes.",
                  Describe(filter), view.last_dropped),
      {.reason = "JOURNAL_INCOMPLETE",
       .who = Actor::kCaller,
       .metadata = {{"dropped_exchange", fmt::format("{}", view.last_dropped)}}});
}

bool MayHaveLost(const JournalView& view, const ExchangeFilter& filter) {
  return view.last_dropped > filter.after_number && view.last_dropped_time >= filter.start_time;
}

std::vector<uint64_t> MatchesIn(const JournalView& view, const ExchangeFilter& filter) {
  std::vector<uint64_t> numbers;
  for (const ExchangePtr& exchange : view.exchanges) {
    if (Matches(filter, *exchange)) numbers.push_back(exchange->number);
  }
  return numbers;
}

std::string ExpectedText(const ExpectedCount& expected) {
  if (expected.most == 0) return "none";
  if (expected.least == expected.most) return fmt::format("exactly {}", expected.least);
  return expected.most == kAnyNumber ? fmt::format("at least {}", expected.least)
                                     : fmt::format("at most {}", expected.most);
}

std::string MatchedText(const std::vector<uint64_t>& numbers) {
  if (numbers.empty()) return "none matched";
  const std::span<const uint64_t> told(numbers.data(), std::min(numbers.size(), kNumbersTold));
  return fmt::format("{} matched (number {}{})", numbers.size(), fmt::join(told, ", "),
                     numbers.size() > told.size() ? ", …" : "");
}

}  // namespace

absl::StatusOr<std::vector<uint64_t>> VerifyCount(const JournalView& view,
                                                  const ExchangeFilter& filter,
                                                  ExpectedCount expected) {
  const std::vector<uint64_t> numbers = MatchesIn(view, filter);
  const int64_t count = static_cast<int64_t>(numbers.size());
  const std::string said = fmt::format("Expected {} of {}: {}.", ExpectedText(expected),
                                       Describe(filter), MatchedText(numbers));
  if (count > expected.most) return Failed(said, numbers.size(), {});
  const bool bounded = expected.most != kAnyNumber;
  if ((bounded || count < expected.least) && MayHaveLost(view, filter)) {
    return Incomplete(view, filter);
  }
  if (count >= expected.least) return numbers;
  const Miss miss = NearestMiss(view, filter);
  return Failed(fmt::format("{} {}", said, Explain(miss)), numbers.size(), miss);
}

absl::StatusOr<std::vector<uint64_t>> VerifyOrder(const JournalView& view,
                                                  std::span<const ExchangeFilter> steps) {
  std::vector<uint64_t> numbers;
  for (const ExchangeFilter& step : steps) {
    const uint64_t before = numbers.empty() ? 0 : numbers.back();
    ExchangeFilter rest = step;
    rest.after_number = std::max(step.after_number, before);
    const auto found = std::ranges::find_if(
        view.exchanges, [&](const ExchangePtr& exchange) { return Matches(rest, *exchange); });
    if (found != view.exchanges.end()) {
      numbers.push_back((*found)->number);
      continue;
    }
    // With an earlier one for the first step, among those that are gone, it might have worked out.
    if (MayHaveLost(view, steps.front())) return Incomplete(view, rest);
    std::string message = fmt::format("Step {} of {}, {}, didn't happen", numbers.size() + 1,
                                      steps.size(), Describe(step));
    if (before > 0) message += fmt::format(" after exchange {}, which is the step before", before);
    message += '.';
    const std::vector<uint64_t> early = MatchesIn(view, step);
    if (!early.empty()) message += fmt::format(" Too early: {}.", MatchedText(early));
    const Miss miss = NearestMiss(view, rest);
    return Failed(fmt::format("{} {}", message, Explain(miss)), numbers.size(), miss);
  }
  return numbers;
}

}  // namespace sparkgate::simulator
