// Everything the server can be told at start, as one struct; settings.h says how.
#ifndef SPARKGATE_SERVER_APP_OPTIONS_H_
#define SPARKGATE_SERVER_APP_OPTIONS_H_

#include <cstdint>
#include <string>

#include <absl/status/status.h>
#include <absl/time/time.h>

namespace sparkgate::server {

struct Options {
  std::string data = "data";        // folder of the database
  std::string secrets = "secrets";  // folder of master.key and admin.key; not inside `data`
  std::string address = "127.0.0.1";
  bool allow_plain_text = false;  // also beyond loopback
  std::string tls_certificate;    // PEM files; "" both: plain text
  std::string tls_key;
  std::string tls_client_ca;  // not "": clients must show a certificate of one of these
  uint16_t grpc_port = 7400;  // 0: a free one
  uint16_t http_port = 7401;
  std::string ports_file;  // {"grpc":…,"http":…}, written once the server serves
  std::string simulator_url = "http://127.0.0.1:7410";
  std::string simulator_control = "127.0.0.1:7411";
  std::string live_url = "https://business-api.tiktok.com";
  std::string public_url;           // "": http://address:http_port
  int review_subscriptions = 1000;  // most ad groups of a workspace; none without public_url
  bool allow_live = false;
  bool webhooks_allow_http = false;
  bool webhooks_allow_private = false;
  std::string master_key_file;  // "": master_key
  std::string new_master_key;   // of rotate-master-key: likewise; "": <key file>.new
  std::string master_key;       // 64 hex digits; "": what <secrets>/master.key holds
  size_t workers = 32;          // threads that run handlers
  size_t background = 4;        // threads that run background work
  int limits_percent = 100;     // of TikTok's rate limits
  std::string log_level = "info";
  std::string log_file;                           // "": standard error
  absl::Duration drain_delay = absl::Seconds(3);  // served on, while balancers look elsewhere
  absl::Duration stop_grace = absl::Seconds(10);  // for calls in progress
};

// What no run could mend: a TikTok host as simulator, another host as live, what is no address at
// all, secrets inside the data, an address other than loopback without TLS (unless
// allow_plain_text), half a TLS. INVALID_ARGUMENT, with the field named.
absl::Status CheckOptions(const Options& options);

std::string DatabaseOf(const Options& options);  // its file

bool IsLoopback(const Options& options);
// Where HTTP (health, metrics) listens, which has no TLS: on loopback unless allow_plain_text.
std::string HttpAddress(const Options& options);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_APP_OPTIONS_H_
