// The switches on campaigns, ad groups and ads, on the wire (facts 7.6). Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_WIRE_STATUS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_WIRE_STATUS_H_

#include <string_view>

#include "simulator/business_api/arguments.h"
#include "simulator/world/entities/operation_status.h"

namespace sparkgate::simulator {

// What a read shows: a deleted object may still say ENABLE, only its secondary status tells.
std::string_view ShownOperationStatus(OperationStatus status);

// At creation: ENABLE (also if absent) or DISABLE.
OperationStatus ReadInitialStatus(ArgumentReader& in);

// In status/update: ENABLE, DISABLE or DELETE, required.
OperationStatus ReadNewStatus(ArgumentReader& in);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_WIRE_STATUS_H_
