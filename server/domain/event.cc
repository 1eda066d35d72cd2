#include "server/domain/event.h"

namespace sparkgate::server {

bool TypeMatches(const std::string& type, const std::vector<std::string>& filter) {
  if (filter.empty()) return true;
  for (const std::string& wanted : filter) {
    if (wanted == type) return true;
    if (wanted.size() > 1 && wanted.ends_with(".*") &&
        type.compare(0, wanted.size() - 1, wanted, 0, wanted.size() - 1) == 0) {
      return true;
    }
  }
  return false;
}

}  // namespace sparkgate::server
