// Secrets and signatures of the Standard Webhooks specification
// (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Signature scheme").
// Pure, but for NewWebhookSecret's randomness.
#ifndef SPARKGATE_SERVER_USECASES_WEBHOOKS_SIGNATURE_H_
#define SPARKGATE_SERVER_USECASES_WEBHOOKS_SIGNATURE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "server/domain/webhook.h"

namespace sparkgate::server {

struct WebhookSecret {
  std::string secret;      // "whsec_…" or "whsk_…"
  std::string public_key;  // "whpk_…"; "" with HMAC
};
WebhookSecret NewWebhookSecret(WebhookScheme scheme);

// One signature, "v1,…" or "v1a,…" as the secret's prefix says, over "id.timestamp.body".
// INVALID_ARGUMENT, which doesn't repeat it, if `secret` is none.
absl::StatusOr<std::string> SignWebhook(std::string_view secret, std::string_view id,
                                        int64_t timestamp, std::string_view body);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WEBHOOKS_SIGNATURE_H_
