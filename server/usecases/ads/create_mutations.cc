#include "server/usecases/ads/create_mutations.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/json.h"
#include "server/tiktok/tiktok.h"
#include "server/usecases/ads/ads_sync.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/ads/subscriptions.h"
#include "server/usecases/arguments.h"
#include "server/usecases/connect/tokens.h"
#include "server/usecases/events.h"
#include "server/usecases/work.h"
#include "server/usecases/work_kinds.h"

namespace sparkgate::server {
namespace {

namespace json = boost::json;

constexpr size_t kTagBytes = 7;
constexpr size_t kTagChars = 10;
constexpr std::string_view kTagMark = " ·sg-";

struct ObjectArguments {
  std::string id;
  std::string name;  // on TikTok
  bool tagged = false;
};

absl::StatusOr<ObjectArguments> ReadObjectArguments(const Operation& operation) {
  SG_ASSIGN_OR_RETURN(const json::object in, ArgumentsOf(operation));
  return ObjectArguments{.id = JsonString(in, "id").value_or(""),
                         .name = JsonString(in, "name").value_or(""),
                         .tagged = JsonBool(in, "tagged").value_or(false)};
}

absl::Status ParentNotPublished(const std::string& parent) {
  return Error(
      absl::StatusCode::kFailedPrecondition,
      fmt::format("{} isn't on TikTok, so nothing can be created in it.", parent),
      {.reason = "PARENT_NOT_PUBLISHED", .who = Actor::kAdvertiser, .resource_name = parent});
}

// TikTok's id of a parent. In a dry run it may have none yet: words for it show the plan.
template <class Parent>
absl::StatusOr<std::string> ParentId(const Workspace& workspace, const Parent& parent) {
  if (!parent.tiktok_id.empty()) return parent.tiktok_id;
  if (workspace.settings.dry_run) return PlannedId(parent);
  return ParentNotPublished(NameOf(parent));
}

// What the three creates share; a subclass knows its object's calls.
template <class Object>
class CreateMutation : public Mutation {
 public:
  Resend resend() const override { return Resend::kAfterSettledAbsence; }

  absl::StatusOr<json::object> Send(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const Prepared prepared, Prepare(env, operation));
    const auto created = Create(env, prepared);
    if (ReasonOf(created.status()) == "NAME_TAKEN" && prepared.arguments.tagged) {
      // Nobody else has this tag: an earlier call of this operation arrived after all.
      SG_ASSIGN_OR_RETURN(const std::vector<std::string> ids, FindByName(env, prepared));
      if (!ids.empty()) return json::object{{"tiktok_id", ids.front()}};
    }
    if (!created.ok()) {
      return NoteAdAccountError(env, prepared.workspace, prepared.object.ad_account, prepared.call,
                                created.status());
    }
    return json::object{{"tiktok_id", *created}};
  }

  absl::StatusOr<std::optional<json::object>> Probe(Env& env, const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const Prepared prepared, Prepare(env, operation));
    if (!prepared.arguments.tagged) {
      return CannotTell("name tags are disabled in this workspace: look in Ads Manager");
    }
    SG_ASSIGN_OR_RETURN(const std::vector<std::string> ids, FindByName(env, prepared));
    if (ids.empty()) return std::nullopt;
    return json::object{{"tiktok_id", ids.front()}};
  }

  bool MayLeaveTwin() const override { return true; }

  absl::StatusOr<std::vector<std::string>> RemoveTwins(Env& env,
                                                       const Operation& operation) override {
    SG_ASSIGN_OR_RETURN(const Prepared prepared, Prepare(env, operation));
    if (!prepared.arguments.tagged) return std::vector<std::string>();
    SG_ASSIGN_OR_RETURN(std::vector<std::string> ids, FindByName(env, prepared));
    std::erase(ids, prepared.object.tiktok_id);
    if (!ids.empty()) SG_RETURN_IF_ERROR(Remove(env, prepared, ids));
    return ids;
  }

  absl::StatusOr<std::optional<json::object>> Find(Env& env, const Operation& operation,
                                                   const std::string& tiktok_id) override {
    if (tiktok_id.empty()) return Probe(env, operation);
    SG_ASSIGN_OR_RETURN(const Prepared prepared, Prepare(env, operation));
    SG_ASSIGN_OR_RETURN(const bool there, Exists(env, prepared, tiktok_id));
    if (!there) return std::nullopt;
    return json::object{{"tiktok_id", tiktok_id}};
  }

  absl::Status Apply(Env& env, Transaction& tx, Operation& operation, const json::object& answer,
                     absl::Time now) override {
    SG_ASSIGN_OR_RETURN(const ObjectArguments arguments, ReadObjectArguments(operation));
    SG_ASSIGN_OR_RETURN(Object object, Load<Object>(tx, operation.workspace, arguments.id));
    object.tiktok_id = JsonString(answer, "tiktok_id").value_or("");
    operation.result = NameOf(object);
    const auto next = NextStage(object.stage, StageEvent::kCreated);
    if (!next.has_value()) return Kind<Object>::Table(tx).Put(object);
    object.stage = *next;
    object.failure.clear();
    OnLive(object, now);
    SG_RETURN_IF_ERROR(Kind<Object>::Table(tx).Put(object));
    std::map<std::string, std::string> attributes = PostAttributes(object);
    attributes["tiktok_id"] = object.tiktok_id;
    SG_RETURN_IF_ERROR(AppendEvent(
        tx, object.workspace, fmt::format("{}.published", Kind<Object>::kField), operation.result,
        now, std::move(attributes), OperationName(object.workspace, operation.id)));
    return Follow(env, tx, object, operation, now);
  }

  absl::Status ApplyFailure(Env&, Transaction& tx, Operation& operation, const absl::Status& error,
                            absl::Time now) override {
    SG_ASSIGN_OR_RETURN(const ObjectArguments arguments, ReadObjectArguments(operation));
    SG_ASSIGN_OR_RETURN(Object object, Load<Object>(tx, operation.workspace, arguments.id));
    const auto next = NextStage(object.stage, StageEvent::kRefused);
    if (!next.has_value()) return absl::OkStatus();
    object.stage = *next;
    object.failure = fmt::format("{}: {}", ReasonOf(error),
                                 std::string(error.message().data(), error.message().size()));
    SG_RETURN_IF_ERROR(Kind<Object>::Table(tx).Put(object));
    return AppendEvent(tx, object.workspace, fmt::format("{}.failed", Kind<Object>::kField),
                       NameOf(object), now, {{"reason", ReasonOf(error)}},
                       OperationName(object.workspace, operation.id));
  }

  absl::Status ApplyCancel(Env&, Transaction& tx, Operation& operation, absl::Time) override {
    SG_ASSIGN_OR_RETURN(const ObjectArguments arguments, ReadObjectArguments(operation));
    SG_ASSIGN_OR_RETURN(Object object, Load<Object>(tx, operation.workspace, arguments.id));
    const auto next = NextStage(object.stage, StageEvent::kCancelled);
    if (!next.has_value()) return absl::OkStatus();
    object.stage = *next;
    return Kind<Object>::Table(tx).Put(object);
  }

 protected:
  struct Prepared {
    Workspace workspace;
    ObjectArguments arguments;
    Object object;
    std::string parent_id;           // TikTok's; "" for a campaign
    std::string grandparent_id;      // likewise
    Campaign campaign;               // the one it is in (of a campaign: itself)
    std::optional<SparkPost> post;   // of an ad
    const GoalRule* goal = nullptr;  // of an ad; null = nobody knows it
    absl::Time now;
    tiktok::Call call;
  };
  virtual absl::StatusOr<std::string> Create(Env& env, const Prepared& prepared) = 0;
  // The ids of all that carry the operation's name, on TikTok and not deleted there.
  virtual absl::StatusOr<std::vector<std::string>> FindByName(Env& env,
                                                              const Prepared& prepared) = 0;
  virtual absl::Status Remove(Env& env, const Prepared& prepared,
                              const std::vector<std::string>& ids) = 0;
  virtual absl::StatusOr<bool> Exists(Env& env, const Prepared& prepared,
                                      const std::string& tiktok_id) = 0;
  virtual absl::Status LoadParents(const Transaction& tx, Prepared& prepared) = 0;
  virtual void OnLive(Object&, absl::Time) {}
  // What begins with its publishing.
  virtual absl::Status Follow(Env&, Transaction& tx, const Object& object, const Operation&,
                              absl::Time now) {
    return WatchAccount(tx, object.workspace, object.ad_account, now);
  }

 private:
  absl::StatusOr<Prepared> Prepare(Env& env, const Operation& operation) {
    Prepared prepared;
    SG_ASSIGN_OR_RETURN(prepared.workspace, LoadWritableWorkspace(env, operation.workspace));
    SG_ASSIGN_OR_RETURN(prepared.now, env.clocks.Now(prepared.workspace));
    SG_ASSIGN_OR_RETURN(prepared.arguments, ReadObjectArguments(operation));
    SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(prepared.object,
                          Load<Object>(tx, operation.workspace, prepared.arguments.id));
      return LoadParents(tx, prepared);
    }));
    SG_ASSIGN_OR_RETURN(auto as,
                        CallAsAdAccount(env, prepared.workspace, prepared.object.ad_account));
    prepared.call = std::move(as.call);
    return prepared;
  }
};

class CreateCampaignMutation final : public CreateMutation<Campaign> {
 public:
  std::string_view kind() const override { return kCreateCampaign; }

 protected:
  absl::Status LoadParents(const Transaction&, Prepared& prepared) override {
    prepared.campaign = prepared.object;
    return absl::OkStatus();
  }
  absl::StatusOr<std::string> Create(Env& env, const Prepared& prepared) override {
    const Campaign& campaign = prepared.object;
    tiktok::NewCampaign wanted{.advertiser_id = campaign.ad_account,
                               .name = prepared.arguments.name,
                               .objective_type = std::string(TikTokName(campaign.objective))};
    if (campaign.budget_mode != BudgetMode::kInfinite) {
      wanted.budget_mode =
          campaign.budget_mode == BudgetMode::kDay ? "BUDGET_MODE_DAY" : "BUDGET_MODE_TOTAL";
      wanted.budget_micros = campaign.budget_micros;
    }
    SG_ASSIGN_OR_RETURN(const auto created, env.tiktok.campaigns().Create(prepared.call, wanted));
    return created.campaign_id;
  }
  absl::StatusOr<std::vector<std::string>> FindByName(Env& env, const Prepared& prepared) override {
    SG_ASSIGN_OR_RETURN(
        const auto page,
        env.tiktok.campaigns().Get(prepared.call, {.advertiser_id = prepared.object.ad_account,
                                                   .name = prepared.arguments.name}));
    std::vector<std::string> ids;
    for (const auto& campaign : page.campaigns) {
      if (campaign.name == prepared.arguments.name) ids.push_back(campaign.campaign_id);
    }
    return ids;
  }
  absl::Status Remove(Env& env, const Prepared& prepared,
                      const std::vector<std::string>& ids) override {
    return env.tiktok.campaigns()
        .UpdateStatus(prepared.call, prepared.object.ad_account, ids, tiktok::Switch::kDelete)
        .status();
  }
  absl::StatusOr<bool> Exists(Env& env, const Prepared& prepared, const std::string& id) override {
    SG_ASSIGN_OR_RETURN(
        const auto page,
        env.tiktok.campaigns().Get(prepared.call,
                                   {.advertiser_id = prepared.object.ad_account, .ids = {id}}));
    return !page.campaigns.empty();
  }
};

class CreateAdGroupMutation final : public CreateMutation<AdGroup> {
 public:
  std::string_view kind() const override { return kCreateAdGroup; }

 protected:
  absl::Status LoadParents(const Transaction& tx, Prepared& prepared) override {
    SG_ASSIGN_OR_RETURN(prepared.campaign,
                        Load<Campaign>(tx, prepared.object.workspace, prepared.object.campaign));
    SG_ASSIGN_OR_RETURN(prepared.parent_id, ParentId(prepared.workspace, prepared.campaign));
    return absl::OkStatus();
  }
  absl::StatusOr<std::string> Create(Env& env, const Prepared& prepared) override {
    const AdGroup& group = prepared.object;
    const GoalRule* rule = FindGoal(prepared.campaign.objective, group.optimization_goal);
    const bool traffic = prepared.campaign.objective == Objective::kTraffic ||
                         prepared.campaign.objective == Objective::kWebConversions;
    tiktok::NewAdGroup wanted{
        .advertiser_id = group.ad_account,
        .campaign_id = prepared.parent_id,
        .name = prepared.arguments.name,
        .promotion_type = traffic ? "WEBSITE" : "",
        .location_ids = group.location_ids,
        .age_groups = group.age_groups,
        .gender = group.gender,
        .languages = group.languages,
        .budget_mode =
            group.budget_mode == BudgetMode::kDay ? "BUDGET_MODE_DAY" : "BUDGET_MODE_TOTAL",
        .budget_micros = group.budget_micros,
        // A start that has passed since the draft was made is now's.
        .schedule_start = std::max(group.schedule_start.value_or(prepared.now), prepared.now),
        .schedule_end = group.schedule_end,
        .optimization_goal = group.optimization_goal,
        .billing_event = !group.billing_event.empty() ? group.billing_event
                         : rule != nullptr            ? std::string(rule->billing_event)
                                                      : "",
        .pixel_id = group.pixel_id,
        .optimization_event = group.optimization_event,
        .enabled = group.operation_status == OperationStatus::kEnabled};
    if (!group.placements.empty()) wanted.placements = group.placements;
    if (group.bid_micros != 0) wanted.bid_micros = group.bid_micros;
    if (prepared.campaign.objective == Objective::kVideoViews) wanted.bid_display_mode = "CPV";
    if (prepared.campaign.objective == Objective::kReach) {
      wanted.frequency = group.frequency == 0 ? 3 : group.frequency;
      wanted.frequency_days = group.frequency_days == 0 ? 7 : group.frequency_days;
    }
    SG_ASSIGN_OR_RETURN(const auto created, env.tiktok.ad_groups().Create(prepared.call, wanted));
    return created.adgroup_id;
  }
  absl::StatusOr<std::vector<std::string>> FindByName(Env& env, const Prepared& prepared) override {
    SG_ASSIGN_OR_RETURN(
        const auto page,
        env.tiktok.ad_groups().Get(prepared.call, {.advertiser_id = prepared.object.ad_account,
                                                   .campaign_ids = {prepared.parent_id},
                                                   .name = prepared.arguments.name}));
    std::vector<std::string> ids;
    for (const auto& group : page.ad_groups) {
      if (group.name == prepared.arguments.name) ids.push_back(group.adgroup_id);
    }
    return ids;
  }
  absl::Status Remove(Env& env, const Prepared& prepared,
                      const std::vector<std::string>& ids) override {
    return env.tiktok.ad_groups()
        .UpdateStatus(prepared.call, prepared.object.ad_account, ids, tiktok::Switch::kDelete)
        .status();
  }
  absl::StatusOr<bool> Exists(Env& env, const Prepared& prepared, const std::string& id) override {
    SG_ASSIGN_OR_RETURN(
        const auto page,
        env.tiktok.ad_groups().Get(prepared.call,
                                   {.advertiser_id = prepared.object.ad_account, .ids = {id}}));
    return !page.ad_groups.empty() && page.ad_groups[0].campaign_id == prepared.parent_id;
  }
  absl::Status Follow(Env& env, Transaction& tx, const AdGroup& group, const Operation&,
                      absl::Time now) override {
    SG_RETURN_IF_ERROR(WatchAccount(tx, group.workspace, group.ad_account, now));
    return WakeSubscriptions(env, tx, group.workspace, now);
  }
};

class CreateAdMutation final : public CreateMutation<Ad> {
 public:
  std::string_view kind() const override { return kCreateAd; }

 protected:
  absl::Status LoadParents(const Transaction& tx, Prepared& prepared) override {
    const Ad& ad = prepared.object;
    SG_ASSIGN_OR_RETURN(const AdGroup group, Load<AdGroup>(tx, ad.workspace, ad.ad_group));
    SG_ASSIGN_OR_RETURN(prepared.campaign, Load<Campaign>(tx, ad.workspace, ad.campaign));
    SG_ASSIGN_OR_RETURN(prepared.post,
                        tx.spark_posts().Get(ad.workspace, ad.ad_account, ad.item_id));
    SG_ASSIGN_OR_RETURN(prepared.parent_id, ParentId(prepared.workspace, group));
    prepared.goal = FindGoal(prepared.campaign.objective, group.optimization_goal);
    if (prepared.post.has_value()) return absl::OkStatus();
    return ResourceNotFound("sparkgate/SparkPost",
                            SparkPostName(ad.workspace, ad.ad_account, ad.item_id));
  }
  absl::StatusOr<std::string> Create(Env& env, const Prepared& prepared) override {
    SG_ASSIGN_OR_RETURN(
        const auto created,
        env.tiktok.ads().Create(
            prepared.call, WantedAd(prepared.object, prepared.arguments.name, prepared.parent_id,
                                    *prepared.post, prepared.goal)));
    return created.ad_id;
  }
  absl::StatusOr<std::vector<std::string>> FindByName(Env& env, const Prepared& prepared) override {
    std::vector<std::string> ids;
    for (int number = 1;; ++number) {
      SG_ASSIGN_OR_RETURN(
          const auto page,
          env.tiktok.ads().Get(prepared.call, {.advertiser_id = prepared.object.ad_account,
                                               .adgroup_ids = {prepared.parent_id},
                                               .page = number,
                                               .page_size = 1000}));
      for (const auto& ad : page.ads) {
        if (ad.name == prepared.arguments.name) ids.push_back(ad.ad_id);
      }
      if (!page.page_info.has_more()) return ids;
    }
  }
  absl::Status Remove(Env& env, const Prepared& prepared,
                      const std::vector<std::string>& ids) override {
    return env.tiktok.ads()
        .UpdateStatus(prepared.call, prepared.object.ad_account, ids, tiktok::Switch::kDelete)
        .status();
  }
  absl::StatusOr<bool> Exists(Env& env, const Prepared& prepared, const std::string& id) override {
    SG_ASSIGN_OR_RETURN(
        const auto page,
        env.tiktok.ads().Get(prepared.call,
                             {.advertiser_id = prepared.object.ad_account, .ids = {id}}));
    return !page.ads.empty() && page.ads[0].adgroup_id == prepared.parent_id;
  }
  void OnLive(Ad& ad, absl::Time now) override {
    ad.review = {.state = ReviewState::kInReview, .submit_time = now};
    ad.delivery = {.state = DeliveryState::kNotDelivering, .reasons = {NotDelivering::kInReview}};
  }
  absl::Status Follow(Env&, Transaction& tx, const Ad& ad, const Operation& operation,
                      absl::Time now) override {
    SG_RETURN_IF_ERROR(AppendEvent(tx, ad.workspace, "ad.in_review", NameOf(ad), now, {},
                                   OperationName(ad.workspace, operation.id)));
    return WatchNewAd(tx, ad.workspace, ad.ad_account, now);
  }
};

}  // namespace

tiktok::NewAd WantedAd(const Ad& ad, const std::string& name, const std::string& adgroup_id,
                       const SparkPost& post, const GoalRule* goal) {
  return {.advertiser_id = ad.ad_account,
          .adgroup_id = adgroup_id,
          .name = name,
          .identity_id = post.identity_id,
          .tiktok_item_id = ad.item_id,
          .ad_format = post.item_type == "CAROUSEL" ? "CAROUSEL_ADS" : "SINGLE_VIDEO",
          .call_to_action = ad.call_to_action,
          .landing_page_url = ad.landing_page_url,
          .tiktok_page_category = goal != nullptr ? std::string(goal->page_category) : "",
          .dark_post = ad.dark_post,
          .promotional_music_disabled = ad.promotional_music_disabled,
          .enabled = ad.operation_status == OperationStatus::kEnabled};
}

absl::StatusOr<std::string> CreateArguments(Transaction& tx, const Workspace& workspace,
                                            const std::string& kind, const std::string& id,
                                            const std::string& ad_account,
                                            const std::string& display_name) {
  const bool tagged = !workspace.settings.name_tags_disabled;
  std::string name = display_name;
  if (tagged) {
    const std::string parent = fmt::format("{}/{}/{}", ad_account, kind, display_name);
    SG_ASSIGN_OR_RETURN(const uint64_t ordinal, tx.operations().DrawOrdinal(workspace.id, parent));
    name += kTagMark;
    name += ToBase32(OutwardBytes(workspace, "name_tag", parent, ordinal, kTagBytes))
                .substr(0, kTagChars);
  }
  return json::serialize(json::object{{"id", id}, {"name", name}, {"tagged", tagged}});
}

bool CarriesTag(std::string_view name) {
  if (name.size() < kTagMark.size() + kTagChars) return false;
  name.remove_prefix(name.size() - kTagMark.size() - kTagChars);
  if (!name.starts_with(kTagMark)) return false;
  name.remove_prefix(kTagMark.size());
  return std::ranges::all_of(
      name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

void RegisterCreateMutations(Operations& operations) {
  operations.Register(std::make_unique<CreateCampaignMutation>());
  operations.Register(std::make_unique<CreateAdGroupMutation>());
  operations.Register(std::make_unique<CreateAdMutation>());
}

}  // namespace sparkgate::server
