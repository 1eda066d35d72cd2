// ad/review_info, adgroup/review_info and adgroup/appeal (facts 7.10 to 7.12). There is no word for
// "in review": an ad that nobody looked at yet reads ALL_AVAILABLE, faithfully.
#include "simulator/world/review.h"

#include <algorithm>
#include <vector>

#include <boost/json/array.hpp>

#include "simulator/business_api/access.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/formats.h"
#include "simulator/business_api/shown_id.h"
#include "simulator/world/ad_groups.h"
#include "simulator/world/ads.h"
#include "simulator/world/appeals.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

json::array TextsOf(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

ReviewVerdict VerdictOf(const Review* review) {
  return review == nullptr ? ReviewVerdict::kNone : review->verdict;
}

std::string_view AdReviewStatus(const Review* review) {
  switch (VerdictOf(review)) {
    case ReviewVerdict::kNone:
    case ReviewVerdict::kApproved:
      return "ALL_AVAILABLE";
    case ReviewVerdict::kPartlyApproved:
      return "PART_AVAILABLE";
    case ReviewVerdict::kRejected:
      return "UNAVAILABLE";
  }
  return "UNAVAILABLE";
}

json::array RejectInfo(const Review& review, const std::string& post_id) {
  if (review.reasons.empty()) return {};
  return {json::object{{"suggestion", review.suggestion},
                       {"reasons", TextsOf(review.reasons)},
                       {"forbidden_ages", TextsOf(review.forbidden_ages)},
                       {"forbidden_locations", TextsOf(review.forbidden_locations)},
                       {"forbidden_placements", TextsOf(review.forbidden_placements)},
                       {"content_info",
                        {{"content_type", "MODE_VIDEO"},
                         {"video_content", {{"video_id", "v" + post_id}}},
                         {"image_content", nullptr},
                         {"text_content", nullptr},
                         {"carousel_music_content", nullptr}}}}};
}

json::object AdReviewData(const WorldState& state, const Ad& ad) {
  static const Review kUnreviewed;
  const Review* found = Find(state.reviews, ad.id);
  const Review& review = found == nullptr ? kUnreviewed : *found;
  return {{"ad_id", ShownId(state, ad.id)},
          {"is_approved", review.verdict != ReviewVerdict::kRejected},
          {"review_status", AdReviewStatus(&review)},
          {"appeal_status", nullptr},
          {"last_audit_time", nullptr},
          {"forbidden_placements", TextsOf(review.forbidden_placements)},
          {"forbidden_ages", TextsOf(review.forbidden_ages)},
          {"forbidden_locations", TextsOf(review.forbidden_locations)},
          {"forbidden_operation_systems", json::array()},
          {"reject_info", RejectInfo(review, ad.post_id)}};
}

absl::StatusOr<Data> AdReviewInfo(const WorldState& state, const Caller& caller,
                                  const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::vector<std::string> ids = in.Ids("ad_ids", {1, 100});
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  json::object map;
  for (const std::string& id : ids) {
    SG_ASSIGN_OR_RETURN(const Ad* ad, GetAd(state, advertiser_id, id));
    map[id] = AdReviewData(state, *ad);
  }
  return Data{{"ad_review_map", std::move(map)}};
}

// Of a group's ads that still exist: how many run everywhere, somewhere, nowhere.
struct Verdicts {
  size_t ads = 0;
  size_t rejected = 0;
  absl::Time last_rejection = absl::InfinitePast();
  json::array reasons;
};

Verdicts CountVerdicts(const WorldState& state, const AdGroup& group) {
  Verdicts verdicts;
  for (const std::string& id : group.ad_ids) {
    if (IsDeleted(state, *Find(state.ads, id))) continue;
    ++verdicts.ads;
    const Review* review = Find(state.reviews, id);
    if (VerdictOf(review) != ReviewVerdict::kRejected) continue;
    ++verdicts.rejected;
    verdicts.last_rejection = std::max(verdicts.last_rejection, *review->decide_time);
    verdicts.reasons.push_back(json::object{{"reasons", TextsOf(review->reasons)}});
  }
  return verdicts;
}

std::string_view AppealStatus(AppealState appeal) {
  switch (appeal) {
    case AppealState::kNone:
      return "NOT_APPEALED";
    case AppealState::kOpen:
      return "APPEALING";
    case AppealState::kSuccessful:
      return "APPEAL_SUCCESSFUL";
    case AppealState::kFailed:
      return "APPEAL_FAILED";
  }
  return "NOT_APPEALED";
}

json::object AdGroupReviewData(const WorldState& state, const AdGroup& group) {
  Verdicts verdicts = CountVerdicts(state, group);
  const bool some = verdicts.rejected > 0;
  const bool all = some && (verdicts.rejected == verdicts.ads || !group.denied_by.empty());
  return {{"adgroup_id", group.id},
          {"is_approved", !all},
          {"review_status", all    ? "UNAVAILABLE"
                            : some ? "PART_AVAILABLE"
                                   : "ALL_AVAILABLE"},
          {"appeal_status", AppealStatus(AppealStateOf(state, group))},
          {"last_audit_time",
           some ? json::value(WireTime(verdicts.last_rejection)) : json::value(nullptr)},
          {"forbidden_placements", json::array()},
          {"forbidden_ages", json::array()},
          {"forbidden_locations", json::array()},
          {"forbidden_operation_systems", json::array()},
          {"contain_rejected_ads", some},
          {"reject_info", std::move(verdicts.reasons)}};
}

absl::StatusOr<Data> AdgroupReviewInfo(const WorldState& state, const Caller& caller,
                                       const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::vector<std::string> ids = in.Ids("adgroup_ids", {1, 20});
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  json::object ad_map;
  json::object group_map;
  for (const std::string& id : ids) {
    SG_ASSIGN_OR_RETURN(const AdGroup* group, GetAdGroup(state, advertiser_id, id));
    json::object ads;
    for (const std::string& ad_id : group->ad_ids) {
      const Ad& ad = *Find(state.ads, ad_id);
      if (!IsDeleted(state, ad)) ads[ad_id] = AdReviewData(state, ad);
    }
    ad_map[id] = std::move(ads);
    group_map[id] = AdGroupReviewData(state, *group);
  }
  return Data{{"ad_review_map", std::move(ad_map)}, {"ad_group_review_map", std::move(group_map)}};
}

// What an attachment is isn't known, so a list of anything is taken, and nobody reads it.
absl::StatusOr<Data> AdgroupAppeal(WorldState& state, const Caller& caller,
                                   const Arguments& arguments) {
  ArgumentReader in(arguments);
  AppealRequest request;
  request.advertiser_id = in.Id("advertiser_id");
  request.ad_group_id = in.Id("adgroup_id");
  request.ad_id = in.OptionalId("ad_id");
  request.reason = in.OptionalString("appeal_reason").value_or("");
  if (in.Has("attachment_list") && !arguments.values.at("attachment_list").is_array()) {
    in.Reject("attachment_list", "Not a valid list.");
  }
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, request.advertiser_id));
  SG_RETURN_IF_ERROR(AppealRejections(state, request));
  return Data{};
}

constexpr Endpoint kReviewEndpoints[] = {
    GetEndpoint("ad/review_info", TokenFamily::kAdvertiser, "220", &AdReviewInfo),
    PostEndpoint("adgroup/appeal", TokenFamily::kAdvertiser, "211", &AdgroupAppeal),
    GetEndpoint("adgroup/review_info", TokenFamily::kAdvertiser, "210", &AdgroupReviewInfo),
};

}  // namespace

std::span<const Endpoint> ReviewEndpoints() { return kReviewEndpoints; }

}  // namespace sparkgate::simulator
