// Spelling: how names in protos become words on a command line. Pure functions.
#ifndef SPARKGATE_CLIENT_CLI_WORDS_H_
#define SPARKGATE_CLIENT_CLI_WORDS_H_

#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "base/wording.h"

namespace sparkgate::cli {

std::string Kebab(std::string_view camel);   // "GenerateCode" -> "generate-code"
std::string Dashed(std::string_view snake);  // "duration_days" -> "duration-days"
std::string Snake(std::string_view dashed);  // "duration-days" -> "duration_days"
std::string Upper(std::string_view text);    // "not-used" -> "NOT_USED": as enum values are spelled

// The sentence of a status as a string that fmt can print (Debian's absl::string_view can't be).
std::string MessageOf(const absl::Status& status);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_WORDS_H_
