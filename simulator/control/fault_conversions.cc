#include "simulator/control/fault_conversions.h"

#include <cstdint>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/control/columns.h"
#include "simulator/control/names.h"
#include "simulator/control/times.h"
#include "simulator/world/faults/fault_plans.h"
#include "simulator/world/journal/exchange_arguments.h"

namespace sparkgate::simulator {
namespace {

constexpr Pair<FaultKind, v1::FaultKind> kKindColumns[] = {
    {FaultKind::kDelay, v1::FAULT_KIND_DELAY},
    {FaultKind::kApiError, v1::FAULT_KIND_API_ERROR},
    {FaultKind::kHttpStatus, v1::FAULT_KIND_HTTP_STATUS},
    {FaultKind::kAppLimit, v1::FAULT_KIND_APP_LIMIT},
    {FaultKind::kAdvertiserLimit, v1::FAULT_KIND_ADVERTISER_LIMIT},
    {FaultKind::kMaintenance, v1::FAULT_KIND_MAINTENANCE},
    {FaultKind::kReset, v1::FAULT_KIND_RESET},
    {FaultKind::kCutBefore, v1::FAULT_KIND_CUT_BEFORE},
    {FaultKind::kCutAfter, v1::FAULT_KIND_CUT_AFTER},
    {FaultKind::kCutBody, v1::FAULT_KIND_CUT_BODY},
    {FaultKind::kSlowBody, v1::FAULT_KIND_SLOW_BODY},
    {FaultKind::kMalformedJson, v1::FAULT_KIND_MALFORMED_JSON},
    {FaultKind::kTruncatedJson, v1::FAULT_KIND_TRUNCATED_JSON},
    {FaultKind::kWrongTypes, v1::FAULT_KIND_WRONG_TYPES},
    {FaultKind::kNulls, v1::FAULT_KIND_NULLS},
    {FaultKind::kStale, v1::FAULT_KIND_STALE},
    {FaultKind::kDuplicate, v1::FAULT_KIND_DUPLICATE},
    {FaultKind::kReorder, v1::FAULT_KIND_REORDER},
    {FaultKind::kDrop, v1::FAULT_KIND_DROP},
    {FaultKind::kBadSignature, v1::FAULT_KIND_BAD_SIGNATURE},
    {FaultKind::kRpcStatus, v1::FAULT_KIND_RPC_STATUS},
    {FaultKind::kStreamCut, v1::FAULT_KIND_STREAM_CUT},
};

void SetLatency(const Latency& latency, v1::FaultStep& out) {
  if (latency.shape == LatencyShape::kNone) return;
  v1::Latency& told = *out.mutable_latency();
  if (latency.shape == LatencyShape::kFixed) {
    SetDuration(told.mutable_fixed(), latency.base);
  } else if (latency.shape == LatencyShape::kUniform) {
    SetDuration(told.mutable_uniform()->mutable_least(), latency.base);
    SetDuration(told.mutable_uniform()->mutable_most(), latency.most);
  } else {
    SetDuration(told.mutable_lognormal()->mutable_median(), latency.base);
    told.mutable_lognormal()->set_sigma(latency.sigma);
  }
}

Latency LatencyOf(const v1::Latency& latency) {
  switch (latency.distribution_case()) {
    case v1::Latency::kFixed:
      return {.shape = LatencyShape::kFixed, .base = ToDuration(latency.fixed())};
    case v1::Latency::kUniform:
      return {.shape = LatencyShape::kUniform,
              .base = ToDuration(latency.uniform().least()),
              .most = ToDuration(latency.uniform().most())};
    case v1::Latency::kLognormal:
      return {.shape = LatencyShape::kLognormal,
              .base = ToDuration(latency.lognormal().median()),
              .sigma = latency.lognormal().sigma()};
    default:
      return {};
  }
}

v1::FaultStep StepToProto(const FaultStep& step) {
  v1::FaultStep out;
  out.set_kind(TheirsOf(kKindColumns, step.kind));
  out.set_skip(step.skip);
  out.set_every(step.every);
  out.set_chance(step.chance);
  out.set_times(step.times);
  SetLatency(step.latency, out);
  out.set_code(static_cast<int32_t>(step.code));
  out.set_message(step.message);
  out.set_http_status(static_cast<int32_t>(step.http_status));
  out.set_after_commit(step.after_commit);
  if (step.lag != absl::ZeroDuration()) SetDuration(out.mutable_lag(), step.lag);
  out.set_rpc_code(static_cast<google::rpc::Code>(step.rpc_code));
  out.set_reason(step.reason);
  if (step.retry_delay != absl::ZeroDuration()) {
    SetDuration(out.mutable_retry_delay(), step.retry_delay);
  }
  out.set_after_messages(step.after_messages);
  out.set_seen_count(step.seen);
  out.set_fired_count(step.fired);
  return out;
}

absl::StatusOr<FaultStep> StepOf(const std::string& path, const v1::FaultStep& step) {
  FaultStep out;
  SG_ASSIGN_OR_RETURN(out.kind, OursOf(kKindColumns, path + "kind", step.kind()));
  out.skip = step.skip();
  out.every = step.every() == 0 ? 1 : step.every();
  if (step.has_chance()) out.chance = step.chance();
  if (step.has_times()) out.times = step.times();
  out.latency = LatencyOf(step.latency());
  out.code = step.code();
  out.message = step.message();
  out.http_status = step.http_status();
  out.after_commit = step.after_commit();
  out.lag = ToDuration(step.lag());
  out.rpc_code = step.rpc_code();
  out.reason = step.reason();
  out.retry_delay = ToDuration(step.retry_delay());
  out.after_messages = step.after_messages();
  return out;
}

std::string WithoutSlashes(std::string_view endpoint) {
  while (endpoint.starts_with('/')) endpoint.remove_prefix(1);
  while (endpoint.ends_with('/')) endpoint.remove_suffix(1);
  return std::string(endpoint);
}

}  // namespace

v1::FaultPlan ToProto(std::string_view world_id, const FaultPlan& plan) {
  v1::FaultPlan out;
  out.set_name(ChildName(world_id, kFaultPlans, plan.id));
  if (plan.face == FaultFace::kHttp) out.set_endpoint(plan.target);
  if (plan.face == FaultFace::kWebhook) out.set_webhook(plan.target);
  if (plan.face == FaultFace::kRpc) out.set_rpc(plan.target);
  for (const auto& [path, text] : plan.arguments) {
    (*out.mutable_arguments())[path] = ShownArgument(path, text);
  }
  for (const FaultStep& step : plan.steps) *out.add_steps() = StepToProto(step);
  SetTime(out.mutable_create_time(), plan.create_time);
  out.set_matched_count(plan.matched);
  out.set_fired_count(plan.fired);
  if (!plan.firings.empty()) SetTime(out.mutable_last_fire_time(), plan.firings.back().time);
  for (const FaultFiring& firing : plan.firings) {
    v1::FaultPlan::Firing& told = *out.add_firings();
    told.set_number(firing.number);
    told.set_step(static_cast<int32_t>(firing.step));
    SetTime(told.mutable_time(), firing.time);
    told.set_target(firing.target);
    told.set_subject_id(firing.subject);
  }
  out.set_spent(IsSpent(plan));
  return out;
}

absl::StatusOr<FaultPlan> FromProto(const v1::FaultPlan& plan) {
  FaultPlan out;
  switch (plan.target_case()) {
    case v1::FaultPlan::kWebhook:
      out.face = FaultFace::kWebhook;
      out.target = plan.webhook();
      break;
    case v1::FaultPlan::kRpc:
      out.face = FaultFace::kRpc;
      out.target = plan.rpc();
      break;
    default:
      out.face = FaultFace::kHttp;
      out.target = WithoutSlashes(plan.endpoint());
  }
  out.arguments.insert(plan.arguments().begin(), plan.arguments().end());
  for (int i = 0; i < plan.steps_size(); ++i) {
    SG_ASSIGN_OR_RETURN(FaultStep step,
                        StepOf(fmt::format("fault_plan.steps[{}].", i), plan.steps(i)));
    out.steps.push_back(std::move(step));
  }
  return out;
}

}  // namespace sparkgate::simulator
