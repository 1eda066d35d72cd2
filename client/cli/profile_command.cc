#include "client/cli/profile_command.h"

#include <iterator>
#include <string_view>

#include <absl/strings/ascii.h>
#include <fmt/format.h>

#include "client/cli/address.h"

namespace sparkgate::cli {
namespace {

std::string PathOf(const Options& options, const Io& io) {
  return options.profile.empty() ? io.environment("SPARKGATE_PROFILE") : options.profile;
}

absl::StatusOr<std::string> ReadKey(const std::string& file, Io& io) {
  absl::StatusOr<std::string> key =
      file == "-" ? std::string(std::istreambuf_iterator<char>(io.in), {}) : ReadSecretFile(file);
  if (!key.ok()) return key.status();
  *key = std::string(absl::StripAsciiWhitespace(*key));
  if (key->empty()) return absl::InvalidArgumentError(fmt::format("--key-file {}: empty", file));
  return key;
}

absl::StatusOr<Profile> WithOptions(Profile profile, const Options& options, Io& io) {
  if (!options.address.empty()) profile.address = options.address;
  if (!options.simulator_address.empty()) profile.simulator_address = options.simulator_address;
  if (!options.tls_ca.empty()) profile.tls_ca = options.tls_ca;
  if (!options.tls_certificate.empty()) profile.tls_certificate = options.tls_certificate;
  if (!options.tls_key.empty()) profile.tls_key = options.tls_key;
  if (profile.tls_ca.empty() && !(profile.tls_certificate.empty() && profile.tls_key.empty())) {
    return absl::InvalidArgumentError("--tls-cert and --tls-key need --tls-ca FILE, or 'system'");
  }
  if (!options.workspace.empty()) profile.workspace = options.workspace;
  constexpr std::string_view kRoot = "workspaces/";
  if (profile.workspace.starts_with(kRoot)) profile.workspace.erase(0, kRoot.size());
  if (!options.key_file.empty()) {
    absl::StatusOr<std::string> key = ReadKey(options.key_file, io);
    if (!key.ok()) return key.status();
    profile.key = *std::move(key);
  }
  return profile;
}

}  // namespace

absl::StatusOr<Profile> EffectiveProfile(const Options& options, Io& io) {
  Profile profile;
  if (const std::string path = PathOf(options, io); !path.empty()) {
    absl::StatusOr<Profile> read = ReadProfile(path);
    if (!read.ok()) return read.status();
    profile = *std::move(read);
  }
  return WithOptions(std::move(profile), options, io);
}

absl::Status RunProfileCommand(const Arguments& arguments, Io& io) {
  const std::string path = PathOf(arguments.options, io);
  if (path.empty()) {
    return absl::InvalidArgumentError("name the file: --profile FILE, or SPARKGATE_PROFILE");
  }
  const std::string verb = arguments.positionals.size() == 1 ? arguments.positionals[0] : "";
  if (verb == "show") {
    const absl::StatusOr<Profile> profile = ReadProfile(path);
    if (!profile.ok()) return profile.status();
    io.out << fmt::format("address            {}\nsimulator address  {}\nworkspace          {}\n",
                          profile->address, profile->simulator_address, profile->workspace)
           << fmt::format("key                {}\n", profile->key.empty() ? "none" : "set");
    return absl::OkStatus();
  }
  if (verb == "init") {
    // SPARKGATE_PROFILE may name the only place where a key is kept.
    if (arguments.options.profile.empty()) {
      return absl::InvalidArgumentError("name the file that is written: --profile FILE");
    }
    const absl::StatusOr<Profile> profile = WithOptions({}, arguments.options, io);
    if (!profile.ok()) return profile.status();
    absl::Status addresses = CheckAddress("address", profile->address);
    addresses.Update(CheckAddress("simulator-address", profile->simulator_address));
    if (!addresses.ok()) return addresses;
    return WriteProfile(path, *profile);
  }
  return absl::InvalidArgumentError("say 'profile init' or 'profile show'");
}

}  // namespace sparkgate::cli
