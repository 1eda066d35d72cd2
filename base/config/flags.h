// A command line taken apart: "--name value", "--name=value", and "--name" alone for a switch. What
// the names mean, Config knows. Pure.
#ifndef SPARKGATE_BASE_CONFIG_FLAGS_H_
#define SPARKGATE_BASE_CONFIG_FLAGS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sparkgate {

struct Flag {
  std::string word;                  // as typed, without its value: "--http-port"
  std::optional<std::string> value;  // nothing: none was given
};

// `takes_value` says of a word that came without '=' whether its value is the next argument. A word
// that begins with "--" is never taken for a value: that is a flag whose value was forgotten.
std::vector<Flag> ParseFlags(const std::vector<std::string>& arguments,
                             const std::function<bool(std::string_view)>& takes_value);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_CONFIG_FLAGS_H_
