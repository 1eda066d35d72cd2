// "sparkctl profile init" and "show", and the profile that a command works with.
#ifndef SPARKGATE_CLIENT_CLI_PROFILE_COMMAND_H_
#define SPARKGATE_CLIENT_CLI_PROFILE_COMMAND_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "client/cli/arguments.h"
#include "client/cli/io.h"
#include "client/cli/profile.h"

namespace sparkgate::cli {

// The file that --profile or SPARKGATE_PROFILE names, if any, with the options on top. Its
// addresses aren't checked: a command needs one of them (address.h).
absl::StatusOr<Profile> EffectiveProfile(const Options& options, Io& io);

absl::Status RunProfileCommand(const Arguments& arguments, Io& io);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_PROFILE_COMMAND_H_
