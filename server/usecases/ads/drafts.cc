#include "server/usecases/ads/drafts.h"

#include <fmt/format.h>

#include "base/error.h"
#include "server/domain/draft_check.h"
#include "server/domain/end_guard.h"
#include "server/usecases/ads/kinds.h"
#include "server/usecases/events.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

constexpr char kPostField[] = "ad.spark_post";

absl::Status ParentDeleted(const std::string& name) {
  return Error(absl::StatusCode::kFailedPrecondition, fmt::format("{} was deleted.", name),
               {.reason = "PARENT_DELETED", .who = Actor::kAdvertiser, .resource_name = name});
}

// What such a campaign's ad groups and ads need isn't known here.
absl::Status CheckObjective(const Campaign& campaign) {
  if (campaign.objective != Objective::kOther) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("{} has the objective {}, for which nothing is created here.",
                           NameOf(campaign), campaign.tiktok_objective),
               {.reason = "OBJECTIVE_NOT_SUPPORTED",
                .who = Actor::kAdvertiser,
                .resource_type = Kind<Campaign>::kType,
                .resource_name = NameOf(campaign)});
}

// Where the workspace refuses ads that outlive their authorization, it does so at once.
absl::Status CheckEnd(const Transaction& tx, const Ad& ad, const AdGroup& group) {
  SG_ASSIGN_OR_RETURN(const auto workspace, tx.workspaces().Get(ad.workspace));
  if (!workspace.has_value() || workspace->settings.end_policy != EndPolicy::kError) {
    return absl::OkStatus();
  }
  SG_ASSIGN_OR_RETURN(const auto post,
                      tx.spark_posts().Get(ad.workspace, ad.ad_account, ad.item_id));
  if (!post.has_value()) return absl::OkStatus();  // redeemed later: the final check tells
  const std::string problem = EndProblem(post->auth_end, group.schedule_end);
  if (problem.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, problem,
               {.reason = "CODE_ENDS_BEFORE_SCHEDULE",
                .who = Actor::kCreator,
                .fields = {{kPostField, problem}}});
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
  return CheckObjective(parent);
}
absl::Status Adopt(const Transaction& tx, Ad& ad) {
  SG_ASSIGN_OR_RETURN(const AdGroup parent, Load<AdGroup>(tx, ad.workspace, ad.ad_group));
  if (parent.stage == Stage::kDeleted) return ParentDeleted(NameOf(parent));
  // The post's name says whose library it is in; it must be the ad group's own.
  if (!ad.ad_account.empty() && ad.ad_account != parent.ad_account) {
    return InvalidField(kPostField, "is in another ad account's library");
  }
  ad.campaign = parent.campaign;
  ad.ad_account = parent.ad_account;
  if (parent.adopted) {
    SG_ASSIGN_OR_RETURN(const Campaign campaign, Load<Campaign>(tx, ad.workspace, ad.campaign));
    SG_RETURN_IF_ERROR(CheckObjective(campaign));
  }
  return CheckEnd(tx, ad, parent);
}

template <class Object>
absl::StatusOr<Object> Create(Env& env, const Call& call, Object draft) {
  SG_RETURN_IF_ERROR(CheckDraft(draft));
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
      SG_ASSIGN_OR_RETURN(made, Load<Object>(tx, call.workspace, LastIdOf(*earlier)));
      return absl::OkStatus();
    }
    SG_RETURN_IF_ERROR(Adopt(tx, made));
    SG_RETURN_IF_ERROR(Kind<Object>::Table(tx).Put(made));
    SG_RETURN_IF_ERROR(AppendEvent(
        tx, call.workspace, fmt::format("{}.drafted", Kind<Object>::kField), NameOf(made), now));
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
                              const std::function<absl::Status(Object&)>& change) {
  SG_ASSIGN_OR_RETURN(const Workspace workspace, LoadWritableWorkspace(env, call.workspace));
  SG_ASSIGN_OR_RETURN(const absl::Time now, env.clocks.Now(workspace));
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
    const Object before = updated;
    SG_RETURN_IF_ERROR(change(updated));
    SG_RETURN_IF_ERROR(CheckDraft(updated));
    SG_RETURN_IF_ERROR(Adopt(tx, updated));
    if (updated != before) {
      SG_RETURN_IF_ERROR(Kind<Object>::Table(tx).Put(updated));
      SG_RETURN_IF_ERROR(AppendEvent(tx, call.workspace,
                                     fmt::format("{}.changed", Kind<Object>::kField),
                                     NameOf(updated), now));
    }
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
                                        const std::function<absl::Status(Campaign&)>& change) {
  return Update(env, call, id, change);
}
absl::StatusOr<AdGroup> UpdateAdGroup(Env& env, const Call& call, const std::string& id,
                                      const std::function<absl::Status(AdGroup&)>& change) {
  return Update(env, call, id, change);
}
absl::StatusOr<Ad> UpdateAd(Env& env, const Call& call, const std::string& id,
                            const std::function<absl::Status(Ad&)>& change) {
  return Update(env, call, id, change);
}

}  // namespace sparkgate::server
