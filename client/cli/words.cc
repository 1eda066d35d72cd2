#include "client/cli/words.h"

#include <algorithm>

#include <absl/strings/ascii.h>

namespace sparkgate::cli {
namespace {

std::string Replace(std::string_view text, char from, char to) {
  std::string result(text);
  std::replace(result.begin(), result.end(), from, to);
  return result;
}

}  // namespace

std::string Kebab(std::string_view camel) {
  std::string result;
  for (const char c : camel) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c))) {
      if (!result.empty()) result += '-';
      result += absl::ascii_tolower(static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result;
}

std::string Dashed(std::string_view snake) { return Replace(snake, '_', '-'); }

std::string Snake(std::string_view dashed) { return Replace(dashed, '-', '_'); }

std::string Upper(std::string_view text) {
  std::string result = Snake(text);
  for (char& c : result) c = absl::ascii_toupper(static_cast<unsigned char>(c));
  return result;
}

std::string MessageOf(const absl::Status& status) { return std::string(status.message()); }

}  // namespace sparkgate::cli
