// What sparkgate-server's options are called; docs/configuration.md lists them.
#ifndef SPARKGATE_SERVER_APP_SETTINGS_H_
#define SPARKGATE_SERVER_APP_SETTINGS_H_

#include <vector>

#include "base/config/config.h"
#include "server/app/options.h"

namespace sparkgate::server {

inline ProgramText ServerText() {
  return {.name = "sparkgate-server",
          .about = "The backend over the life of Spark Ads codes, posts and ads.",
          .environment_prefix = "SPARKGATE_SERVER_"};
}

// They set the fields of `options`, which outlives them.
std::vector<Setting> SettingsOf(Options& options);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_APP_SETTINGS_H_
