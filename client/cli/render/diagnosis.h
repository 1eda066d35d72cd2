// A workspace's set-up as its doctor found it: sentences, which a table would cut. Pure functions.
#ifndef SPARKGATE_CLIENT_CLI_RENDER_DIAGNOSIS_H_
#define SPARKGATE_CLIENT_CLI_RENDER_DIAGNOSIS_H_

#include <string>
#include <string_view>

#include <google/protobuf/message.h>

namespace sparkgate::cli {

// The next two are for what this is true of.
bool IsDiagnosis(const google::protobuf::Message& message);

// A line for each check, and below it what to do and who must. Names inside `workspace` are short.
std::string RenderDiagnosis(const google::protobuf::Message& message, std::string_view workspace);
bool HasProblem(const google::protobuf::Message& message);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_RENDER_DIAGNOSIS_H_
