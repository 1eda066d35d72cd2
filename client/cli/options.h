// The options that every command has, like --output. One list serves parsing, help and completion.
#ifndef SPARKGATE_CLIENT_CLI_OPTIONS_H_
#define SPARKGATE_CLIENT_CLI_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/time/time.h>

namespace sparkgate::cli {

enum class Output { kTable, kJson, kName };

struct Options {
  std::string profile;  // file; "": SPARKGATE_PROFILE, or none
  std::string address;
  std::string simulator_address;
  std::string key_file;
  std::string tls_ca;  // file, or "system"
  std::string tls_certificate;
  std::string tls_key;
  std::string workspace;  // id, or "workspaces/{id}"
  std::optional<absl::Duration> deadline;
  Output output = Output::kTable;
  std::string get;   // one field of the answer instead of all
  std::string json;  // the request, or where to read it
  bool all = false;
  int64_t limit = 0;  // of a stream: end it after so many messages; 0: don't
  bool verbose = false;
  bool help = false;
  bool version = false;
};

struct OptionSpec {
  std::string_view name;
  char letter;             // 0: none
  std::string_view value;  // what to call its value in help; "": it takes none
  std::string_view help;
  absl::Status (*apply)(Options& options, std::string_view value);
};

std::span<const OptionSpec> AllOptions();
// By "name" or by its letter; null if there is none.
const OptionSpec* FindOption(std::string_view name);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_OPTIONS_H_
