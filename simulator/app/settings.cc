#include "simulator/app/settings.h"

namespace sparkgate::simulator {

std::vector<Setting> SettingsOf(Settings& settings) {
  SimulatorOptions& simulator = settings.simulator;
  return {
      NumberSetting<uint16_t>("http_port", simulator.http_port, 0, 65535,
                              "Port of TikTok's API on 127.0.0.1; 0 takes a free one"),
      NumberSetting<uint16_t>("grpc_port", simulator.grpc_port, 0, 65535,
                              "Port of the gRPC services on 127.0.0.1; 0 takes a free one"),
      TextSetting("data", simulator.data,
                  "Folder that keeps the worlds; without it they end with the program", "FOLDER"),
      SecondsSetting("webhook_timeout", simulator.webhook_timeout, 1, 60,
                     "Seconds of real time that a webhook's receiver has to answer"),
      NumberSetting<size_t>("journal_bytes", simulator.journal_bytes, 0, size_t{1} << 30,
                            "Bytes of memory for the journal of each world, in which tests look up "
                            "what was called; 0 keeps none"),
      TextSetting("ports_file", settings.ports_file,
                  "Written once the program serves: {\"http\":7410,\"grpc\":7411}", "FILE"),
      SwitchSetting("demo", settings.demo,
                    "Furnish the world \"default\" and print what a first call needs"),
      TextSetting("play", settings.play,
                  "Play this story (docs/scenarios.md) in a fresh world, print its steps and end: "
                  "status 0 if all went as told, 1 if not",
                  "FILE"),
      ChoiceSetting("log_level", settings.log_level, {"debug", "info", "warning", "error"},
                    "The least that is logged"),
      TextSetting("log_file", settings.log_file,
                  "Log here instead of to standard error; its folder must exist", "FILE"),
  };
}

}  // namespace sparkgate::simulator
