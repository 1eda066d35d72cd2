#include "server/usecases/connect/exchange.h"

#include <optional>

#include <fmt/format.h>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "server/tiktok/outcome.h"
#include "server/usecases/connect/redirect.h"
#include "server/usecases/names.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

Actor WhoConsents(ConnectState::Kind kind) {
  return kind == ConnectState::Kind::kCreator ? Actor::kCreator : Actor::kAdvertiser;
}

absl::Status StateInvalid() {
  return Error(absl::StatusCode::kFailedPrecondition,
               "This consent wasn't asked for here, is over an hour old, or was used: start again.",
               {.reason = "CONNECT_STATE_INVALID", .who = Actor::kCaller});
}

absl::Status Refused(ConnectState::Kind kind) {
  return Error(absl::StatusCode::kFailedPrecondition, "The person didn't consent.",
               {.reason = "CONSENT_REFUSED", .who = WhoConsents(kind)});
}

absl::Status Busy() {
  return Error(absl::StatusCode::kAborted, "Another call is finishing this consent.",
               {.reason = "CONNECT_IN_PROGRESS",
                .who = Actor::kNobody,
                .retry_after = absl::Milliseconds(500)});
}

absl::Status Lost(ConnectState::Kind kind) {
  return Error(absl::StatusCode::kFailedPrecondition,
               "TikTok's answer to the exchange was lost, and a code works once: connect again.",
               {.reason = "RECONNECT_NEEDED", .who = WhoConsents(kind)});
}

}  // namespace

std::string HashState(const std::string& state) { return ToHex(Sha256(state)); }

absl::StatusOr<Exchange> BeginExchange(Env& env, const Call& call, const Workspace& workspace,
                                       ConnectState::Kind kind,
                                       const std::string& redirect_address) {
  SG_ASSIGN_OR_RETURN(Redirect redirect, ReadRedirect(redirect_address));
  const std::string hash = HashState(redirect.state);
  // Without it a repeated call would take one that is still on its way for lost.
  Claims::Claim claim =
      env.connecting->WaitClaim(workspace.id, hash, call.remaining, call.cancelled);
  if (!claim) return Busy();
  std::optional<std::string> earlier;
  ConnectState state;
  SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(earlier, FindEarlierAnswer(tx, call));
    if (earlier.has_value()) return absl::OkStatus();
    SG_RETURN_IF_ERROR(tx.connect_states().EraseExpired(workspace.id, env.clocks.RealNow()));
    SG_ASSIGN_OR_RETURN(const auto known, tx.connect_states().Get(workspace.id, hash));
    if (!known.has_value() || known->kind != kind) return StateInvalid();
    // A refusal leaves it: asked again, it is the same refusal, and the person may still think
    // better.
    if (redirect.refused) return absl::OkStatus();
    SG_RETURN_IF_ERROR(tx.connect_states().Erase(workspace.id, hash));
    state = *known;
    return RememberAttempt(tx, call, env.clocks.RealNow());
  }));
  if (earlier.has_value() && earlier->empty()) return Lost(kind);
  if (!earlier.has_value() && redirect.refused) return Refused(kind);
  return Exchange{.claim = std::move(claim),
                  .earlier = LastIdOf(earlier.value_or("")),
                  .code = std::move(redirect.code),
                  .state = std::move(state)};
}

absl::Status RememberExchange(Env& env, Transaction& tx, const Call& call,
                              const std::string& name) {
  SG_RETURN_IF_ERROR(ForgetAttempt(tx, call));
  return RememberAnswer(tx, call, name, env.clocks.RealNow());
}

absl::Status ExchangeFailed(Env& env, const Call& call, const Exchange& exchange,
                            const absl::Status& answer) {
  if (tiktok::OutcomeUnknown(answer)) return Lost(exchange.state.kind);
  // If that can't be written, the attempt stays lost: a new consent mends that too.
  env.store
      .Write([&](Transaction& tx) -> absl::Status {
        SG_RETURN_IF_ERROR(ForgetAttempt(tx, call));
        return tx.connect_states().Insert(exchange.state);
      })
      .IgnoreError();
  return answer;
}

absl::Status TokensLost(ConnectState::Kind kind, const absl::Status& why) {
  return Error(absl::StatusCode::kFailedPrecondition,
               fmt::format("What the exchange gave couldn't be kept ({}), and a code works once: "
                           "connect again.",
                           std::string(why.message())),
               {.reason = "RECONNECT_NEEDED", .who = WhoConsents(kind)});
}

}  // namespace sparkgate::server
