// What use cases stand on: the ports and the few services above them. One per process, made by app
// (or by a test), owned there; everything in it is thread-safe.
#ifndef SPARKGATE_SERVER_USECASES_ENV_H_
#define SPARKGATE_SERVER_USECASES_ENV_H_

#include <memory>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "base/executor.h"
#include "base/http/client.h"
#include "server/domain/workspace.h"
#include "server/store/store.h"
#include "server/usecases/claims.h"
#include "server/usecases/clocks.h"
#include "server/usecases/operations.h"
#include "server/usecases/vault.h"
#include "server/usecases/work.h"
#include "server/worlds/worlds.h"

namespace sparkgate::tiktok {
class TikTok;  // server/tiktok/tiktok.h
}  // namespace sparkgate::tiktok

namespace sparkgate::server {

class CreatorTokens;  // connect/tokens.h

struct EnvSettings {
  std::string simulator_url;  // base URL of the simulator's HTTP face
  std::string live_url;       // https://business-api.tiktok.com
  std::string public_url;     // our own HTTP address as others reach it
  // The most published ad groups of a workspace that TikTok's webhooks are asked for; 0: none.
  int review_subscriptions = 0;
  bool allow_live = false;
  bool webhooks_allow_http = false;     // plain http
  bool webhooks_allow_private = false;  // addresses of private networks and of this machine
  std::string process_id;               // random per process
};

struct Env {
  EnvSettings settings;
  Store& store;
  tiktok::TikTok& tiktok;
  Worlds& worlds;
  Vault& vault;
  Clocks& clocks;
  WorkSignal& work;
  Executor& calls;  // threads for calls that overlap (overlap.h); never for whole requests
  // Set right after construction, since they need the Env itself.
  Operations* operations = nullptr;
  CreatorTokens* creator_tokens = nullptr;
  HttpClient* webhooks = nullptr;  // sends to addresses that callers name
  // Who deletes or resets which workspace now: one at a time.
  std::unique_ptr<Claims> remaking = std::make_unique<Claims>();
  // Who finishes which consent now (connect/exchange.h).
  std::unique_ptr<Claims> connecting = std::make_unique<Claims>();
};

// FAILED_PRECONDITION, reason LIVE_NOT_ALLOWED: a LIVE workspace on a server that was started
// without
// --allow-live. It can be looked at; nothing calls TikTok for it.
absl::Status CheckAllowed(const Env& env, Environment environment);

// The caller's workspace; NOT_FOUND if it isn't there.
absl::StatusOr<Workspace> LoadWorkspace(Env& env, const std::string& id);
// For whatever calls TikTok or plans to: also refuses WORLD_RESET, WORLD_GONE and LIVE_NOT_ALLOWED
// (FAILED_PRECONDITION).
absl::StatusOr<Workspace> LoadWritableWorkspace(Env& env, const std::string& id);

// A new id of ours. Ordered by the workspace's clock, and within an instant of it as they were made
// (by this server).
std::string NewId(absl::Time now);

// `bytes` bytes that go to TikTok (name tags, OAuth states): in SIMULATOR a keyed hash of (world
// seed, purpose, parent, ordinal), so that equal stories give equal worlds; in LIVE random.
std::string OutwardBytes(const Workspace& workspace, std::string_view purpose,
                         std::string_view parent, uint64_t ordinal, size_t bytes);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ENV_H_
