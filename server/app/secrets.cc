#include "server/app/secrets.h"

#include <algorithm>
#include <filesystem>

#include <absl/strings/ascii.h>
#include <absl/strings/escaping.h>
#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/crypto/seal.h"
#include "base/error.h"
#include "base/files.h"
#include "server/usecases/access/api_keys.h"

namespace sparkgate::server {
namespace {

std::string Trim(const std::string& text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

}  // namespace

std::string MasterKeyFile(const Options& options) {
  return options.master_key_file.empty() ? options.secrets + "/master.key"
                                         : options.master_key_file;
}

absl::StatusOr<std::string> ParseMasterKey(const std::string& text, const std::string& from) {
  const std::string hex = Trim(text);
  if (hex.size() == 2 * kSealKeyBytes && std::ranges::all_of(hex, absl::ascii_isxdigit)) {
    return absl::HexStringToBytes(hex);
  }
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("The master key in {} isn't 64 hex digits.", from),
               {.reason = "MASTER_KEY_MALFORMED", .who = Actor::kOperator});
}

absl::StatusOr<std::string> LoadMasterKey(const Options& options, bool fresh) {
  if (!options.master_key_file.empty()) {
    SG_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.master_key_file));
    return ParseMasterKey(text, options.master_key_file);
  }
  if (!options.master_key.empty())
    return ParseMasterKey(options.master_key, "the setting master_key");
  const std::string path = MasterKeyFile(options);
  if (!std::filesystem::exists(path)) {
    if (!fresh) {
      return Error(absl::StatusCode::kFailedPrecondition,
                   fmt::format("{} is missing, and the database in {} can't be opened without the "
                               "master key it was made with: restore the file.",
                               path, options.data),
                   {.reason = "MASTER_KEY_MISSING", .who = Actor::kOperator});
    }
    SG_RETURN_IF_ERROR(WriteSecretOnce(path, ToHex(RandomBytes(kSealKeyBytes)) + "\n"));
  }
  SG_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return ParseMasterKey(text, path);
}

absl::StatusOr<std::string> LoadAdminKey(const Options& options) {
  const std::string path = options.secrets + "/admin.key";
  if (!std::filesystem::exists(path)) {
    SG_RETURN_IF_ERROR(WriteSecretOnce(path, MakeSecret().secret + "\n"));
  }
  SG_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  std::string key = Trim(text);
  if (IsSecret(key)) return key;
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("{} doesn't hold a key (sgk_ and 43 characters): restore it, or remove "
                           "it for a new one.",
                           path),
               {.reason = "ADMIN_KEY_MALFORMED", .who = Actor::kOperator});
}

}  // namespace sparkgate::server
