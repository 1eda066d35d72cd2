#include "server/usecases/survey.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/error.h"
#include "server/usecases/library/library_work.h"
#include "server/usecases/mutation.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

constexpr absl::Duration kHorizon = absl::Hours(24 * kHorizonDays.back());

// Counts one workspace in one snapshot. Made anew for each try of the transaction.
class Surveyor {
 public:
  Surveyor(const Transaction& tx, const Workspace& workspace, const SurveyBounds& bounds)
      : tx_(tx), workspace_(workspace), bounds_(bounds) {}

  // `now` is nullopt if nobody tells what time it is there: then nothing is due.
  absl::Status Count(std::optional<absl::Time> now) {
    SG_RETURN_IF_ERROR(CountOperations());
    SG_RETURN_IF_ERROR(CountWebhooks());
    return now.has_value() ? CountWork(*now) : absl::OkStatus();
  }

  Standing standing;
  size_t rows = 0;
  bool complete = true;

 private:
  absl::Status CountOperations() {
    for (const OperationState state :
         {OperationState::kPlanned, OperationState::kRunning, OperationState::kUnknown}) {
      SG_ASSIGN_OR_RETURN(
          const std::vector<Operation> open,
          tx_.operations().List(workspace_.id, state, Page{.limit = bounds_.operations}));
      Looked(open.size(), bounds_.operations);
      standing.operations[state] = static_cast<int64_t>(open.size());
      standing.waiting_for_person +=
          std::ranges::count(open, kWaitsForPerson, &Operation::waiting_for);
    }
    return absl::OkStatus();
  }

  absl::Status CountWebhooks() {
    SG_ASSIGN_OR_RETURN(standing.last_events, tx_.events().LastNumber(workspace_.id));
    SG_ASSIGN_OR_RETURN(
        const std::vector<WebhookEndpoint> endpoints,
        tx_.webhook_endpoints().List(workspace_.id, Page{.limit = kMostWebhookEndpoints}));
    rows += endpoints.size();
    for (const WebhookEndpoint& endpoint : endpoints) {
      if (endpoint.disabled != WebhookDisabled::kNo) {
        if (endpoint.disabled != WebhookDisabled::kByUser) ++standing.webhooks_disabled;
        continue;
      }
      standing.webhook_lag = std::max(standing.webhook_lag, standing.last_events - endpoint.cursor);
      SG_ASSIGN_OR_RETURN(
          const std::vector<WebhookDelivery> pending,
          tx_.webhook_deliveries().ListPending(workspace_.id, endpoint.id, kMostQueuedByReplay));
      Looked(pending.size(), kMostQueuedByReplay);
      standing.webhooks_pending += static_cast<int64_t>(pending.size());
    }
    return absl::OkStatus();
  }

  // Every authorized post has an item due no later than its end, and every code one at its end, so
  // what ends within the horizon is among what is due in it.
  absl::Status CountWork(absl::Time now) {
    SG_ASSIGN_OR_RETURN(const std::vector<WorkItem> items,
                        tx_.work().ListDue(workspace_.id, now + kHorizon, bounds_.work_items));
    Looked(items.size(), bounds_.work_items);
    for (const WorkItem& item : items) {
      if (item.due <= now) {
        ++standing.work_due[item.kind];
        standing.oldest_due = std::max(standing.oldest_due, now - item.due);
      }
      if (item.kind == kCodeEndWork) CountEnd(standing.codes_ending, item.due, now);
      if (item.kind != kAuthorizationWork) continue;
      const auto [account, id] = ParseAuthorizationSubject(item.subject);
      SG_ASSIGN_OR_RETURN(const auto post, tx_.spark_posts().Get(workspace_.id, account, id));
      if (!post.has_value() || post->state != SparkPostState::kAuthorized) continue;
      CountEnd(standing.authorizations_ending, post->auth_end, now);
    }
    return absl::OkStatus();
  }

  static void CountEnd(std::map<int, int64_t>& ending, absl::Time end, absl::Time now) {
    if (end <= now) return;
    for (const int days : kHorizonDays) {
      if (end <= now + absl::Hours(24) * days) ++ending[days];
    }
  }

  void Looked(size_t found, int bound) {
    rows += found;
    complete = complete && found < static_cast<size_t>(bound);
  }

  const Transaction& tx_;
  const Workspace& workspace_;
  const SurveyBounds& bounds_;
};

template <class Key>
void AddTo(std::map<Key, int64_t>& sums, const std::map<Key, int64_t>& counts) {
  for (const auto& [key, count] : counts) sums[key] += count;
}

void Add(const Standing& one, Standing& all) {
  AddTo(all.work_due, one.work_due);
  AddTo(all.operations, one.operations);
  AddTo(all.authorizations_ending, one.authorizations_ending);
  AddTo(all.codes_ending, one.codes_ending);
  all.oldest_due = std::max(all.oldest_due, one.oldest_due);
  all.waiting_for_person += one.waiting_for_person;
  all.last_events += one.last_events;
  all.webhooks_pending += one.webhooks_pending;
  all.webhook_lag = std::max(all.webhook_lag, one.webhook_lag);
  all.webhooks_disabled += one.webhooks_disabled;
}

}  // namespace

absl::StatusOr<Survey> TakeSurvey(Env& env, const SurveyBounds& bounds) {
  std::vector<Workspace> workspaces;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(workspaces, tx.workspaces().List(Page{.limit = bounds.workspaces}));
    return absl::OkStatus();
  }));
  Survey survey;
  survey.standings[Environment::kLive];
  survey.standings[Environment::kSimulator];
  survey.complete = workspaces.size() < static_cast<size_t>(bounds.workspaces);
  size_t rows = 0;
  for (const Workspace& workspace : workspaces) {
    Standing& all = survey.standings[workspace.environment];
    ++all.workspaces;
    if (rows >= bounds.altogether) {
      survey.complete = false;
      continue;
    }
    const absl::StatusOr<absl::Time> now = env.clocks.Now(workspace);
    if (!now.ok()) ++all.unknown_time;
    std::optional<Surveyor> surveyor;
    SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
      surveyor.emplace(tx, workspace, bounds);
      return surveyor->Count(now.ok() ? std::optional(*now) : std::nullopt);
    }));
    Add(surveyor->standing, all);
    rows += surveyor->rows;
    survey.complete = survey.complete && surveyor->complete;
  }
  return survey;
}

}  // namespace sparkgate::server
