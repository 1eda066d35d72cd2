// The two secrets that a server owns: the master key that everything else is sealed with, and its
// first admin key. Both are files that only their owner can read, made at the first start.
#ifndef SPARKGATE_SERVER_APP_SECRETS_H_
#define SPARKGATE_SERVER_APP_SECRETS_H_

#include <string>

#include <absl/status/statusor.h>

#include "server/app/options.h"

namespace sparkgate::server {

// 32 raw bytes, kept as 64 hex digits. From --master-key-file, else from the setting master_key,
// else from <secrets>/master.key, which is made if `fresh` (the store has never been opened).
// Reasons: MASTER_KEY_MISSING, MASTER_KEY_MALFORMED (FAILED_PRECONDITION, operator), and those of
// base/files.
absl::StatusOr<std::string> LoadMasterKey(const Options& options, bool fresh);

// The file of these that there would be.
std::string MasterKeyFile(const Options& options);
// 64 hex digits; `from` is for the error. Reason MASTER_KEY_MALFORMED.
absl::StatusOr<std::string> ParseMasterKey(const std::string& text, const std::string& from);

// The secret in <secrets>/admin.key, made if the file isn't there. Reason ADMIN_KEY_MALFORMED
// (FAILED_PRECONDITION, operator).
absl::StatusOr<std::string> LoadAdminKey(const Options& options);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_APP_SECRETS_H_
