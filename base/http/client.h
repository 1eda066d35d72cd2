// One HTTP request, one answer, over libcurl (base/http/curl_client.cc is the only file that knows
// it). An HTTP error status is a successful exchange: only the caller knows what a status means.
#ifndef SPARKGATE_BASE_HTTP_CLIENT_H_
#define SPARKGATE_BASE_HTTP_CLIENT_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

namespace sparkgate {

struct HttpRequest {
  std::string method = "GET";
  std::string url = {};  // complete, already percent-encoded
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  absl::Duration timeout = absl::Seconds(30);  // whole exchange, real time
  // A mutation is never sent twice by the transport: not after a dead connection, not by redirect.
  bool send_once = false;
  // An answer longer than the client reads is cut there and is no error: for whom the status is
  // all.
  bool cut_body = false;
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
};

// How far a failed exchange got. Carried in the error's metadata "sent" as "no" or "maybe".
//   "no"     nothing reached the peer (refused connection, unknown host, bad URL)
//   "maybe"  the request may have been received and acted on: the outcome is unknown
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // Blocks the calling thread. Errors: UNAVAILABLE (reason HTTP_CONNECT_FAILED, HTTP_BROKEN),
  // DEADLINE_EXCEEDED (HTTP_TIMEOUT), RESOURCE_EXHAUSTED (HTTP_BODY_TOO_LARGE), INVALID_ARGUMENT
  // (HTTP_BAD_REQUEST), PERMISSION_DENIED (HTTP_ADDRESS_REFUSED), each with metadata "sent".
  // Follows no redirect. A thread that works within a trace (base/trace.h) hands it on as headers
  // `traceparent` and `tracestate`. Thread-safe.
  virtual absl::StatusOr<HttpResponse> Send(const HttpRequest& request) = 0;
};

// True if `status` is an HttpClient error after which the peer may have acted.
bool MayHaveBeenSent(const absl::Status& status);

struct CurlClientOptions {
  size_t max_body_bytes = 16u << 20;
  std::string user_agent = "sparkgate";
  // For addresses that strangers name: only addresses that are anybody's on the internet
  // (http/address.h) are connected to, whatever a name resolves to at that moment; no proxy, which
  // would resolve names itself.
  bool public_addresses_only = false;
  bool https_only = false;
  // Test-only wiring for LIVE: curl's CONNECT_TO entries ("host:443:127.0.0.1:port") and a CA file.
  std::vector<std::string> connect_to = {};
  std::string ca_file = {};
};

// Keeps connections alive and reuses them across threads' calls.
std::unique_ptr<HttpClient> NewCurlClient(CurlClientOptions options);

// Percent-encodes everything but RFC 3986 unreserved characters.
std::string PercentEncode(std::string_view text);

}  // namespace sparkgate

#endif  // SPARKGATE_BASE_HTTP_CLIENT_H_
