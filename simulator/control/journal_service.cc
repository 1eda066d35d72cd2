#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/empty.pb.h>

#include "base/error.h"
#include "simulator/control/await_call.h"
#include "simulator/control/journal_conversions.h"
#include "simulator/control/lookup.h"
#include "simulator/control/paging.h"
#include "simulator/control/register.h"
#include "simulator/control/service.h"
#include "simulator/world/journal/verification.h"

namespace sparkgate::simulator {
namespace {

using google::protobuf::Empty;

constexpr std::string_view kJournalSuffix = "/journal";
constexpr int kMostSteps = 100;
constexpr size_t kMostNumbers = 1'000;

absl::Status CheckKeeps(Journal& journal) {
  if (journal.keeps()) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition,
               "This simulator keeps no journals. Start it with --journal-bytes above 0.",
               {.reason = "JOURNAL_OFF", .who = Actor::kOperator});
}

absl::StatusOr<v1::Journal> GetJournal(Worlds& worlds, const v1::GetJournalRequest& request) {
  const std::string_view name = request.name();
  if (!name.ends_with(kJournalSuffix)) {
    return InvalidField("name", "Of the form \"worlds/{world}/journal\".");
  }
  SG_ASSIGN_OR_RETURN(const WorldEntry entry,
                      WorldOf(worlds, "name", name.substr(0, name.size() - kJournalSuffix.size())));
  return ToProto(entry.world->id(), entry.world->journal().Stats());
}

// A page begins after the number that its token tells.
absl::StatusOr<Page> PageAfter(const v1::ListExchangesRequest& request, ExchangeFilter& filter) {
  SG_ASSIGN_OR_RETURN(Page page, PageOf("exchanges", request));
  uint64_t after = 0;
  std::from_chars(page.after.data(), page.after.data() + page.after.size(), after);
  filter.after_number = std::max(filter.after_number, after);
  return page;
}

absl::StatusOr<v1::ListExchangesResponse> ListExchanges(Worlds& worlds,
                                                        const v1::ListExchangesRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(ExchangeFilter filter, FromProto("filter", request.filter()));
  SG_ASSIGN_OR_RETURN(const Page page, PageAfter(request, filter));
  Journal& journal = entry.world->journal();
  v1::ListExchangesResponse response;
  response.set_dropped_count(static_cast<int64_t>(journal.Stats().dropped));
  for (const ExchangePtr& exchange : journal.After(filter.after_number).exchanges) {
    if (!Matches(filter, *exchange)) continue;
    if (static_cast<size_t>(response.exchanges_size()) == page.size) {
      const int64_t last = response.exchanges(response.exchanges_size() - 1).number();
      response.set_next_page_token(PageToken("exchanges", fmt::format("{}", last)));
      break;
    }
    *response.add_exchanges() = ToProto(*exchange);
  }
  return response;
}

absl::Status AwaitExchange(Worlds& worlds, const v1::AwaitExchangeRequest& request,
                           const std::shared_ptr<ExchangeAnswer>& answer) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_RETURN_IF_ERROR(CheckKeeps(entry.world->journal()));
  SG_ASSIGN_OR_RETURN(ExchangeFilter filter, FromProto("filter", request.filter()));
  ServeAwait(entry.world, std::move(filter), answer);
  return absl::OkStatus();
}

absl::StatusOr<ExpectedCount> ExpectedOf(const v1::VerifyRequest& request) {
  const auto checked = [](std::string_view field, int32_t count, int32_t least,
                          ExpectedCount expected) -> absl::StatusOr<ExpectedCount> {
    if (count < least) return InvalidField(field, fmt::format("{} or more.", least));
    return expected;
  };
  switch (request.expectation_case()) {
    case v1::VerifyRequest::kExactly:
      return checked("exactly", request.exactly(), 0, {request.exactly(), request.exactly()});
    case v1::VerifyRequest::kAtLeast:
      return checked("at_least", request.at_least(), 1, {.least = request.at_least()});
    case v1::VerifyRequest::kAtMost:
      return checked("at_most", request.at_most(), 0, {.most = request.at_most()});
    case v1::VerifyRequest::kNever:
      if (!request.never()) return InvalidField("never", "Must be true.");
      return ExpectedCount{.least = 0, .most = 0};
    default:
      return InvalidField("exactly",
                          "Say what is expected: exactly, at_least, at_most, never or in_order.");
  }
}

absl::StatusOr<std::vector<uint64_t>> VerifySteps(const JournalView& view,
                                                  const v1::VerifyRequest& request) {
  if (request.has_filter()) return InvalidField("filter", "Not with in_order: each step has one.");
  const auto& steps = request.in_order().steps();
  if (steps.empty() || steps.size() > kMostSteps) {
    return InvalidField("in_order.steps", fmt::format("1 to {}.", kMostSteps));
  }
  std::vector<ExchangeFilter> filters;
  for (int i = 0; i < steps.size(); ++i) {
    SG_ASSIGN_OR_RETURN(ExchangeFilter filter,
                        FromProto(fmt::format("in_order.steps[{}]", i), steps[i]));
    filters.push_back(std::move(filter));
  }
  return VerifyOrder(view, filters);
}

absl::StatusOr<std::vector<uint64_t>> VerifyNumber(const JournalView& view,
                                                   const v1::VerifyRequest& request) {
  SG_ASSIGN_OR_RETURN(const ExpectedCount expected, ExpectedOf(request));
  SG_ASSIGN_OR_RETURN(const ExchangeFilter filter, FromProto("filter", request.filter()));
  return VerifyCount(view, filter, expected);
}

absl::StatusOr<v1::VerifyResponse> Verify(Worlds& worlds, const v1::VerifyRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_RETURN_IF_ERROR(CheckKeeps(entry.world->journal()));
  const JournalView view = entry.world->journal().After(0);
  SG_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, request.has_in_order()
                                                               ? VerifySteps(view, request)
                                                               : VerifyNumber(view, request));
  v1::VerifyResponse response;
  response.set_matched_count(static_cast<int64_t>(numbers.size()));
  for (size_t i = 0; i < std::min(numbers.size(), kMostNumbers); ++i) {
    response.add_numbers(static_cast<int64_t>(numbers[i]));
  }
  return response;
}

absl::StatusOr<Empty> Clear(Worlds& worlds, const v1::ClearRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  entry.world->journal().Clear();
  return Empty();
}

}  // namespace

void RegisterJournalService(rpc::MethodTable& table, Worlds& worlds) {
  Service service(table, worlds, "JournalService");
  service.Unary("GetJournal", GetJournal);
  service.Unary("ListExchanges", ListExchanges);
  service.Unary("Verify", Verify);
  service.Unary("Clear", Clear);
  table.UnaryLater<v1::AwaitExchangeRequest, v1::Exchange>(
      "sparkgate.simulator.v1.JournalService/AwaitExchange", kOpen,
      [&worlds](rpc::CallContext&, const v1::AwaitExchangeRequest& request,
                std::shared_ptr<ExchangeAnswer> answer) {
        const absl::Status status = AwaitExchange(worlds, request, answer);
        if (!status.ok()) answer->Finish(status);
      });
}

}  // namespace sparkgate::simulator
