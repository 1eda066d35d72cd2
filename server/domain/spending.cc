#include "server/domain/spending.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::server {
namespace {

constexpr absl::Duration kOneDay = absl::Hours(24);

int64_t TimesCapped(int64_t one, int64_t other) {
  int64_t product = 0;
  if (!__builtin_mul_overflow(one, other, &product)) return product;
  return std::numeric_limits<int64_t>::max();
}

bool MayRun(const Published& object) {
  return (object.stage == Stage::kLive || object.stage == Stage::kSubmitting) &&
         object.operation_status == OperationStatus::kEnabled;
}

// The rest of a schedule.
struct Rest {
  absl::Time begin;
  absl::Time end = absl::InfiniteFuture();
};

Rest RestOf(const AdGroup& group, absl::Time now) {
  return {.begin = std::max(now, group.schedule_start.value_or(now)),
          .end = group.schedule_end.value_or(absl::InfiniteFuture())};
}

Spending OverDays(int64_t budget, const Rest& rest) {
  if (rest.end == absl::InfiniteFuture()) return std::nullopt;
  return TimesCapped(budget, DaysTouched(rest.begin, rest.end));
}

Spending SpendingOf(const AdGroup& group, const Rest& rest) {
  if (group.budget_mode == BudgetMode::kTotal) return group.budget_micros;
  if (group.budget_mode == BudgetMode::kDay) return OverDays(group.budget_micros, rest);
  return std::nullopt;  // the campaign's alone holds it
}

Spending Lesser(const Spending& one, const Spending& other) {
  if (!one.has_value()) return other;
  return other.has_value() ? std::min(*one, *other) : *one;
}

std::string Show(int64_t micros, const std::string& currency) {
  return fmt::format("{}.{:02} {}", micros / 1'000'000, micros % 1'000'000 / 10'000, currency);
}

std::string Show(const Spending& spending, const std::string& currency) {
  return spending.has_value() ? Show(*spending, currency) : "without end";
}

std::string InMicros(const Spending& spending) {
  return spending.has_value() ? std::to_string(*spending) : "unbounded";
}

// Of two without end it can't be told, so it counts as more.
bool Grows(const Spending& before, const Spending& after) {
  if (!after.has_value()) return true;
  return before.has_value() && *after > *before;
}

}  // namespace

Spending Sum(const Spending& one, const Spending& other) {
  if (!one.has_value() || !other.has_value()) return std::nullopt;
  int64_t sum = 0;
  if (!__builtin_add_overflow(*one, *other, &sum)) return sum;
  return std::numeric_limits<int64_t>::max();
}

int64_t DaysTouched(absl::Time begin, absl::Time end) {
  if (end <= begin) return 0;
  // As if it began a moment before a midnight.
  const absl::Duration rest = end - begin - absl::Nanoseconds(1);
  return rest / kOneDay + 2;
}

Spending SpendingOf(const Campaign& campaign, const std::vector<AdGroup>& groups, absl::Time now) {
  Spending sum = 0;
  if (!MayRun(campaign)) return sum;
  Rest all{.begin = absl::InfiniteFuture(), .end = now};
  for (const AdGroup& group : groups) {
    const Rest rest = RestOf(group, now);
    if (!MayRun(group) || rest.end <= now) continue;
    sum = Sum(sum, SpendingOf(group, rest));
    all = {.begin = std::min(all.begin, rest.begin), .end = std::max(all.end, rest.end)};
  }
  if (all.end <= now) return sum;
  if (campaign.budget_mode == BudgetMode::kTotal) return Lesser(sum, campaign.budget_micros);
  if (campaign.budget_mode == BudgetMode::kDay) {
    return Lesser(sum, OverDays(campaign.budget_micros, all));
  }
  return sum;
}

absl::Status CheckCeiling(const std::map<std::string, int64_t>& ceilings,
                          const CeilingQuestion& question) {
  if (ceilings.empty() || !Grows(question.before, question.after)) return absl::OkStatus();
  const std::string& currency = question.currency;
  const auto found = ceilings.find(currency);
  const int64_t ceiling = found == ceilings.end() ? 0 : found->second;
  const Spending total = Sum(question.elsewhere, question.after);
  if (total.has_value() && *total <= ceiling) return absl::OkStatus();

  const Spending committed = Sum(question.elsewhere, question.before);
  Spending asked;
  if (question.after.has_value()) asked = *question.after - question.before.value_or(0);
  std::string sentence = fmt::format(
      "It may spend {} more. What is switched on may spend {} already, and the ceiling is {}.",
      Show(asked, currency), Show(committed, currency), Show(ceiling, currency));
  if (!asked.has_value()) {
    sentence += " Under a ceiling, a daily budget needs a schedule with an end.";
  }
  sentence += " A workspace admin can raise the ceiling.";
  return Error(absl::StatusCode::kFailedPrecondition, sentence,
               {.reason = "SPENDING_CEILING",
                .who = Actor::kOperator,
                .metadata = {{"currency", currency},
                             {"ceiling_micros", std::to_string(ceiling)},
                             {"committed_micros", InMicros(committed)},
                             {"asked_micros", InMicros(asked)}}});
}

}  // namespace sparkgate::server
