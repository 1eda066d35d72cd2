// Webhooks as the world sees them: which calls are to be made now, and what became of them. Whoever
// sends them (simulator/world/time/courier.h) holds no lock while it waits for an answer.
#ifndef SPARKGATE_SIMULATOR_WORLD_WEBHOOKS_H_
#define SPARKGATE_SIMULATOR_WORLD_WEBHOOKS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

struct WebhookCall {
  std::string delivery_id;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// What kWebhookAttempt does: the delivery, if it still waits, is to be sent now.
void MarkWebhookDue(WorldState& state, std::string_view delivery_id);

// The deliveries whose attempt is due at state.now, by id; each turns kSending until FinishWebhook.
// One whose subscription has gone is given up without a call.
std::vector<WebhookCall> TakeDueWebhooks(WorldState& state);

struct WebhookOutcome {
  enum Kind {
    kDelivered,  // the receiver answered 200
    kFailed,     // the next attempt is put on the queue, or the delivery is given up
    kNotSent,    // nobody tried: it is due as before
  };
  WebhookOutcome(Kind what = kNotSent) : kind(what) {}  // NOLINT: a kind is an outcome
  // Whatever the receiver said, the same comes of it.
  friend bool operator==(const WebhookOutcome& a, const WebhookOutcome& b) {
    return a.kind == b.kind;
  }

  Kind kind;
  int http_status = 0;  // 0: no answer
  std::string problem;  // why there was none
};
// What became of it goes to the log of deliveries (webhook_log.h).
void FinishWebhook(WorldState& state, std::string_view delivery_id, const WebhookOutcome& outcome);

// For a state that is a copy: nobody sends from it what was on its way when it was made, so that is
// due again. Receivers see each webhook at least once.
void ReviveWebhooks(WorldState& state);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_WEBHOOKS_H_
