#include "client/cli/completion.h"

#include <algorithm>

#include <absl/strings/ascii.h>
#include <fmt/format.h>

#include "client/cli/arguments.h"
#include "client/cli/docs.h"
#include "client/cli/method_help.h"
#include "client/cli/options.h"
#include "client/cli/references.h"
#include "client/cli/values.h"
#include "client/cli/words.h"

namespace sparkgate::cli {
namespace {

using google::protobuf::FieldDescriptor;
using Candidates = std::vector<Candidate>;

constexpr char kBash[] = R"sh(_sparkctl() {
  local IFS=$'\n'
  local current=${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=($(compgen -W "$(sparkctl __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null |
    cut -f1)" -- "$current"))
}
complete -o default -F _sparkctl sparkctl
)sh";

constexpr char kZsh[] = R"sh(#compdef sparkctl
_sparkctl() {
  local -a candidates
  candidates=(${(f)"$(sparkctl __complete "${(@)words[2,CURRENT]}" 2>/dev/null |
    sed -e 's/:/\\:/g' -e $'s/\t/:/' -e 's/:$//')"})
  _describe 'sparkctl' candidates || _files
}
compdef _sparkctl sparkctl
)sh";

constexpr char kFish[] = R"sh(function __sparkctl_complete
  set -l found (sparkctl __complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c sparkctl -f -a '(__sparkctl_complete)'
)sh";

std::string Lower(std::string text) {
  for (char& c : text) c = absl::ascii_tolower(static_cast<unsigned char>(c));
  return text;
}

Candidates Values(const FieldDescriptor* field) {
  Candidates values;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return {{"true", ""}, {"false", ""}};
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM) return values;
  for (int i = 0; i < field->enum_type()->value_count(); ++i) {
    const auto* value = field->enum_type()->value(i);
    if (value->number() == 0) continue;
    values.push_back({Lower(Dashed(ShortName(value))), CommentOf(value)});
  }
  return values;
}

Candidates Words(const Catalog& catalog, const Arguments& arguments) {
  Candidates words;
  if (arguments.builtin == "completion") return {{"bash", ""}, {"zsh", ""}, {"fish", ""}};
  if (arguments.builtin == "profile") return {{"init", ""}, {"show", ""}};
  if (arguments.method != nullptr) return words;  // an argument: nothing is known of it
  for (const std::string& word : NextWords(catalog, arguments)) {
    std::string help;
    if (arguments.noun != nullptr) {
      help = InCommands(catalog, arguments.simulator,
                        FirstSentence(CommentOf(arguments.noun->Find(word)->descriptor)));
    } else if (const Noun* noun = catalog.Find(arguments.simulator, word)) {
      help = FirstSentence(CommentOf(noun->service));
    }
    words.push_back({word, help});
  }
  return words;
}

// In full only for somebody who types them so.
Candidates Flags(const Catalog& catalog, const Arguments& arguments, const std::string& current) {
  Candidates flags;
  if (arguments.method != nullptr) {
    const google::protobuf::Descriptor* request = arguments.method->descriptor->input_type();
    const bool in_full = current.find('.') != std::string::npos;
    for (const FieldPath& path : SettableFields(request)) {
      const std::string name = in_full ? FlagName(path) : ShortFlagName(request, path);
      const std::string help = FirstSentence(CommentOf(path.back()));
      flags.push_back({"--" + name, InCommands(catalog, arguments.simulator, help)});
    }
  }
  for (const OptionSpec& option : AllOptions()) {
    flags.push_back({fmt::format("--{}", option.name), std::string(option.help)});
  }
  return flags;
}

// The values of the flag `word`, if that is what comes next.
bool ValuesOfFlag(const Arguments& arguments, std::string_view word, Candidates& out) {
  if (!word.starts_with('-') || word.find('=') != std::string_view::npos) return false;
  const bool letter = word.size() == 2;
  word.remove_prefix(letter || !word.starts_with("--") ? 1 : 2);
  const OptionSpec* option = FindOption(word);
  if (option != nullptr && letter == (word.size() == 1)) {
    if (option->name == "output") out = {{"table", ""}, {"json", ""}, {"name", ""}};
    return !option->value.empty();
  }
  if (arguments.method == nullptr) return false;
  const auto path = FindField(arguments.method->descriptor->input_type(), word);
  if (!path.ok() || path->back()->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return false;
  out = Values(path->back());
  return true;
}

}  // namespace

absl::StatusOr<std::string> CompletionScript(std::string_view shell) {
  if (shell == "bash") return kBash;
  if (shell == "zsh") return kZsh;
  if (shell == "fish") return kFish;
  return absl::InvalidArgumentError(
      fmt::format("'{}' is no shell that is known here: bash, zsh or fish", shell));
}

Candidates Complete(const Catalog& catalog, std::vector<std::string> words) {
  if (words.empty()) words.emplace_back();
  const std::string current = words.back();
  words.pop_back();
  const std::string previous = words.empty() ? "" : words.back();

  absl::StatusOr<Arguments> arguments = ParseArguments(catalog, words);
  if (!arguments.ok() && !words.empty()) {  // a flag that still waits for its value
    words.pop_back();
    arguments = ParseArguments(catalog, words);
  }
  if (!arguments.ok()) return {};

  Candidates all;
  if (!ValuesOfFlag(*arguments, previous, all)) {
    if (arguments->builtin == "help") {  // completes like the command that it explains
      return Complete(catalog, [&] {
        std::vector<std::string> rest = arguments->positionals;
        rest.push_back(current);
        return rest;
      }());
    }
    all =
        current.starts_with('-') ? Flags(catalog, *arguments, current) : Words(catalog, *arguments);
  }
  std::erase_if(all, [&](const Candidate& c) { return !c.word.starts_with(current); });
  return all;
}

}  // namespace sparkgate::cli
