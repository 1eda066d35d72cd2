// How often TikTok lets an app call one endpoint, as its page of rate limits says (facts 1.6).
// Plain values and a table.
#ifndef SPARKGATE_SERVER_TIKTOK_LIMITS_QUOTA_H_
#define SPARKGATE_SERVER_TIKTOK_LIMITS_QUOTA_H_

#include <cstdint>
#include <string_view>

#include "server/tiktok/call.h"

namespace sparkgate::tiktok {

// Calls in a second, a minute and a day of UTC. 0: none that we know of.
struct Quota {
  int64_t per_second = 0;
  int64_t per_minute = 0;
  int64_t per_day = 0;

  friend bool operator==(const Quota&, const Quota&) = default;
};

// What an app of this level may call an endpoint. `path` as "tt_video/authorize".
Quota PublishedQuota(Tier tier, std::string_view path);

// The stricter of the two, window by window.
Quota Stricter(const Quota& a, const Quota& b);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_LIMITS_QUOTA_H_
