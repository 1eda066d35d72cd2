// What somebody typed, understood: which command, with which options, arguments and flags.
// Errors are INVALID_ARGUMENT with a sentence. Pure.
#ifndef SPARKGATE_CLIENT_CLI_ARGUMENTS_H_
#define SPARKGATE_CLIENT_CLI_ARGUMENTS_H_

#include <string>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "client/cli/catalog.h"
#include "client/cli/fields.h"
#include "client/cli/options.h"

namespace sparkgate::cli {

struct Arguments {
  Options options;
  // "help", "completion", "profile" or "verify-ledger": commands that no RPC stands behind.
  std::string builtin;
  bool simulator = false;
  const Noun* noun = nullptr;      // null: none was typed yet
  const Method* method = nullptr;  // likewise
  std::vector<std::string> positionals;
  std::vector<std::pair<FieldPath, std::string>> flags;  // of `method`'s request
};

// `words` without the program's name. With --help, a command that isn't complete is no error.
absl::StatusOr<Arguments> ParseArguments(const Catalog& catalog,
                                         const std::vector<std::string>& words);

// The words that can stand where `noun` or `method` is missing.
std::vector<std::string> NextWords(const Catalog& catalog, const Arguments& arguments);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_ARGUMENTS_H_
