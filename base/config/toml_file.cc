#include "base/config/toml_file.h"

#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/error.h"

namespace sparkgate {
namespace {

TomlMember MemberOf(std::string_view key, const toml::node& node) {
  TomlMember member;
  member.key = key;
  member.line = static_cast<int>(node.source().begin.line);
  if (const auto* text = node.as_string()) {
    member.kind = SettingKind::kText;
    member.text = text->get();
  } else if (const auto* number = node.as_integer()) {
    member.kind = SettingKind::kNumber;
    member.text = fmt::to_string(number->get());
  } else if (const auto* boolean = node.as_boolean()) {
    member.kind = SettingKind::kSwitch;
    member.text = boolean->get() ? "true" : "false";
  }
  return member;
}

}  // namespace

absl::StatusOr<std::vector<TomlMember>> ParseToml(std::string_view text) {
  try {
    std::vector<TomlMember> members;
    const toml::table table = toml::parse(text);
    for (const auto& [key, node] : table) members.push_back(MemberOf(key.str(), node));
    std::ranges::stable_sort(members, {}, &TomlMember::line);
    return members;
  } catch (const toml::parse_error& error) {
    return Error(absl::StatusCode::kInvalidArgument,
                 fmt::format("line {} isn't TOML: {}", error.source().begin.line,
                             std::string(error.description())),
                 {.reason = "CONFIG_FILE_BROKEN", .who = Actor::kOperator});
  }
}

std::string TomlString(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      quoted += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace sparkgate
