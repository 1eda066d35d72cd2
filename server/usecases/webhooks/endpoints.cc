#include "server/usecases/webhooks/endpoints.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "server/domain/text.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/request_ids.h"
#include "server/usecases/webhooks/queue.h"
#include "server/usecases/webhooks/send.h"
#include "server/usecases/webhooks/signature.h"
#include "server/usecases/webhooks/url.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

constexpr size_t kMostTypes = 50;
constexpr size_t kLongestType = 100;

bool IsEventType(const std::string& type) {
  if (type.empty() || type.size() > kLongestType) return false;
  const std::string_view stem =
      type.ends_with(".*") ? std::string_view(type).substr(0, type.size() - 2) : type;
  return !stem.empty() && std::ranges::all_of(stem, [](char c) {
    return (c >= 'a' && c <= 'z') || c == '_' || c == '.';
  });
}

absl::Status CheckEndpoint(const Env& env, const WebhookEndpoint& endpoint) {
  std::vector<FieldViolation> wrong;
  if (std::string problem = TextProblem(endpoint.display_name, 100); !problem.empty()) {
    wrong.push_back({"webhook_endpoint.display_name", std::move(problem)});
  }
  if (std::string problem = WebhookUrlProblem(env.settings, endpoint.url); !problem.empty()) {
    wrong.push_back({"webhook_endpoint.url", std::move(problem)});
  }
  if (endpoint.event_types.size() > kMostTypes) {
    wrong.push_back({"webhook_endpoint.event_types", "must be at most 50"});
  }
  for (size_t i = 0; i < std::min(endpoint.event_types.size(), kMostTypes); ++i) {
    if (IsEventType(endpoint.event_types[i])) continue;
    wrong.push_back({fmt::format("webhook_endpoint.event_types[{}]", i),
                     "must be an event's type, such as ad.approved, or ad.*"});
  }
  return wrong.empty() ? absl::OkStatus() : InvalidFields(std::move(wrong));
}

absl::StatusOr<WebhookEndpointView> ViewOf(const Transaction& tx, WebhookEndpoint endpoint) {
  SG_ASSIGN_OR_RETURN(const int64_t pending,
                      tx.webhook_deliveries().CountPending(endpoint.workspace, endpoint.id));
  return WebhookEndpointView{.endpoint = std::move(endpoint), .pending = pending};
}

absl::Status EndpointsFull() {
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("The workspace has {} webhook endpoints already: delete one first.",
                           kMostWebhookEndpoints),
               {.reason = "WEBHOOK_ENDPOINTS_FULL", .who = Actor::kCaller});
}

// Writes a change of an endpoint down, with who made it.
absl::Status RecordChange(Env& env, Transaction& tx, const Call& call, const Workspace& workspace,
                          const std::string& id, const std::string& event,
                          const std::string& action,
                          std::map<std::string, std::string> attributes = {}) {
  const absl::Time real_now = env.clocks.RealNow();
  const std::string name = WebhookEndpointName(workspace.id, id);
  SG_RETURN_IF_ERROR(
      AppendEvent(tx, workspace.id, event, name, EventNow(env, workspace), std::move(attributes)));
  SG_RETURN_IF_ERROR(AppendAudit(tx, call, action, name, real_now));
  return RememberAnswer(tx, call, name, real_now);
}

std::string ShownSecret(const WebhookSecret& secret) {
  return secret.public_key.empty() ? secret.secret : "";
}

// What a change of `enabled` is told as; "" if there is none.
std::string Switch(WebhookEndpoint& endpoint, std::optional<bool> enabled) {
  const bool was = endpoint.disabled == WebhookDisabled::kNo;
  if (!enabled.has_value() || *enabled == was) return "";
  if (!*enabled) {
    endpoint.disabled = WebhookDisabled::kByUser;
    return "webhook_endpoint.disabled";
  }
  EnableEndpoint(endpoint);
  return "webhook_endpoint.enabled";
}

}  // namespace

absl::StatusOr<WebhookEndpoint> LoadWebhookEndpoint(const Transaction& tx,
                                                    const std::string& workspace,
                                                    const std::string& id) {
  SG_ASSIGN_OR_RETURN(auto endpoint, tx.webhook_endpoints().Get(workspace, id));
  if (!endpoint.has_value()) {
    return ResourceNotFound("sparkgate/WebhookEndpoint", WebhookEndpointName(workspace, id));
  }
  return *std::move(endpoint);
}

absl::StatusOr<WebhookEndpointWithSecret> CreateWebhookEndpoint(Env& env, const Call& call,
                                                                const NewWebhookEndpoint& wanted) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, call.workspace));
  const absl::Time now = env.clocks.RealNow();
  const WebhookSecret secret = NewWebhookSecret(wanted.scheme);
  WebhookEndpoint endpoint{.workspace = workspace.id,
                           .id = NewId(now),
                           .display_name = wanted.display_name,
                           .url = wanted.url,
                           .event_types = wanted.event_types,
                           .scheme = wanted.scheme,
                           .public_key = secret.public_key,
                           .create_time = now};
  SG_RETURN_IF_ERROR(CheckEndpoint(env, endpoint));
  SG_ASSIGN_OR_RETURN(endpoint.secret,
                      env.vault.Seal(workspace, WebhookSecretPlace(endpoint.id), secret.secret));
  WebhookEndpointWithSecret made;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    made = {};
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) {
      SG_ASSIGN_OR_RETURN(auto there, LoadWebhookEndpoint(tx, workspace.id, LastIdOf(*earlier)));
      SG_ASSIGN_OR_RETURN(made.view, ViewOf(tx, std::move(there)));
      return absl::OkStatus();
    }
    SG_ASSIGN_OR_RETURN(
        const auto others,
        tx.webhook_endpoints().List(workspace.id, {.after = "", .limit = kMostWebhookEndpoints}));
    if (others.size() >= kMostWebhookEndpoints) return EndpointsFull();
    made = {.view = {.endpoint = endpoint}, .secret = ShownSecret(secret)};
    SG_ASSIGN_OR_RETURN(made.view.endpoint.cursor, tx.events().LastNumber(workspace.id));
    SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put(made.view.endpoint));
    return RecordChange(env, tx, call, workspace, endpoint.id, "webhook_endpoint.created",
                        "webhook.create");
  }));
  env.work.Poke(workspace.id);
  return made;
}

absl::StatusOr<WebhookEndpointView> GetWebhookEndpoint(Env& env, const std::string& workspace,
                                                       const std::string& id) {
  WebhookEndpointView view;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto endpoint, LoadWebhookEndpoint(tx, workspace, id));
    SG_ASSIGN_OR_RETURN(view, ViewOf(tx, std::move(endpoint)));
    return absl::OkStatus();
  }));
  return view;
}

absl::StatusOr<std::vector<WebhookEndpointView>> ListWebhookEndpoints(Env& env,
                                                                      const std::string& workspace,
                                                                      const Page& page) {
  std::vector<WebhookEndpointView> views;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    views.clear();
    SG_ASSIGN_OR_RETURN(auto endpoints, tx.webhook_endpoints().List(workspace, page));
    for (WebhookEndpoint& endpoint : endpoints) {
      SG_ASSIGN_OR_RETURN(auto view, ViewOf(tx, std::move(endpoint)));
      views.push_back(std::move(view));
    }
    return absl::OkStatus();
  }));
  return views;
}

absl::StatusOr<WebhookEndpointView> UpdateWebhookEndpoint(Env& env, const Call& call,
                                                          const std::string& id,
                                                          const WebhookEndpointChange& change) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, call.workspace));
  WebhookEndpointView view;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(WebhookEndpoint endpoint, LoadWebhookEndpoint(tx, workspace.id, id));
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (!earlier.has_value()) {
      endpoint.display_name = change.display_name.value_or(endpoint.display_name);
      endpoint.url = change.url.value_or(endpoint.url);
      endpoint.event_types = change.event_types.value_or(endpoint.event_types);
      const std::string switched = Switch(endpoint, change.enabled);
      SG_RETURN_IF_ERROR(CheckEndpoint(env, endpoint));
      SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put(endpoint));
      std::map<std::string, std::string> attributes;
      if (endpoint.disabled == WebhookDisabled::kByUser && !switched.empty()) {
        attributes["reason"] = "BY_USER";
      }
      SG_RETURN_IF_ERROR(RecordChange(env, tx, call, workspace, id,
                                      switched.empty() ? "webhook_endpoint.changed" : switched,
                                      "webhook.update", std::move(attributes)));
      SG_RETURN_IF_ERROR(WakeWebhook(tx, endpoint, EventNow(env, workspace)));
    }
    SG_ASSIGN_OR_RETURN(view, ViewOf(tx, std::move(endpoint)));
    return absl::OkStatus();
  }));
  env.work.Poke(workspace.id);
  return view;
}

absl::Status DeleteWebhookEndpoint(Env& env, const Call& call, const std::string& id) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, call.workspace));
  return env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) return absl::OkStatus();
    SG_RETURN_IF_ERROR(LoadWebhookEndpoint(tx, workspace.id, id).status());
    SG_RETURN_IF_ERROR(tx.webhook_endpoints().Erase(workspace.id, id));
    SG_RETURN_IF_ERROR(tx.work().Erase(workspace.id, kWebhookWork, id));
    return RecordChange(env, tx, call, workspace, id, "webhook_endpoint.deleted", "webhook.delete");
  });
}

absl::StatusOr<WebhookEndpointWithSecret> RotateWebhookSecret(Env& env, const Call& call,
                                                              const std::string& id,
                                                              absl::Duration overlap) {
  if (overlap < absl::ZeroDuration() || overlap > kLongestOverlap) {
    return InvalidField("overlap", "must be 0 to 7 days");
  }
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, call.workspace));
  const absl::Time now = env.clocks.RealNow();
  WebhookEndpointWithSecret made;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    made = {};
    SG_ASSIGN_OR_RETURN(WebhookEndpoint endpoint, LoadWebhookEndpoint(tx, workspace.id, id));
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (!earlier.has_value()) {
      const WebhookSecret secret = NewWebhookSecret(endpoint.scheme);
      const bool kept = overlap > absl::ZeroDuration();
      endpoint.old_secret = kept ? endpoint.secret : Sealed();
      endpoint.old_public_key = kept ? endpoint.public_key : "";
      endpoint.old_secret_end = kept ? now + overlap : absl::Time();
      SG_ASSIGN_OR_RETURN(endpoint.secret,
                          env.vault.Seal(workspace, WebhookSecretPlace(id), secret.secret));
      endpoint.public_key = secret.public_key;
      made.secret = ShownSecret(secret);
      SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put(endpoint));
      SG_RETURN_IF_ERROR(RecordChange(env, tx, call, workspace, id,
                                      "webhook_endpoint.secret_rotated", "webhook.rotate"));
    }
    SG_ASSIGN_OR_RETURN(made.view, ViewOf(tx, std::move(endpoint)));
    return absl::OkStatus();
  }));
  return made;
}

}  // namespace sparkgate::server
