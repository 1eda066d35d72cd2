// Text that people write: read one code point at a time, and held to a length that they can count.
#ifndef SPARKGATE_SERVER_DOMAIN_TEXT_H_
#define SPARKGATE_SERVER_DOMAIN_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include <absl/status/status.h>

namespace sparkgate::server {

struct Rune {
  uint32_t value = 0;
  size_t bytes = 0;  // 0: not UTF-8
};

// The first code point of `text`, which isn't empty.
Rune ReadRune(std::string_view text);

// Why `text` can't be one of at most `most` characters, which are code points; "" if it can.
std::string TextProblem(std::string_view text, int most);
// The same as INVALID_FIELD.
absl::Status CheckText(std::string_view text, int most, std::string_view field);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_TEXT_H_
