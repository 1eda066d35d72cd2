#include "base/config/config.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <utility>

#include <absl/strings/ascii.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/config/toml_file.h"
#include "base/files.h"
#include "base/version.h"
#include "base/wording.h"

namespace sparkgate {
namespace {

std::string WithDashes(std::string name) {
  std::ranges::replace(name, '_', '-');
  return "--" + name;
}

// Kubernetes and Docker tell every container of services by such names. One that is called as the
// program is must not keep it from starting.
bool IsServiceLink(std::string_view rest) {
  return rest.starts_with("SERVICE_HOST") || rest.starts_with("SERVICE_PORT") || rest == "PORT" ||
         (rest.starts_with("PORT_") && rest.size() > 5 &&
          absl::ascii_isdigit(static_cast<unsigned char>(rest[5])));
}

std::optional<Config::Command> CommandNamed(std::string_view word) {
  if (word == "--help" || word == "-h") return Config::Command::kHelp;
  if (word == "--version") return Config::Command::kVersion;
  if (word == "--print-config") return Config::Command::kPrintConfig;
  return std::nullopt;
}

constexpr std::string_view kCommands[] = {"--help", "--version", "--print-config"};

}  // namespace

Config::Config(ProgramText program, std::vector<Setting> settings) : program_(std::move(program)) {
  entries_.push_back(
      {TextSetting("config", config_file_, "TOML file of settings, by their names", "FILE")});
  for (Setting& setting : settings) entries_.push_back({std::move(setting)});
  for (Entry& entry : entries_) entry.value = entry.setting.default_text;
}

std::string Config::Spell(const Setting& setting, Spelling spelling) const {
  if (spelling == Spelling::kName) return setting.name;
  if (spelling == Spelling::kFlag) return setting.secret ? "" : WithDashes(setting.name);
  if (!setting.environment.empty()) return setting.environment;
  return program_.environment_prefix + absl::AsciiStrToUpper(setting.name);
}

std::vector<std::string> Config::AllSpelled(Spelling spelling) const {
  std::vector<std::string> all;
  for (const Entry& entry : entries_) all.push_back(Spell(entry.setting, spelling));
  return all;
}

Config::Entry* Config::Find(std::string_view spelled, Spelling spelling) {
  if (spelled.empty()) return nullptr;
  for (Entry& entry : entries_) {
    if (Spell(entry.setting, spelling) == spelled) return &entry;
  }
  return nullptr;
}

void Config::Wrong(std::string_view name, std::string_view origin, std::string_view what) {
  wrong_.push_back({std::string(name), fmt::format("{} ({}): {}", name, origin, what)});
}

void Config::Give(Entry& entry, const std::string& value, const std::string& origin) {
  const Setting& setting = entry.setting;
  if (setting.assign(value)) {
    entry.value = value;
    entry.origin = origin;
    return;
  }
  const std::string shown = setting.secret ? "the value" : fmt::format("\"{}\"", value);
  Wrong(setting.name, origin, fmt::format("{} isn't {}", shown, setting.must_be));
}

void Config::TakeFile(const std::string& path) {
  if (path.empty()) return;
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return Wrong("config", path, std::string(text.status().message()));
  const absl::StatusOr<std::vector<TomlMember>> members = ParseToml(*text);
  if (!members.ok()) return Wrong("config", path, std::string(members.status().message()));
  for (const TomlMember& member : *members) {
    const std::string origin = fmt::format("file {}:{}", path, member.line);
    Entry* const entry = Find(member.key, Spelling::kName);
    if (entry == nullptr) {
      Wrong(member.key, origin,
            "there is no such setting" + DidYouMean(member.key, AllSpelled(Spelling::kName)));
    } else if (entry->setting.name == "config") {
      Wrong(member.key, origin, "a file can't name another");
    } else if (member.kind != entry->setting.kind) {
      const bool quoted = entry->setting.kind == SettingKind::kText;
      Wrong(
          member.key, origin,
          fmt::format("must be {}, {} quotes", entry->setting.must_be, quoted ? "in" : "without"));
    } else {
      Give(*entry, member.text, origin);
    }
  }
}

void Config::TakeEnvironment(const std::vector<std::string>& environment) {
  const std::string& prefix = program_.environment_prefix;
  for (const std::string& pair : environment) {
    const std::string name = pair.substr(0, pair.find('='));
    if (Entry* const entry = Find(name, Spelling::kVariable); entry != nullptr) {
      Give(*entry, pair.substr(std::min(pair.size(), name.size() + 1)), "environment " + name);
    } else if (name.starts_with(prefix) && !IsServiceLink(name.substr(prefix.size()))) {
      Wrong(name, "environment",
            "there is no such setting" + DidYouMean(name, AllSpelled(Spelling::kVariable)));
    }
  }
}

void Config::TakeFlags(const std::vector<Flag>& flags) {
  std::set<std::string> seen;
  for (const Flag& flag : flags) {
    if (CommandNamed(flag.word)) continue;
    Entry* const entry = Find(flag.word, Spelling::kFlag);
    if (entry == nullptr) {
      std::vector<std::string> known = AllSpelled(Spelling::kFlag);
      known.insert(known.end(), std::begin(kCommands), std::end(kCommands));
      Wrong(flag.word, "flag", "there is no such flag" + DidYouMean(flag.word, known));
      continue;
    }
    const std::string origin = "flag " + flag.word;
    const bool is_switch = entry->setting.kind == SettingKind::kSwitch;
    if (!seen.insert(flag.word).second) {
      Wrong(entry->setting.name, origin, "is given twice");
    } else if (!flag.value && !is_switch) {
      Wrong(entry->setting.name, origin, "needs a value: " + entry->setting.must_be);
    } else {
      Give(*entry, flag.value.value_or("true"), origin);
    }
  }
}

absl::Status Config::Read(const std::vector<std::string>& arguments,
                          const std::vector<std::string>& environment) {
  const std::vector<Flag> flags = ParseFlags(arguments, [this](std::string_view word) {
    const Entry* const entry = Find(word, Spelling::kFlag);
    // What follows a mistyped flag is its value, and no second mistake.
    if (entry == nullptr) return word.starts_with("--") && !CommandNamed(word);
    return entry->setting.kind != SettingKind::kSwitch;
  });
  std::string file;
  const std::string file_variable = Spell(entries_.front().setting, Spelling::kVariable) + "=";
  for (const std::string& pair : environment) {
    if (pair.starts_with(file_variable)) file = pair.substr(file_variable.size());
  }
  for (const Flag& flag : flags) {
    const std::optional<Command> command = CommandNamed(flag.word);
    // The first says what is wanted, whatever else is wrong: help must always be had.
    if (command && command_ == Command::kRun) command_ = *command;
    if (flag.word == "--config") file = flag.value.value_or("");
  }
  if (command_ == Command::kHelp || command_ == Command::kVersion) return absl::OkStatus();
  TakeFile(file);
  TakeEnvironment(environment);
  TakeFlags(flags);
  if (wrong_.empty()) return absl::OkStatus();
  std::string message;
  for (const FieldViolation& violation : wrong_) message += violation.description + "\n";
  message.pop_back();
  return Error(absl::StatusCode::kInvalidArgument, message,
               {.reason = "SETTING_INVALID", .who = Actor::kOperator, .fields = wrong_});
}

absl::Status Config::Located(const absl::Status& about_field) const {
  ErrorDetail detail = DetailOf(about_field);
  std::string message(about_field.message());
  if (!detail.fields.empty()) {
    FieldViolation& violation = detail.fields.front();
    for (const Entry& entry : entries_) {
      if (entry.setting.name != violation.field) continue;
      message = fmt::format("{} ({}): {}", violation.field, entry.origin, violation.description);
    }
  }
  detail.who = Actor::kOperator;
  return Error(about_field.code(), message, std::move(detail));
}

int Config::Refuse(const absl::Status& wrong) const {
  fmt::print(stderr,
             "{}: {}\n{}: whoever starts it must correct this; --help lists every setting\n",
             program_.name, std::string(wrong.message()), program_.name);
  return 2;
}

std::optional<int> Config::ReadOrExit(int argc, char** argv) {
  std::vector<std::string> environment;
  for (char** pair = environ; pair != nullptr && *pair != nullptr; ++pair) {
    environment.emplace_back(*pair);
  }
  const absl::Status read = Read({argv + 1, argv + argc}, environment);
  if (!read.ok()) return Refuse(read);
  switch (command_) {
    case Command::kRun:
      return std::nullopt;
    case Command::kHelp:
      fmt::print("{}", Help());
      break;
    case Command::kVersion:
      fmt::print("{} {}\n", program_.name, Version());
      break;
    case Command::kPrintConfig:
      fmt::print("{}", Effective());
      break;
  }
  return 0;
}

}  // namespace sparkgate
