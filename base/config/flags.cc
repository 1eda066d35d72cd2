#include "base/config/flags.h"

namespace sparkgate {

std::vector<Flag> ParseFlags(const std::vector<std::string>& arguments,
                             const std::function<bool(std::string_view)>& takes_value) {
  std::vector<Flag> flags;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const size_t equals = argument.starts_with("--") ? argument.find('=') : std::string::npos;
    Flag flag{.word = argument.substr(0, equals), .value = std::nullopt};
    if (equals != std::string::npos) {
      flag.value = argument.substr(equals + 1);
    } else if (takes_value(argument) && i + 1 < arguments.size() &&
               !arguments[i + 1].starts_with("--")) {
      flag.value = arguments[++i];
    }
    flags.push_back(std::move(flag));
  }
  return flags;
}

}  // namespace sparkgate
