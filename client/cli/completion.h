// Completion for shells: small scripts that ask the program itself, and the answers, from the same
// tree of commands that runs them. Pure functions.
#ifndef SPARKGATE_CLIENT_CLI_COMPLETION_H_
#define SPARKGATE_CLIENT_CLI_COMPLETION_H_

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "client/cli/catalog.h"

namespace sparkgate::cli {

// The script for "bash", "zsh" or "fish".
absl::StatusOr<std::string> CompletionScript(std::string_view shell);

struct Candidate {
  std::string word;
  std::string help;
};

// What can stand in place of the last of `words`, which may be empty or half typed.
std::vector<Candidate> Complete(const Catalog& catalog, std::vector<std::string> words);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_COMPLETION_H_
