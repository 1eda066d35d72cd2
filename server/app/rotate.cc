#include "server/app/rotate.h"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/crypto/seal.h"
#include "base/error.h"
#include "base/files.h"
#include "server/app/secrets.h"
#include "server/store/sqlite/open.h"
#include "server/usecases/master_key.h"

namespace sparkgate::server {
namespace {

namespace fs = std::filesystem;

// The key file in use stays as it is until the new one takes its place in one step.
absl::Status ReplaceKeyFile(const std::string& path, const std::string& next) {
  std::error_code error;
  fs::remove(path + ".old", error);
  fs::create_hard_link(path, path + ".old", error);
  if (error) return FileError("keep", path, error.value());
  fs::rename(next, path, error);
  if (error) return FileError("replace", path, error.value());
  return absl::OkStatus();
}

absl::StatusOr<int> Rotate(const Options& options, const std::string& old_key,
                           const std::string& new_key) {
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store,
                      OpenSqliteStore({.path = DatabaseOf(options)}));
  SG_ASSIGN_OR_RETURN(const MasterKeyRotation rotation, RotateMasterKey(old_key, new_key, *store));
  return rotation.rewrapped;
}

}  // namespace

absl::StatusOr<std::string> RotateMasterKeyFiles(const Options& options) {
  if (!fs::exists(DatabaseOf(options))) return ResourceNotFound("database", DatabaseOf(options));
  SG_ASSIGN_OR_RETURN(const std::string old_key, LoadMasterKey(options, /*fresh=*/false));
  if (!options.new_master_key.empty()) {
    SG_ASSIGN_OR_RETURN(const std::string new_key,
                        ParseMasterKey(options.new_master_key, "the setting new_master_key"));
    SG_ASSIGN_OR_RETURN(const int rewrapped, Rotate(options, old_key, new_key));
    return fmt::format("rewrapped {} keys: start the server with the new master key", rewrapped);
  }
  if (options.master_key_file.empty() && !options.master_key.empty()) {
    return InvalidField("new_master_key", "is needed, since master_key is no file");
  }
  const std::string path = MasterKeyFile(options);
  const std::string next = path + ".new";
  if (!fs::exists(next)) {
    SG_RETURN_IF_ERROR(WriteSecretOnce(next, ToHex(RandomBytes(kSealKeyBytes)) + "\n"));
  }
  SG_ASSIGN_OR_RETURN(const std::string text, ReadFile(next));
  SG_ASSIGN_OR_RETURN(const std::string new_key, ParseMasterKey(text, next));
  SG_ASSIGN_OR_RETURN(const int rewrapped, Rotate(options, old_key, new_key));
  SG_RETURN_IF_ERROR(ReplaceKeyFile(path, next));
  return fmt::format(
      "rewrapped {} keys; {} is the new master key, and {}.old the one that backups from before "
      "need",
      rewrapped, path, path);
}

}  // namespace sparkgate::server
