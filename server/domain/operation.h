// Operations: every mutation of TikTok, recorded before the call.
//
//   PLANNED ─send→ RUNNING ─answered→ DONE | FAILED;  RUNNING ─answer lost | crash→ UNKNOWN
//   RUNNING ─turned away for now→ PLANNED (sent later);  RUNNING ─cancel→ CANCELLED (composites)
//   UNKNOWN ─proof→ DONE;  ─proved absent→ PLANNED (sent again) | FAILED;  PLANNED ─cancel→
//   CANCELLED
//   RUNNING ─kept back→ DRY_RUN (nothing was sent; the operation shows what would have been)
#ifndef SPARKGATE_SERVER_DOMAIN_OPERATION_H_
#define SPARKGATE_SERVER_DOMAIN_OPERATION_H_

#include <cstdint>
#include <optional>
#include <string>

#include <absl/time/time.h>

namespace sparkgate::server {

enum class OperationState {
  kPlanned = 1,
  kRunning = 2,
  kDone = 3,
  kFailed = 4,
  kUnknown = 5,
  kCancelled = 6,
  kDryRun = 7
};
enum class OperationEvent {
  kSend,
  kSucceeded,
  kRefused,
  kAnswerLost,
  kProvedHappened,
  kProvedAbsent,
  kCancel,
  kKeptBack
};
std::optional<OperationState> NextOperationState(OperationState state, OperationEvent event);
bool IsOver(OperationState state);  // kDone, kFailed, kCancelled, kDryRun

// A call that a dry run kept back, as it would have been sent; no secrets in it.
struct PlannedCall {
  std::string method;
  std::string path;  // "/open_api/v1.3/campaign/create/"
  std::string body;  // JSON

  friend bool operator==(const PlannedCall&, const PlannedCall&) = default;
};

struct Operation {
  std::string workspace;
  std::string id;
  std::string kind;  // "code.generate", … : the key of the mutation that runs it
  OperationState state = OperationState::kPlanned;
  std::string parent;     // Operation::id of the composite it is an item of; "" = none
  int ordinal = 0;        // order among its siblings
  std::string target;     // resource name
  std::string result;     // resource name, "" until done
  std::string arguments;  // JSON: what is needed to send and to probe; never a secret in clear
  std::string principal;  // who asked
  std::string method;     // the RPC asked with
  std::string request_id;
  // The last error, as an absl::StatusCode and our detail.
  int error_code = 0;
  std::string error_reason;
  std::string error_message;
  std::string error_who;
  std::string waiting_for;             // "" = nothing
  std::optional<absl::Time> due_time;  // workspace clock
  // UNKNOWN: settled-absence reads so far. PLANNED: how often TikTok turned it away for now.
  int absences = 0;
  std::optional<absl::Time> sent_time;  // real time of the latest send
  std::string sent_by;  // the server process that sent it: a crash shows as another's
  PlannedCall planned;  // kDryRun
  int item_count = 0, items_over = 0, items_failed = 0;  // composites
  absl::Time create_time;
  absl::Time update_time;

  friend bool operator==(const Operation&, const Operation&) = default;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_OPERATION_H_
