#include "simulator/world/switches.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/error.h"

namespace sparkgate::simulator {
namespace {

constexpr const SwitchSpec* kAll[] = {
    &kAdGroupQuota,
    &kAdvertiserQps,
    &kEndStatus,
    &kAuthorizationLostFilter,
    &kRevokedStatus,
    &kAuthorizeQps,
    &kBareNumberIds,
    &kBudgetMustExceed,
    &kCodeReusable,
    &kConsentAutoAllow,
    &kCreatorScopeError,
    &kDeleteAuthorizedPost,
    &kDeleteInUse,
    &kDeliveryPace,
    &kExtendExpiredFrom,
    &kExtendKeepsCode,
    &kHttpsCallbacksOnly,
    &kIdentityVideoInviteField,
    &kInUseMeans,
    &kInfoBeforeAuthorize,
    &kInfoOfExpiredCode,
    &kMagicValues,
    &kMaxTotalDays,
    &kMinFollowers,
    &kRateLimitWindows,
    &kRateLimits,
    &kReauthorize,
    &kRefusedCallsCount,
    &kRequests,
    &kRereviewKeepsRunning,
    &kReviewPausedAds,
    &kScheduleNeedsAuthorization,
    &kSettingAnswersCode,
    &kSlashRequired,
    &kStatusOfDeletedCode,
    &kTcmAuthorizationDays,
    &kTcmCodeWhileWaiting,
    &kTcmRequestLimit,
    &kUnbindWhileAuthorized,
    &kUnfundedBeforeReview,
    &kUnknownFields,
    &kWebhookOnApproval,
};

std::optional<int64_t> ParseNumber(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool InRange(std::string_view range, int64_t value) {
  const size_t dots = range.find("..");
  return value >= ParseNumber(range.substr(0, dots)).value_or(INT64_MIN) &&
         value <= ParseNumber(range.substr(dots + 2)).value_or(INT64_MAX);
}

bool IsChoice(std::string_view choices, std::string_view value) {
  while (true) {
    const size_t bar = choices.find('|');
    if (choices.substr(0, bar) == value) return true;
    if (bar == std::string_view::npos) return false;
    choices.remove_prefix(bar + 1);
  }
}

bool Allowed(const SwitchSpec& spec, std::string_view value) {
  switch (spec.kind) {
    case SwitchKind::kFlag:
      return value == "true" || value == "false";
    case SwitchKind::kNumber: {
      const std::optional<int64_t> number = ParseNumber(value);
      return number.has_value() && InRange(spec.choices, *number);
    }
    case SwitchKind::kChoice:
      return IsChoice(spec.choices, value);
  }
  return false;
}

}  // namespace

std::string_view ConfidenceName(Confidence confidence) {
  switch (confidence) {
    case Confidence::kDocumented:
      return "documented";
    case Confidence::kObserved:
      return "observed";
    case Confidence::kInferred:
      return "inferred";
    case Confidence::kGuess:
      return "guess";
  }
  return "guess";
}

std::span<const SwitchSpec* const> AllSwitches() { return kAll; }

const SwitchSpec* FindSwitch(std::string_view name) {
  const auto found =
      std::ranges::find(kAll, name, [](const SwitchSpec* spec) { return spec->name; });
  return found == std::end(kAll) ? nullptr : *found;
}

std::string_view Switches::Value(const SwitchSpec& spec) const {
  const auto found = changed_.find(spec.name);
  return found == changed_.end() ? spec.default_value : std::string_view(found->second);
}

bool Switches::Flag(const SwitchSpec& spec) const { return Value(spec) == "true"; }

int64_t Switches::Number(const SwitchSpec& spec) const {
  return ParseNumber(Value(spec)).value_or(0);
}

std::string_view Switches::Choice(const SwitchSpec& spec) const { return Value(spec); }

absl::Status Switches::Set(std::string_view name, std::string_view value) {
  const std::string field = fmt::format("switches.{}", name);
  const SwitchSpec* spec = FindSwitch(name);
  if (spec == nullptr) return InvalidField(field, "There is no switch of this name.");
  if (!Allowed(*spec, value)) {
    return InvalidField(
        field, fmt::format("Not a value of this switch: allowed is {}.",
                           spec->kind == SwitchKind::kFlag ? "true|false" : spec->choices));
  }
  if (value == spec->default_value) {
    changed_.erase(std::string(name));
  } else {
    changed_.insert_or_assign(std::string(name), std::string(value));
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::simulator
