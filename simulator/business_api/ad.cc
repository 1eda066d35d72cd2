// ad/* (facts 7.5, 7.6); ad/review_info is in review.cc.
#include <string>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "simulator/business_api/access.h"
#include "simulator/business_api/ad_fields.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/business_api/fields.h"
#include "simulator/business_api/object_filter.h"
#include "simulator/business_api/paging.h"
#include "simulator/business_api/wire_status.h"
#include "simulator/business_api/wire_writer.h"
#include "simulator/world/ads.h"
#include "simulator/world/refusal.h"

namespace sparkgate::simulator {
namespace {

constexpr std::string_view kUnsimulatedAdFilters[] = {"campaign_system_origins",
                                                      "creative_material_mode", "destination"};

namespace json = boost::json;

constexpr size_t kMostCreatives = 20;

// Ads that aren't Spark Ads need creatives of their own, which the simulator has none of.
absl::Status CheckSpark(const std::vector<Ad>& ads) {
  for (const Ad& ad : ads) {
    if (ad.identity_type == "CUSTOMIZED_USER") {
      return Refuse(ApiCode::kNotImplemented, "IDENTITY_NOT_SIMULATED",
                    "identity_type: Ads of a CUSTOMIZED_USER are not simulated.");
    }
  }
  return absl::OkStatus();
}

Data CreativesData(const WorldState& state, const std::vector<std::string>& ids,
                   bool needs_review) {
  json::array creatives;
  for (const std::string& id : ids) creatives.push_back(AdData(state, *Find(state.ads, id)));
  return {{"ad_ids", json::array(ids.begin(), ids.end())},
          {"need_audit", needs_review},
          {"creatives", std::move(creatives)}};
}

absl::StatusOr<Data> AdCreate(WorldState& state, const Caller& caller, const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::string ad_group_id = in.Id("adgroup_id");
  std::vector<Ad> ads;
  for (ArgumentReader& creative : in.Objects("creatives", {1, kMostCreatives})) {
    Ad& ad = ads.emplace_back();
    ReadCreative(creative, ad);
    ad.operation_status = ReadInitialStatus(creative);
  }
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  SG_RETURN_IF_ERROR(CheckSpark(ads));
  SG_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                      CreateAds(state, advertiser_id, ad_group_id, std::move(ads)));
  return CreativesData(state, ids, /*needs_review=*/true);
}

// Newest first.
std::vector<const Ad*> SelectAds(const WorldState& state, std::string_view advertiser_id,
                                 const ObjectFilter& filter) {
  std::vector<const Ad*> found;
  const auto consider = [&](const Ad& ad) {
    if (filter.PassesName(ad.name) && filter.PassesTimes(ad.create_time, ad.modify_time) &&
        (!filter.AsksForStatus() || filter.PassesStatus(AdSecondaryStatus(state, ad)))) {
      found.push_back(&ad);
    }
  };
  const auto consider_group = [&](const AdGroup& group) {
    if (!filter.PassesAdGroup(group)) return;
    for (auto id = group.ad_ids.rbegin(); id != group.ad_ids.rend(); ++id) {
      consider(*Find(state.ads, *id));
    }
  };
  if (!filter.ad_ids.empty()) {  // no need to look at the whole account
    for (const std::string& id : filter.ad_ids) {
      const Ad* ad = Find(state.ads, id);
      if (ad == nullptr || ad->advertiser_id != advertiser_id) continue;
      if (!filter.AsksForParents() ||
          (filter.PassesCampaign(*Find(state.campaigns, ad->campaign_id)) &&
           filter.PassesAdGroup(*Find(state.ad_groups, ad->ad_group_id)))) {
        consider(*ad);
      }
    }
    return found;
  }
  const AdvertiserAccount& advertiser = *Find(state.advertisers, advertiser_id);
  for (auto id = advertiser.campaign_ids.rbegin(); id != advertiser.campaign_ids.rend(); ++id) {
    const Campaign& campaign = *Find(state.campaigns, *id);
    if (!filter.PassesCampaign(campaign)) continue;
    for (auto group = campaign.ad_group_ids.rbegin(); group != campaign.ad_group_ids.rend();
         ++group) {
      consider_group(*Find(state.ad_groups, *group));
    }
  }
  return found;
}

absl::StatusOr<std::string> AdGet(const WorldState& state, const Caller& caller,
                                  const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const ObjectFilter filter = ReadObjectFilter(state, in, "ad_name", kUnsimulatedAdFilters);
  const FieldChoice choice = ReadFieldChoice(in);
  const Page page = ReadPage(in, 10, 1000);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));

  const std::vector<const Ad*> found = SelectAds(state, advertiser_id, filter);
  const AdFields fields(choice);
  WireWriter out;
  out.BeginObject();
  out.BeginArray("list");
  for (size_t i = page.First(found.size()); i < page.Last(found.size()); ++i) {
    fields.Write(state, *found[i], out);
  }
  out.EndArray();
  page.WriteInfo(found.size(), out);
  out.EndObject();
  return std::move(out).Take();
}

// The ad as the creative wants it: whole, or patched onto what it is.
absl::StatusOr<Ad> Wanted(const WorldState& state, std::string_view advertiser_id,
                          const std::string& ad_id, ArgumentReader& creative, bool patch) {
  SG_ASSIGN_OR_RETURN(const Ad* present, GetAd(state, advertiser_id, ad_id));
  Ad ad = *present;
  if (patch) {
    PatchCreative(creative, ad);
  } else {
    ReadCreative(creative, ad);
  }
  return ad;
}

absl::StatusOr<Data> AdUpdate(WorldState& state, const Caller& caller, const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const std::string ad_group_id = in.Id("adgroup_id");
  const bool patch = in.OptionalBool("patch_update").value_or(false);
  std::vector<ArgumentReader> creatives = in.Objects("creatives", {1, kMostCreatives});
  std::vector<std::string> ids;
  Ad scratch;  // reads once for the errors, since values come before objects
  for (ArgumentReader& creative : creatives) {
    ids.push_back(creative.Id("ad_id"));
    patch ? PatchCreative(creative, scratch) : ReadCreative(creative, scratch);
  }
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  std::vector<Ad> ads;
  for (size_t i = 0; i < creatives.size(); ++i) {
    SG_ASSIGN_OR_RETURN(Ad ad, Wanted(state, advertiser_id, ids[i], creatives[i], patch));
    ads.push_back(std::move(ad));
  }
  SG_RETURN_IF_ERROR(CheckSpark(ads));
  bool needs_review = false;
  SG_RETURN_IF_ERROR(UpdateAds(state, advertiser_id, ad_group_id, std::move(ads), &needs_review));
  return CreativesData(state, ids, needs_review);
}

absl::StatusOr<Data> AdStatusUpdate(WorldState& state, const Caller& caller,
                                    const Arguments& arguments) {
  ArgumentReader in(arguments);
  const std::string advertiser_id = in.Id("advertiser_id");
  const bool aco = in.Has("aco_ad_ids");
  const std::vector<std::string> ids =
      aco ? in.OptionalIds("aco_ad_ids", {1, 20}) : in.Ids("ad_ids", {1, 20});
  in.Allow({"ad_ids"});
  const OperationStatus status = ReadNewStatus(in);
  SG_RETURN_IF_ERROR(in.Check());
  SG_RETURN_IF_ERROR(CheckAdvertiser(state, caller, advertiser_id));
  if (aco) {
    return Refuse(ApiCode::kNotImplemented, "ACO_NOT_SIMULATED",
                  "aco_ad_ids: Automated creatives are not simulated.");
  }
  SG_RETURN_IF_ERROR(SetAdStatus(state, advertiser_id, ids, status));
  return Data{{"ad_ids", json::array(ids.begin(), ids.end())},
              {"status", OperationStatusName(status)}};
}

constexpr Endpoint kAdEndpoints[] = {
    PostEndpoint("ad/create", TokenFamily::kAdvertiser, "221", &AdCreate),
    TextEndpoint("ad/get", TokenFamily::kAdvertiser, "220", &AdGet),
    PostEndpoint("ad/status/update", TokenFamily::kAdvertiser, "221", &AdStatusUpdate),
    PostEndpoint("ad/update", TokenFamily::kAdvertiser, "221", &AdUpdate),
};

}  // namespace

std::span<const Endpoint> AdEndpoints() { return kAdEndpoints; }

}  // namespace sparkgate::simulator
