#include "server/usecases/ads/subscriptions.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/arguments.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

namespace json = boost::json;

constexpr absl::Duration kSubscriptionLook = absl::Hours(24);
constexpr int kMostChanges = 50;  // of one run: other work gets its turn
constexpr int kGroupPage = 1000;
constexpr char kAllOfThem[] = "all";  // the one subject of the work

// How many ad groups a workspace may have; 0: none is subscribed to. TikTok calls https addresses
// only (facts 8.1).
int SubscriptionLimit(const Env& env, Environment environment) {
  const bool reachable =
      environment == Environment::kSimulator || env.settings.public_url.starts_with("https://");
  return reachable ? env.settings.review_subscriptions : 0;
}

using Groups = std::map<std::string, AdGroup>;  // by TikTok's id

// The published ad groups; none at all if they are more than `limit`.
absl::StatusOr<Groups> GroupsToHearOf(Env& env, const std::string& workspace, int limit) {
  Groups groups;
  if (limit == 0) return groups;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    groups.clear();
    Page page{.after = "", .limit = kGroupPage};
    for (;;) {
      SG_ASSIGN_OR_RETURN(const auto rows, tx.ad_groups().List(workspace, "", page));
      for (const AdGroup& group : rows) {
        if (group.stage == Stage::kLive) groups.emplace(group.tiktok_id, group);
      }
      if (std::ssize(groups) > limit) groups.clear();
      if (groups.empty() || std::ssize(rows) < kGroupPage) return absl::OkStatus();
      page.after = rows.back().id;
    }
  }));
  return groups;
}

struct AppCall {
  tiktok::Endpoint endpoint;
  tiktok::AppCredentials app;
};

absl::StatusOr<AppCall> CallAsApp(Env& env, const Workspace& workspace) {
  AppCall as{.endpoint = EndpointOf(env, workspace)};
  SG_ASSIGN_OR_RETURN(as.app, CredentialsOf(env, workspace));
  return as;
}

// An app may serve several workspaces, and people.
absl::StatusOr<std::vector<tiktok::Subscription>> ListOurs(Env& env, const AppCall& as,
                                                           const std::string& address) {
  SG_ASSIGN_OR_RETURN(auto found, env.tiktok.subscriptions().ListAdGroups(as.endpoint, as.app));
  std::erase_if(found, [&](const auto& each) { return each.callback_url != address; });
  return found;
}

class SubscribeMutation final : public Mutation {
 public:
  std::string_view kind() const override { return kSubscribe; }
  // Twice does no harm: what is one too many is taken back when they are looked at.
  Resend resend() const override { return Resend::kAlways; }

  absl::StatusOr<json::object> Send(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const Prepared prepared, Prepare(env, operation));
    SG_ASSIGN_OR_RETURN(const AdAccountCall as,
                        CallAsAdAccount(env, prepared.workspace, prepared.group.ad_account));
    const auto sent =
        env.tiktok.subscriptions().Subscribe(as.call, prepared.as.app,
                                             {.callback_url = prepared.address,
                                              .advertiser_id = prepared.group.ad_account,
                                              .adgroup_id = prepared.group.tiktok_id});
    if (sent.ok()) return json::object();
    return NoteAdAccountError(env, prepared.workspace, prepared.group.ad_account, as.call,
                              sent.status());
  }

  absl::StatusOr<std::optional<json::object>> Probe(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const Prepared prepared, Prepare(env, operation));
    SG_ASSIGN_OR_RETURN(const auto ours, ListOurs(env, prepared.as, prepared.address));
    for (const tiktok::Subscription& each : ours) {
      if (each.adgroup_id == prepared.group.tiktok_id) return json::object();
    }
    return std::nullopt;
  }

  absl::Status Apply(Env&, Transaction&, Operation& operation, const json::object&,
                     absl::Time) override {
    operation.result = operation.target;
    return absl::OkStatus();
  }

 private:
  struct Prepared {
    Workspace workspace;
    AdGroup group;
    std::string address;
    AppCall as;
  };
  static absl::StatusOr<Prepared> Prepare(Env& env, const Operation& operation) {
    SG_ASSIGN_OR_RETURN(const json::object in, ArgumentsOf(operation));
    Prepared prepared{.address = JsonString(in, "address").value_or("")};
    SG_ASSIGN_OR_RETURN(prepared.workspace, LoadWritableWorkspace(env, operation.workspace));
    SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(prepared.group, Load<AdGroup>(tx, operation.workspace,
                                                        JsonString(in, "ad_group").value_or("")));
      return absl::OkStatus();
    }));
    SG_ASSIGN_OR_RETURN(prepared.as, CallAsApp(env, prepared.workspace));
    return prepared;
  }
};

// One run.
class SubscriptionSync {
 public:
  SubscriptionSync(Env& env, const Workspace& workspace)
      : env_(env), workspace_(workspace), address_(WebhookAddress(env, workspace.id)) {}

  absl::StatusOr<WorkOutcome> Run(absl::Time now) {
    // Nothing is (un)subscribed in a dry run, and nobody wants a plan of it each day. Its end wakes
    // this.
    if (workspace_.settings.dry_run) return AgainAt(now + kSubscriptionLook);
    const int limit = SubscriptionLimit(env_, workspace_.environment);
    SG_ASSIGN_OR_RETURN(Groups missing, GroupsToHearOf(env_, workspace_.id, limit));
    const bool any = !missing.empty();
    SG_ASSIGN_OR_RETURN(const AppCall as, CallAsApp(env_, workspace_));
    SG_ASSIGN_OR_RETURN(const auto ours, ListOurs(env_, as, address_));
    for (const tiktok::Subscription& each : ours) {
      if (missing.erase(each.adgroup_id) > 0) continue;
      // Of an ad group that is gone, or a second one: the first took it off the list.
      if (++changes_ > kMostChanges) return AgainIn(absl::ZeroDuration());
      const absl::Status left =
          env_.tiktok.subscriptions().Unsubscribe(as.endpoint, as.app, each.id);
      if (!left.ok() && ReasonOf(left) != "OBJECT_NOT_FOUND") return left;
    }
    for (const auto& [id, group] : missing) {
      if (++changes_ > kMostChanges) return AgainIn(absl::ZeroDuration());
      SG_RETURN_IF_ERROR(Subscribe(group));
    }
    return any ? AgainAt(now + kSubscriptionLook) : WorkDone();
  }

 private:
  absl::Status Subscribe(const AdGroup& group) {
    const std::string target = NameOf(group);
    const Call call{.workspace = workspace_.id, .method = kSubscriptionSyncWork};
    const absl::Status done =
        env_.operations
            ->Run(
                call,
                {.kind = kSubscribe,
                 .target = target,
                 .arguments =
                     json::serialize(json::object{{"ad_group", group.id}, {"address", address_}})},
                [&](Transaction& tx) -> absl::Status {
                  SG_ASSIGN_OR_RETURN(const auto open,
                                      tx.operations().FindOpen(workspace_.id, kSubscribe, target));
                  return open.has_value() ? OperationInProgress(*open) : absl::OkStatus();
                })
            .status();
    // What was begun before ends by itself. What TikTok doesn't want now it is asked again later;
    // a group that it refuses, tomorrow: it is looked at all the same.
    if (done.ok() || ReasonOf(done) == "OPERATION_IN_PROGRESS" ||
        ReasonOf(done) == "OUTCOME_UNKNOWN") {
      return absl::OkStatus();
    }
    if (DetailOf(done).retry_after.has_value()) return done;
    LogWarning("ad_group_not_subscribed",
               {{"workspace", workspace_.id}, {"ad_group", group.id}, {"reason", ReasonOf(done)}});
    return absl::OkStatus();
  }

  Env& env_;
  const Workspace& workspace_;
  const std::string address_;
  int changes_ = 0;
};

class SubscriptionSyncHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kSubscriptionSyncWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    auto outcome = SubscriptionSync(env, workspace).Run(now);
    return std::vector<WorkOutcome>(
        items.size(), outcome.ok() ? *std::move(outcome) : FailedWork(outcome.status()));
  }
};

}  // namespace

std::string WebhookAddress(const Env& env, const std::string& workspace) {
  return fmt::format("{}{}{}", env.settings.public_url, kWebhookPath, workspace);
}

absl::Status WakeSubscriptions(const Env& env, Transaction& tx, const std::string& workspace,
                               absl::Time now) {
  if (env.settings.review_subscriptions == 0) return absl::OkStatus();
  return WakeWork(tx, workspace, kSubscriptionSyncWork, kAllOfThem, now);
}

absl::Status WatchSubscriptions(const Env& env, Transaction& tx, const std::string& workspace,
                                absl::Time now) {
  if (env.settings.review_subscriptions == 0) return absl::OkStatus();
  SG_ASSIGN_OR_RETURN(const auto item, tx.work().Get(workspace, kSubscriptionSyncWork, kAllOfThem));
  return item.has_value() ? absl::OkStatus() : WakeSubscriptions(env, tx, workspace, now);
}

std::unique_ptr<WorkHandler> NewSubscriptionSyncHandler() {
  return std::make_unique<SubscriptionSyncHandler>();
}

void RegisterSubscribeMutation(Operations& operations) {
  operations.Register(std::make_unique<SubscribeMutation>());
}

}  // namespace sparkgate::server
