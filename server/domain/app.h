// A TikTok developer app: whose id and secret calls are made with.
#ifndef SPARKGATE_SERVER_DOMAIN_APP_H_
#define SPARKGATE_SERVER_DOMAIN_APP_H_

#include <string>
#include <vector>

#include <absl/time/time.h>

#include "server/domain/sealed.h"
#include "server/domain/workspace.h"

namespace sparkgate::server {

enum class AppTier { kBasic = 1, kAdvanced = 2, kPremium = 3, kUltimate = 4 };

struct App {
  std::string id;
  std::string display_name;
  Environment environment = Environment::kSimulator;
  std::string tiktok_app_id;
  Sealed secret;  // wrapped by the master key: an app belongs to no workspace
  AppTier tier = AppTier::kBasic;
  std::vector<std::string> redirect_uris;
  absl::Time create_time;  // real

  friend bool operator==(const App&, const App&) = default;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_APP_H_
