// Use cases of webhook endpoints. A secret leaves the server once, in the answer that made it.
#ifndef SPARKGATE_SERVER_USECASES_WEBHOOKS_ENDPOINTS_H_
#define SPARKGATE_SERVER_USECASES_WEBHOOKS_ENDPOINTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/webhook.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

struct WebhookEndpointView {
  WebhookEndpoint endpoint;
  int64_t pending = 0;  // deliveries that wait
};

struct NewWebhookEndpoint {
  std::string display_name;
  std::string url;
  std::vector<std::string> event_types;
  WebhookScheme scheme = WebhookScheme::kHmacSha256;
};

struct WebhookEndpointChange {
  std::optional<std::string> display_name = {};
  std::optional<std::string> url = {};
  std::optional<std::vector<std::string>> event_types = {};
  std::optional<bool> enabled = {};
};

struct WebhookEndpointWithSecret {
  WebhookEndpointView view;
  std::string secret;  // "" for a repeated request_id, and where a public key is enough
};

absl::StatusOr<WebhookEndpointWithSecret> CreateWebhookEndpoint(Env& env, const Call& call,
                                                                const NewWebhookEndpoint& wanted);
absl::StatusOr<WebhookEndpointView> GetWebhookEndpoint(Env& env, const std::string& workspace,
                                                       const std::string& id);
absl::StatusOr<std::vector<WebhookEndpointView>> ListWebhookEndpoints(Env& env,
                                                                      const std::string& workspace,
                                                                      const Page& page);
absl::StatusOr<WebhookEndpointView> UpdateWebhookEndpoint(Env& env, const Call& call,
                                                          const std::string& id,
                                                          const WebhookEndpointChange& change);
absl::Status DeleteWebhookEndpoint(Env& env, const Call& call, const std::string& id);
absl::StatusOr<WebhookEndpointWithSecret> RotateWebhookSecret(Env& env, const Call& call,
                                                              const std::string& id,
                                                              absl::Duration overlap);

// For other use cases: NOT_FOUND if it isn't there.
absl::StatusOr<WebhookEndpoint> LoadWebhookEndpoint(const Transaction& tx,
                                                    const std::string& workspace,
                                                    const std::string& id);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_WEBHOOKS_ENDPOINTS_H_
