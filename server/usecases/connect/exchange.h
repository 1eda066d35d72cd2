// The exchange of a consent's code for tokens. It can neither be repeated nor read back, so it is
// recorded before the call: whoever finds the record without an answer knows that the tokens are
// lost, and that the person must consent anew (RECONNECT_NEEDED).
#ifndef SPARKGATE_SERVER_USECASES_CONNECT_EXCHANGE_H_
#define SPARKGATE_SERVER_USECASES_CONNECT_EXCHANGE_H_

#include <string>

#include <absl/status/statusor.h>

#include "server/domain/connection.h"
#include "server/usecases/call.h"
#include "server/usecases/claims.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

struct Exchange {
  Claims::Claim claim;  // on the consent, until this call is answered
  std::string earlier;  // id of what this request_id connected before; "": exchange `code` now
  std::string code;
  ConnectState state;  // used up
};

// The hash by which a consent's state is kept.
std::string HashState(const std::string& state);

// Reads the address that a person was sent back to, uses its state up and records the attempt; or
// finds what an earlier call with the same request_id did. Waits while that one goes on.
absl::StatusOr<Exchange> BeginExchange(Env& env, const Call& call, const Workspace& workspace,
                                       ConnectState::Kind kind,
                                       const std::string& redirect_address);

// In the transaction that stores the tokens: this is the answer from now on.
absl::Status RememberExchange(Env& env, Transaction& tx, const Call& call, const std::string& name);

// What the caller hears of an exchange that `answer` ended. What TikTok refused, or never got,
// didn't happen: the state works again.
absl::Status ExchangeFailed(Env& env, const Call& call, const Exchange& exchange,
                            const absl::Status& answer);

// What the caller hears when TikTok gave tokens, and they couldn't be kept because of `why`.
absl::Status TokensLost(ConnectState::Kind kind, const absl::Status& why);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_CONNECT_EXCHANGE_H_
