#include "client/cli/references.h"

#include <algorithm>

#include <absl/strings/ascii.h>
#include <fmt/format.h>

namespace sparkgate::cli {
namespace {

bool IsWordByte(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// "" if `word` names none.
std::string CommandFor(const Catalog& catalog, bool simulator, std::string_view word) {
  for (const Noun& noun : catalog.nouns()) {
    if (noun.simulator != simulator) continue;
    const std::string path = fmt::format("{}{}", simulator ? "simulator " : "", noun.name);
    if (noun.service->name() == word) return fmt::format("'sparkctl {} --help'", path);
    for (const Method& method : noun.methods) {
      const bool plain = method.long_name.find('-') == std::string::npos;
      if (!plain && method.descriptor->name() == word) {
        return fmt::format("'{} {}'", path, method.name);
      }
    }
  }
  return "";
}

}  // namespace

std::string InCommands(const Catalog& catalog, bool simulator, std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), IsWordByte);
    const std::string_view word = text.substr(0, static_cast<size_t>(end - text.begin()));
    if (word.empty()) {
      result += text.front();
      text.remove_prefix(1);
      continue;
    }
    std::string command = CommandFor(catalog, simulator, word);
    if (command.empty()) command = CommandFor(catalog, !simulator, word);
    result += command.empty() ? word : command;
    text.remove_prefix(word.size());
  }
  return result;
}

}  // namespace sparkgate::cli
