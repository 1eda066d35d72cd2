#include "base/config/setting.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace sparkgate {

Setting TextSetting(std::string name, std::string& field, std::string description,
                    std::string value_name) {
  return {.name = std::move(name),
          .value_name = std::move(value_name),
          .description = std::move(description),
          .default_text = field,
          .assign =
              [&field](std::string_view text) {
                field = text;
                return true;
              },
          .must_be = "text"};
}

Setting ChoiceSetting(std::string name, std::string& field, std::vector<std::string> choices,
                      std::string description) {
  std::string must_be = fmt::format("one of {}", fmt::join(choices, ", "));
  return {.name = std::move(name),
          .value_name = fmt::format("{}", fmt::join(choices, "|")),
          .description = std::move(description),
          .default_text = field,
          .assign =
              [&field, choices = std::move(choices)](std::string_view text) {
                if (std::ranges::find(choices, text) == choices.end()) return false;
                field = text;
                return true;
              },
          .must_be = std::move(must_be)};
}

Setting SwitchSetting(std::string name, bool& field, std::string description) {
  return {.name = std::move(name),
          .kind = SettingKind::kSwitch,
          .value_name = "",
          .description = std::move(description),
          .default_text = field ? "true" : "false",
          .assign =
              [&field](std::string_view text) {
                if (text != "true" && text != "false") return false;
                field = text == "true";
                return true;
              },
          .must_be = "true or false"};
}

Setting SecondsSetting(std::string name, absl::Duration& field, int least, int most,
                       std::string description) {
  auto seconds = std::make_shared<int>(static_cast<int>(absl::ToInt64Seconds(field)));
  Setting setting = NumberSetting(std::move(name), *seconds, least, most, std::move(description));
  setting.value_name = "SECONDS";
  setting.assign = [&field, seconds, assign = std::move(setting.assign)](std::string_view text) {
    if (!assign(text)) return false;
    field = absl::Seconds(*seconds);
    return true;
  };
  return setting;
}

Setting SecretSetting(std::string name, std::string& field, std::string environment,
                      std::string description) {
  return {.name = std::move(name),
          .value_name = "SECRET",
          .description = std::move(description),
          .default_text = "",
          .secret = true,
          .environment = std::move(environment),
          .assign =
              [&field](std::string_view text) {
                field = text;
                return !text.empty();
              },
          .must_be = "some text"};
}

}  // namespace sparkgate
