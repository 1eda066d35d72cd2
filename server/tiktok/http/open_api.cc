#include "server/tiktok/http/open_api.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <absl/time/time.h>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "server/tiktok/http/answer.h"
#include "server/tiktok/http/mask.h"
#include "server/tiktok/http/protection.h"
#include "server/tiktok/limits/retry.h"

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

constexpr std::string_view kAdAccount = "advertiser_id";

std::string AdAccountOf(const boost::json::object& body) {
  const boost::json::value* id = body.if_contains({kAdAccount.data(), kAdAccount.size()});
  return id != nullptr && id->is_string() ? std::string(id->get_string()) : "";
}

// RFC 9110's only form that is still sent.
std::optional<absl::Time> DateOf(const HttpResponse& response) {
  for (const auto& [name, value] : response.headers) {
    absl::Time date;
    if (name == "date" && absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", value, &date, nullptr)) {
      return date;
    }
  }
  return std::nullopt;
}

absl::StatusOr<boost::json::object> ExchangeOnce(HttpClient& http, const HttpRequest& request,
                                                 const CallContext& context, Sightings* sightings) {
  const absl::StatusOr<HttpResponse> response = http.Send(request);
  if (!response.ok()) return TransportError(response.status(), context);
  if (sightings != nullptr) sightings->date = DateOf(*response);
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

HttpRequest GetRequest(const Endpoint& endpoint, std::string_view path, const Query& query) {
  HttpRequest request = {.url = Address(endpoint, path), .timeout = endpoint.timeout};
  if (const std::string encoded = query.Encoded(); !encoded.empty()) request.url += "?" + encoded;
  return request;
}

}  // namespace

absl::StatusOr<boost::json::object> OpenApi::Exchange(const GatedCall& call,
                                                      const HttpRequest& request,
                                                      const CallContext& context,
                                                      Repeat repeat) const {
  absl::StatusOr<boost::json::object> answer;
  for (int attempts = 1;; ++attempts) {
    const absl::StatusOr<Gate::Pass> pass = gate_.Enter(call);
    // What TikTok said before is better to know than that there is no room for another attempt.
    if (!pass.ok()) return attempts == 1 ? pass.status() : answer.status();
    answer = ExchangeOnce(http_, request, context, call.endpoint.sightings.get());
    gate_.Over(*pass, answer.status());
    if (answer.ok() || repeat == Repeat::kNever) return answer;
    if (!MayRetry(answer.status(), context.mutation, attempts)) return answer;
    if (!gate_.Rest(call.endpoint, attempts)) return answer;
  }
}

absl::StatusOr<boost::json::object> OpenApi::Get(const Call& call, std::string_view path,
                                                 const Query& query) const {
  HttpRequest request = GetRequest(call.endpoint, path, query);
  request.headers.emplace_back("Access-Token", call.access_token.Reveal());
  CallContext context = {.path = path, .mutation = false, .secrets = query.Secrets()};
  context.secrets.push_back(call.access_token.Reveal());
  return Exchange({call.endpoint, path, query.Find(kAdAccount)}, request, context,
                  Repeat::kIfHarmless);
}

absl::StatusOr<boost::json::object> OpenApi::GetWithoutToken(const Endpoint& endpoint,
                                                             std::string_view path,
                                                             const Query& query) const {
  return Exchange({endpoint, path, ""}, GetRequest(endpoint, path, query),
                  {.path = path, .mutation = false, .secrets = query.Secrets()},
                  Repeat::kIfHarmless);
}

absl::StatusOr<boost::json::object> OpenApi::Post(const Call& call, std::string_view path,
                                                  const boost::json::object& body) const {
  SG_RETURN_IF_ERROR(CheckMaySend(call.endpoint, path, body));
  HttpRequest request = PostRequest(call.endpoint, path, body);
  request.headers.emplace_back("Access-Token", call.access_token.Reveal());
  CallContext context = {.path = path, .mutation = true, .secrets = SecretsIn(body)};
  context.secrets.push_back(call.access_token.Reveal());
  const std::string ad_account = AdAccountOf(body);
  return Exchange({call.endpoint, path, ad_account}, request, context, Repeat::kIfHarmless);
}

absl::StatusOr<boost::json::object> OpenApi::PostWithoutToken(
    const Endpoint& endpoint, std::string_view path, const boost::json::object& body) const {
  SG_RETURN_IF_ERROR(CheckMaySend(endpoint, path, body));
  return PostForToken(endpoint, path, body);
}

absl::StatusOr<boost::json::object> OpenApi::PostForToken(const Endpoint& endpoint,
                                                          std::string_view path,
                                                          const boost::json::object& body) const {
  return Exchange({endpoint, path, ""}, PostRequest(endpoint, path, body),
                  {.path = path, .mutation = true, .secrets = SecretsIn(body)}, Repeat::kNever);
}

}  // namespace sparkgate::tiktok
