#include "server/usecases/webhooks/send.h"

#include <charconv>
#include <string_view>
#include <system_error>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/http/client.h"
#include "server/usecases/names.h"
#include "server/usecases/webhooks/signature.h"

namespace sparkgate::server {
namespace {

std::string PayloadTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

absl::StatusOr<std::string> SignaturesOf(Env& env, const Workspace& workspace,
                                         const WebhookEndpoint& endpoint,
                                         const std::string& message, absl::Time real_now,
                                         const std::string& body) {
  std::string signatures;
  const auto add = [&](const Sealed& sealed) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const std::string secret,
                        env.vault.Open(workspace, WebhookSecretPlace(endpoint.id), sealed));
    SG_ASSIGN_OR_RETURN(const std::string signature,
                        SignWebhook(secret, message, absl::ToUnixSeconds(real_now), body));
    signatures += (signatures.empty() ? "" : " ") + signature;
    return absl::OkStatus();
  };
  SG_RETURN_IF_ERROR(add(endpoint.secret));
  if (!endpoint.old_secret.empty() && real_now < endpoint.old_secret_end) {
    SG_RETURN_IF_ERROR(add(endpoint.old_secret));
  }
  return signatures;
}

// "120"; a date, which is allowed as well, isn't read.
absl::Duration RetryAfterOf(const HttpResponse& response) {
  for (const auto& [name, value] : response.headers) {
    if (name != "retry-after") continue;
    uint32_t seconds = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (read.ec == std::errc()) return absl::Seconds(seconds);
  }
  return absl::ZeroDuration();
}

}  // namespace

std::string WebhookSecretPlace(const std::string& endpoint) {
  return fmt::format("webhook_endpoints/{}/secret", endpoint);
}

std::string WebhookBody(const Event& event) {
  boost::json::object attributes;
  for (const auto& [key, value] : event.attributes) attributes[key] = value;
  boost::json::object data;
  data["workspace"] = WorkspaceName(event.workspace);
  data["number"] = event.number;
  data["resource"] = event.resource;
  data["event_time"] = PayloadTime(event.time);
  data["attributes"] = std::move(attributes);
  data["operation"] = event.operation;
  boost::json::object payload;
  payload["type"] = event.type;
  payload["timestamp"] = PayloadTime(event.time);
  payload["data"] = std::move(data);
  return boost::json::serialize(payload);
}

WebhookAnswer SendWebhook(Env& env, const Workspace& workspace, const WebhookEndpoint& endpoint,
                          const std::string& message, const Event& event, absl::Duration timeout) {
  const absl::Time now = env.clocks.RealNow();
  WebhookAnswer answer{.sent_time = now};
  HttpRequest request{.method = "POST",
                      .url = endpoint.url,
                      .body = WebhookBody(event),
                      .timeout = timeout,
                      .cut_body = true};
  const auto signatures = SignaturesOf(env, workspace, endpoint, message, now, request.body);
  if (!signatures.ok()) {
    answer.failure = ReasonOf(signatures.status());
    return answer;
  }
  request.headers = {{"content-type", "application/json"},
                     {"webhook-id", message},
                     {"webhook-timestamp", std::to_string(absl::ToUnixSeconds(now))},
                     {"webhook-signature", *signatures}};
  const auto response = env.webhooks->Send(request);
  if (!response.ok()) {
    answer.failure = ReasonOf(response.status());
    return answer;
  }
  answer.status = response->status;
  answer.retry_after = RetryAfterOf(*response);
  return answer;
}

}  // namespace sparkgate::server
