#include "server/usecases/ads/publish.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "server/usecases/ads/batches.h"
#include "server/usecases/ads/create_mutations.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/ads/spending.h"
#include "server/usecases/ads/switches.h"
#include "server/usecases/events.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

// Then other work of the workspace, and the end of the program, get their turn.
constexpr int kPartsPerStep = 10;

absl::StatusOr<PublishPlan> LoadPlan(const Transaction& tx, const std::string& workspace,
                                     const std::string& id) {
  PublishPlan plan;
  SG_ASSIGN_OR_RETURN(const auto owner, tx.workspaces().Get(workspace));
  if (owner.has_value()) plan.end_policy = owner->settings.end_policy;
  SG_ASSIGN_OR_RETURN(plan.campaign, Load<Campaign>(tx, workspace, id));
  if (plan.campaign.stage == Stage::kDeleted) {
    return ResourceNotFound(Kind<Campaign>::kType, NameOf(plan.campaign));
  }
  SG_ASSIGN_OR_RETURN(plan.ad_groups, tx.ad_groups().List(workspace, id, kAllRows));
  SG_ASSIGN_OR_RETURN(plan.ads, tx.ads().List(workspace, {.campaign = id}, kAllRows));
  SG_ASSIGN_OR_RETURN(plan.account, tx.ad_accounts().Get(workspace, plan.campaign.ad_account));
  if (plan.account.has_value()) {
    SG_ASSIGN_OR_RETURN(plan.advertiser, tx.advertisers().Get(workspace, plan.account->advertiser));
  }
  std::set<std::string> items;
  for (const Ad& ad : plan.ads) items.insert(ad.item_id);
  for (const std::string& item : items) {
    SG_ASSIGN_OR_RETURN(auto post, tx.spark_posts().Get(workspace, plan.campaign.ad_account, item));
    if (post.has_value()) plan.posts.push_back(*std::move(post));
  }
  return plan;
}

absl::Status CheckFailed(const std::string& workspace,
                         const std::vector<PublishProblem>& problems) {
  std::vector<FieldViolation> fields;
  for (const PublishProblem& problem : problems) {
    if (problem.severity != Severity::kError) continue;
    const std::string name = NameOf(workspace, problem);
    fields.push_back({problem.field.empty() ? name : fmt::format("{}.{}", name, problem.field),
                      fmt::format("{}: {}", problem.reason, problem.message)});
  }
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("The final check found {} error(s); the first: {}", fields.size(),
                           fields.front().description),
               {.reason = "PUBLISH_CHECK_FAILED", .who = Actor::kAdvertiser, .fields = fields});
}

// What publishing makes of a plan's spending.
absl::StatusOr<WantedSpending> SpendingOncePublished(const Transaction& tx,
                                                     const Campaign& campaign) {
  SG_ASSIGN_OR_RETURN(WantedSpending wanted, SpendingAsWanted(tx, campaign.workspace, campaign.id));
  const auto submit = [](Published& object) {
    object.stage = NextStage(object.stage, StageEvent::kSubmit).value_or(object.stage);
  };
  submit(wanted.campaign);
  for (AdGroup& group : wanted.ad_groups) submit(group);
  return wanted;
}

// Plans the parts of a publishing, in the order in which they must go.
class Planner {
 public:
  Planner(Env& env, const Call& call, const Workspace& workspace, Transaction& tx,
          const Operation& composite, absl::Time now)
      : env_(env), call_(call), workspace_(workspace), tx_(tx), composite_(composite), now_(now) {}

  absl::Status Submit(PublishPlan& plan) {
    const bool created_now = plan.campaign.tiktok_id.empty();
    SG_RETURN_IF_ERROR(Create(plan.campaign, kCreateCampaign));
    for (AdGroup& group : plan.ad_groups) SG_RETURN_IF_ERROR(Create(group, kCreateAdGroup));
    for (Ad& ad : plan.ads) SG_RETURN_IF_ERROR(Create(ad, kCreateAd));
    if (ordinal_ == 0) {
      return Error(absl::StatusCode::kFailedPrecondition, "Everything of it is published already.",
                   {.reason = "NOTHING_TO_PUBLISH", .who = Actor::kAdvertiser});
    }
    // A campaign is created off and switched on last, so that a late twin never spends. One that is
    // on TikTok already stays as people switched it.
    if (!created_now || plan.campaign.operation_status != OperationStatus::kEnabled) {
      return absl::OkStatus();
    }
    return env_.operations
        ->Plan(tx_, call_,
               {.kind = kSwitchCampaign,
                .target = NameOf(plan.campaign),
                .arguments = SwitchArguments(plan.campaign.id, "ENABLE")},
               composite_.id, ordinal_++, now_)
        .status();
  }

 private:
  template <class Object>
  absl::Status Create(Object& object, const char* kind) {
    const auto next = NextStage(object.stage, StageEvent::kSubmit);
    if (!next.has_value()) return absl::OkStatus();  // live already
    object.stage = *next;
    object.failure.clear();
    SG_RETURN_IF_ERROR(Kind<Object>::Table(tx_).Put(object));
    SG_ASSIGN_OR_RETURN(
        std::string arguments,
        CreateArguments(tx_, workspace_, kind, object.id, object.ad_account, object.display_name));
    return env_.operations
        ->Plan(tx_, call_,
               {.kind = kind, .target = NameOf(object), .arguments = std::move(arguments)},
               composite_.id, ordinal_++, now_)
        .status();
  }

  Env& env_;
  const Call& call_;
  const Workspace& workspace_;
  Transaction& tx_;
  const Operation& composite_;
  const absl::Time now_;
  int ordinal_ = 0;
};

constexpr char kTakesBack[] = R"({"on_failure":"TAKE_BACK"})";

bool IsCreate(const Operation& part) {
  return part.kind == kCreateCampaign || part.kind == kCreateAdGroup || part.kind == kCreateAd;
}
bool IsTakeBack(const Operation& part) { return part.kind.ends_with(".take_back"); }
bool HasFailed(const Operation& part) { return part.state == OperationState::kFailed; }

// Ends a publishing that failed in part: nothing more is sent, and what it created is taken back.
class TurnBack {
 public:
  TurnBack(Env& env, Transaction& tx, const Operation& composite, absl::Time now)
      : env_(env), tx_(tx), composite_(composite), now_(now) {
    call_.principal = composite.principal;
    call_.workspace = composite.workspace;
    call_.method = composite.method;
  }

  absl::Status Plan() {
    SG_ASSIGN_OR_RETURN(const std::vector<Operation> parts,
                        tx_.operations().ListItems(composite_.workspace, composite_.id));
    if (std::ranges::any_of(parts, IsTakeBack)) return absl::OkStatus();  // after a crash
    ordinal_ = static_cast<int>(parts.size());
    const bool on = std::ranges::any_of(parts, [](const Operation& part) {
      return part.kind == kSwitchCampaign && part.state == OperationState::kPlanned;
    });
    SG_RETURN_IF_ERROR(env_.operations->CancelParts(tx_, composite_, now_));
    // What was created goes with what it was created under.
    std::set<std::string> groups;
    for (const Operation& part : parts) {
      if (part.state != OperationState::kDone || !IsCreate(part)) continue;
      const std::string id = LastIdOf(part.target);
      if (part.kind == kCreateCampaign) return Add(part, kTakeBackCampaign, on);
      if (part.kind == kCreateAdGroup) {
        groups.insert(id);
        SG_RETURN_IF_ERROR(Add(part, kTakeBackAdGroup, false));
        continue;
      }
      SG_ASSIGN_OR_RETURN(const Ad ad, Load<Ad>(tx_, composite_.workspace, id));
      if (!groups.contains(ad.ad_group)) SG_RETURN_IF_ERROR(Add(part, kTakeBackAd, false));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Add(const Operation& created, const char* kind, bool on) {
    return env_.operations
        ->Plan(tx_, call_,
               {.kind = kind,
                .target = created.target,
                .arguments = TakeBackArguments(LastIdOf(created.target), on)},
               composite_.id, ordinal_++, now_)
        .status();
  }

  Env& env_;
  Transaction& tx_;
  const Operation& composite_;
  const absl::Time now_;
  Call call_;
  int ordinal_ = 0;
};

class PublishComposite final : public Composite {
 public:
  std::string_view kind() const override { return kPublish; }

  WorkOutcome Step(Env& env, const Workspace& workspace, const Operation& operation,
                   absl::Time now) override {
    std::vector<Operation> parts;
    const absl::Status read = env.store.Read([&](const Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(parts, tx.operations().ListItems(workspace.id, operation.id));
      return absl::OkStatus();
    });
    if (!read.ok()) return FailedWork(read);
    bool turns_back = false;
    int sent = 0;
    for (Operation& part : parts) {
      if (turns_back && part.state == OperationState::kPlanned && !IsTakeBack(part)) break;
      if (part.state == OperationState::kPlanned) {
        if (sent++ == kPartsPerStep) return AgainIn(absl::ZeroDuration());
        auto executed = env.operations->Execute(workspace.id, part.id);
        if (!executed.ok()) return FailedWork(executed.status());
        part = *std::move(executed);
      }
      // TikTok wants it later.
      if (part.state == OperationState::kPlanned) return AgainAt(part.due_time.value_or(now));
      // What comes later may stand on this one: wait until it is known. It wakes us then.
      if (!IsOver(part.state)) return WorkDone();
      turns_back |= operation.arguments == kTakesBack && IsCreate(part) && HasFailed(part);
    }
    if (turns_back && std::ranges::none_of(parts, IsTakeBack)) {
      bool more = false;
      const absl::Status planned = env.store.Write([&](Transaction& tx) -> absl::Status {
        SG_RETURN_IF_ERROR(TurnBack(env, tx, operation, now).Plan());
        SG_ASSIGN_OR_RETURN(parts, tx.operations().ListItems(workspace.id, operation.id));
        more = std::ranges::any_of(parts, IsTakeBack);
        return absl::OkStatus();
      });
      if (!planned.ok()) return FailedWork(planned);
      if (more) return AgainIn(absl::ZeroDuration());
    }
    const absl::Status finished = env.store.Write([&](Transaction& tx) -> absl::Status {
      return Finish(tx, workspace, operation, parts, turns_back, now);
    });
    return finished.ok() ? WorkDone() : FailedWork(finished);
  }

 private:
  // What the whole failed of, if it did.
  static absl::Status ErrorOfAll(const std::vector<Operation>& parts, bool turned_back) {
    if (parts.empty()) return absl::OkStatus();
    // The campaign itself is the first part: without it nothing came about.
    if (!turned_back) return HasFailed(parts.front()) ? ErrorOf(parts.front()) : absl::OkStatus();
    // What couldn't be taken back is on TikTok still: that is the worse news.
    const auto left = std::ranges::find_if(
        parts, [](const Operation& part) { return IsTakeBack(part) && HasFailed(part); });
    return ErrorOf(left != parts.end() ? *left : *std::ranges::find_if(parts, HasFailed));
  }

  static absl::Status Finish(Transaction& tx, const Workspace& workspace,
                             const Operation& operation, const std::vector<Operation>& parts,
                             bool turned_back, absl::Time now) {
    SG_ASSIGN_OR_RETURN(auto composite, tx.operations().Get(workspace.id, operation.id));
    if (!composite.has_value() || IsOver(composite->state)) return absl::OkStatus();
    composite->result = operation.target;
    SG_RETURN_IF_ERROR(FinishComposite(tx, *composite, ErrorOfAll(parts, turned_back), now));
    const auto failed = std::ranges::count_if(parts, HasFailed);
    std::map<std::string, std::string> attributes = {{"parts", std::to_string(parts.size())},
                                                     {"failed", std::to_string(failed)}};
    if (composite->state == OperationState::kDryRun) attributes["dry_run"] = "true";
    return AppendEvent(tx, workspace.id, "campaign.publish_finished", operation.target, now,
                       std::move(attributes), OperationName(workspace.id, operation.id));
  }
};

}  // namespace

std::string NameOf(const std::string& workspace, const PublishProblem& problem) {
  switch (problem.about) {
    case PublishProblem::About::kCampaign:
      return CampaignName(workspace, problem.id);
    case PublishProblem::About::kAdGroup:
      return AdGroupName(workspace, problem.id);
    case PublishProblem::About::kAd:
      return AdName(workspace, problem.id);
  }
  return "";
}

absl::Status CheckNotPublishing(const Transaction& tx, const std::string& workspace,
                                const std::string& campaign) {
  SG_ASSIGN_OR_RETURN(const auto open, tx.operations().FindOpen(workspace, kPublish,
                                                                CampaignName(workspace, campaign)));
  if (!open.has_value()) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "The campaign is being published.",
               {.reason = "PUBLISH_IN_PROGRESS",
                .who = Actor::kNobody,
                .retry_after = absl::Seconds(1),
                .metadata = {{"operation", OperationName(workspace, open->id)}}});
}

absl::StatusOr<std::vector<PublishProblem>> CheckPublish(Env& env, const std::string& workspace_id,
                                                         const std::string& campaign) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWorkspace(env, workspace_id));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  PublishPlan plan;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(plan, LoadPlan(tx, workspace_id, campaign));
    return absl::OkStatus();
  }));
  return CheckPublish(plan, now);
}

absl::StatusOr<Operation> PublishAll(Env& env, const Call& call, const std::string& campaign,
                                     OnFailure on_failure) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  const std::string target = CampaignName(workspace.id, campaign);
  auto operation = env.operations->Start(
      call,
      {.kind = kPublish,
       .target = target,
       .arguments = on_failure == OnFailure::kTakeBack ? kTakesBack : "{}"},
      [&](Transaction& tx, Operation& composite, absl::Time now) -> absl::Status {
        SG_RETURN_IF_ERROR(CheckNotPublishing(tx, workspace.id, campaign));
        SG_ASSIGN_OR_RETURN(PublishPlan plan, LoadPlan(tx, workspace.id, campaign));
        const auto problems = CheckPublish(plan, now);
        const bool refused = std::any_of(
            problems.begin(), problems.end(),
            [](const PublishProblem& problem) { return problem.severity == Severity::kError; });
        if (refused) return CheckFailed(workspace.id, problems);
        SG_ASSIGN_OR_RETURN(const WantedSpending wanted, SpendingOncePublished(tx, plan.campaign));
        SG_RETURN_IF_ERROR(CheckMaySpend(tx, wanted, now));
        SG_RETURN_IF_ERROR(Planner(env, call, workspace, tx, composite, now).Submit(plan));
        return AppendEvent(tx, workspace.id, "campaign.publish_started", target, now, {},
                           OperationName(workspace.id, composite.id));
      });
  env.work.Poke(workspace.id);
  return operation;
}

std::unique_ptr<Composite> NewPublishComposite() { return std::make_unique<PublishComposite>(); }

}  // namespace sparkgate::server
