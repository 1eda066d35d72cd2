// All that can be compared of two stories with one seed, once they are over.
#ifndef SPARKGATE_TESTS_INTEGRATION_HARNESS_ENDING_H_
#define SPARKGATE_TESTS_INTEGRATION_HARNESS_ENDING_H_

#include <string>
#include <vector>

#include <absl/time/time.h>
#include <gtest/gtest.h>

#include "sparkgate/simulator/v1/world_service.pb.h"
#include "tests/integration/harness/story.h"

namespace sparkgate::integration {

struct Ending {
  std::vector<std::string> history;
  std::string world_events;  // the simulator's hash of all that happened in the world
  absl::Time now;
};

inline Ending EndingOf(const Story& story) {
  const auto world =
      story.api.Ask<simulator::v1::World>("WorldService.GetWorld", "name: '{}'", story.world)
          .value();
  return {
      .history = story.History(), .world_events = world.event_hash(), .now = ToTime(world.now())};
}

inline void ExpectSame(const Ending& one, const Ending& other) {
  EXPECT_EQ(one.history, other.history);
  EXPECT_EQ(one.world_events, other.world_events);
  EXPECT_EQ(one.now, other.now);
}

}  // namespace sparkgate::integration

#endif  // SPARKGATE_TESTS_INTEGRATION_HARNESS_ENDING_H_
