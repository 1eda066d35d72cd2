#include "server/usecases/ads/drafts.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "server/domain/ad_rules.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

absl::Status AllDigits(const std::vector<std::string>& ids, const std::string& field) {
  for (size_t i = 0; i < ids.size(); ++i) {
    const bool digits = !ids[i].empty() && std::all_of(ids[i].begin(), ids[i].end(),
                                                       [](char c) { return c >= '0' && c <= '9'; });
    if (!digits)
      return InvalidField(fmt::format("{}[{}]", field, i), "must be a TikTok id (digits)");
  }
  return absl::OkStatus();
}

// What any draft must have to be kept at all; the rest is the final check's.
absl::Status CheckName(const std::string& name, const char* object) {
  if (std::string problem = NameProblem(name); !problem.empty()) {
    return InvalidField(fmt::format("{}.display_name", object), problem);
  }
  return absl::OkStatus();
}

absl::Status CheckShape(const Campaign& campaign) {
  SG_RETURN_IF_ERROR(CheckName(campaign.display_name, "campaign"));
  if (campaign.budget_micros < 0) return InvalidField("campaign.budget_micros", "is negative");
  if (campaign.budget_mode == BudgetMode::kInfinite && campaign.budget_micros != 0) {
    return InvalidField("campaign.budget_micros", "goes with budget_mode DAY or TOTAL");
  }
  return absl::OkStatus();
}

absl::Status CheckShape(const AdGroup& group) {
  SG_RETURN_IF_ERROR(CheckName(group.display_name, "ad_group"));
  if (group.optimization_goal.empty()) {
    return InvalidField("ad_group.optimization_goal", "is required");
  }
  if (group.budget_mode == BudgetMode::kInfinite) {
    return InvalidField("ad_group.budget_mode", "must be DAY or TOTAL");
  }
  if (group.budget_micros <= 0) return InvalidField("ad_group.budget_micros", "must be over 0");
  if (group.bid_micros < 0) return InvalidField("ad_group.bid_micros", "is negative");
  if (group.location_ids.empty() || group.location_ids.size() > 3000) {
    return InvalidField("ad_group.location_ids", "must be 1 to 3000 TikTok location ids");
  }
  SG_RETURN_IF_ERROR(AllDigits(group.location_ids, "ad_group.location_ids"));
  if (!group.gender.empty() && group.gender != "GENDER_UNLIMITED" &&
      group.gender != "GENDER_MALE" && group.gender != "GENDER_FEMALE") {
    return InvalidField("ad_group.gender",
                        "must be GENDER_UNLIMITED, GENDER_MALE or GENDER_FEMALE");
  }
  if (group.frequency < 0 || group.frequency > 1000) {
    return InvalidField("ad_group.frequency", "must be 1 to 1000");
  }
  if (group.frequency_days < 0 || group.frequency_days > 30) {
    return InvalidField("ad_group.frequency_days", "must be 1 to 30");
  }
  if (group.schedule_start.has_value() && group.schedule_end.has_value() &&
      *group.schedule_end <= *group.schedule_start) {
    return InvalidField("ad_group.schedule_end_time", "must be after the start");
  }
  return absl::OkStatus();
}

absl::Status CheckShape(const Ad& ad) {
  SG_RETURN_IF_ERROR(CheckName(ad.display_name, "ad"));
  if (ad.item_id.empty()) return InvalidField("ad.spark_post", "is required");
  const std::string& url = ad.landing_page_url;
  if (!url.empty() && url.rfind("https://", 0) != 0) {
    return InvalidField("ad.landing_page_url", "must begin with https://");
  }
  if (url.size() > 2000) return InvalidField("ad.landing_page_url", "is over 2000 bytes");
  return absl::OkStatus();
}

absl::Status ParentDeleted(const std::string& name) {
  return Error(absl::StatusCode::kFailedPrecondition, fmt::format("{} was deleted.", name),
               {.reason = "PARENT_DELETED", .who = Actor::kAdvertiser, .resource_name = name});
}

// Takes over from the parent what the child is bound to; refuses a parent that is gone.
absl::Status Adopt(const Transaction& tx, Campaign& campaign) {
  SG_ASSIGN_OR_RETURN(const auto account,
                      tx.ad_accounts().Get(campaign.workspace, campaign.ad_account));
  if (account.has_value()) return absl::OkStatus();
  return ResourceNotFound("sparkgate/AdAccount",
                          AdAccountName(campaign.workspace, campaign.ad_account));
}
absl::Status Adopt(const Transaction& tx, AdGroup& group) {
  SG_ASSIGN_OR_RETURN(const Campaign parent, Load<Campaign>(tx, group.workspace, group.campaign));
  if (parent.stage == Stage::kDeleted) return ParentDeleted(NameOf(parent));
  group.ad_account = parent.ad_account;
  return absl::OkStatus();
}
absl::Status Adopt(const Transaction& tx, Ad& ad) {
  SG_ASSIGN_OR_RETURN(const AdGroup parent, Load<AdGroup>(tx, ad.workspace, ad.ad_group));
  if (parent.stage == Stage::kDeleted) return ParentDeleted(NameOf(parent));
  // The post's name says whose library it is in; it must be the ad group's own.
  if (!ad.ad_account.empty() && ad.ad_account != parent.ad_account) {
    return InvalidField("ad.spark_post", "is in another ad account's library");
  }
  ad.campaign = parent.campaign;
  ad.ad_account = parent.ad_account;
  return absl::OkStatus();
}

template <class Object>
absl::StatusOr<Object> Create(Env& env, const Call& call, Object draft) {
  SG_RETURN_IF_ERROR(CheckShape(draft));
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
  draft.workspace = call.workspace;
  draft.id = NewId(now);
  draft.stage = Stage::kDraft;
  draft.create_time = now;
  Object made;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    made = draft;
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) {
      SG_ASSIGN_OR_RETURN(
          made, Load<Object>(tx, call.workspace, earlier->substr(earlier->rfind('/') + 1)));
      return absl::OkStatus();
    }
    SG_RETURN_IF_ERROR(Adopt(tx, made));
    SG_RETURN_IF_ERROR(Kind<Object>::Table(tx).Put(made));
    return RememberAnswer(tx, call, NameOf(made), env.clocks.RealNow());
  }));
  return made;
}

template <class Object>
absl::StatusOr<Object> Get(Env& env, const std::string& workspace, const std::string& id) {
  Object found;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(found, Load<Object>(tx, workspace, id));
    return absl::OkStatus();
  }));
  return found;
}

template <class Object>
absl::StatusOr<Object> Update(Env& env, const Call& call, const std::string& id,
                              const std::function<void(Object&)>& change) {
  SG_RETURN_IF_ERROR(LoadWritableWorkspace(env, call.workspace).status());
  Object updated;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(updated, Load<Object>(tx, call.workspace, id));
    SG_ASSIGN_OR_RETURN(const auto earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) return absl::OkStatus();
    if (updated.stage != Stage::kDraft && updated.stage != Stage::kFailed) {
      return Error(absl::StatusCode::kFailedPrecondition,
                   fmt::format("{} isn't a draft any more.", NameOf(updated)),
                   {.reason = "NOT_A_DRAFT",
                    .who = Actor::kAdvertiser,
                    .resource_type = Kind<Object>::kType,
                    .resource_name = NameOf(updated)});
    }
    change(updated);
    SG_RETURN_IF_ERROR(CheckShape(updated));
    SG_RETURN_IF_ERROR(Adopt(tx, updated));
    SG_RETURN_IF_ERROR(Kind<Object>::Table(tx).Put(updated));
    return RememberAnswer(tx, call, NameOf(updated), env.clocks.RealNow());
  }));
  return updated;
}

// One read, whose `list` fills `rows`.
template <class Object, class List>
absl::StatusOr<std::vector<Object>> ListBy(Env& env, const List& list) {
  std::vector<Object> rows;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(rows, list(tx));
    return absl::OkStatus();
  }));
  return rows;
}

}  // namespace

absl::StatusOr<Campaign> CreateCampaign(Env& env, const Call& call, Campaign draft) {
  return Create(env, call, std::move(draft));
}
absl::StatusOr<AdGroup> CreateAdGroup(Env& env, const Call& call, AdGroup draft) {
  return Create(env, call, std::move(draft));
}
absl::StatusOr<Ad> CreateAd(Env& env, const Call& call, Ad draft) {
  return Create(env, call, std::move(draft));
}

absl::StatusOr<Campaign> GetCampaign(Env& env, const std::string& workspace,
                                     const std::string& id) {
  return Get<Campaign>(env, workspace, id);
}
absl::StatusOr<AdGroup> GetAdGroup(Env& env, const std::string& workspace, const std::string& id) {
  return Get<AdGroup>(env, workspace, id);
}
absl::StatusOr<Ad> GetAd(Env& env, const std::string& workspace, const std::string& id) {
  return Get<Ad>(env, workspace, id);
}

absl::StatusOr<std::vector<Campaign>> ListCampaigns(Env& env, const std::string& workspace,
                                                    const std::string& ad_account,
                                                    const Page& page) {
  return ListBy<Campaign>(
      env, [&](const Transaction& tx) { return tx.campaigns().List(workspace, ad_account, page); });
}
absl::StatusOr<std::vector<AdGroup>> ListAdGroups(Env& env, const std::string& workspace,
                                                  const std::string& campaign, const Page& page) {
  return ListBy<AdGroup>(
      env, [&](const Transaction& tx) { return tx.ad_groups().List(workspace, campaign, page); });
}
absl::StatusOr<std::vector<Ad>> ListAds(Env& env, const std::string& workspace,
                                        const std::string& ad_group, const std::string& campaign,
                                        const Page& page) {
  return ListBy<Ad>(env, [&](const Transaction& tx) {
    return tx.ads().List(workspace, {.ad_group = ad_group, .campaign = campaign}, page);
  });
}

absl::StatusOr<Campaign> UpdateCampaign(Env& env, const Call& call, const std::string& id,
                                        const std::function<void(Campaign&)>& change) {
  return Update(env, call, id, change);
}
absl::StatusOr<AdGroup> UpdateAdGroup(Env& env, const Call& call, const std::string& id,
                                      const std::function<void(AdGroup&)>& change) {
  return Update(env, call, id, change);
}
absl::StatusOr<Ad> UpdateAd(Env& env, const Call& call, const std::string& id,
                            const std::function<void(Ad&)>& change) {
  return Update(env, call, id, change);
}

}  // namespace sparkgate::server
