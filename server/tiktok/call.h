// What every call to TikTok needs to know besides its arguments: where TikTok is, on whose behalf
// the call is made, and how long it may take. Values, made anew for each call by a use case.
#ifndef SPARKGATE_SERVER_TIKTOK_CALL_H_
#define SPARKGATE_SERVER_TIKTOK_CALL_H_

#include <cstdint>
#include <string>

#include <absl/time/time.h>

#include "server/tiktok/secret.h"

namespace sparkgate::tiktok {

// Where a workspace's TikTok is. base_url.h makes `base_url` from the server's configuration and
// the workspace's environment; nothing else may.
struct Endpoint {
  std::string base_url = {};                   // without "/open_api/v1.3", which the client appends
  absl::Duration timeout = absl::Seconds(10);  // of one exchange, real time
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
