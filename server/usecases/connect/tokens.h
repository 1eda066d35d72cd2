// Calls to TikTok in somebody's name: which endpoint, with which token. Creator tokens live one day
// and are refreshed only when a call needs one (facts 2.5, 2.6).
#ifndef SPARKGATE_SERVER_USECASES_CONNECT_TOKENS_H_
#define SPARKGATE_SERVER_USECASES_CONNECT_TOKENS_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "base/mutex.h"
#include "server/domain/connection.h"
#include "server/domain/workspace.h"
#include "server/tiktok/call.h"
#include "server/tiktok/oauth.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// Where a workspace's calls go, and within whose limits. Reads the app where those hold, so it
// isn't for use in a transaction.
tiktok::Endpoint EndpointOf(Env& env, const Workspace& workspace);

// The next three are the only ways to the secrets that a call to TikTok needs: each refuses
// LIVE_NOT_ALLOWED (FAILED_PRECONDITION), whoever asks.

// The developer app of a workspace, with its secret in clear.
absl::StatusOr<tiktok::AppCredentials> CredentialsOf(Env& env, const Workspace& workspace);

struct CreatorCall {
  tiktok::Call call;
  Creator creator;
};

// NOT_FOUND if there is no such creator; FAILED_PRECONDITION, reason RECONNECT_NEEDED, if the
// consent is over.
absl::StatusOr<CreatorCall> CallAsCreator(Env& env, const Workspace& workspace,
                                          const std::string& creator);

struct AdAccountCall {
  tiktok::Call call;
  AdAccount account;
};
absl::StatusOr<AdAccountCall> CallAsAdAccount(Env& env, const Workspace& workspace,
                                              const std::string& ad_account);
// One for each of several ad accounts, which are read together.
std::vector<absl::StatusOr<AdAccountCall>> CallAsAdAccounts(
    Env& env, const Workspace& workspace, const std::vector<std::string>& ad_accounts);

// Hands `status` through. If TikTok says that the consent is over, the connection is marked so, and
// an event tells it: the next call fails here instead of there. `used` is the call it answered: of
// a token that was replaced since, it is no news.
absl::Status NoteCreatorError(Env& env, const Workspace& workspace, const std::string& creator,
                              const tiktok::Call& used, const absl::Status& status);
absl::Status NoteAdAccountError(Env& env, const Workspace& workspace, const std::string& ad_account,
                                const tiktok::Call& used, const absl::Status& status);

// Refreshes creator tokens, one at a time per creator. A refresh can neither be repeated nor read
// back: it is recorded before the call (Creator::refresh_sent), and an answer that can't be written
// down is held until it can, at the latest when the process stops (WriteHeld). Thread-safe.
class CreatorTokens {
 public:
  explicit CreatorTokens(Env& env) : env_(env) {}
  // A creator whose token is good for 10 minutes at least.
  absl::StatusOr<Creator> Fresh(const Workspace& workspace, const std::string& creator);
  // Before the process ends, when nobody calls any more: the last try to write what is held.
  // Returns the names of creators whose answers no disk took; they are lost, and each must connect
  // anew.
  std::vector<std::string> WriteHeld();

 private:
  using Key = std::pair<std::string, std::string>;  // workspace, creator
  struct Answer {
    Sealed sent;    // the refresh token that was sent
    Creator after;  // with the tokens that count from now on
  };

  absl::StatusOr<Creator> Refresh(const Workspace& workspace, const std::string& creator,
                                  absl::Time now);
  // Writes an answer down; holds it if that fails.
  absl::Status Keep(Answer answer);
  absl::Status KeepHeld(const std::string& workspace, const std::string& creator);

  Env& env_;
  Mutex mutex_;
  CondVar done_;
  std::set<Key> refreshing_ SG_GUARDED_BY(mutex_);
  std::map<Key, Answer> held_ SG_GUARDED_BY(mutex_);
};

// Where a creator's and an advertiser's sealed tokens stand (see Vault).
std::string AccessTokenPlace(const Creator& creator);
std::string RefreshTokenPlace(const Creator& creator);
std::string AccessTokenPlace(const Advertiser& advertiser);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CONNECT_TOKENS_H_
