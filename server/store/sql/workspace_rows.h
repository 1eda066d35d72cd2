// Which tables hold rows of a workspace: all but those of the whole store.
#ifndef SPARKGATE_SERVER_STORE_SQL_WORKSPACE_ROWS_H_
#define SPARKGATE_SERVER_STORE_SQL_WORKSPACE_ROWS_H_

#include <string>

#include <absl/status/status.h>

#include "server/store/sql/connection.h"

namespace sparkgate::server::sql {

// See WorkspaceTable::Erase. With `keep_access` event numbers and the audit chain go on where they
// were: a watcher's number from before means nothing else afterwards.
absl::Status EraseWorkspaceRows(Connection& connection, const std::string& workspace,
                                bool keep_access);

// See WorkspaceTable::CopyRows. Needs no list of columns, so none can be forgotten.
absl::Status CopyWorkspaceRows(Connection& connection, const std::string& from,
                               const std::string& to, bool with_events);

}  // namespace sparkgate::server::sql

#endif  // SPARKGATE_SERVER_STORE_SQL_WORKSPACE_ROWS_H_
