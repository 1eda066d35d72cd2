// Asking a creator through the marketplace, TikTok One, to authorize a post: the brand asks by API,
// the creator answers in the app (facts 4.6). Free functions over the state, under its owner's
// lock. Pointers are good until the state changes.
#ifndef SPARKGATE_SIMULATOR_WORLD_TCM_REQUESTS_H_
#define SPARKGATE_SIMULATOR_WORLD_TCM_REQUESTS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/world/state.h"

namespace sparkgate::simulator {

// Its key, and its id as people see it: both parts are digits.
std::string TcmRequestKey(std::string_view tcm_account_id, std::string_view post_id);

struct TcmAsk {
  std::string tcm_account_id;
  std::string post_id;
  int64_t days = 30;
  bool extend = false;
};
// The creator is told. Errors: NO_SUCH_POST, DAYS_NOT_ALLOWED (switch tcm_authorization_days),
// POST_UNAVAILABLE, TCM_NOTHING_TO_EXTEND, TCM_ALREADY_AUTHORIZED, TCM_TOO_MANY_REQUESTS (switch
// tcm_request_limit).
absl::StatusOr<const TcmRequest*> AskForAuthorization(WorldState& state, const TcmAsk& ask);

// Errors: NO_SUCH_TCM_REQUEST (40007).
absl::StatusOr<const TcmRequest*> GetTcmRequest(const WorldState& state,
                                                std::string_view tcm_account_id,
                                                std::string_view post_id);
int64_t RequestsLeft(const WorldState& state, const TcmRequest& request);
// The code that the brand is shown; null if there is none (switch tcm_code_while_waiting), or if
// the creator said no: then only one that was to be extended, while it is valid.
const Code* CodeOf(const WorldState& state, const TcmRequest& request);
std::string_view TcmRequestStateName(TcmRequestState state);  // WAITING, ACCEPTED, REJECTED

// What the creator does in the app, with `days` 1 to 365, or 0 for those asked for. Subscribers are
// told. Errors: NO_SUCH_TCM_REQUEST, TCM_REQUEST_ANSWERED, and of accepting GrantAuthorization's.
absl::StatusOr<const TcmRequest*> AcceptTcmRequest(WorldState& state, std::string_view key,
                                                   int64_t days);
absl::StatusOr<const TcmRequest*> RejectTcmRequest(WorldState& state, std::string_view key);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_TCM_REQUESTS_H_
