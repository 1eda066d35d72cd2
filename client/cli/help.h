// What --help and the bare program print, written from the protos' comments. Pure functions.
#ifndef SPARKGATE_CLIENT_CLI_HELP_H_
#define SPARKGATE_CLIENT_CLI_HELP_H_

#include <string>

#include "client/cli/arguments.h"
#include "client/cli/catalog.h"

namespace sparkgate::cli {

std::string Overview(const Catalog& catalog);                    // short: what there is
std::string FullHelp(const Catalog& catalog);                    // with options and exit codes
std::string SimulatorHelp(const Catalog& catalog);               // the nouns of the simulator
std::string NounHelp(const Catalog& catalog, const Noun& noun);  // its commands
std::string MethodHelp(const Catalog& catalog, const Noun& noun, const Method& method);
std::string BuiltinHelp(const std::string& builtin);

// The one that fits how far a command was typed.
std::string HelpFor(const Catalog& catalog, const Arguments& arguments);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_HELP_H_
