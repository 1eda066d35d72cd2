// Webhooks: where a workspace's events are sent, what became of each, and when it is sent again.
// The events table is the outbox: an endpoint's cursor moves along it, and what it passes and the
// endpoint wants becomes a delivery.
#ifndef SPARKGATE_SERVER_DOMAIN_WEBHOOK_H_
#define SPARKGATE_SERVER_DOMAIN_WEBHOOK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/time/time.h>

#include "server/domain/sealed.h"

namespace sparkgate::server {

inline constexpr int kMostWebhookEndpoints = 20;  // of a workspace
// Deliveries of an endpoint that wait or are under way. Further events wait in the outbox.
inline constexpr int kPendingDeliveries = 256;
inline constexpr int kKeptDeliveries = 1000;      // of an endpoint that are over
inline constexpr size_t kAttemptsAtOnce = 8;      // of an endpoint, each about another resource
inline constexpr int64_t kMostReplayed = 1000;    // event numbers of one Replay
inline constexpr int kMostQueuedByReplay = 2000;  // deliveries that wait, after a Replay
// An endpoint to which nothing came through for so long is disabled: as long as a delivery is
// tried.
inline constexpr absl::Duration kDisableAfter = absl::Hours(72);
// A rotation's overlap. Real time.
inline constexpr absl::Duration kDefaultOverlap = absl::Hours(24);
inline constexpr absl::Duration kLongestOverlap = absl::Hours(7 * 24);
// What an attempt may take, real time; a tick of a simulated world waits for it.
inline constexpr absl::Duration kAttemptTime = absl::Seconds(10);
inline constexpr absl::Duration kAttemptTimeInWorld = absl::Seconds(2);

enum class WebhookScheme { kHmacSha256 = 1, kEd25519 = 2 };
enum class WebhookDisabled { kNo = 0, kByUser = 1, kGone = 2, kFailing = 3 };

struct WebhookEndpoint {
  std::string workspace;
  std::string id;
  std::string display_name;
  std::string url;
  std::vector<std::string> event_types;  // as TypeMatches takes them
  WebhookDisabled disabled = WebhookDisabled::kNo;
  WebhookScheme scheme = WebhookScheme::kHmacSha256;
  Sealed secret;                   // as callers are shown it: "whsec_…", "whsk_…"
  std::string public_key;          // "whpk_…"; "" with HMAC
  Sealed old_secret;               // the one before, while it is still signed with
  std::string old_public_key;      // likewise
  absl::Time old_secret_end = {};  // real time
  absl::Time create_time;          // real time
  int64_t cursor = 0;              // events up to it were passed
  int64_t last_position = 0;       // of its newest delivery
  // Workspace clock: the first failure since anything came through.
  std::optional<absl::Time> failing_since = {};
  // Times in a row that nobody answered at all, and until when it is left alone therefore
  // (workspace clock).
  int unanswered = 0;
  std::optional<absl::Time> hold_until = {};

  friend bool operator==(const WebhookEndpoint&, const WebhookEndpoint&) = default;
};

enum class WebhookDeliveryState { kPending = 1, kDelivered = 2, kGivenUp = 3 };

// One event to one endpoint.
struct WebhookDelivery {
  std::string workspace;
  std::string endpoint;
  int64_t position = 0;  // 1, 2, 3, … of the endpoint: its id
  std::string message;   // webhook-id: the same for whatever is sent of an event to an endpoint
  int64_t event = 0;     // its number; 0: a test's ping
  std::string type;      // of the event
  std::string resource;  // that the event is about
  WebhookDeliveryState state = WebhookDeliveryState::kPending;
  int attempts = 0;        // that failed or were acknowledged
  absl::Time create_time;  // workspace clock, as is the next
  absl::Time next_time;    // of the next attempt while it is pending; of the last one afterwards
  std::optional<absl::Time> attempt_time = {};  // real time: webhook-timestamp of the last one
  int status = 0;                               // HTTP status of the last answer; 0: none
  std::string failure;  // why the last attempt failed: "HTTP_STATUS", "HTTP_TIMEOUT", …

  friend bool operator==(const WebhookDelivery&, const WebhookDelivery&) = default;
};

// What an attempt came to.
struct WebhookAnswer {
  int status = 0;                                     // 0: nobody answered
  std::string failure;                                // then why not
  absl::Duration retry_after = absl::ZeroDuration();  // as the receiver asked
  absl::Time sent_time;                               // real
};

// How long after its `attempts`th failure a delivery is tried again; nullopt: never. The schedule
// of the Standard Webhooks specification ("Deliverability and reliability"): 10 attempts in 75.6
// hours.
std::optional<absl::Duration> RetryDelayOfWebhook(int attempts);

// A world that was reset is younger than what was written down of its receivers: that counts no
// more. Returns whether there was any.
bool ForgetFuture(WebhookEndpoint& endpoint, absl::Time now);

// Which of `pending`, by position, are sent now: due, the first of their resource, at most
// kAttemptsAtOnce. None of an endpoint that is disabled or left alone.
std::vector<WebhookDelivery> ToSendNow(const WebhookEndpoint& endpoint,
                                       const std::vector<WebhookDelivery>& pending, absl::Time now);
// When there will be one; nullopt: nothing waits.
std::optional<absl::Time> NextSend(const WebhookEndpoint& endpoint,
                                   const std::vector<WebhookDelivery>& pending);

// Writes an answer into a delivery, and what it says of the endpoint into that. An endpoint that is
// disabled stays so; one that gets disabled has changed `disabled`.
void ApplyAnswer(const WebhookAnswer& answer, absl::Time now, WebhookEndpoint& endpoint,
                 WebhookDelivery& delivery);

// On again: what it failed at before does not count any more. What waits keeps its times.
void EnableEndpoint(WebhookEndpoint& endpoint);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_WEBHOOK_H_
