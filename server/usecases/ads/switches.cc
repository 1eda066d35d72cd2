#include "server/usecases/ads/switches.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/json.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/ads/publish.h"
#include "server/usecases/ads/spending.h"
#include "server/usecases/arguments.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/events.h"
#include "server/usecases/request_ids.h"
#include "server/usecases/work.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

namespace json = boost::json;

// TikTok's three families of calls, told apart by our type.
template <class Object>
struct Api;
template <>
struct Api<Campaign> {
  static constexpr const char* kSwitch = kSwitchCampaign;
  static constexpr const char* kTakeBack = kTakeBackCampaign;
  static auto& Of(tiktok::TikTok& tiktok) { return tiktok.campaigns(); }
  static const auto& Rows(const tiktok::CampaignPage& page) { return page.campaigns; }
};
template <>
struct Api<AdGroup> {
  static constexpr const char* kSwitch = kSwitchAdGroup;
  static constexpr const char* kTakeBack = kTakeBackAdGroup;
  static auto& Of(tiktok::TikTok& tiktok) { return tiktok.ad_groups(); }
  static const auto& Rows(const tiktok::AdGroupPage& page) { return page.ad_groups; }
};
template <>
struct Api<Ad> {
  static constexpr const char* kSwitch = kSwitchAd;
  static constexpr const char* kTakeBack = kTakeBackAd;
  static auto& Of(tiktok::TikTok& tiktok) { return tiktok.ads(); }
  static const auto& Rows(const tiktok::AdPage& page) { return page.ads; }
};

struct SwitchTarget {
  std::string id;
  std::string to;
  bool on = true;  // of a taking back: how the draft is switched again
};

absl::StatusOr<SwitchTarget> ReadSwitch(const Operation& operation) {
  SG_ASSIGN_OR_RETURN(const json::object in, ArgumentsOf(operation));
  return SwitchTarget{.id = JsonString(in, "id").value_or(""),
                      .to = JsonString(in, "to").value_or(""),
                      .on = JsonString(in, "on").value_or("true") == "true"};
}

template <class Object>
absl::Status PutDeleted(Transaction& tx, Object object, absl::Time now,
                        const std::string& operation) {
  const auto next = NextStage(object.stage, StageEvent::kDeleted);
  if (!next.has_value()) return absl::OkStatus();
  object.stage = *next;
  SG_RETURN_IF_ERROR(Kind<Object>::Table(tx).Put(object));
  return AppendEvent(tx, object.workspace, fmt::format("{}.deleted", Kind<Object>::kField),
                     NameOf(object), now, PostAttributes(object), operation);
}

// What was created is as if it had never been. Nothing that TikTok said of it stays.
void ForgetTikTok(Published& object) {
  object.tiktok_id.clear();
  object.tiktok_secondary_status.clear();
}
void ForgetTikTok(Ad& ad) {
  ForgetTikTok(static_cast<Published&>(ad));
  ad.review = {};
  ad.delivery = {};
}

template <class Object>
absl::Status PutTakenBack(Transaction& tx, Object object, absl::Time now,
                          const std::string& operation) {
  const auto next = NextStage(object.stage, StageEvent::kTakenBack);
  if (!next.has_value()) return absl::OkStatus();  // it wasn't created, or people deleted it
  object.stage = *next;
  ForgetTikTok(object);
  SG_RETURN_IF_ERROR(Kind<Object>::Table(tx).Put(object));
  return AppendEvent(tx, object.workspace, fmt::format("{}.taken_back", Kind<Object>::kField),
                     NameOf(object), now, PostAttributes(object), operation);
}

OperationStatus StatusOf(std::string_view to) {
  return to == "ENABLE" ? OperationStatus::kEnabled : OperationStatus::kPaused;
}

template <class Object>
absl::Status SetStatus(Transaction& tx, Object object, OperationStatus to, absl::Time now,
                       const std::string& operation) {
  if (object.operation_status == to) return absl::OkStatus();
  object.operation_status = to;
  SG_RETURN_IF_ERROR(Kind<Object>::Table(tx).Put(object));
  return AppendEvent(tx, object.workspace,
                     fmt::format("{}.{}", Kind<Object>::kField,
                                 to == OperationStatus::kEnabled ? "switched_on" : "switched_off"),
                     NameOf(object), now, {}, operation);
}

// Does it to an object and everything below it, from below.
template <class Do>
absl::Status ForTree(Transaction&, const Ad& ad, const Do& change) {
  return change(ad);
}
template <class Do>
absl::Status ForTree(Transaction& tx, const AdGroup& group, const Do& change) {
  SG_ASSIGN_OR_RETURN(const auto ads, tx.ads().List(group.workspace, {.ad_group = group.id},
                                                    {.after = "", .limit = 100'000}));
  for (const Ad& ad : ads) SG_RETURN_IF_ERROR(ForTree(tx, ad, change));
  return change(group);
}
template <class Do>
absl::Status ForTree(Transaction& tx, const Campaign& campaign, const Do& change) {
  SG_ASSIGN_OR_RETURN(const auto groups, tx.ad_groups().List(campaign.workspace, campaign.id,
                                                             {.after = "", .limit = 100'000}));
  for (const AdGroup& group : groups) SG_RETURN_IF_ERROR(ForTree(tx, group, change));
  return change(campaign);
}

// An object goes with everything below it, as on TikTok. What is being published isn't on TikTok
// yet: its create tells.
template <class Object>
absl::Status DeleteTree(Transaction& tx, const Object& object, absl::Time now,
                        const std::string& operation) {
  return ForTree(tx, object,
                 [&](const auto& each) { return PutDeleted(tx, each, now, operation); });
}
template <class Object>
absl::Status TakeTreeBack(Transaction& tx, Object object, bool on, absl::Time now,
                          const std::string& operation) {
  // Its last part, which never came, would have switched it on: until then it is off.
  if (on && object.operation_status != OperationStatus::kEnabled) {
    object.operation_status = OperationStatus::kEnabled;
    SG_RETURN_IF_ERROR(Kind<Object>::Table(tx).Put(object));
  }
  return ForTree(tx, object,
                 [&](const auto& each) { return PutTakenBack(tx, each, now, operation); });
}

template <class Object>
class SwitchMutation final : public Mutation {
 public:
  explicit SwitchMutation(bool take_back) : take_back_(take_back) {}
  std::string_view kind() const override {
    return take_back_ ? Api<Object>::kTakeBack : Api<Object>::kSwitch;
  }
  Resend resend() const override { return Resend::kAlways; }

  absl::StatusOr<json::object> Send(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const Prepared prepared, Prepare(env, operation));
    std::string id = prepared.object.tiktok_id;
    if (id.empty()) {
      if (!prepared.workspace.settings.dry_run) return json::object();  // never got there
      id = PlannedId(prepared.object);
    }
    const tiktok::Switch to = prepared.arguments.to == "ENABLE"    ? tiktok::Switch::kEnable
                              : prepared.arguments.to == "DISABLE" ? tiktok::Switch::kDisable
                                                                   : tiktok::Switch::kDelete;
    const auto sent = Api<Object>::Of(env.tiktok)
                          .UpdateStatus(prepared.call, prepared.object.ad_account, {id}, to);
    if (!sent.ok()) {
      return NoteAdAccountError(env, prepared.workspace, prepared.object.ad_account, prepared.call,
                                sent.status());
    }
    if (!sent->errors.empty()) {
      return Error(absl::StatusCode::kFailedPrecondition, sent->errors.begin()->second,
                   {.reason = "TIKTOK_REFUSED", .who = Actor::kAdvertiser});
    }
    return json::object();
  }

  absl::StatusOr<std::optional<json::object>> Probe(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const Prepared prepared, Prepare(env, operation));
    SG_ASSIGN_OR_RETURN(const auto page,
                        Api<Object>::Of(env.tiktok)
                            .Get(prepared.call, {.advertiser_id = prepared.object.ad_account,
                                                 .ids = {prepared.object.tiktok_id},
                                                 .include_deleted = true}));
    const auto& rows = Api<Object>::Rows(page);
    const bool gone = rows.empty() || rows[0].secondary_status.find("DELETE") != std::string::npos;
    if (prepared.arguments.to == "DELETE"
            ? gone
            : !gone && rows[0].operation_status == prepared.arguments.to) {
      return json::object();
    }
    return std::nullopt;
  }

  absl::Status Apply(Env&, Transaction& tx, Operation& operation, const json::object&,
                     absl::Time now) override {
    SG_ASSIGN_OR_RETURN(const SwitchTarget arguments, ReadSwitch(operation));
    SG_ASSIGN_OR_RETURN(Object object, Load<Object>(tx, operation.workspace, arguments.id));
    operation.result = NameOf(object);
    const std::string name = OperationName(operation.workspace, operation.id);
    SG_RETURN_IF_ERROR(WakeWork(tx, object.workspace, kAdsSyncWork, object.ad_account, now));
    if (take_back_) return TakeTreeBack(tx, std::move(object), arguments.on, now, name);
    if (arguments.to == "DELETE") return DeleteTree(tx, object, now, name);
    return SetStatus(tx, std::move(object), StatusOf(arguments.to), now, name);
  }

  absl::Status ApplyFailure(Env&, Transaction& tx, Operation& operation, const absl::Status&,
                            absl::Time now) override {
    return StaysOff(tx, operation, now);
  }
  absl::Status ApplyCancel(Env&, Transaction& tx, Operation& operation, absl::Time now) override {
    return StaysOff(tx, operation, now);
  }

 private:
  struct Prepared {
    Workspace workspace;
    SwitchTarget arguments;
    Object object;
    tiktok::Call call;
  };
  // Publishing creates a campaign off. If its last part doesn't switch it on, the record says so.
  absl::Status StaysOff(Transaction& tx, const Operation& operation, absl::Time now) const {
    if (operation.parent.empty() || take_back_) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(const SwitchTarget arguments, ReadSwitch(operation));
    SG_ASSIGN_OR_RETURN(Object object, Load<Object>(tx, operation.workspace, arguments.id));
    if (object.stage != Stage::kLive) return absl::OkStatus();
    return SetStatus(tx, std::move(object), OperationStatus::kPaused, now,
                     OperationName(operation.workspace, operation.id));
  }
  absl::StatusOr<Prepared> Prepare(Env& env, const Operation& operation) {
    Prepared prepared;
    SG_ASSIGN_OR_RETURN(prepared.workspace, LoadWritableWorkspace(env, operation.workspace));
    SG_ASSIGN_OR_RETURN(prepared.arguments, ReadSwitch(operation));
    SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(prepared.object,
                          Load<Object>(tx, operation.workspace, prepared.arguments.id));
      return absl::OkStatus();
    }));
    SG_ASSIGN_OR_RETURN(auto as,
                        CallAsAdAccount(env, prepared.workspace, prepared.object.ad_account));
    prepared.call = std::move(as.call);
    return prepared;
  }

  const bool take_back_;
};

// Does it here if the object isn't on TikTok; false if it is.
template <class Object>
absl::StatusOr<bool> DoLocally(Env& env, const Call& call, const std::string& id,
                               std::string_view to, absl::Time now) {
  bool local = false;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    const std::string name = Kind<Object>::Name(call.workspace, id);
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    local = earlier == name;  // else an operation's name
    if (earlier.has_value()) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(Object object, Load<Object>(tx, call.workspace, id));
    local = object.tiktok_id.empty() || object.stage == Stage::kDeleted;
    if (!local) return absl::OkStatus();
    if (object.stage == Stage::kSubmitting) {
      return Error(absl::StatusCode::kAborted, "It is being published right now.",
                   {.reason = "PUBLISH_IN_PROGRESS",
                    .who = Actor::kNobody,
                    .retry_after = absl::Seconds(1)});
    }
    if (to == "DELETE") {
      SG_RETURN_IF_ERROR(DeleteTree(tx, object, now, ""));
    } else {
      if (object.stage == Stage::kDeleted) {
        return ResourceNotFound(Kind<Object>::kType, NameOf(object));
      }
      SG_RETURN_IF_ERROR(SetStatus(tx, std::move(object), StatusOf(to), now, ""));
    }
    return RememberAnswer(tx, call, name, env.clocks.RealNow());
  }));
  return local;
}

std::string CampaignOf(const Campaign& campaign) { return campaign.id; }
template <class Object>
std::string CampaignOf(const Object& object) {
  return object.campaign;
}

template <class Object>
absl::Status CheckSwitchingOn(const Transaction& tx, const std::string& workspace,
                              const std::string& id, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const Object object, Load<Object>(tx, workspace, id));
  SG_ASSIGN_OR_RETURN(WantedSpending wanted, SpendingAsWanted(tx, workspace, CampaignOf(object)));
  SwitchOn(object, wanted);
  return CheckMaySpend(tx, wanted, now);
}

// The newer wish takes the older one's place, lest that is sent (again) after it: one whose answer
// was lost, or the last part of a publishing. Only a deletion isn't taken back, and nothing is
// deleted while more of it is being created.
template <class Object>
absl::Status MakeRoom(Env& env, Transaction& tx, const Workspace& workspace, const std::string& id,
                      std::string_view to, absl::Time now) {
  if (to == "DELETE") {
    SG_ASSIGN_OR_RETURN(const Object object, Load<Object>(tx, workspace.id, id));
    SG_RETURN_IF_ERROR(CheckNotPublishing(tx, workspace.id, CampaignOf(object)));
  }
  if (to == "ENABLE") SG_RETURN_IF_ERROR(CheckSwitchingOn<Object>(tx, workspace.id, id, now));
  const std::string target = Kind<Object>::Name(workspace.id, id);
  while (true) {
    SG_ASSIGN_OR_RETURN(const auto older,
                        tx.operations().FindOpen(workspace.id, Api<Object>::kSwitch, target));
    if (!older.has_value()) return absl::OkStatus();
    SG_ASSIGN_OR_RETURN(const SwitchTarget arguments, ReadSwitch(*older));
    if (arguments.to == "DELETE" && to != "DELETE") return OperationInProgress(*older);
    SG_RETURN_IF_ERROR(env.operations->Supersede(tx, workspace, *older, now));
  }
}

template <class Object>
absl::Status SwitchTo(Env& env, const Call& call, const std::string& id, std::string_view to) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  SG_ASSIGN_OR_RETURN(const bool local, DoLocally<Object>(env, call, id, to, now));
  if (local) return absl::OkStatus();
  SG_RETURN_IF_ERROR(
      env.operations
          ->Run(call,
                {.kind = Api<Object>::kSwitch,
                 .target = Kind<Object>::Name(call.workspace, id),
                 .arguments = SwitchArguments(id, to)},
                [&](Transaction& tx) { return MakeRoom<Object>(env, tx, workspace, id, to, now); })
          .status());
  env.work.Poke(call.workspace);
  return absl::OkStatus();
}

absl::Status SwitchAny(Env& env, const Call& call, ObjectKind kind, const std::string& id,
                       std::string_view to) {
  switch (kind) {
    case ObjectKind::kCampaign:
      return SwitchTo<Campaign>(env, call, id, to);
    case ObjectKind::kAdGroup:
      return SwitchTo<AdGroup>(env, call, id, to);
    case ObjectKind::kAd:
      return SwitchTo<Ad>(env, call, id, to);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<OperationStatus> SetOperationStatus(Env& env, const Call& call, ObjectKind kind,
                                                   const std::string& id, OperationStatus to) {
  SG_RETURN_IF_ERROR(
      SwitchAny(env, call, kind, id, to == OperationStatus::kEnabled ? "ENABLE" : "DISABLE"));
  return to;
}

absl::Status DeleteObject(Env& env, const Call& call, ObjectKind kind, const std::string& id) {
  return SwitchAny(env, call, kind, id, "DELETE");
}

std::string SwitchArguments(const std::string& id, std::string_view to) {
  return json::serialize(json::object{{"id", id}, {"to", to}});
}

std::string TakeBackArguments(const std::string& id, bool on) {
  return json::serialize(json::object{{"id", id}, {"to", "DELETE"}, {"on", on ? "true" : "false"}});
}

void RegisterSwitchMutations(Operations& operations) {
  for (const bool take_back : {false, true}) {
    operations.Register(std::make_unique<SwitchMutation<Campaign>>(take_back));
    operations.Register(std::make_unique<SwitchMutation<AdGroup>>(take_back));
    operations.Register(std::make_unique<SwitchMutation<Ad>>(take_back));
  }
}

}  // namespace sparkgate::server
