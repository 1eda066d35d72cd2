#include "server/app/settings.h"

namespace sparkgate::server {

std::vector<Setting> SettingsOf(Options& options) {
  return {
      TextSetting("data", options.data, "Folder of the database", "FOLDER"),
      TextSetting("secrets", options.secrets,
                  "Folder of master.key and admin.key; not inside the data folder", "FOLDER"),
      TextSetting("address", options.address,
                  "Address of this machine to listen on; one that isn't loopback needs TLS",
                  "ADDRESS"),
      NumberSetting<uint16_t>("grpc_port", options.grpc_port, 0, 65535,
                              "Port of sparkgate.v1; 0 takes a free one"),
      NumberSetting<uint16_t>("http_port", options.http_port, 0, 65535,
                              "Port of health and metrics, which have no TLS and stay on "
                              "127.0.0.1 without allow_plain_text; 0 takes a free one"),
      TextSetting("tls_certificate", options.tls_certificate,
                  "PEM file of the server's certificate and those up to its root; turns TLS on",
                  "FILE"),
      TextSetting("tls_key", options.tls_key, "PEM file of that certificate's private key", "FILE"),
      TextSetting("tls_client_ca", options.tls_client_ca,
                  "PEM file of roots; clients must then show a certificate of one of them", "FILE"),
      SwitchSetting("allow_plain_text", options.allow_plain_text,
                    "Listen in plain text on addresses other than loopback, too"),
      TextSetting("ports_file", options.ports_file,
                  "Written once the server serves: {\"grpc\":7400,\"http\":7401}", "FILE"),
      TextSetting("simulator_url", options.simulator_url,
                  "TikTok's API of SIMULATOR workspaces; never one of TikTok's hosts", "URL"),
      TextSetting("simulator_control", options.simulator_control, "The simulator's gRPC address",
                  "HOST:PORT"),
      TextSetting("live_url", options.live_url,
                  "TikTok's API of LIVE workspaces; nothing but the default is accepted", "URL"),
      TextSetting("public_url", options.public_url,
                  "This server's HTTP address as others reach it, http://… or https://…; without "
                  "it its own",
                  "URL"),
      NumberSetting<int>("review_subscriptions", options.review_subscriptions, 0, 100'000,
                         "The most published ad groups for which a workspace asks TikTok to send "
                         "webhooks (docs/webhooks-in.md); with more of them, or without "
                         "public_url, reviews are polled alone"),
      SwitchSetting("allow_live", options.allow_live,
                    "Allow LIVE workspaces: calls to TikTok itself, with real money behind them"),
      SwitchSetting("webhooks_allow_http", options.webhooks_allow_http,
                    "Allow webhook endpoints with plain http"),
      SwitchSetting("webhooks_allow_private", options.webhooks_allow_private,
                    "Allow webhook endpoints in private networks and on this machine, whatever "
                    "else answers there"),
      TextSetting("master_key_file", options.master_key_file,
                  "File of the master key, 64 hex digits; without it master_key", "FILE"),
      SecretSetting("master_key", options.master_key, "SPARKGATE_MASTER_KEY",
                    "The master key, 64 hex digits; without it what master.key in the secrets "
                    "folder holds"),
      SecretSetting("new_master_key", options.new_master_key, "SPARKGATE_NEW_MASTER_KEY",
                    "For rotate-master-key: the key to come, 64 hex digits; without it what "
                    "<key file>.new holds, made if need be"),
      NumberSetting<size_t>("workers", options.workers, 1, 256, "Threads that run calls"),
      NumberSetting<size_t>("background", options.background, 1, 64,
                            "Threads that run background work"),
      NumberSetting<int>("limits_percent", options.limits_percent, 1, 100,
                         "Percent of TikTok's rate limits that this server uses (docs/limits.md); "
                         "less where others call with the same developer app"),
      SecondsSetting("drain_delay", options.drain_delay, 0, 300,
                     "Seconds for which calls are still served after SIGTERM, while health already "
                     "says no"),
      SecondsSetting("stop_grace", options.stop_grace, 0, 600,
                     "Seconds that calls in progress then get to end, before they are cancelled"),
      ChoiceSetting("log_level", options.log_level, {"debug", "info", "warning", "error"},
                    "The least that is logged"),
      TextSetting("log_file", options.log_file,
                  "Log here instead of to standard error; its folder must exist", "FILE"),
  };
}

}  // namespace sparkgate::server
