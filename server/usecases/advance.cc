#include "server/usecases/advance.h"

#include <string>

#include "base/error.h"
#include "server/usecases/request_ids.h"

namespace sparkgate::server {
namespace {

std::string ToText(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone());
}

absl::StatusOr<absl::Time> FromText(const std::string& text) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return time;
  return absl::DataLossError("a remembered target is no instant: " + error);
}

}  // namespace

absl::StatusOr<AdvanceTarget> RememberTarget(Env& env, const Call& call,
                                             const AdvanceTarget& wanted) {
  if (call.request_id.empty()) return wanted;
  std::optional<std::string> target;
  SG_RETURN_IF_ERROR(env.store.Read([&](const Transaction& tx) -> absl::Status {
    SG_ASSIGN_OR_RETURN(target, FindEarlierAnswer(tx, call));
    return absl::OkStatus();
  }));
  if (!target.has_value()) {
    absl::Time to;
    if (wanted.to.has_value()) {
      to = *wanted.to;
    } else {
      // The world's own word: what a running clock told us last has passed.
      SG_ASSIGN_OR_RETURN(const WorldInfo world, env.worlds.Get(call.workspace));
      to = world.now + *wanted.by;
    }
    SG_RETURN_IF_ERROR(env.store.Write([&](Transaction& tx) -> absl::Status {
      SG_ASSIGN_OR_RETURN(target, FindEarlierAnswer(tx, call));  // the same call, a moment ago
      if (target.has_value()) return absl::OkStatus();
      target = ToText(to);
      return RememberAnswer(tx, call, *target, env.clocks.RealNow());
    }));
  }
  SG_ASSIGN_OR_RETURN(const absl::Time to, FromText(*target));
  return AdvanceTarget{.to = to, .by = std::nullopt};
}

}  // namespace sparkgate::server
