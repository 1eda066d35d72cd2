// A profile: where a server is, which workspace one works in, and the key. A JSON file that only
// its owner may read.
#ifndef SPARKGATE_CLIENT_CLI_PROFILE_H_
#define SPARKGATE_CLIENT_CLI_PROFILE_H_

#include <string>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

namespace sparkgate::cli {

struct Profile {
  std::string address = "127.0.0.1:7400";
  std::string simulator_address = "127.0.0.1:7411";
  std::string workspace;  // id
  std::string key;
  std::string tls_ca;  // file, or "system"; "": plain text
  std::string tls_certificate;
  std::string tls_key;
};

// A file with a secret in it. Refuses one that others may read (PERMISSION_DENIED, with the command
// that mends it).
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

absl::StatusOr<Profile> ReadProfile(const std::string& path);
// Makes or replaces the file, mode 0600.
absl::Status WriteProfile(const std::string& path, const Profile& profile);

}  // namespace sparkgate::cli

#endif  // SPARKGATE_CLIENT_CLI_PROFILE_H_
