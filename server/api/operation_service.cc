// OperationService: seeing, awaiting, stopping and resolving what is done on TikTok.
#include "base/error.h"
#include "server/api/convert/operation.h"
#include "server/api/convert/time.h"
#include "server/api/operation_waits.h"
#include "server/api/paging.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/usecases/names.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;
constexpr char kPattern[] = "workspaces/*/operations/*";

absl::StatusOr<Operation> Load(Env& env, const std::string& workspace, const std::string& id) {
  std::optional<Operation> operation;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(operation, tx.operations().Get(workspace, id));
    return absl::OkStatus();
  }));
  if (!operation.has_value()) {
    return ResourceNotFound("sparkgate/Operation", OperationName(workspace, id));
  }
  return *std::move(operation);
}

// Who may make such an operation may also stop and resolve it: its kind says whose it is.
absl::Status CheckMayDecide(const rpc::CallContext& context, const Operation& operation) {
  const bool creators = operation.kind.rfind("code.", 0) == 0;
  if ((context.caller().roles & (creators ? kCreators : kAdvertisers)) != 0)
    return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied,
               "Only those who may make such an operation may decide about it.",
               {.reason = "ROLE_MISSING", .who = Actor::kOperator});
}

absl::StatusOr<v1::Operation> GetOperation(Env& env, const rpc::CallContext& context,
                                           const v1::GetOperationRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.name(), kPattern, "name"));
  SG_ASSIGN_OR_RETURN(const Operation operation, Load(env, ids[0], ids[1]));
  return WithItems(env, operation);
}

absl::StatusOr<v1::ListOperationsResponse> ListOperations(
    Env& env, const rpc::CallContext& context, const v1::ListOperationsRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.parent(), "workspaces/*", "parent"));
  if (!v1::OperationState_IsValid(request.state())) return InvalidField("state", "is unknown");
  SG_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  std::optional<OperationState> state;
  if (request.state() != v1::OPERATION_STATE_UNSPECIFIED) {
    state = static_cast<OperationState>(static_cast<int>(request.state()));
  }
  std::vector<Operation> operations;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(operations, tx.operations().List(ids[0], state, page.page));
    return absl::OkStatus();
  }));
  v1::ListOperationsResponse response;
  response.set_next_page_token(
      FinishPage(page, operations, [](const Operation& o) { return o.id; }));
  for (const Operation& operation : operations) ToProto(operation, response.add_operations());
  return response;
}

absl::Status WaitOperation(OperationWaits& waits, const rpc::CallContext& context,
                           const v1::WaitOperationRequest& request,
                           const std::shared_ptr<OperationWaits::Answer>& answer) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.name(), kPattern, "name"));
  absl::Duration timeout = absl::Seconds(20);
  if (request.has_timeout()) {
    SG_ASSIGN_OR_RETURN(timeout, ReadDuration(request.timeout(), "timeout"));
    if (timeout < absl::ZeroDuration() || timeout > absl::Minutes(5)) {
      return InvalidField("timeout", "must be 0 to 5 min");
    }
  }
  waits.Wait(ids[0], ids[1], context.caller().principal, timeout, answer);
  return absl::OkStatus();
}

absl::StatusOr<v1::Operation> CancelOperation(Env& env, const rpc::CallContext& context,
                                              const v1::CancelOperationRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.name(), kPattern, "name"));
  SG_ASSIGN_OR_RETURN(const Operation before, Load(env, ids[0], ids[1]));
  SG_RETURN_IF_ERROR(CheckMayDecide(context, before));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const Operation operation, env.operations->Cancel(call, ids[1]));
  return WithItems(env, operation);
}

absl::StatusOr<v1::Operation> ResolveOperation(Env& env, const rpc::CallContext& context,
                                               const v1::ResolveOperationRequest& request) {
  using Request = v1::ResolveOperationRequest;
  SG_ASSIGN_OR_RETURN(const auto ids, ParseOwnName(context, request.name(), kPattern, "name"));
  Operations::Finding finding;
  switch (request.finding()) {
    case Request::FINDING_HAPPENED:
      finding = Operations::Finding::kHappened;
      break;
    case Request::FINDING_DID_NOT_HAPPEN:
      finding = Operations::Finding::kDidNotHappen;
      break;
    case Request::FINDING_SEND_AGAIN:
      finding = Operations::Finding::kSendAgain;
      break;
    default:
      return InvalidField("finding", "is required: what did the person find?");
  }
  SG_ASSIGN_OR_RETURN(const Operation before, Load(env, ids[0], ids[1]));
  SG_RETURN_IF_ERROR(CheckMayDecide(context, before));
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const Operation operation,
                      env.operations->Resolve(call, ids[1], finding, request.tiktok_id()));
  return WithItems(env, operation);
}

}  // namespace

void RegisterOperationService(Env& env, OperationWaits& waits, rpc::MethodTable& table) {
  Serve(env, table, "sparkgate.v1.OperationService/GetOperation", {.roles = kReaders},
        GetOperation);
  Serve(env, table, "sparkgate.v1.OperationService/ListOperations", {.roles = kReaders},
        ListOperations);
  table.UnaryLater<v1::WaitOperationRequest, v1::Operation>(
      "sparkgate.v1.OperationService/WaitOperation", {.roles = kReaders},
      [&waits](rpc::CallContext& context, const v1::WaitOperationRequest& request,
               std::shared_ptr<OperationWaits::Answer> answer) {
        const absl::Status status = WaitOperation(waits, context, request, answer);
        if (!status.ok()) answer->Finish(status);
      });
  Serve(env, table, "sparkgate.v1.OperationService/CancelOperation",
        {.roles = kCreators | kAdvertisers}, CancelOperation);
  Serve(env, table, "sparkgate.v1.OperationService/ResolveOperation",
        {.roles = kCreators | kAdvertisers}, ResolveOperation);
}

}  // namespace sparkgate::server
