// A configuration file: the members of a flat TOML document, in their order. Only toml_file.cc
// knows toml++.
#ifndef SPARKGATE_BASE_CONFIG_TOML_FILE_H_
#define SPARKGATE_BASE_CONFIG_TOML_FILE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "base/config/setting.h"

namespace sparkgate {

struct TomlMember {
  std::string key;
  std::optional<SettingKind> kind;  // nothing: a table, a list, a date, a fraction
  std::string text;                 // the value, as a flag would give it
  int line = 0;
};

// INVALID_ARGUMENT (reason CONFIG_FILE_BROKEN) says the line that isn't TOML.
absl::StatusOr<std::vector<TomlMember>> ParseToml(std::string_view text);

// `text` in quotes, as TOML reads it.
std::string TomlString(std::string_view text);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_CONFIG_TOML_FILE_H_
