// Text to values and back, as people write them: RFC 3339 instants, "2d" and "90s", enum values
// without their prefix. Errors are INVALID_ARGUMENT with a sentence. Pure functions.
#ifndef SPARKGATE_CLIENT_CLI_VALUES_H_
#define SPARKGATE_CLIENT_CLI_VALUES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace sparkgate::cli {

// "2026-01-31T12:00:00Z", or "2026-01-31" (its first instant in UTC).
absl::StatusOr<absl::Time> ParseInstant(std::string_view text);
// Numbers with d, h, m, s, ms or us: "30s", "1h30m", "2d". "0" needs none.
absl::StatusOr<absl::Duration> ParseSpan(std::string_view text);

std::string FormatInstant(absl::Time time);       // "2026-01-31 12:00:00 UTC", to the second
std::string FormatSpan(absl::Duration duration);  // "2d 3h"

// `text` is the value's name in any case, '-' for '_', with or without the enum's prefix.
absl::StatusOr<const google::protobuf::EnumValueDescriptor*> ParseEnum(
    const google::protobuf::EnumDescriptor* type, std::string_view text);
// "NOT_USED" for CODE_STATE_NOT_USED.
std::string ShortName(const google::protobuf::EnumValueDescriptor* value);

// google.protobuf.Timestamp and Duration, of whatever pool.
bool IsTimestamp(const google::protobuf::Descriptor* type);
bool IsDuration(const google::protobuf::Descriptor* type);
absl::Time TimeOf(const google::protobuf::Message& timestamp);
absl::Duration SpanOf(const google::protobuf::Message& duration);
void SetTime(google::protobuf::Message& timestamp, absl::Time time);
void SetSpan(google::protobuf::Message& duration, absl::Duration span);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_VALUES_H_
