#include "client/cli/names.h"

#include <algorithm>
#include <vector>

#include <absl/strings/ascii.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include "client/cli/docs.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::FieldDescriptor;
using Segments = std::vector<std::string>;

bool IsVariable(const std::string& segment) { return segment.starts_with('{'); }

Segments Split(std::string_view name) { return absl::StrSplit(std::string(name), '/'); }

std::string_view RootCollection(const FieldDescriptor* field) {
  return field->file()->package() == "sparkgate.simulator.v1" ? "worlds" : "workspaces";
}

// "codes", "adAccounts": so that "text/plain" or a caption isn't taken for a name.
bool IsCollection(const std::string& segment) {
  return !segment.empty() && absl::ascii_islower(static_cast<unsigned char>(segment.front())) &&
         segment.back() == 's' && std::all_of(segment.begin(), segment.end(), [](unsigned char c) {
           return absl::ascii_isalpha(c);
         });
}

// "name" and "parent" are names whatever the comment says (AIP-122).
bool IsName(const FieldDescriptor* field, const std::string& pattern) {
  return !pattern.empty() || field->name() == "name" || field->name() == "parent";
}

}  // namespace

std::string PatternOf(const FieldDescriptor* field) {
  if (field->type() != FieldDescriptor::TYPE_STRING) return "";
  const std::string comment = CommentOf(field);
  for (size_t open = comment.find('"'); open != std::string::npos;) {
    const size_t close = comment.find('"', open + 1);
    if (close == std::string::npos) break;
    std::string quoted = comment.substr(open + 1, close - open - 1);
    if (quoted.find("/{") != std::string::npos) {
      // ".../x/{x}" leaves out what goes without saying.
      if (quoted.starts_with("..."))
        quoted = fmt::format("{}/{{root}}", RootCollection(field)) + quoted.substr(3);
      return quoted;
    }
    open = comment.find('"', close + 1);
  }
  return "";
}

std::string RootOf(const FieldDescriptor* field, std::string_view workspace) {
  return workspace.empty() ? "" : fmt::format("{}/{}", RootCollection(field), workspace);
}

std::string ExpandName(const FieldDescriptor* field, std::string_view value,
                       std::string_view workspace) {
  if (field->type() != FieldDescriptor::TYPE_STRING || value.empty()) return std::string(value);
  const std::string pattern = PatternOf(field);
  if (!IsName(field, pattern)) return std::string(value);
  const std::string root = RootOf(field, workspace);
  const Segments given = Split(value);
  const Segments wanted = Split(pattern);

  if (given.size() == 1) {
    // A bare id: fits where the pattern has one free place after the root.
    const bool under_root = wanted.size() == 4 && wanted[0] == RootCollection(field);
    if (wanted.size() == 2 && IsVariable(wanted[1])) return wanted[0] + "/" + given[0];
    if (under_root && IsVariable(wanted[3]) && !root.empty()) {
      return fmt::format("{}/{}/{}", root, wanted[2], given[0]);
    }
    return std::string(value);
  }
  const bool absolute = given[0] == RootCollection(field) || given[0] == "apps" ||
                        given[0] == "workspaces" || given[0] == "worlds";
  if (absolute || root.empty() || !IsCollection(given[0])) return std::string(value);
  return root + "/" + std::string(value);
}

std::string DefaultName(const FieldDescriptor* field, std::string_view workspace) {
  const Segments wanted = Split(PatternOf(field));
  if (workspace.empty() || wanted.size() < 2 || wanted[0] != RootCollection(field)) return "";
  const bool rest_is_fixed =
      std::none_of(wanted.begin() + 2, wanted.end(), [](const auto& s) { return IsVariable(s); });
  if (!rest_is_fixed) return "";
  Segments name = wanted;
  name[1] = std::string(workspace);
  return absl::StrJoin(name, "/");
}

std::string ShortenName(std::string_view name, std::string_view workspace) {
  if (!workspace.empty()) {
    for (const std::string_view collection : {"workspaces", "worlds"}) {
      const std::string root = fmt::format("{}/{}/", collection, workspace);
      if (name.starts_with(root)) return std::string(name.substr(root.size()));
    }
  }
  return std::string(name);
}

}  // namespace sparkgate::cli
