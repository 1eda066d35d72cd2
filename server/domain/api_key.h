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

// 0: no limit. See TokenBucket.
struct RateLimit {
  int calls_per_second = 0;
  int burst = 0;

  friend bool operator==(const RateLimit&, const RateLimit&) = default;
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
  RateLimit limit;
  std::optional<absl::Time> last_use_time;  // real, and up to a minute late
  // The secret before the last rotation, which opens the key until then (real). "": none.
  std::string old_secret_hash;
  std::optional<absl::Time> old_secret_end;

  friend bool operator==(const ApiKey&, const ApiKey&) = default;
};

// Usable at `now` (real time).
bool IsUsable(const ApiKey& key, absl::Time now);
// Whether the secret with this hash opens the key at `now`.
bool Opens(const ApiKey& key, const std::string& secret_hash, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_API_KEY_H_
