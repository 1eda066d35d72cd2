// The server's one TikTok client: TikTok's documented HTTP API, for live and simulated workspaces
// alike.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_TIKTOK_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_TIKTOK_H_

#include <memory>

#include "base/clock.h"
#include "base/http/client.h"
#include "base/metrics.h"
#include "server/tiktok/tiktok.h"

namespace sparkgate::tiktok {

// All its calls take turns within TikTok's rate limits (docs/limits.md), of which they use
// `percent`, and are counted in `metrics`, if given. All of them outlive it.
std::unique_ptr<TikTok> NewHttpTikTok(HttpClient& http, const Clock& clock, int percent = 100,
                                      Metrics* metrics = nullptr);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_TIKTOK_H_
