// Use cases of API keys. A key's secret leaves the server once, in the answer that made it.
#ifndef SPARKGATE_SERVER_USECASES_ACCESS_API_KEYS_H_
#define SPARKGATE_SERVER_USECASES_ACCESS_API_KEYS_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/api_key.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

struct NewSecret {
  std::string secret;  // "sgk_" and 43 characters: 256 random bits
  std::string hash;    // what is stored
};
NewSecret MakeSecret();
// Whether `text` has the form of a secret that MakeSecret made.
bool IsSecret(std::string_view text);
std::string HashSecret(std::string_view secret);

struct CreatedApiKey {
  ApiKey key;
  std::string secret;  // "" for a repeated request_id
};

absl::StatusOr<CreatedApiKey> CreateApiKey(Env& env, const Call& call,
                                           const std::string& display_name, Role role,
                                           std::optional<absl::Time> expire_time,
                                           RateLimit limit = {});
// What `change` makes of a usable key; its id, role and secrets stay.
absl::StatusOr<ApiKey> UpdateApiKey(Env& env, const Call& call, const std::string& id,
                                    const std::function<void(ApiKey&)>& change);
// Gives the key a new secret; the one it has opens it for `overlap` more, an older one no longer.
absl::StatusOr<CreatedApiKey> RotateApiKey(Env& env, const Call& call, const std::string& id,
                                           absl::Duration overlap);
absl::StatusOr<std::vector<ApiKey>> ListApiKeys(Env& env, const std::string& workspace,
                                                const Page& page);
absl::StatusOr<ApiKey> RevokeApiKey(Env& env, const Call& call, const std::string& id);

// The key that a secret opens, if it is usable now (real time): UNAUTHENTICATED, reason
// CREDENTIAL_INVALID, otherwise. One reason for unknown, expired and revoked alike.
absl::StatusOr<ApiKey> FindKeyBySecret(Store& store, std::string_view secret, absl::Time real_now);

// The same for a key that was found before: it may have been revoked, or gone with its workspace.
absl::Status CheckKey(const Transaction& tx, const std::string& workspace, const std::string& id,
                      absl::Time real_now);

// Makes the key with this secret the server's one admin key: all others that were are revoked.
absl::Status EnsureServerAdminKey(Store& store, std::string_view secret, absl::Time real_now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ACCESS_API_KEYS_H_
