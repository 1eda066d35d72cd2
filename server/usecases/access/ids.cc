#include "server/usecases/access/ids.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"

namespace sparkgate::server {

absl::Status CheckChosenId(std::string_view id, std::string_view field) {
  const bool fits = id.size() >= 3 && id.size() <= 40 && id[0] >= 'a' && id[0] <= 'z' &&
                    std::all_of(id.begin(), id.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                    });
  if (fits) return absl::OkStatus();
  return InvalidField(field,
                      "must be 3 to 40 characters of a-z, 0-9 and '-', starting with a letter");
}

std::string MakeChosenId(std::string_view prefix) {
  return fmt::format("{}-{}", prefix, ToBase32(RandomBytes(10)).substr(0, 12));
}

}  // namespace sparkgate::server
