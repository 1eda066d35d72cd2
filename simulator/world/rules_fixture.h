// A small world for tests of rules: one creator with one post, one funded ad account, one app.
#ifndef SPARKGATE_SIMULATOR_WORLD_RULES_FIXTURE_H_
#define SPARKGATE_SIMULATOR_WORLD_RULES_FIXTURE_H_

#include <string>

#include <absl/time/time.h>

#include "base/error.h"
#include "simulator/world/state.h"

namespace sparkgate::simulator {

inline constexpr char kRedirect[] = "http://127.0.0.1:7401/tiktok/redirect";

// Moves the clock event by event, as the time engine does.
void AdvanceState(WorldState& state, absl::Duration by);

struct RulesWorld {
  RulesWorld();

  void Advance(absl::Duration by) { AdvanceState(state, by); }

  // What the story needs, by the shortest way; each dies loudly on a refusal.
  std::string AuthorizedPost(int64_t days = 30);  // the code, redeemed by the ad account
  std::string Campaign(std::string_view name = "Campaign");
  std::string AdGroup(std::string_view campaign_id, std::string_view name = "Group");
  std::string Ad(std::string_view ad_group_id, std::string_view name = "Ad");
  std::string PublishedAd();  // all of the above; not reviewed yet
  std::string AdStatus(std::string_view ad_id) const;
  std::string AdGroupStatus(std::string_view ad_group_id) const;

  WorldState state;
  std::string app = "7000000000000000001";
  std::string secret = "app-secret";
  std::string creator;
  std::string post;
  std::string advertiser;
};

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_RULES_FIXTURE_H_
