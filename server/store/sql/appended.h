// What a transaction appended and nobody numbered yet. Numbers are given in the order of commits,
// and how that order is known is the engine's business: see AssignNumbers and its callers.
#ifndef SPARKGATE_SERVER_STORE_SQL_APPENDED_H_
#define SPARKGATE_SERVER_STORE_SQL_APPENDED_H_

#include <vector>

#include "server/domain/audit.h"
#include "server/domain/event.h"

namespace sparkgate::server::sql {

struct Appended {
  std::vector<Event> events;
  std::vector<AuditEntry> audit;
};

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_APPENDED_H_
