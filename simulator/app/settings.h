// Everything that sparkgate-simulator can be told at start; docs/configuration.md lists it.
#ifndef SPARKGATE_SIMULATOR_APP_SETTINGS_H_
#define SPARKGATE_SIMULATOR_APP_SETTINGS_H_

#include <string>
#include <vector>

#include "base/config/config.h"
#include "simulator/app/simulator.h"

namespace sparkgate::simulator {

struct Settings {
  SimulatorOptions simulator;
  std::string ports_file;
  bool demo = false;
  std::string play;
  std::string log_level = "info";
  std::string log_file;
};

inline ProgramText SimulatorText() {
  return {.name = "sparkgate-simulator",
          .about =
              "A TikTok that runs on a laptop: TikTok's own HTTP API, with accounts, codes, a "
              "review queue, webhooks, and clocks that tests control.",
          .environment_prefix = "SPARKGATE_SIMULATOR_"};
}

// They set the fields of `settings`, which outlives them.
std::vector<Setting> SettingsOf(Settings& settings);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_APP_SETTINGS_H_
