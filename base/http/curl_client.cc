#include <algorithm>
#include <cstdlib>
#include <string_view>

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include "base/error.h"
#include "base/http/address.h"
#include "base/http/client.h"
#include "base/mutex.h"
#include "base/trace.h"

namespace sparkgate {
namespace {

// A handle keeps its connection alive, so this many connections may rest between calls.
constexpr size_t kIdleHandles = 64;

struct CloseHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CloseHandle>;

class StringList {
 public:
  StringList() = default;
  ~StringList() { curl_slist_free_all(head_); }
  StringList(const StringList&) = delete;
  StringList& operator=(const StringList&) = delete;

  void Add(const std::string& text) { head_ = curl_slist_append(head_, text.c_str()); }
  curl_slist* get() const { return head_; }

 private:
  curl_slist* head_ = nullptr;
};

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// What curl's callbacks fill during one exchange.
struct Exchange {
  const HttpRequest& request;
  const size_t max_body_bytes;
  HttpResponse response = {};
  int sends = 0;  // how often curl began to write the request
  bool body_too_large = false;
  bool address_refused = false;
  char error_text[CURL_ERROR_SIZE] = "";

  static Exchange& From(void* self) { return *static_cast<Exchange*>(self); }

  // Called on every connection, new or reused, right before the request goes out. When a reused
  // connection turns out to be dead, curl opens another and sends again, POST or not, and then
  // reports success; for a mutation that would be a second effect.
  static int BeforeSend(void* self, char*, char*, int, int) {
    Exchange& exchange = From(self);
    ++exchange.sends;
    return exchange.request.send_once && exchange.sends > 1 ? CURL_PREREQFUNC_ABORT
                                                            : CURL_PREREQFUNC_OK;
  }

  static size_t OnHeader(char* data, size_t, size_t size, void* self) {
    HttpResponse& response = From(self).response;
    const std::string_view line(data, size);
    if (line.substr(0, 5) == "HTTP/") {
      response.headers.clear();  // those before belonged to a "100 Continue"
    } else if (const size_t colon = line.find(':'); colon != std::string_view::npos) {
      response.headers.emplace_back(Lower(line.substr(0, colon)), Trim(line.substr(colon + 1)));
    }
    return size;
  }

  static size_t OnBody(char* data, size_t, size_t size, void* self) {
    Exchange& exchange = From(self);
    if (size > exchange.max_body_bytes - exchange.response.body.size()) {
      exchange.body_too_large = true;
      const size_t room = exchange.max_body_bytes - exchange.response.body.size();
      if (exchange.request.cut_body) exchange.response.body.append(data, room);
      return CURL_WRITEFUNC_ERROR;
    }
    exchange.response.body.append(data, size);
    return size;
  }

  absl::Status Failure(absl::StatusCode code, std::string_view reason,
                       std::string_view message) const {
    return Error(code, message,
                 {.reason = std::string(reason),
                  .who = Actor::kNobody,
                  .metadata = {{"sent", sends == 0 ? "no" : "maybe"}}});
  }
  absl::Status ToStatus(CURLcode code) const;
};

absl::Status Exchange::ToStatus(CURLcode code) const {
  if (address_refused && sends == 0) {
    return Failure(absl::StatusCode::kPermissionDenied, "HTTP_ADDRESS_REFUSED",
                   "the host is at an address of a private network, or of this machine");
  }
  if (body_too_large) {
    return Failure(absl::StatusCode::kResourceExhausted, "HTTP_BODY_TOO_LARGE",
                   fmt::format("the answer is larger than {} bytes", max_body_bytes));
  }
  const std::string_view text = error_text[0] != '\0' ? error_text : curl_easy_strerror(code);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return Failure(absl::StatusCode::kDeadlineExceeded, "HTTP_TIMEOUT", text);
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return Failure(absl::StatusCode::kInvalidArgument, "HTTP_BAD_REQUEST", text);
    case CURLE_ABORTED_BY_CALLBACK:
      return Failure(absl::StatusCode::kUnavailable, "HTTP_BROKEN",
                     "the connection broke after the request was sent; it was not sent again");
    default:
      return Failure(absl::StatusCode::kUnavailable,
                     sends == 0 ? "HTTP_CONNECT_FAILED" : "HTTP_BROKEN", text);
  }
}

bool HasLineEnd(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

bool HasHeader(const HttpRequest& request, std::string_view lower_case_name) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [&](const auto& header) { return Lower(header.first) == lower_case_name; });
}

long Milliseconds(absl::Duration timeout) {
  // 0 means "for ever" to curl, and a day is long enough.
  return static_cast<long>(
      std::clamp<int64_t>(absl::ToInt64Milliseconds(timeout), 1, int64_t{24} * 3600 * 1000));
}

// A child process must not keep a connection open that we close.
curl_socket_t OpenSocket(void*, curlsocktype, curl_sockaddr* address) {
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Here is the address itself, when all names are resolved: what a name meant a moment ago says
// nothing.
curl_socket_t OpenPublicSocket(void* self, curlsocktype purpose, curl_sockaddr* address) {
  if (IsPublicAddress(address->addr)) return OpenSocket(self, purpose, address);
  Exchange::From(self).address_refused = true;
  return CURL_SOCKET_BAD;
}

std::string NoProxy() {
  // Setting the option hides the variable from curl, so it has to be said again.
  const char* variable = std::getenv("no_proxy");
  if (variable == nullptr) variable = std::getenv("NO_PROXY");
  return fmt::format("localhost,127.0.0.0/8,::1{}{}", variable ? "," : "",
                     variable ? variable : "");
}

class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(CurlClientOptions options)
      : options_(std::move(options)), no_proxy_(NoProxy()) {
    for (const std::string& entry : options_.connect_to) connect_to_.Add(entry);
  }

  absl::StatusOr<HttpResponse> Send(const HttpRequest& request) override;

 private:
  Handle TakeHandle();
  void ReturnHandle(Handle handle);
  void Prepare(CURL* handle, Exchange& exchange, const StringList& headers) const;

  const CurlClientOptions options_;
  const std::string no_proxy_;
  StringList connect_to_;
  Mutex mutex_;
  std::vector<Handle> idle_ SG_GUARDED_BY(mutex_);
};

Handle CurlClient::TakeHandle() {
  MutexLock lock(mutex_);
  if (idle_.empty()) return Handle(curl_easy_init());
  Handle handle = std::move(idle_.back());  // the one whose connection rested shortest
  idle_.pop_back();
  return handle;
}

void CurlClient::ReturnHandle(Handle handle) {
  curl_easy_reset(handle.get());  // options only: connections stay
  MutexLock lock(mutex_);
  if (idle_.size() < kIdleHandles) idle_.push_back(std::move(handle));
}

void CurlClient::Prepare(CURL* handle, Exchange& exchange, const StringList& headers) const {
  const HttpRequest& request = exchange.request;
  const auto set = [handle](CURLoption option, auto value) {
    curl_easy_setopt(handle, option, value);
  };
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, options_.https_only ? "https" : "http,https");
  set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});  // HTTP/2 has re-sends of its own
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_NOPROXY, options_.public_addresses_only ? "*" : no_proxy_.c_str());
  set(CURLOPT_NOSIGNAL, 1L);  // signals and threads don't mix
  set(CURLOPT_OPENSOCKETFUNCTION, options_.public_addresses_only ? &OpenPublicSocket : &OpenSocket);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&exchange));
  set(CURLOPT_USERAGENT, options_.user_agent.c_str());
  set(CURLOPT_TIMEOUT_MS, Milliseconds(request.timeout));
  set(CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(request.timeout));
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_ERRORBUFFER, static_cast<char*>(exchange.error_text));
  set(CURLOPT_PREREQFUNCTION, &Exchange::BeforeSend);
  set(CURLOPT_PREREQDATA, static_cast<void*>(&exchange));
  set(CURLOPT_HEADERFUNCTION, &Exchange::OnHeader);
  set(CURLOPT_HEADERDATA, static_cast<void*>(&exchange));
  set(CURLOPT_WRITEFUNCTION, &Exchange::OnBody);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&exchange));
  if (connect_to_.get() != nullptr) set(CURLOPT_CONNECT_TO, connect_to_.get());
  if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());

  if (request.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (request.method == "POST" || !request.body.empty()) {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.data());
    if (request.method != "POST") set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  } else if (request.method != "GET") {
    set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

absl::StatusOr<HttpResponse> CurlClient::Send(const HttpRequest& request) {
  Exchange exchange{.request = request, .max_body_bytes = options_.max_body_bytes};
  if (request.timeout <= absl::ZeroDuration()) {
    return exchange.Failure(absl::StatusCode::kDeadlineExceeded, "HTTP_TIMEOUT",
                            "no time was left to send the request");
  }
  StringList headers;
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || HasLineEnd(name) || HasLineEnd(value)) {
      return exchange.Failure(absl::StatusCode::kInvalidArgument, "HTTP_BAD_REQUEST",
                              "a header without a name or with a line end in it");
    }
    // Curl's ways to say an empty value; "Name:" would take a header of its own away.
    headers.Add(value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
  }
  headers.Add("Expect:");  // never wait a second for a "100 Continue"
  if (!HasHeader(request, "content-type")) headers.Add("Content-Type:");
  if (const Trace& trace = ThisThreadsTrace(); !trace.empty()) {
    headers.Add(fmt::format("traceparent: {}", trace.Header()));
    if (!trace.state.empty()) headers.Add(fmt::format("tracestate: {}", trace.state));
  }

  Handle handle = TakeHandle();
  if (!handle) {
    return exchange.Failure(absl::StatusCode::kUnavailable, "HTTP_CONNECT_FAILED",
                            "libcurl has no memory left");
  }
  Prepare(handle.get(), exchange, headers);
  const CURLcode code = curl_easy_perform(handle.get());
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  // The handle of a failed exchange goes, as its connection does: at rest it would hide others,
  // which have theirs.
  const bool cut = request.cut_body && exchange.body_too_large;
  if (code != CURLE_OK && !cut) return exchange.ToStatus(code);
  if (!cut) ReturnHandle(std::move(handle));
  exchange.response.status = static_cast<int>(status);
  return std::move(exchange.response);
}

}  // namespace

bool MayHaveBeenSent(const absl::Status& status) {
  const ErrorDetail detail = DetailOf(status);
  const auto sent = detail.metadata.find("sent");
  return sent != detail.metadata.end() && sent->second == "maybe";
}

std::unique_ptr<HttpClient> NewCurlClient(CurlClientOptions options) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)ready;
  return std::make_unique<CurlClient>(std::move(options));
}

}  // namespace sparkgate
