#include "simulator/world/ads.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "simulator/world/ad_groups.h"
#include "simulator/world/codes.h"
#include "simulator/world/identities.h"
#include "simulator/world/ids.h"
#include "simulator/world/naming.h"
#include "simulator/world/objectives.h"
#include "simulator/world/posts.h"
#include "simulator/world/refusal.h"
#include "simulator/world/review.h"
#include "simulator/world/spark_posts.h"
#include "simulator/world/spending/history.h"

namespace sparkgate::simulator {
namespace {

constexpr size_t kMostAdsPerIdentity = 10'000;

std::string AdRecord(std::string_view id) { return fmt::format("ads/{}", id); }

absl::StatusOr<const AdGroup*> LiveGroup(const WorldState& state, std::string_view advertiser_id,
                                         std::string_view ad_group_id) {
  SG_ASSIGN_OR_RETURN(const AdGroup* group, GetAdGroup(state, advertiser_id, ad_group_id));
  const Campaign& campaign = *Find(state.campaigns, group->campaign_id);
  if (group->operation_status != OperationStatus::kDelete &&
      campaign.operation_status != OperationStatus::kDelete) {
    return group;
  }
  return RefuseAdvertiser("AD_GROUP_DELETED",
                          fmt::format("The ad group {} has been deleted.", ad_group_id));
}

// The post may be run under this identity, now.
absl::Status CheckPost(const WorldState& state, const AdGroup& group, const Ad& ad) {
  SG_ASSIGN_OR_RETURN(const Identity* identity,
                      GetIdentity(state, ad.advertiser_id, ad.identity_id));
  if (identity->type != ad.identity_type) {
    return RefuseAdvertiser(
        "IDENTITY_MISMATCH",
        fmt::format("identity_type: The identity is of type {}.", identity->type));
  }
  const SparkPost* held = FindSparkPost(state, ad.advertiser_id, ad.post_id);
  if (held == nullptr || !IsAuthorized(state, *held)) {
    return RefuseAdvertiser(
        "POST_NOT_AUTHORIZED",
        fmt::format("tiktok_item_id: The post {} is not authorized for this ad account.",
                    ad.post_id));
  }
  if (held->identity_id != ad.identity_id) {
    return RefuseAdvertiser("IDENTITY_MISMATCH",
                            "identity_id: The post belongs to another identity.");
  }
  const bool video = Find(state.posts, ad.post_id)->type == PostType::kVideo;
  if (ad.ad_format != (video ? "SINGLE_VIDEO" : "CAROUSEL_ADS")) {
    return RefuseAdvertiser("AD_FORMAT_MISMATCH",
                            fmt::format("ad_format: {} does not fit the post.", ad.ad_format));
  }
  const bool covered = group.schedule_end_time <= Find(state.codes, held->code)->end_time;
  if (!covered && state.switches.Flag(kScheduleNeedsAuthorization)) {
    return RefuseAdvertiser("SCHEDULE_NOT_AUTHORIZED",
                            "The ad group's schedule ends after the post's authorization.");
  }
  return absl::OkStatus();
}

absl::Status CheckAd(const WorldState& state, const Campaign& campaign, const AdGroup& group,
                     const Ad& ad) {
  // An ad may come without a name: it is then called by its id.
  if (!ad.name.empty()) SG_RETURN_IF_ERROR(CheckNameAllowed("ad_name", ad.name));
  SG_RETURN_IF_ERROR(CheckPost(state, group, ad));
  const GoalRule* rule = FindGoalRule(campaign.objective_type, group.optimization_goal);
  if (rule->needs_landing_page && ad.landing_page_url.empty()) {
    return RefuseAdvertiser("LANDING_PAGE_MISSING",
                            fmt::format("landing_page_url: {} needs a landing page.", rule->goal));
  }
  const bool remix = !ad.item_duet_status.empty() || !ad.item_stitch_status.empty();
  if (remix && ad.promotional_music_disabled) {
    return RefuseAdvertiser("MUSIC_SETTING_MISMATCH",
                            "item_duet_status: It needs promotional_music_disabled to be false.");
  }
  return absl::OkStatus();
}

// Ads of an identity that nobody deleted. Counting them one by one is only done near the limit.
size_t LiveAdsOf(const WorldState& state, const Identity& identity) {
  const CreatorAccount& creator = *Find(state.creators, identity.creator_id);
  size_t made = 0;
  for (const std::string& id : creator.post_ids) made += Find(state.posts, id)->ad_ids.size();
  if (made < kMostAdsPerIdentity) return made;
  size_t live = 0;
  for (const std::string& post_id : creator.post_ids) {
    for (const std::string& id : Find(state.posts, post_id)->ad_ids) {
      const Ad& ad = *Find(state.ads, id);
      if (ad.identity_id == identity.id && !IsDeleted(state, ad)) ++live;
    }
  }
  return live;
}

absl::Status CheckAdNumber(const WorldState& state, const std::vector<Ad>& ads) {
  for (const Ad& ad : ads) {
    const auto more = std::ranges::count(ads, ad.identity_id, &Ad::identity_id);
    const size_t live = LiveAdsOf(state, *Find(state.identities, ad.identity_id));
    if (live + static_cast<size_t>(more) > kMostAdsPerIdentity) {
      return Refuse(ApiCode::kAdNumberLimit, "TOO_MANY_ADS",
                    fmt::format("The identity {} has reached the limit of {} ads.", ad.identity_id,
                                kMostAdsPerIdentity),
                    Actor::kAdvertiser);
    }
  }
  return absl::OkStatus();
}

// What people see of it.
bool LooksDifferent(const Ad& before, const Ad& after) {
  return before.post_id != after.post_id || before.identity_id != after.identity_id ||
         before.call_to_action != after.call_to_action ||
         before.call_to_action_id != after.call_to_action_id ||
         before.landing_page_url != after.landing_page_url ||
         before.tiktok_page_category != after.tiktok_page_category;
}

// Nobody sees a name but reviewers, who may have rejected the ad for it.
bool AnswersRejection(const WorldState& state, const Ad& before, const Ad& after) {
  const Review* review = Find(state.reviews, before.id);
  return review != nullptr && !review->pending && review->verdict == ReviewVerdict::kRejected &&
         before.name != after.name;
}

absl::Status CheckNotDeleted(const WorldState& state, const Ad& ad) {
  if (!IsDeleted(state, ad)) return absl::OkStatus();
  return RefuseAdvertiser("AD_DELETED", fmt::format("The ad {} has been deleted.", ad.id));
}

std::string MakeAd(WorldState& state, const AdGroup& group, Ad ad) {
  ad.id = NewNumericId(state, "ad", fmt::format("{}/{}/{}", group.id, ad.name, ad.post_id));
  if (ad.name.empty()) ad.name = ad.id;
  ad.campaign_id = group.campaign_id;
  ad.ad_group_id = group.id;
  ad.create_time = ad.modify_time = state.now;
  Find(state.ad_groups, group.id)->ad_ids.push_back(ad.id);
  Find(state.posts, ad.post_id)->ad_ids.push_back(ad.id);
  state.Record("ad.created", AdRecord(ad.id), {{"name", ad.name}, {"post", ad.post_id}});
  const std::string id = ad.id;
  state.ads.insert_or_assign(id, std::move(ad));
  return id;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> CreateAds(WorldState& state,
                                                   std::string_view advertiser_id,
                                                   std::string_view ad_group_id,
                                                   std::vector<Ad> ads) {
  SG_ASSIGN_OR_RETURN(const AdGroup* group, LiveGroup(state, advertiser_id, ad_group_id));
  for (Ad& ad : ads) {
    ad.advertiser_id = std::string(advertiser_id);
    SG_RETURN_IF_ERROR(CheckAd(state, *Find(state.campaigns, group->campaign_id), *group, ad));
  }
  SG_RETURN_IF_ERROR(CheckAdNumber(state, ads));
  std::vector<std::string> ids;
  for (Ad& ad : ads) ids.push_back(MakeAd(state, *group, std::move(ad)));
  for (const std::string& id : ids) SubmitWaiting(state, *Find(state.ads, id));
  return ids;
}

absl::Status CheckNewAd(const WorldState& state, const Campaign& campaign, const AdGroup& group,
                        const Ad& ad) {
  SG_RETURN_IF_ERROR(CheckAd(state, campaign, group, ad));
  return CheckAdNumber(state, {ad});
}

absl::Status UpdateAds(WorldState& state, std::string_view advertiser_id,
                       std::string_view ad_group_id, std::vector<Ad> ads, bool* needs_review) {
  SG_ASSIGN_OR_RETURN(const AdGroup* group, LiveGroup(state, advertiser_id, ad_group_id));
  for (const Ad& ad : ads) {
    SG_ASSIGN_OR_RETURN(const Ad* present, GetAd(state, advertiser_id, ad.id));
    if (present->ad_group_id != ad_group_id) {
      return RefuseAdvertiser("NO_SUCH_AD",
                              fmt::format("The ad {} is not in this ad group.", ad.id));
    }
    SG_RETURN_IF_ERROR(CheckNotDeleted(state, *present));
    if (present->ad_format != ad.ad_format) {
      return RefuseAdvertiser("AD_FORMAT_MISMATCH", "ad_format: It can't be changed.");
    }
    SG_RETURN_IF_ERROR(CheckAd(state, *Find(state.campaigns, group->campaign_id), *group, ad));
  }
  *needs_review = false;
  for (Ad& ad : ads) {
    Ad& present = *Find(state.ads, ad.id);
    if (ad.name.empty()) ad.name = ad.id;
    const bool review = LooksDifferent(present, ad) || AnswersRejection(state, present, ad);
    if (present.post_id != ad.post_id) {
      std::erase(Find(state.posts, present.post_id)->ad_ids, ad.id);
      Find(state.posts, ad.post_id)->ad_ids.push_back(ad.id);
    }
    ad.modify_time = state.now;
    present = std::move(ad);
    state.Record("ad.updated", AdRecord(present.id));
    if (review) SubmitForReview(state, present);
    NoteAd(state, present);
    *needs_review = *needs_review || review;
  }
  return absl::OkStatus();
}

absl::Status SetAdStatus(WorldState& state, std::string_view advertiser_id,
                         const std::vector<std::string>& ad_ids, OperationStatus status) {
  for (const std::string& id : ad_ids) {
    SG_ASSIGN_OR_RETURN(const Ad* ad, GetAd(state, advertiser_id, id));
    SG_RETURN_IF_ERROR(CheckNotDeleted(state, *ad));
  }
  for (const std::string& id : ad_ids) {
    Ad& ad = *Find(state.ads, id);
    if (ad.operation_status == status) continue;
    ad.operation_status = status;
    ad.modify_time = state.now;
    state.Record("ad.status_changed", AdRecord(id),
                 {{"status", std::string(OperationStatusName(status))}});
    if (status == OperationStatus::kEnable) SubmitWaiting(state, ad);
    if (status == OperationStatus::kDelete) WithdrawAd(state, id);
    NoteAd(state, ad);
  }
  return absl::OkStatus();
}

absl::StatusOr<const Ad*> GetAd(const WorldState& state, std::string_view advertiser_id,
                                std::string_view ad_id) {
  const Ad* ad = Find(state.ads, ad_id);
  if (ad != nullptr && ad->advertiser_id == advertiser_id) return ad;
  return Refuse(ApiCode::kNotExist, "NO_SUCH_AD", fmt::format("The ad {} does not exist.", ad_id),
                Actor::kAdvertiser);
}

bool IsDeleted(const WorldState& state, const Ad& ad) {
  constexpr OperationStatus kDelete = OperationStatus::kDelete;
  return ad.operation_status == kDelete ||
         Find(state.ad_groups, ad.ad_group_id)->operation_status == kDelete ||
         Find(state.campaigns, ad.campaign_id)->operation_status == kDelete;
}

}  // namespace sparkgate::simulator
