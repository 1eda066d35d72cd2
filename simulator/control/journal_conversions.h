// The journal's types and their messages. Pure.
#ifndef SPARKGATE_SIMULATOR_CONTROL_JOURNAL_CONVERSIONS_H_
#define SPARKGATE_SIMULATOR_CONTROL_JOURNAL_CONVERSIONS_H_

#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/world/journal/exchange_filter.h"
#include "simulator/world/journal/journal.h"
#include "sparkgate/simulator/v1/journal_service.pb.h"

namespace sparkgate::simulator {

v1::Journal ToProto(std::string_view world_id, const JournalStats& stats);
// Without what is secret.
v1::Exchange ToProto(const Exchange& exchange);

// INVALID_FIELD; `field` is what the request calls the filter.
absl::StatusOr<ExchangeFilter> FromProto(std::string_view field, const v1::ExchangeFilter& filter);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_JOURNAL_CONVERSIONS_H_
