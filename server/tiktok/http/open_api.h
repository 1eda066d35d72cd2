// One call of TikTok's open_api/v1.3: address, token header, envelope. GETs read; every POST is a
// mutation and is sent at most once.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_OPEN_API_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_OPEN_API_H_

#include <string_view>

#include <absl/status/statusor.h>
#include <boost/json/object.hpp>

#include "base/http/client.h"
#include "server/tiktok/call.h"
#include "server/tiktok/http/query.h"

namespace sparkgate::tiktok {

// `path` is without slashes at its ends: "tt_video/info". What comes back is the envelope's `data`.
// Blocks; thread-safe. `http` outlives it.
class OpenApi {
 public:
  explicit OpenApi(HttpClient& http) : http_(http) {}

  absl::StatusOr<boost::json::object> Get(const Call& call, std::string_view path,
                                          const Query& query) const;
  absl::StatusOr<boost::json::object> Post(const Call& call, std::string_view path,
                                           const boost::json::object& body) const;
  // OAuth's calls, which come before any token.
  absl::StatusOr<boost::json::object> PostWithoutToken(const Endpoint& endpoint,
                                                       std::string_view path,
                                                       const boost::json::object& body) const;

 private:
  HttpClient& http_;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_OPEN_API_H_
