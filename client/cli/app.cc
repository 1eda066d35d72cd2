#include "client/cli/app.h"

#include <fmt/format.h>

#include "base/version.h"
#include "client/cli/arguments.h"
#include "client/cli/call.h"
#include "client/cli/catalog.h"
#include "client/cli/completion.h"
#include "client/cli/help.h"
#include "client/cli/profile_command.h"
#include "client/cli/render/error.h"
#include "client/cli/schema.h"
#include "client/cli/verify_ledger.h"
#include "client/cli/words.h"

namespace sparkgate::cli {
namespace {

int Fail(const absl::Status& status, Io& io) {
  io.err << RenderError(status, "", "");
  return ExitCodeOfMistake(status);
}

int Print(const std::string& text, Io& io) {
  io.out << text << std::flush;
  return kOk;
}

// An unfinished command: says how it can go on, without passing for an answer.
int Unfinished(const std::string& help, Io& io) {
  io.err << help;
  return kUsage;
}

// "help creators list" is "creators list --help".
int Help(const Catalog& catalog, const Arguments& arguments, Io& io) {
  if (arguments.builtin != "help") return Print(HelpFor(catalog, arguments), io);
  const absl::StatusOr<Arguments> about = ParseArguments(catalog, arguments.positionals);
  if (!about.ok()) return Fail(about.status(), io);
  return Print(HelpFor(catalog, *about), io);
}

int PrintCandidates(const Catalog& catalog, const std::vector<std::string>& words, Io& io) {
  for (const Candidate& candidate : Complete(catalog, words)) {
    io.out << candidate.word << '\t' << candidate.help.substr(0, candidate.help.find('\n')) << '\n';
  }
  return kOk;
}

int RunBuiltin(const Arguments& arguments, Io& io) {
  if (arguments.builtin == "profile") {
    const absl::Status status = RunProfileCommand(arguments, io);
    return status.ok() ? kOk : Fail(status, io);
  }
  if (arguments.builtin == "verify-ledger") {
    const absl::Status status = RunVerifyLedger(arguments, io);
    return status.ok() ? kOk : Fail(status, io);
  }
  if (arguments.positionals.size() != 1) return Unfinished(BuiltinHelp("completion"), io);
  const absl::StatusOr<std::string> script = CompletionScript(arguments.positionals[0]);
  return script.ok() ? Print(*script, io) : Fail(script.status(), io);
}

int RunWords(const std::vector<std::string>& words, Io& io) {
  const Catalog catalog(EmbeddedSchema());
  if (!words.empty() && words[0] == "__complete") {
    return PrintCandidates(catalog, {words.begin() + 1, words.end()}, io);
  }
  const absl::StatusOr<Arguments> arguments = ParseArguments(catalog, words);
  if (!arguments.ok()) return Fail(arguments.status(), io);
  if (arguments->options.version) return Print("sparkctl " + Version() + "\n", io);
  if (arguments->options.help || arguments->builtin == "help") return Help(catalog, *arguments, io);
  if (!arguments->builtin.empty()) return RunBuiltin(*arguments, io);
  if (arguments->method != nullptr) return RunCall(catalog, *arguments, io);
  const bool nothing = arguments->noun == nullptr && !arguments->simulator;
  return Unfinished(nothing ? Overview(catalog) : HelpFor(catalog, *arguments), io);
}

}  // namespace

int Run(const std::vector<std::string>& words, Io& io) {
  const int code = RunWords(words, io);
  io.out.flush();
  if (io.out.good()) return code;
  // The answer may have been a secret that is shown once: nobody must think that it was written.
  io.err << "error: the answer couldn't be written to standard output.\n";
  return code == kOk ? kOther : code;
}

}  // namespace sparkgate::cli
