#include "server/usecases/webhooks/signature.h"

#include <optional>

#include <fmt/format.h>

#include "base/crypto/ed25519.h"
#include "base/crypto/hash.h"
#include "base/error.h"

namespace sparkgate::server {
namespace {

constexpr std::string_view kSharedPrefix = "whsec_";
constexpr std::string_view kPrivatePrefix = "whsk_";
constexpr std::string_view kPublicPrefix = "whpk_";
constexpr size_t kSharedBytes = 32;  // the specification: 24 to 64

std::string Encode(std::string_view prefix, std::string_view bytes) {
  return fmt::format("{}{}", prefix, ToBase64(bytes));
}

// The bytes behind a prefix; nullopt if it isn't the secret's.
std::optional<std::string> Decode(std::string_view prefix, std::string_view secret) {
  if (!secret.starts_with(prefix)) return std::nullopt;
  return FromBase64(secret.substr(prefix.size()));
}

}  // namespace

WebhookSecret NewWebhookSecret(WebhookScheme scheme) {
  if (scheme == WebhookScheme::kHmacSha256) {
    return {.secret = Encode(kSharedPrefix, RandomBytes(kSharedBytes)), .public_key = ""};
  }
  const std::string key = Ed25519KeyFromSeed(RandomBytes(kEd25519SeedBytes));
  return {.secret = Encode(kPrivatePrefix, key),
          .public_key = Encode(kPublicPrefix, Ed25519PublicKey(key))};
}

absl::StatusOr<std::string> SignWebhook(std::string_view secret, std::string_view id,
                                        int64_t timestamp, std::string_view body) {
  const std::string content = fmt::format("{}.{}.{}", id, timestamp, body);
  if (const auto key = Decode(kSharedPrefix, secret); key.has_value() && !key->empty()) {
    return fmt::format("v1,{}", ToBase64(HmacSha256(*key, content)));
  }
  if (const auto key = Decode(kPrivatePrefix, secret);
      key.has_value() && key->size() == 2 * kEd25519SeedBytes) {
    return fmt::format("v1a,{}", ToBase64(Ed25519Sign(*key, content)));
  }
  return InvalidField("secret", "is neither whsec_… nor whsk_…");
}

}  // namespace sparkgate::server
