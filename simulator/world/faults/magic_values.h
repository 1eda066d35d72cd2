// Names and codes that force an outcome, for clients that can neither plan faults nor send a
// header: TikTok has nothing of the kind, so the switch magic_values turns them off. A code that
// the world makes has no '-', and so is never one of these. Free functions over the state, under
// its owner's lock.
#ifndef SPARKGATE_SIMULATOR_WORLD_FAULTS_MAGIC_VALUES_H_
#define SPARKGATE_SIMULATOR_WORLD_FAULTS_MAGIC_VALUES_H_

#include <optional>
#include <span>
#include <string_view>

#include <absl/status/status.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct MagicValue {
  std::string_view text;  // what a code or an ad's name begins with
  std::string_view what;  // one sentence
};
std::span<const MagicValue> MagicCodes();
std::span<const MagicValue> MagicAdNames();

// OK: the code is none of these.
absl::Status RefuseMagicCode(const WorldState& state, std::string_view code);
// Whether a call with these arguments, a query or a body, has a code whose answer is lost.
bool HasLostCode(std::string_view arguments);

// What an ad's name says about a version's review.
std::optional<ReviewDecision> MagicDecision(const WorldState& state, const Ad& ad);
bool IsNeverReviewed(const WorldState& state, const Ad& ad);
bool IsReviewedAtOnce(const WorldState& state, const Ad& ad);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_FAULTS_MAGIC_VALUES_H_
