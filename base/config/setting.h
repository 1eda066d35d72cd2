// One thing that a program can be told at start: its name, what it means, and how its text becomes
// a value. The name is the same everywhere: http_port in a file, --http-port as a flag, and
// <PREFIX>HTTP_PORT in the environment.
#ifndef SPARKGATE_BASE_CONFIG_SETTING_H_
#define SPARKGATE_BASE_CONFIG_SETTING_H_

#include <charconv>
#include <concepts>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <absl/time/time.h>
#include <fmt/format.h>

namespace sparkgate {

enum class SettingKind { kText, kNumber, kSwitch };

struct Setting {
  std::string name;  // snake_case
  SettingKind kind = SettingKind::kText;
  std::string value_name;  // what --help calls its value; "" for a switch
  std::string description;
  std::string default_text;  // "": nothing
  // Never shown, and never a flag: everybody on a machine can read its command lines.
  bool secret = false;
  std::string environment = {};  // a name of its own; "": the prefix and the name
  // Takes the value. False: the text is none; `must_be` says what would be.
  std::function<bool(std::string_view)> assign;
  std::string must_be;  // "a whole number from 0 to 65535"
};

// Each is given the field that it sets, whose present value is the default. The field outlives it.
Setting TextSetting(std::string name, std::string& field, std::string description,
                    std::string value_name = "TEXT");
Setting ChoiceSetting(std::string name, std::string& field, std::vector<std::string> choices,
                      std::string description);
Setting SwitchSetting(std::string name, bool& field, std::string description);
// In whole seconds.
Setting SecondsSetting(std::string name, absl::Duration& field, int least, int most,
                       std::string description);
// 64 hex digits, a password: any text but none. `environment` as in Setting.
Setting SecretSetting(std::string name, std::string& field, std::string environment,
                      std::string description);

template <std::integral Number>
// clang-tidy doesn't see that a template moves them.
// NOLINTBEGIN(performance-unnecessary-value-param)
Setting NumberSetting(std::string name, Number& field, Number least, Number most,
                      std::string description) {
  // NOLINTEND(performance-unnecessary-value-param)
  return {.name = std::move(name),
          .kind = SettingKind::kNumber,
          .value_name = "NUMBER",
          .description = std::move(description),
          .default_text = fmt::to_string(field),
          .assign =
              [&field, least, most](std::string_view text) {
                Number number = 0;
                const char* const end = text.data() + text.size();
                const auto read = std::from_chars(text.data(), end, number);
                if (read.ec != std::errc() || read.ptr != end) return false;
                if (number < least || number > most) return false;
                field = number;
                return true;
              },
          .must_be = fmt::format("a whole number from {} to {}", least, most)};
}

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_CONFIG_SETTING_H_
