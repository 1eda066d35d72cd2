#include "server/tiktok/http/answer.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include <absl/strings/ascii.h>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "server/tiktok/http/mask.h"
#include "server/tiktok/http/reasons.h"
#include "server/tiktok/http/scopes.h"
#include "server/tiktok/outcome.h"

namespace sparkgate::tiktok {
namespace {

constexpr int64_t kOk = 0;
constexpr int64_t kPartlyOk = 20001;  // the data says which part
constexpr int kTooManyRequests = 429;

using Metadata = std::map<std::string, std::string>;

bool IsCreatorCall(std::string_view path) {
  return path.starts_with("business/") || path.starts_with("tt_user/");
}

Actor ActorOf(Who who, std::string_view path) {
  switch (who) {
    case Who::kCaller:
      return Actor::kCaller;
    case Who::kCreator:
      return Actor::kCreator;
    case Who::kAdvertiser:
      return Actor::kAdvertiser;
    case Who::kConsenter:
      return IsCreatorCall(path) ? Actor::kCreator : Actor::kAdvertiser;
    case Who::kOperator:
      return Actor::kOperator;
    case Who::kNobody:
      return Actor::kNobody;
  }
  return Actor::kCaller;
}

// An unknown outcome gives no advice to retry: only a read can tell what to do.
absl::Status MakeError(const Reason& reason, std::string_view addition, Metadata metadata,
                       const CallContext& context, bool may_be_done) {
  const bool unknown = context.mutation && may_be_done;
  ErrorDetail detail{.reason = std::string(reason.name),
                     .who = ActorOf(reason.who, context.path),
                     .metadata = std::move(metadata)};
  if (reason.retry_seconds > 0 && !unknown) {
    detail.retry_after = absl::Seconds(reason.retry_seconds);
  }
  const absl::Status status =
      Error(reason.status, fmt::format("{}{}", reason.sentence, addition), std::move(detail));
  return unknown ? WithUnknownOutcome(status) : status;
}

// Peers' ids go into logs: only what looks like one.
bool IsPlainId(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_';
  });
}

// An answer that isn't TikTok's envelope. A status of 4xx means that the edge turned the call away;
// with any other, it may have been carried out.
absl::Status NoEnvelope(int http_status, const CallContext& context) {
  const bool turned_away = http_status >= 400 && http_status < 500;
  std::string_view name = "TIKTOK_UNAVAILABLE";
  if (turned_away) name = http_status == kTooManyRequests ? "TIKTOK_THROTTLED" : "TIKTOK_REFUSED";
  return MakeError(ReasonNamed(name),
                   fmt::format(" It gave no proper answer (HTTP {}).", http_status),
                   {{"http_status", fmt::to_string(http_status)}}, context, !turned_away);
}

absl::Status Refusal(int64_t code, const boost::json::object& envelope, int http_status,
                     const CallContext& context) {
  const std::string text = JsonString(envelope, "message").value_or("");
  const std::string request_id = JsonString(envelope, "request_id").value_or("");
  const Rule& rule = Classify(code, context.path, text);
  Metadata metadata = {{"tiktok_code", fmt::to_string(code)}};
  if (IsPlainId(request_id)) metadata["tiktok_request_id"] = request_id;
  if (rule.reason == "SCOPE_MISSING") metadata["scope"] = std::string(ScopeOf(context.path));
  std::string addition = fmt::format(" (TikTok code {})", code);
  const std::string masked = MaskSecrets(text, context.secrets);
  if (!masked.empty()) addition += fmt::format(" TikTok says: {}", masked);
  return MakeError(ReasonNamed(rule.reason), addition, std::move(metadata), context,
                   rule.may_be_done || http_status >= 500);
}

}  // namespace

absl::StatusOr<boost::json::object> ReadAnswer(const HttpResponse& response,
                                               const CallContext& context) {
  absl::StatusOr<boost::json::value> parsed = ParseJson(response.body);
  if (!parsed.ok() || !parsed->is_object()) return NoEnvelope(response.status, context);
  boost::json::object& envelope = parsed->get_object();
  const std::optional<int64_t> code = JsonInt(envelope, "code");
  if (!code.has_value()) return NoEnvelope(response.status, context);
  if (*code != kOk && *code != kPartlyOk) {
    return Refusal(*code, envelope, response.status, context);
  }
  boost::json::value* data = envelope.if_contains("data");
  if (data == nullptr || !data->is_object()) return boost::json::object();
  return std::move(data->get_object());
}

absl::Status TransportError(const absl::Status& status, const CallContext& context) {
  // The transport's own sentence may quote the address, and a code is in some addresses.
  return MakeError(ReasonNamed("TIKTOK_UNAVAILABLE"), " No answer came.",
                   {{"transport", ReasonOf(status)}}, context, MayHaveBeenSent(status));
}

absl::Status AnswerLacks(std::string_view what, const CallContext& context) {
  return MakeError(ReasonNamed("TIKTOK_UNAVAILABLE"), fmt::format(" Its answer lacks {}.", what),
                   {}, context, /*may_be_done=*/true);
}

}  // namespace sparkgate::tiktok
