#include "client/cli/render/diagnosis.h"

#include <algorithm>

#include <absl/strings/ascii.h>
#include <fmt/format.h>

#include "client/cli/render/format.h"
#include "sparkgate/v1/workspace_service.pb.h"

namespace sparkgate::cli {
namespace {

// The message was made from descriptors; its bytes are those of the type that was compiled in.
v1::DiagnoseWorkspaceResponse ReadDiagnosis(const google::protobuf::Message& message) {
  v1::DiagnoseWorkspaceResponse diagnosis;
  diagnosis.ParseFromString(message.SerializeAsString());
  return diagnosis;
}

std::string_view Verdict(v1::SetupCheck::Status status) {
  switch (status) {
    case v1::SetupCheck::STATUS_OK:
      return "OK";
    case v1::SetupCheck::STATUS_WARNING:
      return "WARNING";
    default:
      return "PROBLEM";
  }
}

// "creators/01abc: ", "": of the workspace itself.
std::string About(const std::string& resource, std::string_view workspace) {
  const std::string root = fmt::format("workspaces/{}", workspace);
  if (resource.empty() || resource == root) return "";
  const bool inside = resource.starts_with(root + "/");
  return (inside ? resource.substr(root.size() + 1) : resource) + ": ";
}

}  // namespace

bool IsDiagnosis(const google::protobuf::Message& message) {
  return message.GetDescriptor()->full_name() ==
         v1::DiagnoseWorkspaceResponse::descriptor()->full_name();
}

bool HasProblem(const google::protobuf::Message& message) {
  const auto diagnosis = ReadDiagnosis(message);
  return std::ranges::any_of(diagnosis.checks(), [](const v1::SetupCheck& check) {
    return check.status() == v1::SetupCheck::STATUS_PROBLEM;
  });
}

std::string RenderDiagnosis(const google::protobuf::Message& message, std::string_view workspace) {
  const auto diagnosis = ReadDiagnosis(message);
  size_t widest = 0;
  for (const v1::SetupCheck& check : diagnosis.checks()) {
    widest = std::max(widest, check.name().size());
  }
  std::string text;
  for (const v1::SetupCheck& check : diagnosis.checks()) {
    text += fmt::format("{:<7}  {:<{}}  {}\n", Verdict(check.status()), check.name(), widest,
                        Printable(About(check.resource(), workspace) + check.seen()));
    if (check.advice().empty()) continue;
    const bool somebody = !check.who().empty() && check.who() != "NOBODY";
    text += fmt::format("{:{}}  {}{}\n", "", 7 + 2 + widest,
                        somebody ? absl::AsciiStrToLower(check.who()) + ": " : "",
                        Printable(check.advice()));
  }
  return text;
}

}  // namespace sparkgate::cli
