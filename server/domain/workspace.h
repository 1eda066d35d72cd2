// A workspace: one tenant, either on a simulated world or on the live API, for ever.
#ifndef SPARKGATE_SERVER_DOMAIN_WORKSPACE_H_
#define SPARKGATE_SERVER_DOMAIN_WORKSPACE_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <absl/time/time.h>

#include "server/domain/sealed.h"

namespace sparkgate::server {

enum class Environment { kSimulator = 1, kLive = 2 };
enum class WorkspaceState { kActive = 1, kWorldReset = 2, kWorldGone = 3 };

// What is made of an authorization that ends before an ad's schedule does.
enum class EndPolicy { kIgnore = 1, kWarning = 2, kError = 3 };

struct WorkspaceSettings {
  bool name_tags_disabled = false;
  absl::Duration settle = absl::Minutes(5);             // workspace clock
  absl::Duration upstream_timeout = absl::Seconds(10);  // real time
  std::vector<int> alert_days = {30, 14, 7, 3, 1};      // descending, distinct
  EndPolicy end_policy = EndPolicy::kWarning;
  // What stands between a mistake and money (docs/protections.md).
  std::vector<std::string> allowed_ad_accounts;  // TikTok's ids, sorted; see MayChange
  std::map<std::string, int64_t> ceilings;       // by currency, in micros; empty: none
  bool dry_run = false;

  friend bool operator==(const WorkspaceSettings&, const WorkspaceSettings&) = default;
};

// All that it takes to tell a workspace's time from its world's.
struct WorkspaceClock {
  std::string id;
  Environment environment = Environment::kSimulator;
  WorkspaceState state = WorkspaceState::kActive;
  // SIMULATOR only.
  std::string world_incarnation;
  absl::Time
      world_now;  // the latest instant this store has acted at; a world that is older was reset

  friend bool operator==(const WorkspaceClock&, const WorkspaceClock&) = default;
};

struct Workspace : WorkspaceClock {
  std::string display_name;
  std::string app_id;      // App::id
  absl::Time create_time;  // real
  WorkspaceSettings settings;
  Sealed data_key;    // 32 random bytes, wrapped by the master key
  Sealed lookup_key;  // likewise
  // SIMULATOR only.
  std::string world_seed;
  absl::Time world_start;
  double clock_speed = 0;

  friend bool operator==(const Workspace&, const Workspace&) = default;
};

// Whether every ad account may be changed. In LIVE none may, until it is named.
bool MayChangeAll(const Workspace& workspace);
// Whether something may be created, changed or switched on in an ad account.
bool MayChange(const Workspace& workspace, std::string_view ad_account);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_WORKSPACE_H_
