// The protos speak of services and methods; whoever reads help knows commands. Pure.
#ifndef SPARKGATE_CLIENT_CLI_REFERENCES_H_
#define SPARKGATE_CLIENT_CLI_REFERENCES_H_

#include <string>
#include <string_view>

#include "client/cli/catalog.h"

namespace sparkgate::cli {

// "See WorkspaceService." as "See 'sparkctl workspaces --help'.", "by ResolveOperation" as "by
// 'operations resolve'". `simulator`: whose words the text uses where both know a name. A method
// whose name is a plain word (Pause) stays: nothing tells it from the word.
std::string InCommands(const Catalog& catalog, bool simulator, std::string_view text);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_REFERENCES_H_
