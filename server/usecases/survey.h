// How things stand in all workspaces together, as numbers for /metrics: work that is due,
// operations that aren't over, what waits for webhooks, and which authorizations and codes end
// soon.
//
// It is read by indexes and within bounds, a workspace at a time, so that it costs the same on ten
// million rows as on ten thousand. Whatever is beyond a bound isn't counted, and `complete` is
// false.
#ifndef SPARKGATE_SERVER_USECASES_SURVEY_H_
#define SPARKGATE_SERVER_USECASES_SURVEY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/operation.h"
#include "server/domain/workspace.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

inline constexpr std::array<int, 5> kHorizonDays = {1, 3, 7, 14, 30};

struct SurveyBounds {
  int workspaces = 1000;
  int work_items = 5000;       // of a workspace: due within the horizon
  int operations = 1000;       // of a workspace, in each state that isn't over
  size_t altogether = 50'000;  // rows of all workspaces
};

// Of the workspaces of one environment.
struct Standing {
  int64_t workspaces = 0;
  int64_t unknown_time = 0;                          // of them: nobody tells what time it is there
  std::map<std::string, int64_t> work_due;           // by kind
  absl::Duration oldest_due = absl::ZeroDuration();  // by the workspace's clock
  std::map<OperationState, int64_t> operations;      // those that aren't over, and no items
  int64_t waiting_for_person = 0;                    // of these
  int64_t last_events = 0;                           // the workspaces' last event numbers, summed
  int64_t webhooks_pending = 0;                      // deliveries
  int64_t webhook_lag = 0;                           // events of the endpoint furthest behind
  int64_t webhooks_disabled = 0;                     // endpoints, other than by their users
  // That end within so many days; who ends within one is among those within three, too.
  std::map<int, int64_t> authorizations_ending;
  std::map<int, int64_t> codes_ending;
};

struct Survey {
  std::map<Environment, Standing> standings;  // both, always
  bool complete = true;
};

absl::StatusOr<Survey> TakeSurvey(Env& env, const SurveyBounds& bounds = {});

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_SURVEY_H_
