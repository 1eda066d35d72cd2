// The part of WorldService that copies worlds: fork, restore, diff, and to and from files.
#ifndef SPARKGATE_SIMULATOR_CONTROL_WORLD_COPIES_H_
#define SPARKGATE_SIMULATOR_CONTROL_WORLD_COPIES_H_

#include <memory>

#include "rpc/method_table.h"
#include "rpc/stream.h"
#include "simulator/control/service.h"
#include "simulator/world/worlds.h"
#include "sparkgate/simulator/v1/world_service.pb.h"

namespace sparkgate::simulator {

void RegisterWorldCopies(Service& service, rpc::MethodTable& table, Worlds& worlds);

// A world's file, on its way out and in. `worlds` outlives the stream.
void ServeExport(const Worlds& worlds, const v1::ExportWorldRequest& request,
                 const std::shared_ptr<rpc::ServerStream<v1::ExportWorldResponse>>& stream);
void ServeImport(Worlds& worlds,
                 const std::shared_ptr<rpc::BidiStream<v1::ImportWorldRequest, v1::World>>& stream);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_CONTROL_WORLD_COPIES_H_
