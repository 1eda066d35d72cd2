// One call of TikTok's open_api/v1.3: its turn (limits/gate.h), address, token header, envelope.
// GETs read, and are repeated after a passing failure; every POST is a mutation, which is sent
// again only where TikTok's limits turned it away, and OAuth's never. None is sent that the
// workspace's protections keep back (protection.h).
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_OPEN_API_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_OPEN_API_H_

#include <string_view>

#include <absl/status/statusor.h>
#include <boost/json/object.hpp>

#include "base/http/client.h"
#include "server/tiktok/call.h"
#include "server/tiktok/http/answer.h"
#include "server/tiktok/http/query.h"
#include "server/tiktok/limits/gate.h"

namespace sparkgate::tiktok {

// `path` is without slashes at its ends: "tt_video/info". What comes back is the envelope's `data`.
// Blocks, as long as this thread's patience allows (patience.h); thread-safe. `http` and `gate`
// outlive it.
class OpenApi {
 public:
  OpenApi(HttpClient& http, Gate& gate) : http_(http), gate_(gate) {}

  absl::StatusOr<boost::json::object> Get(const Call& call, std::string_view path,
                                          const Query& query) const;
  absl::StatusOr<boost::json::object> Post(const Call& call, std::string_view path,
                                           const boost::json::object& body) const;
  // Calls that the app's secret stands for, not a token.
  absl::StatusOr<boost::json::object> GetWithoutToken(const Endpoint& endpoint,
                                                      std::string_view path,
                                                      const Query& query) const;
  absl::StatusOr<boost::json::object> PostWithoutToken(const Endpoint& endpoint,
                                                       std::string_view path,
                                                       const boost::json::object& body) const;
  // OAuth's, for a token: it changes nothing in anybody's account, and reading needs it, so it
  // isn't kept back.
  absl::StatusOr<boost::json::object> PostForToken(const Endpoint& endpoint, std::string_view path,
                                                   const boost::json::object& body) const;

 private:
  enum class Repeat { kNever, kIfHarmless };
  absl::StatusOr<boost::json::object> Exchange(const GatedCall& call, const HttpRequest& request,
                                               const CallContext& context, Repeat repeat) const;

  HttpClient& http_;
  Gate& gate_;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_OPEN_API_H_
