#include "simulator/world/faults/fault_checks.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/world/faults/fault_kinds.h"
#include "simulator/world/faults/latency.h"

namespace sparkgate::simulator {
namespace {

constexpr int64_t kMost = 1'000'000'000;
constexpr size_t kMostSteps = 100;
constexpr size_t kMostArguments = 20;
constexpr size_t kLongestText = 500;  // bytes
constexpr absl::Duration kLongestWorldTime = absl::Hours(24 * 365);
constexpr double kMostSigma = 5;
constexpr size_t kLongestRpcReason = 63;
constexpr int64_t kLastRpcCode = 16;  // UNAUTHENTICATED

bool FitsReason(std::string_view reason) {
  return reason.size() <= kLongestRpcReason && std::ranges::all_of(reason, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

// The fields of one step.
class StepCheck {
 public:
  StepCheck(std::string_view path, FaultFace face, const FaultStep& step)
      : path_(path), face_(face), step_(step), spec_(SpecOf(step.kind)) {}

  absl::Status Check() const {
    if (!HappensAt(spec_, face_)) {
      return Bad("kind", fmt::format("\"{}\" can't happen there.", spec_.name));
    }
    SG_RETURN_IF_ERROR(InRange("skip", step_.skip, 0, kMost));
    SG_RETURN_IF_ERROR(InRange("every", step_.every, 1, kMost));
    SG_RETURN_IF_ERROR(InRange("times", step_.times, 0, kMost));
    if (!(step_.chance > 0 && step_.chance <= 1)) return Bad("chance", "Above 0, at most 1.");
    SG_RETURN_IF_ERROR(CheckLatency());
    SG_RETURN_IF_ERROR(CheckParameters());
    return CheckRpcParameters();
  }

 private:
  absl::Status Bad(std::string_view field, std::string_view why) const {
    return InvalidField(fmt::format("{}{}", path_, field), why);
  }
  absl::Status InRange(std::string_view field, int64_t value, int64_t least, int64_t most) const {
    if (value >= least && value <= most) return absl::OkStatus();
    return Bad(field, fmt::format("{} to {}.", least, most));
  }
  // A parameter that the kind doesn't take, or needs and hasn't.
  absl::Status Belongs(std::string_view field, std::string_view parameter, bool set) const {
    if (set && !Takes(spec_, parameter)) {
      return Bad(field, fmt::format("\"{}\" doesn't take it.", spec_.name));
    }
    if (!set && Needs(spec_, parameter)) {
      return Bad(field, fmt::format("\"{}\" needs it.", spec_.name));
    }
    return absl::OkStatus();
  }

  absl::Status CheckLatency() const {
    const Latency& latency = step_.latency;
    SG_RETURN_IF_ERROR(Belongs("latency", "delay", latency.shape != LatencyShape::kNone));
    const absl::Duration most = face_ == FaultFace::kWebhook ? kLongestWorldDelay : kLongestDelay;
    const auto fits = [most](absl::Duration value) {
      return value >= absl::ZeroDuration() && value <= most;
    };
    if (!fits(latency.base) || !fits(latency.most)) {
      return Bad("latency", fmt::format("0 to {}.", absl::FormatDuration(most)));
    }
    if (latency.shape == LatencyShape::kUniform && latency.most < latency.base) {
      return Bad("latency.uniform.most", "Not less than the least.");
    }
    if (latency.shape != LatencyShape::kLognormal) return absl::OkStatus();
    if (latency.base == absl::ZeroDuration()) return Bad("latency.lognormal.median", "Above 0.");
    if (latency.sigma > 0 && latency.sigma <= kMostSigma) return absl::OkStatus();
    return Bad("latency.lognormal.sigma", fmt::format("Above 0, at most {}.", kMostSigma));
  }

  absl::Status CheckParameters() const {
    SG_RETURN_IF_ERROR(Belongs("code", "code", step_.code != 0));
    if (step_.code != 0) SG_RETURN_IF_ERROR(InRange("code", step_.code, 1, 99'999'999));
    SG_RETURN_IF_ERROR(Belongs("http_status", "status", step_.http_status != 0));
    if (step_.http_status != 0)
      SG_RETURN_IF_ERROR(InRange("http_status", step_.http_status, 200, 599));
    SG_RETURN_IF_ERROR(Belongs("message", "message", !step_.message.empty()));
    if (step_.message.size() > kLongestText) return Bad("message", "500 bytes at most.");
    SG_RETURN_IF_ERROR(Belongs("after_commit", "after-commit", step_.after_commit));
    SG_RETURN_IF_ERROR(Belongs("lag", "lag", step_.lag != absl::ZeroDuration()));
    if (step_.lag < absl::ZeroDuration() || step_.lag > kLongestWorldTime) {
      return Bad("lag", "Above 0, at most 365 days.");
    }
    return absl::OkStatus();
  }

  absl::Status CheckRpcParameters() const {
    SG_RETURN_IF_ERROR(Belongs("rpc_code", "rpc-code", step_.rpc_code != 0));
    if (step_.rpc_code != 0)
      SG_RETURN_IF_ERROR(InRange("rpc_code", step_.rpc_code, 1, kLastRpcCode));
    SG_RETURN_IF_ERROR(Belongs("reason", "reason", !step_.reason.empty()));
    if (!FitsReason(step_.reason)) {
      return Bad("reason",
                 fmt::format("At most {} characters of A-Z, 0-9 and '_'.", kLongestRpcReason));
    }
    SG_RETURN_IF_ERROR(
        Belongs("retry_delay", "retry-delay", step_.retry_delay != absl::ZeroDuration()));
    if (step_.retry_delay < absl::ZeroDuration() || step_.retry_delay > kLongestWorldTime) {
      return Bad("retry_delay", "0 to 365 days.");
    }
    SG_RETURN_IF_ERROR(Belongs("after_messages", "after-messages", step_.after_messages != 0));
    return InRange("after_messages", step_.after_messages, 0, kMost);
  }

  const std::string_view path_;
  const FaultFace face_;
  const FaultStep& step_;
  const FaultKindSpec& spec_;
};

}  // namespace

absl::Status CheckFaultStep(std::string_view path, FaultFace face, const FaultStep& step) {
  const auto kinds = FaultKinds();
  if (std::ranges::find(kinds, step.kind, &FaultKindSpec::kind) == kinds.end()) {  // kNone is none
    return InvalidField(fmt::format("{}kind", path), "Say what happens.");
  }
  return StepCheck(path, face, step).Check();
}

absl::Status CheckFaultPlan(std::string_view path, const FaultPlan& plan) {
  const auto named = [path](std::string_view field) { return fmt::format("{}{}", path, field); };
  if (plan.target.empty() || plan.target.size() > kLongestText) {
    return InvalidField(named("endpoint"),
                        "Say where: endpoint, webhook or rpc, 1 to 500 bytes; \"*\" for all.");
  }
  if (plan.target.find('*') < plan.target.size() - 1) {
    return InvalidField(named("endpoint"), "A \"*\" stands at the end only.");
  }
  if (plan.arguments.size() > kMostArguments) {
    return InvalidField(named("arguments"), fmt::format("At most {}.", kMostArguments));
  }
  if (plan.steps.empty() || plan.steps.size() > kMostSteps) {
    return InvalidField(named("steps"), fmt::format("1 to {}.", kMostSteps));
  }
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    SG_RETURN_IF_ERROR(
        CheckFaultStep(named(fmt::format("steps[{}].", i)), plan.face, plan.steps[i]));
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::simulator
