#include "client/cli/help.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "client/cli/docs.h"
#include "client/cli/method_help.h"
#include "client/cli/options.h"
#include "client/cli/references.h"
#include "client/cli/render/error.h"
#include "client/cli/verify_ledger.h"
#include "client/cli/words.h"

namespace sparkgate::cli {
namespace {

constexpr char kIntroduction[] =
    "sparkctl: Spark Ads authorization codes, posts and ads from the command line\n\n"
    "  sparkctl NOUN COMMAND [ARGUMENT...] [--FIELD VALUE...]\n";

constexpr char kProfile[] =
    "sparkctl profile init --profile FILE [--address A] [--simulator-address A] [--workspace ID]\n"
    "                      [--key-file FILE] [--tls-ca FILE] [--tls-cert FILE --tls-key FILE]\n"
    "sparkctl profile show --profile FILE\n\n"
    "A profile is a JSON file with address, simulator_address, workspace, key and TLS files, "
    "which\n"
    "only its owner may read. 'init' makes or replaces one, 'show' prints it without the key. "
    "Commands "
    "take\n"
    "it from --profile or from SPARKGATE_PROFILE.\n";

constexpr char kCompletion[] =
    "sparkctl completion bash|zsh|fish\n\n"
    "Prints a script that completes commands, flags and values:\n"
    "  bash  source <(sparkctl completion bash)\n"
    "  zsh   source <(sparkctl completion zsh)\n"
    "  fish  sparkctl completion fish | source\n";

std::string NounLines(const Catalog& catalog, bool simulator) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const Noun& noun : catalog.nouns()) {
    if (noun.simulator != simulator) continue;
    lines.emplace_back(noun.name, FirstSentence(CommentOf(noun.service)));
  }
  return TwoColumns(lines);
}

std::string SimulatorNouns(const Catalog& catalog) {
  std::string names;
  for (const Noun& noun : catalog.nouns()) {
    if (noun.simulator) names += (names.empty() ? "" : ", ") + noun.name;
  }
  return names;
}

}  // namespace

std::string Overview(const Catalog& catalog) {
  return fmt::format(
      "{}\nNouns:\n{}\nMore:\n{}\nExamples:\n{}\n"
      "'sparkctl NOUN' lists its commands, 'sparkctl NOUN COMMAND --help' explains one, and\n"
      "'sparkctl --help' lists the options of all and the exit codes.\n",
      kIntroduction, NounLines(catalog, false),
      TwoColumns({{"simulator", "What people do at TikTok itself: " + SimulatorNouns(catalog)},
                  {"doctor", "Check a workspace's set-up, and say what to fix"},
                  {"profile", "Write down address, workspace and key once"},
                  {"verify-ledger", "Check a ledger that was written to a file"},
                  {"completion", "Completion for bash, zsh and fish"},
                  {"help", "Explain a command"}}),
      "  sparkctl creators list\n"
      "  sparkctl library authorize-code adAccounts/7300000000000000001 -   # reads the code\n"
      "  sparkctl ads publish-all campaigns/01abc --output json\n"
      "  sparkctl events watch --types 'ad.*'\n");
}

std::string FullHelp(const Catalog& catalog) {
  std::vector<std::pair<std::string, std::string>> options;
  for (const OptionSpec& option : AllOptions()) {
    std::string name = fmt::format("--{}", option.name);
    if (option.letter != 0) name += fmt::format(", -{}", option.letter);
    if (!option.value.empty()) name += fmt::format(" {}", option.value);
    options.emplace_back(std::move(name), option.help);
  }
  std::vector<std::pair<std::string, std::string>> codes;
  for (const ExitCodeDoc& code : ExitCodes()) {
    codes.emplace_back(std::to_string(code.code), code.meaning);
  }
  return fmt::format(
      "{}\nOptions of every command:\n{}\nValues:\n{}\nExit codes:\n{}", Overview(catalog),
      TwoColumns(options),
      TwoColumns({{"names",
                   "in full, or inside the workspace: codes/x; a bare id where only one kind "
                   "fits"},
                  {"times", "2026-01-31T12:00:00Z, '2026-01-31 12:00' (UTC) or 2026-01-31"},
                  {"spans", "30s, 5m, 1h30m, 2d"},
                  {"enums", "where 'One of' stands: without prefix, in any case: in-use"},
                  {"words", "TikTok's own as TikTok spells them: SHOP_NOW, AGE_18_24"},
                  {"lists", "repeat the flag; maps: --switches key=value"},
                  {"text", "- reads standard input, @FILE a file, @@x is the text @x"}}),
      TwoColumns(codes));
}

std::string SimulatorHelp(const Catalog& catalog) {
  return fmt::format(
      "sparkctl simulator NOUN COMMAND [ARGUMENT...] [--FIELD VALUE...]\n\n"
      "What people do at TikTok itself, in the world behind a SIMULATOR workspace:\n{}",
      NounLines(catalog, true));
}

std::string NounHelp(const Catalog& catalog, const Noun& noun) {
  std::vector<std::pair<std::string, std::string>> commands;
  for (const Method& method : noun.methods) {
    commands.emplace_back(method.name, InCommands(catalog, noun.simulator,
                                                  FirstSentence(CommentOf(method.descriptor))));
  }
  return fmt::format(
      "sparkctl {}{} COMMAND [ARGUMENT...] [--FIELD VALUE...]\n\n{}\nCommands:\n{}",
      noun.simulator ? "simulator " : "", noun.name,
      Wrap(InCommands(catalog, noun.simulator, CommentOf(noun.service)), 0, kHelpWidth),
      TwoColumns(commands));
}

std::string BuiltinHelp(const std::string& builtin) {
  if (builtin == "verify-ledger") return kVerifyLedgerHelp;
  return builtin == "profile" ? kProfile : kCompletion;
}

std::string HelpFor(const Catalog& catalog, const Arguments& arguments) {
  if (arguments.method != nullptr) {
    return MethodHelp(catalog, *arguments.noun, *arguments.method);
  }
  if (arguments.noun != nullptr) return NounHelp(catalog, *arguments.noun);
  if (arguments.simulator) return SimulatorHelp(catalog);
  if (!arguments.builtin.empty() && arguments.builtin != "help") {
    return BuiltinHelp(arguments.builtin);
  }
  return FullHelp(catalog);
}

}  // namespace sparkgate::cli
