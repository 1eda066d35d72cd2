// JournalService.AwaitExchange: a call that waits for an exchange and holds no thread meanwhile.
#ifndef SPARKGATE_SIMULATOR_CONTROL_AWAIT_CALL_H_
#define SPARKGATE_SIMULATOR_CONTROL_AWAIT_CALL_H_

#include <memory>

#include "rpc/stream.h"
#include "simulator/world/journal/exchange_filter.h"
#include "simulator/world/world.h"
#include "sparkgate/simulator/v1/journal_service.pb.h"

namespace sparkgate::simulator {

using ExchangeAnswer = rpc::ServerStream<v1::Exchange>;

// Returns at once.
void ServeAwait(std::shared_ptr<World> world, ExchangeFilter filter,
                std::shared_ptr<ExchangeAnswer> answer);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_AWAIT_CALL_H_
