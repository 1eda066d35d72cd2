#include "simulator/world/faults/fault_kinds.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace sparkgate::simulator {
namespace {

constexpr FaultMoment kNever = FaultMoment::kNever;
constexpr FaultMoment kDone = FaultMoment::kBefore;

constexpr FaultKindSpec kKinds[] = {
    {FaultKind::kDelay, "delay", "hwr", kDone, "delay!",
     "The answer is right and late; a webhook leaves later, by the world's clock."},
    {FaultKind::kApiError, "api-error", "h", kNever, "code! message after-commit",
     "An error of TikTok's in its envelope."},
    {FaultKind::kHttpStatus, "http-status", "h", kNever, "status! message after-commit",
     "Another HTTP status than 200 and no envelope, as from a proxy."},
    {FaultKind::kAppLimit, "app-limit", "h", kNever, "after-commit",
     "The app's rate limit is reached: 40100 in TikTok's words."},
    {FaultKind::kAdvertiserLimit, "advertiser-limit", "h", kNever, "after-commit",
     "The ad account's rate limit is reached: 40133 in TikTok's words."},
    {FaultKind::kMaintenance, "maintenance", "h", kNever, "message after-commit",
     "TikTok is under maintenance: 60001."},
    {FaultKind::kReset, "reset", "h", kNever, "after-commit",
     "The connection is reset before the first byte."},
    {FaultKind::kCutBefore, "cut-before", "h", kNever, "",
     "The connection ends before the call is done: it never happened."},
    {FaultKind::kCutAfter, "cut-after", "h", kDone, "",
     "The connection ends after the call was done: the answer is lost."},
    {FaultKind::kCutBody, "cut-body", "h", kDone, "",
     "The call is done, and the connection ends half way through the body."},
    {FaultKind::kSlowBody, "slow-body", "h", kDone, "",
     "The call is done, and the body comes a byte every 100 ms and never ends."},
    {FaultKind::kMalformedJson, "malformed-json", "h", kDone, "",
     "The call is done, and the answer is no JSON."},
    {FaultKind::kTruncatedJson, "truncated-json", "h", kDone, "",
     "The call is done, and the answer's JSON ends half way, though the body is whole."},
    {FaultKind::kWrongTypes, "wrong-types", "h", kDone, "",
     "The call is done, and in the answer's data texts are objects, and all else is text."},
    {FaultKind::kNulls, "nulls", "h", kDone, "",
     "The call is done, and in the answer's data every value is null."},
    {FaultKind::kStale, "stale", "h", kDone, "lag!",
     "A read answers as the world was before a change, until the lag is over."},
    {FaultKind::kDuplicate, "duplicate", "w", kDone, "", "A webhook is delivered twice."},
    {FaultKind::kReorder, "reorder", "w", kDone, "",
     "A webhook leaves after the subscription's next one, or an hour later if there is none."},
    {FaultKind::kDrop, "drop", "w", kNever, "", "A webhook is never sent."},
    {FaultKind::kBadSignature, "bad-signature", "w", kDone, "",
     "A webhook's first attempt has a wrong signature."},
    {FaultKind::kRpcStatus, "rpc-status", "r", kNever,
     "rpc-code! reason retry-delay message after-commit",
     "An RPC ends with a status, with a reason and a delay for its retry."},
    {FaultKind::kStreamCut, "stream-cut", "r", kDone, "after-messages",
     "A stream is UNAVAILABLE once so many of its messages have been sent."},
};

bool Lists(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

}  // namespace

std::span<const FaultKindSpec> FaultKinds() { return kKinds; }

const FaultKindSpec& SpecOf(FaultKind kind) {
  return *std::ranges::find(kKinds, kind, &FaultKindSpec::kind);
}

const FaultKindSpec* FindFaultKind(std::string_view name) {
  const auto* found = std::ranges::find(kKinds, name, &FaultKindSpec::name);
  return found == std::end(kKinds) ? nullptr : found;
}

bool HappensAt(const FaultKindSpec& spec, FaultFace face) {
  constexpr std::string_view kFaces = "hwr";
  return spec.faces.find(kFaces[static_cast<size_t>(face)]) != std::string_view::npos;
}

bool Needs(const FaultKindSpec& spec, std::string_view parameter) {
  return Lists(spec.takes, std::string(parameter) + "!");
}

bool Takes(const FaultKindSpec& spec, std::string_view parameter) {
  return parameter == "delay" || Lists(spec.takes, parameter) || Needs(spec, parameter);
}

}  // namespace sparkgate::simulator
