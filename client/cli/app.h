// The program: from words to an exit code. main.cc gives it the real world, a test another one.
#ifndef SPARKGATE_CLIENT_CLI_APP_H_
#define SPARKGATE_CLIENT_CLI_APP_H_

#include <string>
#include <vector>

#include "client/cli/io.h"

namespace sparkgate::cli {

// `words`: what was typed after the program's name. Returns the exit code (render/error.h).
int Run(const std::vector<std::string>& words, Io& io);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_APP_H_
