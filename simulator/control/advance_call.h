// WorldService.Advance: one call is one Advance of a world, told as it goes.
#ifndef SPARKGATE_SIMULATOR_CONTROL_ADVANCE_CALL_H_
#define SPARKGATE_SIMULATOR_CONTROL_ADVANCE_CALL_H_

#include <memory>

#include "rpc/stream.h"
#include "simulator/world/worlds.h"
#include "sparkgate/simulator/v1/world_service.pb.h"

namespace sparkgate::simulator {

using AdvanceStream = rpc::ServerStream<v1::AdvanceResponse>;

// Returns at once; the stream ends when the Advance does.
void ServeAdvance(const Worlds& worlds, const v1::AdvanceRequest& request,
                  std::shared_ptr<AdvanceStream> stream);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_ADVANCE_CALL_H_
