// A failed call for people, and for scripts its kind as the program's exit code. Pure functions.
#ifndef SPARKGATE_CLIENT_CLI_RENDER_ERROR_H_
#define SPARKGATE_CLIENT_CLI_RENDER_ERROR_H_

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <google/protobuf/message.h>

namespace sparkgate::cli {

// Exit codes. Stable: scripts branch on them.
enum ExitCode : int {
  kOk = 0,
  kOther = 1,        // anything else
  kUsage = 2,        // the command, a file that it names, or a field of the request
  kNotFound = 3,     // no such thing, or not yours
  kRefused = 4,      // not in this state: see reason and who must act
  kNotAllowed = 5,   // key missing, wrong, or without the role
  kUnavailable = 6,  // not reached, or the outcome isn't known: repeat it
  kExhausted = 7,    // a limit, a full queue: later
  kPartly = 8,       // of several things some, or all, failed: the answer says which
};

int ExitCodeOf(const absl::Status& status);
// Of what failed here, before any call: a file that isn't there isn't "no such thing in this
// workspace".
int ExitCodeOfMistake(const absl::Status& status);

// A call can work, and what it tells be a failure: of an operation that was waited for, or of some
// of what a batch was given.
int ExitCodeOfAnswer(const google::protobuf::Message& request,
                     const google::protobuf::Message& answer);

struct ExitCodeDoc {
  int code;
  std::string_view meaning;
};
std::span<const ExitCodeDoc> ExitCodes();

// `request_id`: of the request, so that it can be repeated; "" if it had none. `call_id`: by which
// the call is found in the server's log; "" if no call was made. `word_for` (may be null): what is
// typed for a field of the request, or "" to leave it as it is.
using WordForField = std::function<std::string(const std::string& field)>;
std::string RenderError(const absl::Status& status, std::string_view request_id,
                        std::string_view call_id, const WordForField& word_for = nullptr);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_RENDER_ERROR_H_
