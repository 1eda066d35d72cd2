// Events and audit entries, as use cases write them.
#ifndef SPARKGATE_SERVER_USECASES_EVENTS_H_
#define SPARKGATE_SERVER_USECASES_EVENTS_H_

#include <map>
#include <string>

#include <absl/status/status.h>
#include <absl/time/time.h>

#include "server/store/store.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// How an attribute shows an instant: RFC 3339, UTC, whole seconds.
std::string EventTime(absl::Time time);

// The instant of an event that needs no world: as of any other, or, while that isn't known, where
// we acted last (the world stands there at least). Nobody is asked: Clocks knows.
absl::Time EventNow(const Env& env, const Workspace& workspace);

// Appends an event, and makes the work of sending it to webhooks due; `type` must be in
// docs/events.md (tests/checks/events.py holds that). What is for the record (domain/audit.h) goes
// there too, as done by whoever asked for `operation`: about the post in attribute item_id, or that
// of the Spark post that it happened to.
absl::Status AppendEvent(Transaction& tx, const std::string& workspace, const std::string& type,
                         const std::string& resource, absl::Time now,
                         std::map<std::string, std::string> attributes = {},
                         const std::string& operation = "");
absl::Status AppendAudit(Transaction& tx, const Call& call, const std::string& action,
                         const std::string& resource, absl::Time real_now,
                         std::map<std::string, std::string> attributes = {},
                         const std::string& item_id = "");

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_EVENTS_H_
