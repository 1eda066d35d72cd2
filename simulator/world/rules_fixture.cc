#include "simulator/world/rules_fixture.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "simulator/world/ad_groups.h"
#include "simulator/world/ads.h"
#include "simulator/world/advertisers.h"
#include "simulator/world/campaigns.h"
#include "simulator/world/codes.h"
#include "simulator/world/creators.h"
#include "simulator/world/posts.h"
#include "simulator/world/reactions.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

template <class T>
T Must(absl::StatusOr<T> result) {
  if (result.ok()) return *std::move(result);
  std::fprintf(stderr, "the fixture was refused: %s\n", result.status().ToString().c_str());
  std::abort();
}

}  // namespace

RulesWorld::RulesWorld() {
  state.id = "test";
  state.random = KeyedRandom("seed");
  state.start_time = state.now = absl::FromUnixSeconds(1'767'225'600);  // 2026-01-01T00:00Z
  state.apps[app] = App{.id = app, .secret = secret, .redirect_uris = {kRedirect}};
  NewCreator person;
  person.username = "mira";
  person.display_name = "Mira Müller";
  person.followers = 12'000;
  person.ad_settings_on = true;
  creator = Must(OpenCreatorAccount(state, person))->id;
  NewPost video;
  video.creator_id = creator;
  video.caption = "Ein Tag am Meer";
  post = Must(PublishPost(state, video))->id;
  NewAdvertiser brand;
  brand.name = "Brand";
  brand.has_payment_method = true;
  advertiser = Must(OpenAdvertiserAccount(state, brand))->id;
}

void AdvanceState(WorldState& state, absl::Duration by) {
  const absl::Time end = state.now + by;
  while (state.queue.Next() != nullptr && state.queue.Next()->time <= end) {
    state.now = std::max(state.now, state.queue.Next()->time);
    ReactToDue(state, 1);
  }
  state.now = end;
}

std::string RulesWorld::AuthorizedPost(int64_t days) {
  const std::string code = Must(TurnAdAuthorizationOn(state, post, days))->value;
  AuthorizePostRequest request;
  request.advertiser_id = advertiser;
  request.auth_code = code;
  Must(simulator::AuthorizePost(state, request));
  return code;
}

std::string RulesWorld::Campaign(std::string_view name) {
  NewCampaign campaign;
  campaign.advertiser_id = advertiser;
  campaign.name = std::string(name);
  campaign.objective_type = "VIDEO_VIEWS";
  campaign.budget_mode = "BUDGET_MODE_INFINITE";
  return Must(CreateCampaign(state, campaign))->id;
}

std::string RulesWorld::AdGroup(std::string_view campaign_id, std::string_view name) {
  simulator::AdGroup group;
  group.advertiser_id = advertiser;
  group.campaign_id = std::string(campaign_id);
  group.name = std::string(name);
  group.placement_type = "PLACEMENT_TYPE_NORMAL";
  group.placements = {"PLACEMENT_TIKTOK"};
  group.location_ids = {"6252001"};
  group.gender = "GENDER_UNLIMITED";
  group.budget_mode = "BUDGET_MODE_DAY";
  group.budget_micros = 50'000'000;
  group.schedule_type = "SCHEDULE_FROM_NOW";
  group.schedule_start_time = state.now;
  group.optimization_goal = "ENGAGED_VIEW";
  group.billing_event = "CPV";
  group.bid_type = "BID_TYPE_NO_BID";
  group.pacing = "PACING_MODE_SMOOTH";
  return Must(CreateAdGroup(state, group, /*request_id=*/""))->id;
}

std::string RulesWorld::Ad(std::string_view ad_group_id, std::string_view name) {
  simulator::Ad ad;
  ad.name = std::string(name);
  ad.identity_type = "AUTH_CODE";
  ad.identity_id = FindSparkPost(state, advertiser, post)->identity_id;
  ad.post_id = post;
  ad.ad_format = "SINGLE_VIDEO";
  return Must(CreateAds(state, advertiser, ad_group_id, {ad})).front();
}

std::string RulesWorld::PublishedAd() {
  AuthorizedPost();
  return Ad(AdGroup(Campaign()));
}

std::string RulesWorld::AdStatus(std::string_view ad_id) const {
  return std::string(AdSecondaryStatus(state, *Find(state.ads, ad_id)));
}

std::string RulesWorld::AdGroupStatus(std::string_view ad_group_id) const {
  return std::string(AdGroupSecondaryStatus(state, *Find(state.ad_groups, ad_group_id)));
}

}  // namespace sparkgate::simulator
