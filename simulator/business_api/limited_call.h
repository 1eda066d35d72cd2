// What rate limits count a call as: whose it is, and about whom (facts 1.6, 14.3). Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_LIMITED_CALL_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_LIMITED_CALL_H_

#include <absl/status/statusor.h>

#include "simulator/business_api/endpoint.h"
#include "simulator/world/rate_limits/rate_limits.h"

namespace sparkgate::simulator {

// `caller` has been checked.
LimitedCall LimitedCallOf(const Endpoint& endpoint, const Caller& caller,
                          const absl::StatusOr<Arguments>& arguments);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_LIMITED_CALL_H_
