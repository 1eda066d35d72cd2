#include "server/usecases/work.h"

#include <algorithm>

#include "base/error.h"

namespace sparkgate::server {

absl::Duration RetryDelay(int attempts) {
  return std::min(absl::Minutes(1) * (1 << std::clamp(attempts - 1, 0, 6)), absl::Minutes(60));
}

absl::Status WakeWork(Transaction& tx, const std::string& workspace, const std::string& kind,
                      const std::string& subject, absl::Time now) {
  SG_ASSIGN_OR_RETURN(const std::optional<WorkItem> before,
                      tx.work().Get(workspace, kind, subject));
  // The runner recognizes an item that was put anew by its due time, so it must differ from the
  // one that may be running.
  absl::Time due = now;
  if (before.has_value() && before->due <= now) due = before->due - absl::Microseconds(1);
  return tx.work().Put(
      {.workspace = workspace, .kind = kind, .subject = subject, .due = due, .attempts = 0});
}

}  // namespace sparkgate::server
