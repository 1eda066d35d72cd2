#include "simulator/business_api/faulty_call.h"

#include <optional>
#include <string>
#include <utility>

#include <absl/status/statusor.h>
#include <fmt/format.h>

#include "base/error.h"
#include "simulator/business_api/faults.h"
#include "simulator/world/faults/fault_kinds.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

// The header's text is wrong: nothing of the call is done.
CallOutcome BadFault(const World& world, const absl::Status& why,
                     const HttpServerRequest& request) {
  const FieldViolation violation = DetailOf(why).fields.front();
  const std::string message = fmt::format("{}: {}", violation.field, violation.description);
  CallOutcome outcome =
      Refused(RefuseParam("FAULT_INVALID", message), world.Read([&](const WorldState& state) {
        return NextStamp(state, CallKey(request, std::nullopt));
      }));
  outcome.response.status = 400;
  return outcome;
}

// Puts what the fault answers in the place of the answer.
void Replace(CallOutcome& outcome, FaultyAnswer answer) {
  outcome.response = std::move(answer.response);
  outcome.code = answer.code;
  outcome.message = std::move(answer.message);
}

CallOutcome ServeFaulty(World& world, const CallSettings& settings, const CallTarget& target,
                        const HttpServerRequest& request, const Clock& real_time,
                        const FiredFault& fault) {
  const FaultStep& step = fault.step;
  const bool spoils = SpecOf(step.kind).moment == FaultMoment::kBefore;
  CallOutcome outcome;
  if (IsDone(step)) {
    outcome =
        ServeCall(world, settings, target, request, real_time, step.kind == FaultKind::kStale);
  } else {
    const std::string key = CallKey(request, request.Header("access-token"));
    outcome.stamp = world.Read([&](const WorldState& state) { return NextStamp(state, key); });
  }
  if (spoils) {
    FaultyAnswer answer{std::move(outcome.response), outcome.code, std::move(outcome.message)};
    Spoil(step, answer);
    Replace(outcome, std::move(answer));
  } else {
    Replace(outcome, world.Read([&](const WorldState& state) {
      return AnswerOf(state, step, request, outcome.stamp.request_id);
    }));
  }
  outcome.response.delay = fault.delay;
  outcome.fault = FaultName(step);
  if (!fault.plan_id.empty()) {
    world.Write([&](WorldState& state) {
      NoteSubject(state, fault, outcome.stamp.request_id);
      return true;
    });
  }
  return outcome;
}

}  // namespace

CallOutcome ServeOrFail(World& world, const CallTarget& target, const HttpServerRequest& request,
                        const Clock& real_time) {
  const CallSettings settings = SettingsOf(world);
  const absl::StatusOr<std::optional<FiredFault>> fault =
      FaultOf(world, settings, request, target.path);
  if (!fault.ok()) return BadFault(world, fault.status(), request);
  if (!*fault) return ServeCall(world, settings, target, request, real_time);
  return ServeFaulty(world, settings, target, request, real_time, **fault);
}

}  // namespace sparkgate::simulator
