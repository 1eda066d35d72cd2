#include "simulator/world/reactions.h"

#include <optional>

#include "simulator/world/ad_group_budgets.h"
#include "simulator/world/codes.h"
#include "simulator/world/review.h"
#include "simulator/world/webhooks.h"

namespace sparkgate::simulator {

void React(WorldState& state, const WorldEvent& event) {
  switch (event.kind) {
    case EventKind::kWebhookAttempt:
      MarkWebhookDue(state, event.subject);
      break;
    case EventKind::kReviewDecision:
      DecideAutomatically(state, event.subject);
      break;
    case EventKind::kAuthorizationEnd:
      NoticeAuthorizationEnd(state, event.subject);
      break;
    case EventKind::kScheduledBudget:
      ApplyScheduledBudget(state, event.subject);
      break;
    case EventKind::kReviewDesk:
      DecideAtDesk(state);
      break;
  }
}

size_t ReactToDue(WorldState& state, size_t limit) {
  size_t count = 0;
  while (count < limit) {
    const std::optional<WorldEvent> event = state.queue.PopDue(state.now);
    if (!event.has_value()) break;
    React(state, *event);
    ++count;
  }
  return count;
}

}  // namespace sparkgate::simulator
