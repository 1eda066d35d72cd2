// "sparkctl verify-ledger": checks the chain of a ledger that was written to a file, without a
// server. Written from docs/ledger.md, not from the server's code: it's an auditor's tool.
#ifndef SPARKGATE_CLIENT_CLI_VERIFY_LEDGER_H_
#define SPARKGATE_CLIENT_CLI_VERIFY_LEDGER_H_

#include <absl/status/status.h>

#include "client/cli/arguments.h"
#include "client/cli/io.h"

namespace sparkgate::cli {

inline constexpr char kVerifyLedgerHelp[] =
    "sparkctl verify-ledger FILE [NUMBER:HASH]\n\n"
    "Checks that no entry of a ledger was changed, added or taken out, without asking a server.\n"
    "FILE is what 'sparkctl ledger list-entries --all --output json' printed; - reads standard\n"
    "input. NUMBER:HASH is a head that somebody kept ('sparkctl ledger get-head'): it must be in\n"
    "the chain. Ends with 1, and names the entry, if anything doesn't fit.\n";

// DATA_LOSS: the ledger isn't what it was. INVALID_ARGUMENT: it is none.
absl::Status RunVerifyLedger(const Arguments& arguments, Io& io);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_VERIFY_LEDGER_H_
