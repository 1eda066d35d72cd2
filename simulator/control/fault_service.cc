#include <cstdint>
#include <utility>

#include <google/protobuf/empty.pb.h>

#include "simulator/control/fault_conversions.h"
#include "simulator/control/lookup.h"
#include "simulator/control/mutate.h"
#include "simulator/control/paging.h"
#include "simulator/control/register.h"
#include "simulator/control/service.h"
#include "simulator/world/faults/fault_plans.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kFaultList = "fault_plans";

absl::StatusOr<v1::FaultPlan> CreatePlan(Worlds& worlds,
                                         const v1::CreateFaultPlanRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(FaultPlan plan, FromProto(request.fault_plan()));
  plan.id = request.fault_plan_id();
  return Mutate<v1::FaultPlan>(
      *entry.world, request, [&](WorldState& state) -> absl::StatusOr<v1::FaultPlan> {
        SG_ASSIGN_OR_RETURN(const FaultPlan* made, CreateFaultPlan(state, std::move(plan)));
        return ToProto(state.id, *made);
      });
}

absl::Status NoPlan(const WorldState& state, std::string_view id) {
  return NotInWorld(state, "FaultPlan", kFaultPlans, id);
}

absl::StatusOr<v1::FaultPlan> GetPlan(Worlds& worlds, const v1::GetFaultPlanRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry child, ChildOf(worlds, "name", request.name(), kFaultPlans));
  return child.world->Read([&](const WorldState& state) -> absl::StatusOr<v1::FaultPlan> {
    const FaultPlan* plan = FindFaultPlan(state, child.id);
    if (plan == nullptr) return NoPlan(state, child.id);
    return ToProto(state.id, *plan);
  });
}

// Plans stand in the order in which they were made, which no id tells: a token names the last one
// of its page. Where that is gone, the list begins anew rather than miss any.
absl::StatusOr<v1::ListFaultPlansResponse> ListPlans(Worlds& worlds,
                                                     const v1::ListFaultPlansRequest& request) {
  SG_ASSIGN_OR_RETURN(const WorldEntry entry, WorldOf(worlds, "world", request.world()));
  SG_ASSIGN_OR_RETURN(const Page page, PageOf(kFaultList, request));
  return entry.world->Read([&](const WorldState& state) {
    v1::ListFaultPlansResponse response;
    bool begun = FindFaultPlan(state, page.after) == nullptr;
    for (const FaultPlan& plan : state.faults.plans) {
      if (!begun) {
        begun = plan.id == page.after;
        continue;
      }
      if (static_cast<size_t>(response.fault_plans_size()) == page.size) {
        response.set_next_page_token(PageToken(kFaultList, (&plan - 1)->id));
        break;
      }
      *response.add_fault_plans() = ToProto(state.id, plan);
    }
    return response;
  });
}

absl::StatusOr<google::protobuf::Empty> DeletePlan(Worlds& worlds,
                                                   const v1::DeleteFaultPlanRequest& request) {
  SG_ASSIGN_OR_RETURN(const ChildEntry child, ChildOf(worlds, "name", request.name(), kFaultPlans));
  return child.world->Write([&](WorldState& state) -> absl::StatusOr<google::protobuf::Empty> {
    if (!DeleteFaultPlan(state, child.id)) return NoPlan(state, child.id);
    return google::protobuf::Empty();
  });
}

}  // namespace

void RegisterFaultService(rpc::MethodTable& table, Worlds& worlds) {
  Service service(table, worlds, "FaultService");
  service.Unary("CreateFaultPlan", CreatePlan);
  service.Unary("GetFaultPlan", GetPlan);
  service.Unary("ListFaultPlans", ListPlans);
  service.Unary("DeleteFaultPlan", DeletePlan);
}

}  // namespace sparkgate::simulator
