// Work items: background work that is due at an instant of the workspace's clock.
#ifndef SPARKGATE_SERVER_DOMAIN_WORK_H_
#define SPARKGATE_SERVER_DOMAIN_WORK_H_

#include <optional>
#include <string>

#include <absl/time/time.h>

namespace sparkgate::server {

// One item per (workspace, kind, subject): putting it again moves its due time.
struct WorkItem {
  std::string workspace;
  std::string kind;     // one of server/usecases/work_kinds.h
  std::string subject;  // what it is about: an operation id, an ad account, …
  absl::Time due;
  int attempts = 0;  // failed runs in a row, for back-off

  friend bool operator==(const WorkItem&, const WorkItem&) = default;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_DOMAIN_WORK_H_
