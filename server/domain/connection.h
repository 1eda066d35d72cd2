// Consents: a creator's, an advertiser's, and the state of one being asked for.
#ifndef SPARKGATE_SERVER_DOMAIN_CONNECTION_H_
#define SPARKGATE_SERVER_DOMAIN_CONNECTION_H_

#include <cstdint>
#include <string>
#include <vector>

#include <absl/time/time.h>

#include "server/domain/sealed.h"

namespace sparkgate::server {

enum class ConnectionState { kConnected = 1, kReconnectNeeded = 2 };

struct Creator {
  std::string workspace;
  std::string id;
  std::string open_id;  // TikTok's id of the account for our app; unique in the workspace
  std::string username;
  std::string display_name;
  int64_t follower_count = 0;
  ConnectionState state = ConnectionState::kConnected;
  std::vector<std::string> scopes;
  Sealed access_token;
  Sealed refresh_token;
  absl::Time access_end;   // a day after it was made (facts 2.5)
  absl::Time consent_end;  // the refresh token's end; refreshing doesn't move it (facts 2.6)
  absl::Time connect_time;
  // The refresh token was sent, and no answer was written down since. Nothing can be read back of a
  // refresh: if nobody holds its answer any more, the consent counts as lost.
  bool refresh_sent = false;

  friend bool operator==(const Creator&, const Creator&) = default;
};

// One consent of an ad-account user: a token without a timer (facts 2).
struct Advertiser {
  std::string workspace;
  std::string id;
  ConnectionState state = ConnectionState::kConnected;
  std::vector<std::string> scopes;       // numeric scope ids as text
  std::vector<std::string> ad_accounts;  // TikTok advertiser_ids
  Sealed access_token;
  absl::Time connect_time;

  friend bool operator==(const Advertiser&, const Advertiser&) = default;
};

struct AdAccount {
  std::string workspace;
  std::string id;          // TikTok's advertiser_id
  std::string advertiser;  // Advertiser::id whose token reaches it
  std::string display_name;
  std::string tiktok_status;
  std::string currency;
  std::string time_zone;
  int64_t balance_micros = 0;
  absl::Time sync_time;

  friend bool operator==(const AdAccount&, const AdAccount&) = default;
};

// A consent that was asked for: works once, for an hour of real time.
struct ConnectState {
  enum class Kind { kCreator = 1, kAdvertiser = 2 };
  std::string workspace;
  std::string state_hash;  // hex SHA-256: the state itself is a bearer capability
  Kind kind = Kind::kCreator;
  std::string redirect_uri;
  absl::Time expire_time;  // real

  friend bool operator==(const ConnectState&, const ConnectState&) = default;
};

// The token must be refreshed before a call at `now`: it ends within 10 minutes.
bool NeedsRefresh(const Creator& creator, absl::Time now);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_CONNECTION_H_
