// Any message as protobuf JSON, for scripts. Fields at their defaults are printed too, so that a
// script finds every name.
#ifndef SPARKGATE_CLIENT_CLI_RENDER_JSON_H_
#define SPARKGATE_CLIENT_CLI_RENDER_JSON_H_

#include <string>

#include <google/protobuf/message.h>

namespace sparkgate::cli {

// Ends in a line end. `pretty`: indented; else all on one line, as streams want it.
std::string ToJson(const google::protobuf::Message& message, bool pretty);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_RENDER_JSON_H_
