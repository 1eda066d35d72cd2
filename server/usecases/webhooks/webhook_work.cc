#include "server/usecases/webhooks/webhook_work.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "server/usecases/events.h"
#include "server/usecases/names.h"
#include "server/usecases/overlap.h"
#include "server/usecases/webhooks/queue.h"
#include "server/usecases/webhooks/send.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

// Real time after which a run lets the workspace's other work have its turn.
constexpr absl::Duration kLongestRun = absl::Seconds(2);

// One attempt: made outside of any transaction, written down in the next.
struct Attempt {
  WebhookEndpoint endpoint;
  WebhookDelivery delivery;
  Event event;
  WebhookAnswer answer;
};

std::string_view ReasonWord(WebhookDisabled why) {
  return why == WebhookDisabled::kGone ? "GONE" : "FAILING";
}

// Sends to the endpoints of one batch: round by round, each a transaction that writes down what
// came of the attempts before and finds the next, and then these attempts.
class WebhookRun {
 public:
  WebhookRun(Env& env, const Workspace& workspace, const std::vector<WorkItem>& items,
             absl::Time now)
      : env_(env), workspace_(workspace), items_(items), start_(now) {}

  std::vector<WorkOutcome> Do() {
    const int64_t begin = MonotonicNanos();
    std::vector<Attempt> done;
    while (true) {
      const bool tired = absl::Nanoseconds(MonotonicNanos() - begin) >= kLongestRun;
      const absl::Status written = env_.store.Write([&](Transaction& tx) -> absl::Status {
        attempts_.clear();
        outcomes_.clear();
        return Round(tx, done, tired);
      });
      if (!written.ok()) return std::vector<WorkOutcome>(items_.size(), FailedWork(written));
      if (attempts_.empty()) return std::move(outcomes_);
      Overlap(env_.calls, attempts_.size(), [this](size_t i) { Send(attempts_[i]); });
      done = std::move(attempts_);
    }
  }

 private:
  absl::Time Now() const {
    return workspace_.environment == Environment::kLive ? env_.clocks.RealNow() : start_;
  }

  absl::Status Round(Transaction& tx, const std::vector<Attempt>& done, bool tired) {
    const absl::Time now = Now();
    for (const Attempt& attempt : done) SG_RETURN_IF_ERROR(WriteDown(tx, attempt, now));
    for (const WorkItem& item : items_) {
      SG_ASSIGN_OR_RETURN(WorkOutcome outcome, Take(tx, item, now, tired));
      // Nothing is left to do at this instant: who makes it due again brings something.
      outcome.fresh = outcome.kind == WorkOutcome::Kind::kDone || outcome.due > now || tired;
      outcomes_.push_back(std::move(outcome));
    }
    return absl::OkStatus();
  }

  absl::Status WriteDown(Transaction& tx, const Attempt& attempt, absl::Time now) {
    const WebhookDelivery& sent = attempt.delivery;
    SG_ASSIGN_OR_RETURN(auto endpoint, tx.webhook_endpoints().Get(workspace_.id, sent.endpoint));
    SG_ASSIGN_OR_RETURN(auto delivery,
                        tx.webhook_deliveries().Get(workspace_.id, sent.endpoint, sent.position));
    if (!endpoint.has_value() || delivery != sent) return absl::OkStatus();  // deleted, or reset
    const WebhookDisabled before = endpoint->disabled;
    ApplyAnswer(attempt.answer, now, *endpoint, *delivery);
    SG_RETURN_IF_ERROR(tx.webhook_deliveries().Put(*delivery));
    SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put(*endpoint));
    SG_RETURN_IF_ERROR(tx.webhook_deliveries().EraseOver(
        workspace_.id, endpoint->id, endpoint->last_position - kKeptDeliveries));
    if (endpoint->disabled == before) return absl::OkStatus();
    return AppendEvent(tx, workspace_.id, "webhook_endpoint.disabled",
                       WebhookEndpointName(workspace_.id, endpoint->id), now,
                       {{"reason", std::string(ReasonWord(endpoint->disabled))}});
  }

  absl::StatusOr<WorkOutcome> Take(Transaction& tx, const WorkItem& item, absl::Time now,
                                   bool tired) {
    SG_ASSIGN_OR_RETURN(auto endpoint, tx.webhook_endpoints().Get(workspace_.id, item.subject));
    if (!endpoint.has_value() || endpoint->disabled != WebhookDisabled::kNo) return WorkDone();
    if (ForgetFuture(*endpoint, now)) {
      SG_RETURN_IF_ERROR(tx.webhook_endpoints().Put(*endpoint));
    }
    SG_ASSIGN_OR_RETURN(const bool more, FillQueue(tx, *endpoint, now));
    SG_ASSIGN_OR_RETURN(
        const std::vector<WebhookDelivery> pending,
        tx.webhook_deliveries().ListPending(workspace_.id, endpoint->id, kMostQueuedByReplay));
    const std::vector<WebhookDelivery> ready = ToSendNow(*endpoint, pending, now);
    if (tired && !ready.empty()) return AgainAt(now);
    for (const WebhookDelivery& delivery : ready) {
      SG_ASSIGN_OR_RETURN(std::vector<Event> events,
                          tx.events().List(workspace_.id, delivery.event - 1, 1));
      if (events.empty()) return WorkDone();  // never: events and deliveries are erased together
      attempts_.push_back({*endpoint, delivery, std::move(events.front()), {}});
    }
    if (more) return AgainAt(now);
    const std::optional<absl::Time> next = NextSend(*endpoint, pending);
    return next.has_value() ? AgainAt(*next) : WorkDone();
  }

  void Send(Attempt& attempt) {
    const bool world = workspace_.environment == Environment::kSimulator;
    attempt.answer = SendWebhook(env_, workspace_, attempt.endpoint, attempt.delivery.message,
                                 attempt.event, world ? kAttemptTimeInWorld : kAttemptTime);
  }

  Env& env_;
  const Workspace& workspace_;
  const std::vector<WorkItem>& items_;
  const absl::Time start_;
  std::vector<Attempt> attempts_;
  std::vector<WorkOutcome> outcomes_;
};

class WebhookHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kWebhookWork; }
  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    return WebhookRun(env, workspace, items, now).Do();
  }
};

}  // namespace

std::unique_ptr<WorkHandler> NewWebhookHandler() { return std::make_unique<WebhookHandler>(); }

}  // namespace sparkgate::server
