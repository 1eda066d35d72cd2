// Spelling: how names in protos become words on a command line, and what somebody may have meant.
// Pure functions.
#ifndef SPARKGATE_CLIENT_CLI_WORDS_H_
#define SPARKGATE_CLIENT_CLI_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>

namespace sparkgate::cli {

std::string Kebab(std::string_view camel);   // "GenerateCode" -> "generate-code"
std::string Dashed(std::string_view snake);  // "duration_days" -> "duration-days"
std::string Snake(std::string_view dashed);  // "duration-days" -> "duration_days"
std::string Upper(std::string_view text);    // "not-used" -> "NOT_USED": as enum values are spelled

// The candidate that `word` most likely stands for; "" if none is near.
std::string Nearest(std::string_view word, const std::vector<std::string>& candidates);

// ", did you mean 'x'?" or "".
std::string DidYouMean(std::string_view word, const std::vector<std::string>& candidates);

// The sentence of a status as a string that fmt can print (Debian's absl::string_view can't be).
std::string MessageOf(const absl::Status& status);

// `text` in lines of at most `width` columns, each begun with `indent` blanks.
std::string Wrap(std::string_view text, size_t indent, size_t width);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_WORDS_H_
