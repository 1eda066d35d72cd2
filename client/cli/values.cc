#include "client/cli/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "client/cli/words.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// "CODE_STATE_" for CodeState.
std::string Prefix(const EnumDescriptor* type) { return Upper(Kebab(type->name())) + "_"; }

// Both well-known types are int64 seconds = 1 and int32 nanos = 2.
int64_t Seconds(const Message& message) {
  return message.GetReflection()->GetInt64(message, message.GetDescriptor()->FindFieldByNumber(1));
}

int32_t Nanos(const Message& message) {
  return message.GetReflection()->GetInt32(message, message.GetDescriptor()->FindFieldByNumber(2));
}

void SetParts(Message& message, int64_t seconds, int64_t nanos) {
  const google::protobuf::Reflection* reflection = message.GetReflection();
  reflection->SetInt64(&message, message.GetDescriptor()->FindFieldByNumber(1), seconds);
  reflection->SetInt32(&message, message.GetDescriptor()->FindFieldByNumber(2),
                       static_cast<int32_t>(nanos));
}

absl::Duration UnitOf(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, int64_t>, 6> kUnits = {
      {{"d", 86'400'000'000},
       {"h", 3'600'000'000},
       {"m", 60'000'000},
       {"s", 1'000'000},
       {"ms", 1'000},
       {"us", 1}}};
  for (const auto& [unit, micros] : kUnits) {
    if (unit == name) return absl::Microseconds(micros);
  }
  return absl::ZeroDuration();
}

}  // namespace

absl::StatusOr<absl::Time> ParseInstant(std::string_view text) {
  absl::Time time;
  std::string error;
  for (const char* format : {"%Y-%m-%d%ET%H:%M:%E*S%Ez", "%Y-%m-%d %H:%M:%E*S UTC",
                             "%Y-%m-%d %H:%M:%E*S", "%Y-%m-%d %H:%M", "%Y-%m-%d"}) {
    if (absl::ParseTime(format, std::string(text), absl::UTCTimeZone(), &time, &error)) return time;
  }
  return absl::InvalidArgumentError(
      fmt::format("'{}' is no instant; write one like 2026-01-31T12:00:00Z", text));
}

absl::StatusOr<absl::Duration> ParseSpan(std::string_view text) {
  if (text == "0") return absl::ZeroDuration();
  const absl::Status wrong = absl::InvalidArgumentError(
      fmt::format("'{}' is no span of time; write one like 30s, 5m, 1h30m or 2d", text));
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  if (rest.empty()) return wrong;
  absl::Duration sum;
  while (!rest.empty()) {
    double number = 0;
    const auto [after, error] =
        std::from_chars(rest.data(), rest.data() + rest.size(), number, std::chars_format::fixed);
    if (error != std::errc() || number < 0) return wrong;
    rest.remove_prefix(static_cast<size_t>(after - rest.data()));
    const std::string_view unit = rest.substr(0, rest.find_first_of("0123456789."));
    rest.remove_prefix(unit.size());
    const absl::Duration size = UnitOf(unit);
    if (size == absl::ZeroDuration()) return wrong;
    sum += size * number;
  }
  return negative ? -sum : sum;
}

std::string FormatInstant(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

std::string FormatSpan(absl::Duration duration) {
  if (duration < absl::Hours(24)) return absl::FormatDuration(duration);
  const int64_t days = duration / absl::Hours(24);
  const absl::Duration rest = duration - absl::Hours(24) * days;
  if (rest == absl::ZeroDuration()) return fmt::format("{}d", days);
  return fmt::format("{}d{}", days, absl::FormatDuration(rest));
}

absl::StatusOr<const EnumValueDescriptor*> ParseEnum(const EnumDescriptor* type,
                                                     std::string_view text) {
  const std::string wanted = Upper(text);
  std::vector<std::string> names;
  for (int i = 0; i < type->value_count(); ++i) {
    const EnumValueDescriptor* value = type->value(i);
    if (value->name() == wanted || ShortName(value) == wanted) return value;
    if (value->number() != 0) names.push_back(ShortName(value));
  }
  std::string all;
  for (std::string& name : names) {
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
      return c == '_' ? '-' : static_cast<char>(c | 0x20);  // ASCII letters to lower case
    });
    all += (all.empty() ? "" : ", ") + name;
  }
  return absl::InvalidArgumentError(fmt::format("'{}' isn't one of: {}", text, all));
}

std::string ShortName(const EnumValueDescriptor* value) {
  const std::string prefix = Prefix(value->type());
  return value->name().starts_with(prefix) ? value->name().substr(prefix.size()) : value->name();
}

bool IsTimestamp(const google::protobuf::Descriptor* type) {
  return type != nullptr && type->full_name() == "google.protobuf.Timestamp";
}

bool IsDuration(const google::protobuf::Descriptor* type) {
  return type != nullptr && type->full_name() == "google.protobuf.Duration";
}

absl::Time TimeOf(const Message& timestamp) {
  return absl::FromUnixSeconds(Seconds(timestamp)) + absl::Nanoseconds(Nanos(timestamp));
}

absl::Duration SpanOf(const Message& duration) {
  return absl::Seconds(Seconds(duration)) + absl::Nanoseconds(Nanos(duration));
}

void SetTime(Message& timestamp, absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);  // rounds down, as Timestamp wants it
  SetParts(timestamp, seconds, absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds)));
}

void SetSpan(Message& duration, absl::Duration span) {
  absl::Duration rest;
  const int64_t seconds = absl::IDivDuration(span, absl::Seconds(1), &rest);
  SetParts(duration, seconds, absl::ToInt64Nanoseconds(rest));
}

}  // namespace sparkgate::cli
