// Any bytes: refused with a file and a line, or a story whose steps are in order.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "simulator/app/scenario/load.h"
#include "simulator/app/scenario/scenario_fixture.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sparkgate::simulator;  // NOLINT
  static const ScenarioFixture& fixture = *new ScenarioFixture();
  const auto story = LoadScenario(std::string_view(reinterpret_cast<const char*>(data), size),
                                  "fuzz", fixture.table);
  if (!story.ok()) {
    if (!std::string(story.status().message()).starts_with("fuzz:")) std::abort();
    return 0;
  }
  absl::Duration last;
  for (const ScenarioStep& step : story->steps) {
    if (step.at < last) std::abort();
    last = step.at;
  }
  return 0;
}
