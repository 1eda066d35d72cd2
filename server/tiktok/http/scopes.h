// Which scope of a consent lets an app make a call: to name the missing one. Pure function.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_SCOPES_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_SCOPES_H_

#include <string_view>

namespace sparkgate::tiktok {

// For "tt_video/info": "690"; "" where TikTok doesn't say (facts 2.9, 2.10).
std::string_view ScopeOf(std::string_view path);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_SCOPES_H_
