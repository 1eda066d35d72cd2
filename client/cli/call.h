// Runs one command that an RPC stands behind: builds the request, calls, prints the answer.
#ifndef SPARKGATE_CLIENT_CLI_CALL_H_
#define SPARKGATE_CLIENT_CLI_CALL_H_

#include "client/cli/arguments.h"
#include "client/cli/catalog.h"
#include "client/cli/io.h"

namespace sparkgate::cli {

// `arguments.method` is set. Returns the exit code.
int RunCall(const Catalog& catalog, const Arguments& arguments, Io& io);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_CALL_H_
