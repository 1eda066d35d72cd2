#include "server/domain/operation.h"

namespace sparkgate::server {

std::optional<OperationState> NextOperationState(OperationState state, OperationEvent event) {
  using enum OperationState;
  using enum OperationEvent;
  switch (state) {
    case kPlanned:
      switch (event) {
        case kSend:
          return kRunning;
        case kRefused:  // by us, before it was sent: what it stands on failed
          return kFailed;
        case kProvedHappened:  // the read before the call shows the wanted state
          return kDone;
        case kCancel:
          return kCancelled;
        case kSucceeded:
        case kAnswerLost:
        case kProvedAbsent:
        case kKeptBack:
          return std::nullopt;
      }
      break;
    case kRunning:
      switch (event) {
        case kSucceeded:
          return kDone;
        case kRefused:
          return kFailed;
        case kAnswerLost:
          return kUnknown;
        case kProvedAbsent:  // TikTok turned it away for now, which proves that it didn't happen
          return kPlanned;
        case kCancel:  // a composite, whose parts that weren't sent are cancelled
          return kCancelled;
        case kKeptBack:
          return kDryRun;
        case kSend:  // never twice: an unknown outcome is proved first
        case kProvedHappened:
          return std::nullopt;
      }
      break;
    case kUnknown:
      switch (event) {
        case kProvedHappened:
          return kDone;
        case kProvedAbsent:
          return kPlanned;
        case kRefused:  // absent, and it isn't to be sent again
          return kFailed;
        case kSend:
        case kSucceeded:
        case kAnswerLost:
        case kCancel:
        case kKeptBack:
          return std::nullopt;
      }
      break;
    case kDone:
    case kFailed:
    case kCancelled:
    case kDryRun:
      return std::nullopt;
  }
  return std::nullopt;
}

bool IsOver(OperationState state) {
  return state == OperationState::kDone || state == OperationState::kFailed ||
         state == OperationState::kCancelled || state == OperationState::kDryRun;
}

}  // namespace sparkgate::server
