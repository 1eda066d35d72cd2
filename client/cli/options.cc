#include "client/cli/options.h"

#include <array>

#include <absl/strings/numbers.h>

#include "client/cli/values.h"

namespace sparkgate::cli {
namespace {

template <std::string Options::*Field>
absl::Status Text(Options& options, std::string_view value) {
  options.*Field = std::string(value);
  return absl::OkStatus();
}

template <bool Options::*Field>
absl::Status Flag(Options& options, std::string_view) {
  options.*Field = true;
  return absl::OkStatus();
}

absl::Status Deadline(Options& options, std::string_view value) {
  const absl::StatusOr<absl::Duration> span = ParseSpan(value);
  if (!span.ok()) return span.status();
  if (*span <= absl::ZeroDuration()) return absl::InvalidArgumentError("must be more than 0");
  options.deadline = *span;
  return absl::OkStatus();
}

absl::Status Limit(Options& options, std::string_view value) {
  if (!absl::SimpleAtoi(std::string(value), &options.limit) || options.limit <= 0) {
    return absl::InvalidArgumentError("must be a number above 0");
  }
  return absl::OkStatus();
}

absl::Status SetOutput(Options& options, std::string_view value) {
  if (value == "table") {
    options.output = Output::kTable;
  } else if (value == "json") {
    options.output = Output::kJson;
  } else if (value == "name") {
    options.output = Output::kName;
  } else {
    return absl::InvalidArgumentError("must be table, json or name");
  }
  return absl::OkStatus();
}

constexpr std::array<OptionSpec, 17> kOptions = {{
    {"output", 'o', "FORMAT",
     "table (for people, the default), json (for scripts), or name (just the resource's name)",
     SetOutput},
    {"get", 0, "FIELD", "print one field of the answer, e.g. ad.review.state or codes.name",
     Text<&Options::get>},
    {"all", 0, "", "of a list: all pages instead of one", Flag<&Options::all>},
    {"limit", 0, "N", "of a stream: end it after N messages", Limit},
    {"json", 0, "TEXT", "the whole request as JSON; - or @FILE reads it; flags come on top",
     Text<&Options::json>},
    {"workspace", 0, "ID", "the workspace that names are relative to", Text<&Options::workspace>},
    {"profile", 0, "FILE",
     "file with addresses, workspace and key; also taken from SPARKGATE_PROFILE",
     Text<&Options::profile>},
    {"address", 0, "HOST:PORT",
     "the server; default 127.0.0.1:7400; dns:///HOST:PORT or unix:PATH will do, too",
     Text<&Options::address>},
    {"simulator-address", 0, "HOST:PORT", "the simulator; default 127.0.0.1:7411",
     Text<&Options::simulator_address>},
    {"key-file", 0, "FILE", "file with the API key (- reads standard input)",
     Text<&Options::key_file>},
    {"tls-ca", 0, "FILE",
     "speak TLS with the server: PEM file of its root certificates, or 'system' for those that "
     "the system trusts",
     Text<&Options::tls_ca>},
    {"tls-cert", 0, "FILE", "PEM file of the certificate to show a server that asks for one",
     Text<&Options::tls_certificate>},
    {"tls-key", 0, "FILE", "PEM file of that certificate's private key", Text<&Options::tls_key>},
    {"deadline", 0, "TIME", "how long the call may take, e.g. 5s; default 30s, streams none",
     Deadline},
    {"verbose", 'v', "", "say on standard error what is called", Flag<&Options::verbose>},
    {"help", 'h', "", "explain the command instead of running it", Flag<&Options::help>},
    {"version", 0, "", "print the version", Flag<&Options::version>},
}};

}  // namespace

std::span<const OptionSpec> AllOptions() { return kOptions; }

const OptionSpec* FindOption(std::string_view name) {
  for (const OptionSpec& option : kOptions) {
    if (option.name == name) return &option;
    if (name.size() == 1 && option.letter != 0 && name[0] == option.letter) return &option;
  }
  return nullptr;
}

}  // namespace sparkgate::cli
