#include "simulator/world/faults/fault_text.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "simulator/world/faults/fault_checks.h"
#include "simulator/world/faults/fault_kinds.h"
#include "simulator/world/journal/exchange_arguments.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kPath = "Sparkgate-Fault.";
constexpr std::string_view kBlanks = " \t";

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

absl::Status Wrong(std::string_view why) { return InvalidField(kFaultHeader, why); }

// Up to the next ';' outside of quotation marks, taken off `rest`; nullopt if a mark isn't closed.
std::optional<std::string_view> TakePart(std::string_view& rest) {
  bool quoted = false;
  size_t end = 0;
  for (; end < rest.size() && (quoted || rest[end] != ';'); ++end) {
    if (quoted && rest[end] == '\\')
      ++end;
    else if (rest[end] == '"')
      quoted = !quoted;
  }
  if (quoted || end > rest.size()) return std::nullopt;
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end < rest.size() ? end + 1 : end);
  return Trimmed(part);
}

std::string Unquoted(std::string_view value) {
  if (value.size() < 2 || !value.starts_with('"') || !value.ends_with('"')) {
    return std::string(value);
  }
  std::string text;
  for (size_t i = 1; i + 1 < value.size(); ++i) {
    if (value[i] == '\\' && i + 2 < value.size()) ++i;
    text += value[i];
  }
  return text;
}

template <class Number>
bool ParseNumber(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool ParseDelay(std::string_view text, Latency& latency) {
  const size_t dots = text.find("..");
  const size_t tilde = text.find('~');
  const std::string_view first = text.substr(0, std::min(dots, tilde));
  if (!absl::ParseDuration(std::string(first), &latency.base)) return false;
  if (dots != std::string_view::npos) {
    latency.shape = LatencyShape::kUniform;
    return absl::ParseDuration(std::string(text.substr(dots + 2)), &latency.most);
  }
  if (tilde != std::string_view::npos) {
    latency.shape = LatencyShape::kLognormal;
    return ParseNumber(text.substr(tilde + 1), latency.sigma);
  }
  latency.shape = LatencyShape::kFixed;
  return true;
}

// False: the value can't be read. nullopt: there is no such parameter.
std::optional<bool> SetParameter(std::string_view name, const std::optional<std::string>& value,
                                 FaultStep& step) {
  if (name == "after-commit") {
    step.after_commit = true;
    return !value.has_value();
  }
  const std::string text = value.value_or("");
  if (name == "code") return ParseNumber(text, step.code);
  if (name == "status") return ParseNumber(text, step.http_status);
  if (name == "chance") return ParseNumber(text, step.chance);
  if (name == "delay") return ParseDelay(text, step.latency);
  if (name == "message") {
    step.message = text;
    return value.has_value();
  }
  return std::nullopt;
}

absl::Status ReadParameter(std::string_view part, std::set<std::string_view>& seen,
                           FaultStep& step) {
  const size_t equals = part.find('=');
  const std::string_view name = Trimmed(part.substr(0, equals));
  std::optional<std::string> value;
  if (equals != std::string_view::npos) value = Unquoted(Trimmed(part.substr(equals + 1)));
  if (!seen.insert(name).second) return Wrong(fmt::format("\"{}\" comes twice.", ShownText(name)));
  const std::optional<bool> set = SetParameter(name, value, step);
  if (!set) return Wrong(fmt::format("There is no parameter \"{}\".", ShownText(name)));
  if (*set) return absl::OkStatus();
  return Wrong(fmt::format("The value of \"{}\" can't be read.", name));
}

}  // namespace

absl::StatusOr<FaultStep> ParseFaultText(std::string_view text) {
  std::string_view rest = text;
  const std::optional<std::string_view> name = TakePart(rest);
  const FaultKindSpec* spec = name ? FindFaultKind(*name) : nullptr;
  if (spec == nullptr || !HappensAt(*spec, FaultFace::kHttp)) {
    return Wrong(fmt::format("There is no kind \"{}\" of faults.",
                             ShownText(name.value_or(text).substr(0, 40))));
  }
  if (spec->kind == FaultKind::kStale) {
    return Wrong("\"stale\" needs a plan from before the change: see FaultService.");
  }
  FaultStep step;
  step.kind = spec->kind;
  std::set<std::string_view> seen;
  while (!rest.empty()) {
    const std::optional<std::string_view> part = TakePart(rest);
    if (!part) return Wrong("A quotation mark isn't closed.");
    SG_RETURN_IF_ERROR(ReadParameter(*part, seen, step));
  }
  SG_RETURN_IF_ERROR(CheckFaultStep(kPath, FaultFace::kHttp, step));
  return step;
}

}  // namespace sparkgate::simulator
