// How a configuration is shown: help, the effective values, and the table of its documentation.
#include <absl/strings/str_replace.h>
#include <fmt/format.h>

#include "base/config/config.h"
#include "base/config/toml_file.h"
#include "base/log.h"
#include "base/wording.h"

namespace sparkgate {
namespace {

constexpr size_t kHelpWidth = 80;
constexpr std::string_view kMasked = "***";

std::string TomlValue(const Setting& setting, const std::string& value) {
  return setting.kind == SettingKind::kText ? TomlString(value) : value;
}

}  // namespace

std::string Config::Help() const {
  std::string text = Wrap(program_.about, 0, kHelpWidth);
  text += fmt::format("\nUsage: {} [FLAG]...\n\n", program_.name);
  const Setting& first = entries_[1].setting;
  text += Wrap(
      fmt::format("Every setting can be given as a flag ({} …), in the environment ({}=…), "
                  "and in a TOML file ({} = …). A flag counts before the environment, "
                  "that before the file, that before the default. What isn't known is an "
                  "error.",
                  Spell(first, Spelling::kFlag), Spell(first, Spelling::kVariable), first.name),
      0, kHelpWidth);
  for (const Entry& entry : entries_) {
    const Setting& setting = entry.setting;
    const std::string flag = Spell(setting, Spelling::kFlag);
    text +=
        fmt::format("\n  {}{}{}\n", flag.empty() ? Spell(setting, Spelling::kVariable) + "=" : flag,
                    flag.empty() || setting.value_name.empty() ? "" : " ", setting.value_name);
    std::string about = setting.description;
    if (setting.kind == SettingKind::kNumber) about += "; " + setting.must_be;
    if (!setting.default_text.empty() && setting.kind != SettingKind::kSwitch) {
      about += fmt::format(" (default {})", setting.default_text);
    }
    text += Wrap(about, 6, kHelpWidth);
  }
  text +=
      "\n  --print-config\n      Print every setting, its value and where that is from, and exit"
      "\n  --version\n      Print the version and exit"
      "\n  -h, --help\n      Print this and exit\n";
  return text;
}

std::string Config::Effective() const {
  std::string text =
      fmt::format("# {}: every setting, and where its value is from\n", program_.name);
  for (const Entry& entry : entries_) {
    const Setting& setting = entry.setting;
    std::string line = fmt::format("{} = {}", setting.name, TomlValue(setting, entry.value));
    if (setting.secret) {
      line = fmt::format("# {} {}", setting.name, entry.value.empty() ? "isn't set" : "is set");
    } else if (setting.name == "config") {
      line = "# " + line;  // a file can't name another
    }
    text += fmt::format("{:<40}  # {}\n", line, entry.origin);
  }
  return text;
}

void Config::LogEffective() const {
  std::vector<std::string> origins;
  for (const Entry& entry : entries_) origins.push_back(entry.setting.name + "_from");
  std::vector<LogField> fields;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const auto& [setting, value, origin] = entries_[i];
    const bool hidden = setting.secret && !value.empty();
    fields.emplace_back(setting.name, hidden ? std::string(kMasked) : value);
    fields.emplace_back(origins[i], origin);
  }
  Log(LogLevel::kInfo, "configuration", fields);
}

std::string Config::MarkdownTable() const {
  const auto cell = [](const std::string& text) {
    return absl::StrReplaceAll(text, {{"|", "\\|"}, {"<", "&lt;"}});
  };
  std::string table =
      "| name | flag | environment | default | what it is |\n|---|---|---|---|---|\n";
  for (const auto& [setting, value, origin] : entries_) {
    const std::string flag = Spell(setting, Spelling::kFlag);
    std::string about = setting.description;
    if (setting.kind == SettingKind::kNumber || setting.value_name.find('|') != std::string::npos) {
      about += "; " + setting.must_be;
    }
    table += fmt::format(
        "| `{}` | {} | `{}` | {} | {} |\n", setting.name,
        flag.empty() ? "none: a secret" : "`" + flag + "`", Spell(setting, Spelling::kVariable),
        setting.default_text.empty() ? "" : "`" + setting.default_text + "`", cell(about));
  }
  return table;
}

}  // namespace sparkgate
