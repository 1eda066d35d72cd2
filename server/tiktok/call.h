// What every call to TikTok needs to know besides its arguments: where TikTok is, on whose behalf
// the call is made, and how long it may take. Values, made anew for each call by a use case.
#ifndef SPARKGATE_SERVER_TIKTOK_CALL_H_
#define SPARKGATE_SERVER_TIKTOK_CALL_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <absl/time/time.h>

#include "server/tiktok/secret.h"
#include "server/tiktok/sightings.h"

namespace sparkgate::tiktok {

// TikTok's level of an app, with the server's numbers for it (domain/app.h).
enum class Tier { kBasic = 1, kAdvanced = 2, kPremium = 3, kUltimate = 4 };

// Whether somebody waits for a call's answer. Who waits goes first where TikTok's limits hold.
enum class Priority { kInteractive, kBackground };

// Whether TikTok's rate limits hold, and by which clock: it stood at `now` when real time was
// `read`, and runs at `speed` times real time, or stands still (0).
struct Pacing {
  bool limited = false;
  absl::Time now = {};
  absl::Time read = {};
  double speed = 1;

  absl::Time At(absl::Time real) const { return now + (real - read) * speed; }
  bool runs() const { return speed > 0; }
};

// Where a workspace's TikTok is, and as whom it is limited. base_url.h makes `base_url` from the
// server's configuration and the workspace's environment; nothing else may.
struct Endpoint {
  std::string base_url = {};                   // without "/open_api/v1.3", which the client appends
  absl::Duration timeout = absl::Seconds(10);  // of one exchange, real time
  std::string app = {};                        // TikTok's id of it; one limit for all its tenants
  Tier tier = Tier::kBasic;                    // of the app
  std::string tenant = {};                     // the workspace
  Pacing pacing = {};
  // Mutations are kept back, each as a status that shows it (planned_call.h). OAuth's, which read
  // tokens, are sent.
  bool dry_run = false;
  // The only ad accounts in which something may be created, changed or switched on; nullopt: all.
  std::optional<std::vector<std::string>> ad_accounts = {};
  std::shared_ptr<Sightings> sightings = nullptr;  // null: nobody asks
};

// An endpoint and the token of the creator or advertiser that the call is made for. The two kinds
// of token are never interchangeable.
struct Call {
  Endpoint endpoint = {};
  Secret access_token = {};
};

// Where a page-numbered list stands. Page numbers start at 1.
struct PageInfo {
  int page = 1;
  int page_size = 0;
  int64_t total_number = 0;
  int total_page = 0;

  bool has_more() const { return page < total_page; }
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_CALL_H_
