#include "server/tiktok/http/open_api.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "server/tiktok/http/answer.h"
#include "server/tiktok/http/mask.h"

namespace sparkgate::tiktok {
namespace {

// TikTok's edge answers 404 to a path without its last slash.
std::string Address(const Endpoint& endpoint, std::string_view path) {
  return fmt::format("{}/open_api/v1.3/{}/", endpoint.base_url, path);
}

std::vector<std::string> SecretsIn(const boost::json::object& body) {
  std::vector<std::string> secrets;
  for (const auto& [key, value] : body) {
    if (value.is_string() && IsSecretField(key)) secrets.emplace_back(value.get_string());
  }
  return secrets;
}

absl::StatusOr<boost::json::object> Exchange(HttpClient& http, const HttpRequest& request,
                                             const CallContext& context) {
  const absl::StatusOr<HttpResponse> response = http.Send(request);
  if (!response.ok()) return TransportError(response.status(), context);
  return ReadAnswer(*response, context);
}

HttpRequest PostRequest(const Endpoint& endpoint, std::string_view path,
                        const boost::json::object& body) {
  return {.method = "POST",
          .url = Address(endpoint, path),
          .headers = {{"Content-Type", "application/json"}},
          .body = boost::json::serialize(body),
          .timeout = endpoint.timeout,
          .send_once = true};
}

}  // namespace

absl::StatusOr<boost::json::object> OpenApi::Get(const Call& call, std::string_view path,
                                                 const Query& query) const {
  HttpRequest request = {.url = Address(call.endpoint, path),
                         .headers = {{"Access-Token", call.access_token.Reveal()}},
                         .timeout = call.endpoint.timeout};
  if (const std::string encoded = query.Encoded(); !encoded.empty()) request.url += "?" + encoded;
  CallContext context = {.path = path, .mutation = false, .secrets = query.Secrets()};
  context.secrets.push_back(call.access_token.Reveal());
  return Exchange(http_, request, context);
}

absl::StatusOr<boost::json::object> OpenApi::Post(const Call& call, std::string_view path,
                                                  const boost::json::object& body) const {
  HttpRequest request = PostRequest(call.endpoint, path, body);
  request.headers.emplace_back("Access-Token", call.access_token.Reveal());
  CallContext context = {.path = path, .mutation = true, .secrets = SecretsIn(body)};
  context.secrets.push_back(call.access_token.Reveal());
  return Exchange(http_, request, context);
}

absl::StatusOr<boost::json::object> OpenApi::PostWithoutToken(
    const Endpoint& endpoint, std::string_view path, const boost::json::object& body) const {
  return Exchange(http_, PostRequest(endpoint, path, body),
                  {.path = path, .mutation = true, .secrets = SecretsIn(body)});
}

}  // namespace sparkgate::tiktok
