// How times stand on TikTok's wire: "YYYY-MM-DD HH:MM:SS", UTC, no zone (facts 1.8). Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_FORMATS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_FORMATS_H_

#include <optional>
#include <string>
#include <string_view>

#include <absl/time/time.h>

namespace sparkgate::simulator {

std::string WireTime(absl::Time time);  // the fraction of the second is dropped
std::optional<absl::Time> ParseWireTime(std::string_view text);  // exactly that form

std::string WireDate(absl::Time time);  // YYYY-MM-DD
std::optional<absl::Time> ParseWireDate(std::string_view text);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_FORMATS_H_
