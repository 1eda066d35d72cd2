// What is due of single posts and codes: warnings before an authorization ends, the end itself, and
// looks at what changed here. TikTok tells nobody (facts 13, pain 7), so these are our own.
#include "base/error.h"
#include "server/usecases/events.h"
#include "server/usecases/library/library_sync.h"
#include "server/usecases/library/library_work.h"
#include "server/usecases/library/post_looks.h"
#include "server/usecases/names.h"
#include "server/usecases/work_kinds.h"
#include "server/usecases/work_outcomes.h"

namespace sparkgate::server {
namespace {

// What is due of one post now: an alert, or its end.
absl::Status Remind(Transaction& tx, const Workspace& workspace, SparkPost post, absl::Time now) {
  const std::string name = SparkPostName(post.workspace, post.ad_account, post.item_id);
  // TikTok's list may lag; the end is ours to know.
  if (now >= post.auth_end && ApplySparkPostEvent(post, SparkPostEvent::kEnded)) {
    SG_RETURN_IF_ERROR(tx.spark_posts().Put(post));
    SG_RETURN_IF_ERROR(WakeWork(tx, workspace.id, kPostAdsWork, AuthorizationSubject(post), now));
    return AppendEvent(tx, workspace.id, "authorization.ended", name, now,
                       {{"reason", "ENDED"}, {"end_time", EventTime(post.auth_end)}});
  }
  const std::vector<int>& alert_days = workspace.settings.alert_days;
  if (!AlertIsDue(post, now, alert_days)) return absl::OkStatus();
  post.last_alert_days = ReachedAlert(post.auth_end, now, alert_days);
  SG_RETURN_IF_ERROR(tx.spark_posts().Put(post));
  return AppendEvent(tx, workspace.id, "authorization.ending", name, now,
                     {{"days_left", std::to_string(post.last_alert_days)},
                      {"end_time", EventTime(post.auth_end)},
                      {"creator_name", post.creator_name}});
}

class AuthorizationDueHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kAuthorizationWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    // Look before telling: the creator may have extended. If TikTok can't be read, what we know
    // still holds.
    const PostLooks looks(env, workspace, items, LookWhen::kNotJustSynced, now);
    using Outcomes = std::vector<WorkOutcome>;
    return TakeTogether(
        env, workspace, items, now, [&](Transaction& tx) -> absl::StatusOr<Outcomes> {
          SG_RETURN_IF_ERROR(looks.Take(tx, workspace, now));
          Outcomes outcomes;
          for (const WorkItem& item : items) {
            SG_ASSIGN_OR_RETURN(WorkOutcome outcome, Tell(tx, workspace, item, now));
            outcomes.push_back(std::move(outcome));
          }
          return outcomes;
        });
  }

 private:
  static absl::StatusOr<WorkOutcome> Tell(Transaction& tx, const Workspace& workspace,
                                          const WorkItem& item, absl::Time now) {
    const auto [account, item_id] = ParseAuthorizationSubject(item.subject);
    SG_ASSIGN_OR_RETURN(const auto post, tx.spark_posts().Get(workspace.id, account, item_id));
    if (!post.has_value() || post->state != SparkPostState::kAuthorized) return WorkDone();
    SG_RETURN_IF_ERROR(Remind(tx, workspace, *post, now));
    const auto next = NextAuthorizationDue(post->auth_end, now, workspace.settings.alert_days);
    return next.has_value() ? AgainAt(next->at) : WorkDone();
  }
};

// Something of the post changed here.
class PostLookHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kPostLookWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    const PostLooks looks(env, workspace, items, LookWhen::kAlways, now);
    using Outcomes = std::vector<WorkOutcome>;
    return TakeTogether(env, workspace, items, now,
                        [&](Transaction& tx) -> absl::StatusOr<Outcomes> {
                          SG_RETURN_IF_ERROR(looks.Take(tx, workspace, now));
                          Outcomes outcomes;
                          for (const WorkItem& item : items) {
                            const absl::Status status = looks.StatusOf(item);
                            // Who connects anew has the library synced.
                            const bool over = status.ok() || ReasonOf(status) == "RECONNECT_NEEDED";
                            outcomes.push_back(over ? WorkDone() : FailedWork(status));
                          }
                          return outcomes;
                        });
  }
};

class CodeEndHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kCodeEndWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    std::vector<WorkOutcome> outcomes;
    const absl::Status told = env.store.Write([&](Transaction& tx) -> absl::Status {
      outcomes.clear();
      for (const WorkItem& item : items) {
        SG_ASSIGN_OR_RETURN(const auto code, tx.codes().Get(workspace.id, item.subject));
        if (code.has_value() && code->end_time > now) {
          outcomes.push_back(AgainAt(code->end_time));  // extended meanwhile
          continue;
        }
        // Together with its event: a crash in between would tell it twice.
        SG_RETURN_IF_ERROR(tx.work().Erase(workspace.id, kCodeEndWork, item.subject));
        outcomes.push_back(WorkHandled());
        if (!code.has_value() || StateAt(*code, now) != CodeState::kExpired) continue;
        SG_RETURN_IF_ERROR(
            AppendEvent(tx, workspace.id, "code.ended", CodeName(workspace.id, code->id), now,
                        {{"item_id", code->item_id}, {"end_time", EventTime(code->end_time)}}));
      }
      return absl::OkStatus();
    });
    if (!told.ok()) outcomes.assign(items.size(), FailedWork(told));
    return outcomes;
  }
};

}  // namespace

std::unique_ptr<WorkHandler> NewAuthorizationDueHandler() {
  return std::make_unique<AuthorizationDueHandler>();
}
std::unique_ptr<WorkHandler> NewPostLookHandler() { return std::make_unique<PostLookHandler>(); }
std::unique_ptr<WorkHandler> NewCodeEndHandler() { return std::make_unique<CodeEndHandler>(); }

}  // namespace sparkgate::server
