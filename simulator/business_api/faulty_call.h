// A call of TikTok's API, and what faults do to it. Thread-safe.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_FAULTY_CALL_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_FAULTY_CALL_H_

#include "simulator/business_api/call.h"

namespace sparkgate::simulator {

// ServeCall, unless a fault happens to the call.
CallOutcome ServeOrFail(World& world, const CallTarget& target, const HttpServerRequest& request,
                        const Clock& real_time);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_FAULTY_CALL_H_
