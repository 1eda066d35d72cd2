// The server's one TikTok client: TikTok's documented HTTP API, for live and simulated workspaces
// alike.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_TIKTOK_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_TIKTOK_H_

#include <memory>

#include "base/http/client.h"
#include "server/tiktok/tiktok.h"

namespace sparkgate::tiktok {

// `http` outlives it.
std::unique_ptr<TikTok> NewHttpTikTok(HttpClient& http);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_TIKTOK_H_
