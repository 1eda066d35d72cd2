// An HTTP/1.1 server over Boost.Beast with keep-alive, bounded sizes and times, and answers that
// may be given later from any thread. Knows nothing of what it serves.
#ifndef SPARKGATE_BASE_HTTP_SERVER_H_
#define SPARKGATE_BASE_HTTP_SERVER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

namespace sparkgate {

class TimerService;

struct HttpServerRequest {
  std::string method;
  std::string path;   // as sent, percent-encoded, without the query
  std::string query;  // as sent, without '?'
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  int earlier = 0;  // requests that the same connection carried before: 0 means a new one

  std::optional<std::string> Header(std::string_view lower_case_name) const;
};

struct HttpServerResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  // The rest is for fault injection and tests.
  // What happens to the connection. kReset aborts it, so that the client sees a reset and not an
  // end.
  enum class Cut { kNo, kBeforeHeader, kHalfBody, kReset } cut = Cut::kNo;
  // Held back for so long, cut or not, unless the client leaves or the server stops before that.
  absl::Duration delay = absl::ZeroDuration();
  // Above zero: the body comes byte by byte so far apart, then blanks, and never ends but by the
  // client's leaving or the server's stopping.
  absl::Duration trickle = absl::ZeroDuration();
};

// Call it exactly once, from any thread. Calling it after the client or the server has gone is
// harmless. If every copy is destroyed uncalled, the client gets a 500.
using HttpReply = std::function<void(HttpServerResponse)>;
using HttpHandler = std::function<void(HttpServerRequest, HttpReply)>;

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 0;  // 0: a free one
  int threads = 1;
  size_t max_body_bytes = 1u << 20;
  size_t max_header_bytes = 16u << 10;
  // Beyond it, and when the process has no descriptors left, each new client takes the place of the
  // one that has been without a request for longest. There is no share for each peer: behind a
  // proxy, and on one machine, all are one.
  size_t max_connections = 4096;
  absl::Duration idle_timeout = absl::Seconds(60);
  // To receive one request whole, and again to send its answer.
  absl::Duration request_timeout = absl::Seconds(30);
  // For answers with `delay` or `trickle`, which without it come at once and whole. Outlives the
  // server.
  TimerService* timers = nullptr;
};

class HttpServer {
 public:
  // UNAVAILABLE (reason ADDRESS_IN_USE, or LISTEN_FAILED for another cause), which names the
  // address, if it can't listen there; INVALID_ARGUMENT if the address is none.
  // The handler runs on the server's threads and must not block for long nor call Stop.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(HttpServerOptions options,
                                                           HttpHandler handler);
  virtual ~HttpServer() = default;  // Stop(0)
  virtual uint16_t port() const = 0;
  // Stops listening, waits up to `grace` for answers in progress (not for those that are held back
  // or trickle), closes every connection. After
  // it the handler is neither running nor ever called again. Safe to call twice.
  virtual void Stop(absl::Duration grace) = 0;
};

// "a=1&b=%23x" → pairs, decoded ('+' is a blank). Malformed escapes are kept as they stand.
std::vector<std::pair<std::string, std::string>> ParseQuery(std::string_view query);
std::string PercentDecode(std::string_view text);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_HTTP_SERVER_H_
