// Connecting accounts by OAuth: a link, a person's consent, and the exchange of its code for
// tokens.
#ifndef SPARKGATE_SERVER_USECASES_CONNECT_CONNECT_H_
#define SPARKGATE_SERVER_USECASES_CONNECT_CONNECT_H_

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/connection.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

struct ConnectLink {
  std::string link;
  std::string state;
};

// `redirect_uri` "" = the app's first. `scopes` empty = those that Sparkgate needs; creators only.
// A repeated call returns the same link, also one that was used or has lapsed meanwhile.
absl::StatusOr<ConnectLink> StartConnect(Env& env, const Call& call, ConnectState::Kind kind,
                                         const std::string& redirect_uri,
                                         const std::vector<std::string>& scopes);

absl::StatusOr<Creator> FinishCreatorConnect(Env& env, const Call& call,
                                             const std::string& redirect_address);
absl::StatusOr<Advertiser> FinishAdvertiserConnect(Env& env, const Call& call,
                                                   const std::string& redirect_address);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CONNECT_CONNECT_H_
