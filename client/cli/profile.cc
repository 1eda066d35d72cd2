#include "client/cli/profile.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <sys/stat.h>

#include "base/files.h"
#include "base/json.h"

namespace sparkgate::cli {

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) == 0 && (info.st_mode & 0077) != 0) {
    return absl::PermissionDeniedError(
        fmt::format("{} holds a key, and others may read it (mode {:o}): run chmod 600 {}", path,
                    info.st_mode & 0777, path));
  }
  return ReadFile(path);
}

absl::StatusOr<Profile> ReadProfile(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadSecretFile(path);
  if (!text.ok()) return text.status();
  const absl::StatusOr<boost::json::value> json = ParseJson(*text);
  if (!json.ok() || !json->is_object()) {
    return absl::InvalidArgumentError(
        fmt::format("{} is no profile: it must be a JSON object", path));
  }
  const boost::json::object& object = json->get_object();
  Profile profile;
  profile.address = JsonString(object, "address").value_or(profile.address);
  profile.simulator_address =
      JsonString(object, "simulator_address").value_or(profile.simulator_address);
  profile.workspace = JsonString(object, "workspace").value_or("");
  profile.key = JsonString(object, "key").value_or("");
  profile.tls_ca = JsonString(object, "tls_ca").value_or("");
  profile.tls_certificate = JsonString(object, "tls_cert").value_or("");
  profile.tls_key = JsonString(object, "tls_key").value_or("");
  return profile;
}

absl::Status WriteProfile(const std::string& path, const Profile& profile) {
  boost::json::object object = {{"address", profile.address},
                                {"simulator_address", profile.simulator_address},
                                {"workspace", profile.workspace},
                                {"key", profile.key}};
  if (!profile.tls_ca.empty()) object["tls_ca"] = profile.tls_ca;
  if (!profile.tls_certificate.empty()) object["tls_cert"] = profile.tls_certificate;
  if (!profile.tls_key.empty()) object["tls_key"] = profile.tls_key;
  return WriteFileAtomically(path, boost::json::serialize(object) + "\n", 0600);
}

}  // namespace sparkgate::cli
