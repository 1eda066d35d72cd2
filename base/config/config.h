// What a program was told at start, and by whom: flags, environment and a TOML file under one set
// of names. A flag counts before the environment, that before the file, that before the default.
// What isn't known, or has a wrong value, is an error wherever it stands, even where something else
// counts: a mistyped name must not go unnoticed until somebody needs it.
#ifndef SPARKGATE_BASE_CONFIG_CONFIG_H_
#define SPARKGATE_BASE_CONFIG_CONFIG_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>

#include "base/config/flags.h"
#include "base/config/setting.h"
#include "base/error.h"

namespace sparkgate {

struct ProgramText {
  std::string name;                // "sparkgate-simulator"
  std::string about;               // a sentence or two
  std::string environment_prefix;  // "SPARKGATE_SIMULATOR_"
};

// Not thread-safe: it is read once, at start. The fields of its settings outlive it.
class Config {
 public:
  // What the command line asks for instead of a run.
  enum class Command { kRun, kHelp, kVersion, kPrintConfig };

  Config(ProgramText program, std::vector<Setting> settings);
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;

  // Sets the fields. `environment`: "NAME=value", as the system gives it. INVALID_ARGUMENT with one
  // line, and one field, for each thing that is wrong: reason SETTING_INVALID, the operator's to
  // mend. Call once.
  absl::Status Read(const std::vector<std::string>& arguments,
                    const std::vector<std::string>& environment);

  // All that a main does before its own work: reads, and prints what was asked for or what is
  // wrong. An exit code if that was all.
  std::optional<int> ReadOrExit(int argc, char** argv);

  // An InvalidField that the program itself found, with where the value came from.
  absl::Status Located(const absl::Status& about_field) const;
  // Prints it as the program's last word; the exit code.
  int Refuse(const absl::Status& wrong) const;

  Command command() const { return command_; }
  std::string Help() const;
  // Every setting with its value and where that came from: a file that --config takes. Secrets are
  // left out.
  std::string Effective() const;
  // The same as one line of the log.
  void LogEffective() const;
  // The rows of docs/configuration.md.
  std::string MarkdownTable() const;

 private:
  struct Entry {
    Setting setting;
    std::string value;  // as text
    std::string origin = "default";
  };

  enum class Spelling { kName, kFlag, kVariable };

  std::string Spell(const Setting& setting, Spelling spelling) const;
  std::vector<std::string> AllSpelled(Spelling spelling) const;
  Entry* Find(std::string_view spelled, Spelling spelling);
  void Wrong(std::string_view name, std::string_view origin, std::string_view what);
  void Give(Entry& entry, const std::string& value, const std::string& origin);
  void TakeFile(const std::string& path);
  void TakeEnvironment(const std::vector<std::string>& environment);
  void TakeFlags(const std::vector<Flag>& flags);

  const ProgramText program_;
  std::string config_file_;  // set by the first entry
  std::vector<Entry> entries_;
  Command command_ = Command::kRun;
  std::vector<FieldViolation> wrong_;
};

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_CONFIG_CONFIG_H_
