// Stories without ports and threads: worlds, both faces and the player on the test's own thread.
#ifndef SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIO_FIXTURE_H_
#define SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIO_FIXTURE_H_

#include <string>

#include "base/executor.h"
#include "simulator/app/scenario/scenario_service.h"
#include "simulator/app/scenario/scenarios.h"
#include "simulator/business_api/business_api.h"
#include "simulator/control/register.h"
#include "simulator/world/time/clock_fixture.h"
#include "simulator/world/worlds.h"

namespace sparkgate::simulator {

struct ScenarioFixture : ClockFixture {
  ScenarioFixture() {
    RegisterWorldService(table, worlds, executor);
    RegisterCreatorAppService(table, worlds);
    RegisterAdsManagerService(table, worlds);
    RegisterFaultService(table, worlds);
    RegisterJournalService(table, worlds);
    RegisterReviewDeskService(table, worlds, executor);
    RegisterScenarioService(table, worlds, scenarios);
    RegisterWebhookService(table, worlds);
  }

  Worlds worlds{services()};
  rpc::MethodTable table;
  const BusinessApi api{[this](std::string_view id) { return worlds.Find(id); }, real_time};
  const Faces faces{table, api};
  Scenarios scenarios{worlds, faces, executor};
};

// Two days in Ana's life, without a brand.
inline constexpr char kShortStory[] = R"(
name: short-story
tells: Ana posts, and two days later she changes what is said of her.
actors:
  ana:
    creator: {follower_count: 12000, ad_settings_enabled: true}
steps:
  - title: Ana posts a video
    do: PostVideo
    with: {account: $ana, post: {caption: Hello}}
    save: {post: name}
  - at: 2d
    title: She writes something about herself
    do: UpdateAccount
    with: {account: {name: $ana, bio: I cook}}
    expect: {bio: I cook}
)";

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SCENARIO_SCENARIO_FIXTURE_H_
