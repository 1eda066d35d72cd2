// TimeService: the clock of a SIMULATOR workspace.
#include <memory>

#include "base/error.h"
#include "server/api/convert/time.h"
#include "server/api/register.h"
#include "server/api/request.h"
#include "server/api/roles.h"
#include "server/api/services.h"
#include "server/usecases/advance.h"
#include "sparkgate/v1/time_service.pb.h"

namespace sparkgate::server {
namespace {

namespace v1 = sparkgate::v1;
using AdvanceStream = rpc::ServerStream<v1::AdvanceResponse>;

absl::StatusOr<int64_t> LastEvent(Env& env, const std::string& workspace) {
  int64_t last = 0;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(last, tx.events().LastNumber(workspace));
    return absl::OkStatus();
  }));
  return last;
}

absl::StatusOr<v1::Clock> GetClock(Env& env, const rpc::CallContext& context,
                                   const v1::GetClockRequest& request) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.workspace(), "workspaces/*", "workspace"));
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, ids[0]));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  v1::Clock clock;
  SetTime(now, clock.mutable_now());
  clock.set_speed(env.clocks.Speed(workspace).value_or(0));
  clock.set_frozen(clock.speed() == 0);
  return clock;
}

// What the stream needs until the world's advance is over.
struct Advancing {
  Env& env;
  std::string workspace;
  std::shared_ptr<AdvanceStream> stream;
  int64_t first_event = 0;
  AdvanceProgress last;

  void Report(const AdvanceProgress& progress) {
    last = progress;
    // Progress is for people: a reader that is behind gets the newest state later.
    if (stream->raw().pending() > 0) return;
    v1::AdvanceResponse response;
    SetTime(progress.now, response.mutable_now());
    response.set_ticks(progress.ticks);
    stream->Write(response);
  }

  void Finish(const absl::Status& status) {
    if (!status.ok()) return stream->Finish(status);
    const auto last_event = LastEvent(env, workspace);
    if (!last_event.ok()) return stream->Finish(last_event.status());
    v1::AdvanceResponse response;
    SetTime(last.now, response.mutable_now());
    response.set_ticks(last.ticks);
    response.set_finished(true);
    if (*last_event >= first_event) {
      response.set_first_event(first_event);
      response.set_last_event(*last_event);
    }
    stream->Write(response);
    stream->Finish(absl::OkStatus());
  }
};

absl::StatusOr<AdvanceTarget> ReadTarget(const v1::AdvanceRequest& request) {
  AdvanceTarget target;
  if (request.has_to()) {
    SG_ASSIGN_OR_RETURN(target.to, ReadTime(request.to(), "to"));
  } else if (request.has_by()) {
    SG_ASSIGN_OR_RETURN(target.by, ReadDuration(request.by(), "by"));
    if (*target.by < absl::ZeroDuration() || *target.by > absl::Hours(24 * 3660)) {
      return InvalidField("by", "must be 0 to 10 years");
    }
  } else {
    return InvalidField("to", "or 'by' is required: how far?");
  }
  return target;
}

absl::Status StartAdvance(Env& env, const rpc::CallContext& context,
                          const v1::AdvanceRequest& request,
                          const std::shared_ptr<AdvanceStream>& stream) {
  SG_ASSIGN_OR_RETURN(const auto ids,
                      ParseOwnName(context, request.workspace(), "workspaces/*", "workspace"));
  SG_ASSIGN_OR_RETURN(const AdvanceTarget wanted, ReadTarget(request));
  std::optional<absl::Duration> follower_wait;
  if (request.has_follower_wait()) {
    SG_ASSIGN_OR_RETURN(follower_wait, ReadDuration(request.follower_wait(), "follower_wait"));
    if (*follower_wait < absl::ZeroDuration() || *follower_wait > absl::Minutes(10)) {
      return InvalidField("follower_wait", "must be 0 to 10 min");
    }
  }
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, ids[0]));
  if (workspace.environment != Environment::kSimulator) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 "A LIVE workspace lives on the system clock: nobody can advance it.",
                 {.reason = "CLOCK_NOT_OURS", .who = Actor::kCaller});
  }
  SG_ASSIGN_OR_RETURN(const Call call, MakeCall(env, context, request, ids[0]));
  SG_ASSIGN_OR_RETURN(const AdvanceTarget target, RememberTarget(env, call, wanted));
  SG_ASSIGN_OR_RETURN(const int64_t before, LastEvent(env, workspace.id));
  auto state = std::make_shared<Advancing>(Advancing{env, workspace.id, stream, before + 1, {}});
  const auto cancel = env.worlds.Advance(
      workspace.id, target.to, target.by, follower_wait,
      [state](const AdvanceProgress& progress) { state->Report(progress); },
      [state](const absl::Status& status) { state->Finish(status); });
  stream->raw().OnCancelled([cancel, stream](const absl::Status& status) {
    cancel();
    stream->Finish(status);
  });
  return absl::OkStatus();
}

}  // namespace

void RegisterTimeService(Env& env, rpc::MethodTable& table) {
  Serve(env, table, "sparkgate.v1.TimeService/GetClock", {.roles = kReaders}, GetClock);
  table.Stream<v1::AdvanceRequest, v1::AdvanceResponse>(
      "sparkgate.v1.TimeService/Advance", {.roles = kAdmins},
      [&env](rpc::CallContext& context, const v1::AdvanceRequest& request,
             std::shared_ptr<AdvanceStream> stream) {
        const absl::Status started = StartAdvance(env, context, request, stream);
        if (!started.ok()) stream->Finish(started);
      });
}

}  // namespace sparkgate::server
