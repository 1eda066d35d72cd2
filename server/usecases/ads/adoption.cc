#include "server/usecases/ads/adoption.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/error.h"
#include "server/domain/ad_rules.h"
#include "server/usecases/ads/ads_sync.h"
#include "server/usecases/ads/batches.h"
#include "server/usecases/ads/create_mutations.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/ads/strangers.h"
#include "server/usecases/ads/subscriptions.h"
#include "server/usecases/connect/ask_ad_accounts.h"
#include "server/usecases/events.h"
#include "server/usecases/work_kinds.h"
#include "server/usecases/work_outcomes.h"

namespace sparkgate::server {
namespace {

// Late twins of ours are looked for during a day, and removed (operations_twins.cc). What still
// carries a tag after that is another Sparkgate's, or was kept by a person.
constexpr absl::Duration kTwinsAreGone = absl::Hours(25);

BudgetMode ReadBudgetMode(std::string_view mode) {
  if (mode == "BUDGET_MODE_INFINITE") return BudgetMode::kInfinite;
  if (mode == "BUDGET_MODE_DAY") return BudgetMode::kDay;
  if (mode == "BUDGET_MODE_TOTAL") return BudgetMode::kTotal;
  return BudgetMode::kOther;
}

// An object of an ad account as it is on TikTok; its parents are still to be set.
template <class Object, class Read>
Object Adopted(const Workspace& workspace, const std::string& ad_account, const Read& read,
               absl::Time now) {
  Object object;
  object.workspace = workspace.id;
  object.id = NewId(now);
  object.ad_account = ad_account;
  object.display_name = read.name;
  object.operation_status = ReadSwitch(read.operation_status, OperationStatus::kEnabled);
  object.stage = Stage::kLive;
  object.tiktok_secondary_status = read.secondary_status;
  object.adopted = true;
  object.create_time = read.create_time.value_or(now);
  return object;
}

Campaign ToOurs(const Workspace& workspace, const std::string& ad_account,
                const tiktok::Campaign& read, absl::Time now) {
  auto campaign = Adopted<Campaign>(workspace, ad_account, read, now);
  campaign.tiktok_id = read.campaign_id;
  campaign.objective = ObjectiveOf(read.objective_type);
  campaign.tiktok_objective = read.objective_type;
  campaign.budget_mode = ReadBudgetMode(read.budget_mode);
  campaign.budget_micros = read.budget_micros;
  return campaign;
}

AdGroup ToOurs(const Workspace& workspace, const std::string& ad_account,
               const tiktok::AdGroup& read, absl::Time now) {
  auto group = Adopted<AdGroup>(workspace, ad_account, read, now);
  group.tiktok_id = read.adgroup_id;
  group.optimization_goal = read.optimization_goal;
  group.billing_event = read.billing_event;
  group.bid_micros = read.bid_micros;
  group.budget_mode = ReadBudgetMode(read.budget_mode);
  group.budget_micros = read.budget_micros;
  group.schedule_start = read.schedule_start;
  group.schedule_end = read.schedule_end;
  group.placements = read.placements;
  group.location_ids = read.location_ids;
  group.age_groups = read.age_groups;
  group.gender = read.gender;
  group.languages = read.languages;
  group.frequency = read.frequency;
  group.frequency_days = read.frequency_days;
  group.pixel_id = read.pixel_id;
  group.optimization_event = read.optimization_event;
  return group;
}

Ad ToOurs(const Workspace& workspace, const std::string& ad_account, const tiktok::Ad& read,
          absl::Time now) {
  auto ad = Adopted<Ad>(workspace, ad_account, read, now);
  ad.tiktok_id = read.ad_id;
  ad.item_id = read.tiktok_item_id;
  ad.identity_type = read.identity_type;
  ad.call_to_action = read.call_to_action;
  ad.landing_page_url = read.landing_page_url;
  // What its review says is read next (AdoptAds). A list of ads tells only where it stands.
  ad.tiktok_secondary_status.clear();
  const AdReading status = ReadSecondaryStatus(read.secondary_status);
  ad.delivery = status.delivery;
  // What is past its review ran before, as far as anybody can tell.
  ad.has_delivered = status.review != ReviewState::kInReview;
  return ad;
}

// One ad account's, in one transaction.
class Adoption {
 public:
  Adoption(Transaction& tx, const Workspace& workspace, const std::string& ad_account,
           const Strangers& strangers, absl::Time now)
      : tx_(tx), workspace_(workspace), ad_account_(ad_account), strangers_(strangers), now_(now) {}

  // Whether there was anything to take over.
  absl::StatusOr<bool> Take() {
    SG_RETURN_IF_ERROR(LoadNamesInTheMaking());
    for (const tiktok::Ad& read : strangers_.ads) {
      if (MayBeOurs(read)) continue;
      SG_ASSIGN_OR_RETURN(const auto known, tx_.ads().FindByTikTokId(workspace_.id, read.ad_id));
      if (known.has_value()) continue;
      SG_ASSIGN_OR_RETURN(const auto group, GroupOf(read));
      if (!group.has_value()) continue;
      Ad ad = ToOurs(workspace_, ad_account_, read, now_);
      ad.ad_group = group->id;
      ad.campaign = group->campaign;
      std::map<std::string, std::string> attributes = PostAttributes(ad);
      attributes["identity_type"] = ad.identity_type;
      SG_ASSIGN_OR_RETURN(const auto post,
                          tx_.spark_posts().Get(workspace_.id, ad_account_, ad.item_id));
      const bool stands = post.has_value() && post->state == SparkPostState::kAuthorized;
      attributes["authorized"] = stands ? "true" : "false";
      SG_RETURN_IF_ERROR(Put(ad, std::move(attributes)));
    }
    return taken_;
  }

 private:
  // Without tags, what is being created can be told by its name alone.
  absl::Status LoadNamesInTheMaking() {
    if (!workspace_.settings.name_tags_disabled) return absl::OkStatus();
    const auto add = [this](const auto& objects) {
      for (const auto& object : objects) {
        if (object.stage == Stage::kSubmitting) making_.insert(object.display_name);
      }
    };
    SG_ASSIGN_OR_RETURN(const auto campaigns,
                        tx_.campaigns().List(workspace_.id, ad_account_, kAllRows));
    add(campaigns);
    for (const Campaign& campaign : campaigns) {
      SG_ASSIGN_OR_RETURN(const auto groups,
                          tx_.ad_groups().List(workspace_.id, campaign.id, kAllRows));
      add(groups);
    }
    SG_ASSIGN_OR_RETURN(
        const auto ads,
        tx_.ads().List(workspace_.id, {.ad_account = ad_account_, .stage = Stage::kSubmitting},
                       kAllRows));
    add(ads);
    return absl::OkStatus();
  }

  template <class Read>
  bool MayBeOurs(const Read& read) const {
    if (making_.contains(read.name)) return true;
    return CarriesTag(read.name) && now_ - read.create_time.value_or(now_) < kTwinsAreGone;
  }

  // nullopt: its ad group isn't one to take over, or is gone.
  absl::StatusOr<std::optional<AdGroup>> GroupOf(const tiktok::Ad& ad) {
    SG_ASSIGN_OR_RETURN(auto known, tx_.ad_groups().FindByTikTokId(workspace_.id, ad.adgroup_id));
    if (known.has_value()) return IfLive(*std::move(known));
    const auto read = strangers_.ad_groups.find(ad.adgroup_id);
    if (read == strangers_.ad_groups.end() || MayBeOurs(read->second)) return std::nullopt;
    SG_ASSIGN_OR_RETURN(const auto campaign, CampaignOf(ad));
    if (!campaign.has_value()) return std::nullopt;
    AdGroup group = ToOurs(workspace_, ad_account_, read->second, now_);
    group.campaign = campaign->id;
    SG_RETURN_IF_ERROR(Put(group, {}));
    return group;
  }
  absl::StatusOr<std::optional<Campaign>> CampaignOf(const tiktok::Ad& ad) {
    SG_ASSIGN_OR_RETURN(auto known, tx_.campaigns().FindByTikTokId(workspace_.id, ad.campaign_id));
    if (known.has_value()) return IfLive(*std::move(known));
    const auto read = strangers_.campaigns.find(ad.campaign_id);
    if (read == strangers_.campaigns.end() || MayBeOurs(read->second)) return std::nullopt;
    Campaign campaign = ToOurs(workspace_, ad_account_, read->second, now_);
    SG_RETURN_IF_ERROR(Put(campaign, {}));
    return campaign;
  }
  template <class Object>
  static std::optional<Object> IfLive(Object object) {
    return object.stage == Stage::kLive ? std::optional(std::move(object)) : std::nullopt;
  }

  template <class Object>
  absl::Status Put(const Object& object, std::map<std::string, std::string> attributes) {
    taken_ = true;
    SG_RETURN_IF_ERROR(Kind<Object>::Table(tx_).Put(object));
    attributes["origin"] = "OUTSIDE";
    attributes["tiktok_id"] = object.tiktok_id;
    return AppendEvent(tx_, workspace_.id, fmt::format("{}.adopted", Kind<Object>::kField),
                       NameOf(object), now_, std::move(attributes));
  }

  Transaction& tx_;
  const Workspace& workspace_;
  const std::string& ad_account_;
  const Strangers& strangers_;
  const absl::Time now_;
  std::set<std::string> making_;
  bool taken_ = false;
};

absl::Status Take(Env& env, Transaction& tx, const Workspace& workspace,
                  const std::string& ad_account, const Strangers& strangers, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const bool taken, Adoption(tx, workspace, ad_account, strangers, now).Take());
  if (!taken) return absl::OkStatus();
  // How their reviews stand, and what may not run where, isn't in a list of ads.
  SG_RETURN_IF_ERROR(WakeWork(tx, workspace.id, kAdsSyncWork, ad_account, now));
  SG_RETURN_IF_ERROR(WakeWork(tx, workspace.id, kReviewSyncWork, ad_account, now));
  return WakeSubscriptions(env, tx, workspace.id, now);
}

class AdoptionHandler final : public WorkHandler {
 public:
  std::string_view kind() const override { return kAdoptionWork; }

  std::vector<WorkOutcome> Run(Env& env, const Workspace& workspace,
                               const std::vector<WorkItem>& items, absl::Time now) override {
    const auto looks = AskAdAccounts<Strangers>(
        env, workspace, SubjectsOf(items),
        [&](const AdAccountCall& as, size_t) { return LookForStrangers(env, workspace.id, as); });
    return TakeTogether(
        env, workspace, items, now,
        [&](Transaction& tx) -> absl::StatusOr<std::vector<WorkOutcome>> {
          std::vector<WorkOutcome> outcomes;
          for (size_t i = 0; i < items.size(); ++i) {
            outcomes.push_back(OutcomeOf(looks[i], now));
            if (!looks[i].ok() || looks[i]->ads.empty()) continue;
            SG_RETURN_IF_ERROR(Take(env, tx, workspace, items[i].subject, *looks[i], now));
          }
          return outcomes;
        });
  }

 private:
  static WorkOutcome OutcomeOf(const absl::StatusOr<Strangers>& look, absl::Time now) {
    // Without a consent there is nothing to try again before somebody connects anew, which wakes
    // this item.
    const bool hopeless = ReasonOf(look.status()) == "RECONNECT_NEEDED";
    if (!look.ok() && !hopeless) return FailedWork(look.status());
    if (look.ok() && look->more) return AgainIn(absl::ZeroDuration());
    return AgainAt(now + absl::Hours(24));
  }
};

}  // namespace

absl::Status AdoptAds(Env& env, const Workspace& workspace, const std::string& ad_account,
                      absl::Time now) {
  const auto look = AskAdAccounts<Strangers>(
      env, workspace, {ad_account},
      [&](const AdAccountCall& as, size_t) { return LookForStrangers(env, workspace.id, as); });
  SG_RETURN_IF_ERROR(look.front().status());
  return env.store.Write(
      [&](Transaction& tx) { return Take(env, tx, workspace, ad_account, *look.front(), now); });
}

std::unique_ptr<WorkHandler> NewAdoptionHandler() { return std::make_unique<AdoptionHandler>(); }

}  // namespace sparkgate::server
