// What TikTok says of a post's code, put into our records: a code that people made, prolonged or
// deleted in the app becomes known here.
#ifndef SPARKGATE_SERVER_USECASES_CREATORS_CODE_READING_H_
#define SPARKGATE_SERVER_USECASES_CREATORS_CODE_READING_H_

#include <optional>
#include <string>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/code.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// Asks TikTok and takes over what is new; nullopt: the post has no code. What an operation on the
// post changed while TikTok was asked, or is about to change, is newer than the answer: then our
// record is returned as it stands.
absl::StatusOr<std::optional<Code>> ReadCode(Env& env, const Workspace& workspace,
                                             const std::string& creator, const std::string& item,
                                             absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CREATORS_CODE_READING_H_
