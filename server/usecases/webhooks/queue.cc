#include "server/usecases/webhooks/queue.h"

#include <vector>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "server/usecases/webhooks/send.h"
#include "server/usecases/work.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

constexpr int kEventsAtOnce = 500;
constexpr int kMostPassed = 5000;  // in one transaction, for which others wait
constexpr size_t kDigestLetters = 10;

// The same for an event however often it is queued; another one for another event of its number, as
// there is after a backup was put back: receivers leave out what they have seen.
std::string MessageId(const WebhookEndpoint& endpoint, const Event& event) {
  return fmt::format("msg_{}_{}_{}", endpoint.id, event.number,
                     ToBase32(Sha256(WebhookBody(event))).substr(0, kDigestLetters));
}

}  // namespace

absl::Status QueueDelivery(Transaction& tx, WebhookEndpoint& endpoint, const Event& event,
                           absl::Time now) {
  return tx.webhook_deliveries().Put({.workspace = endpoint.workspace,
                                      .endpoint = endpoint.id,
                                      .position = ++endpoint.last_position,
                                      .message = MessageId(endpoint, event),
                                      .event = event.number,
                                      .type = event.type,
                                      .resource = event.resource,
                                      .create_time = now,
                                      .next_time = now});
}

absl::StatusOr<bool> FillQueue(Transaction& tx, WebhookEndpoint& endpoint, absl::Time now) {
  if (endpoint.disabled != WebhookDisabled::kNo) return false;
  SG_ASSIGN_OR_RETURN(int64_t pending,
                      tx.webhook_deliveries().CountPending(endpoint.workspace, endpoint.id));
  const int64_t before = endpoint.cursor;
  bool more = false;
  while (pending < kPendingDeliveries) {
    SG_ASSIGN_OR_RETURN(const std::vector<Event> events,
                        tx.events().List(endpoint.workspace, endpoint.cursor, kEventsAtOnce));
    for (const Event& event : events) {
      if (pending >= kPendingDeliveries) break;
      endpoint.cursor = event.number;
      if (!TypeMatches(event.type, endpoint.event_types)) continue;
      SG_RETURN_IF_ERROR(QueueDelivery(tx, endpoint, event, now));
      ++pending;
    }
    if (events.size() < kEventsAtOnce) break;
    more = endpoint.cursor - before >= kMostPassed;
    if (more) break;
  }
  if (endpoint.cursor != before) SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put(endpoint));
  return more;
}

absl::Status WakeWebhook(Transaction& tx, const WebhookEndpoint& endpoint, absl::Time now) {
  return WakeWork(tx, endpoint.workspace, kWebhookWork, endpoint.id, now);
}

absl::Status WakeWebhooks(Transaction& tx, const std::string& workspace, const std::string& type,
                          absl::Time now) {
  SG_ASSIGN_OR_RETURN(
      const std::vector<WebhookEndpoint> endpoints,
      tx.webhook_endpoints().List(workspace, {.after = "", .limit = kMostWebhookEndpoints}));
  for (const WebhookEndpoint& endpoint : endpoints) {
    if (endpoint.disabled != WebhookDisabled::kNo) continue;
    if (!TypeMatches(type, endpoint.event_types)) continue;
    SG_RETURN_IF_ERROR(WakeWebhook(tx, endpoint, now));
  }
  return absl::OkStatus();
}

}  // namespace sparkgate::server
