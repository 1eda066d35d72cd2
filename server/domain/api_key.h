// API keys and what they may do. A key's secret is stored as a hash only.
#ifndef SPARKGATE_SERVER_DOMAIN_API_KEY_H_
#define SPARKGATE_SERVER_DOMAIN_API_KEY_H_

#include <optional>
#include <string>

#include <absl/time/time.h>

namespace sparkgate::server {

// Bits, so that a method can name the set that may call it (rpc::MethodOptions::roles).
enum class Role : unsigned {
  kViewer = 1,
  kCreator = 2,
  kAdvertiser = 4,
  kAdmin = 8,
  kServerAdmin = 16
};

struct ApiKey {
  std::string workspace;  // "" for the server's admin key
  std::string id;
  std::string display_name;
  Role role = Role::kViewer;
  std::string
      secret_hash;  // hex SHA-256 of the secret (256 random bits: no salt or stretching needed)
  absl::Time create_time;  // real, as are the next two
  std::optional<absl::Time> expire_time;
  std::optional<absl::Time> revoke_time;

  friend bool operator==(const ApiKey&, const ApiKey&) = default;
};

// Usable at `now` (real time).
bool IsUsable(const ApiKey& key, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_API_KEY_H_
