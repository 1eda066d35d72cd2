// The kinds of faults there are, each with its name, where it can happen and what it takes. The one
// table that the header's grammar, the checks and docs/faults.md follow. Pure, thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_KINDS_H_
#define SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_KINDS_H_

#include <span>
#include <string_view>

#include "simulator/world/faults/fault_plan.h"

namespace sparkgate::simulator {

// When the call is done that a fault happens to.
enum class FaultMoment {
  kNever,   // unless the step says after_commit
  kBefore,  // and its answer is spoiled
};

struct FaultKindSpec {
  FaultKind kind;
  std::string_view name;   // as in the header, the journal and the documentation
  std::string_view faces;  // "h", "w" and "r" for those that have it
  FaultMoment moment;
  std::string_view takes;  // parameters besides delay, separated by blanks; "!": required
  std::string_view what;   // one sentence
};

std::span<const FaultKindSpec> FaultKinds();
const FaultKindSpec& SpecOf(FaultKind kind);                // of one that isn't kNone
const FaultKindSpec* FindFaultKind(std::string_view name);  // null: unknown
bool HappensAt(const FaultKindSpec& spec, FaultFace face);
bool Takes(const FaultKindSpec& spec, std::string_view parameter);
bool Needs(const FaultKindSpec& spec, std::string_view parameter);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_FAULTS_FAULT_KINDS_H_
