// Tables of who may do what: workspaces, apps, keys, and request ids.
#ifndef SPARKGATE_SERVER_STORE_ACCESS_TABLES_H_
#define SPARKGATE_SERVER_STORE_ACCESS_TABLES_H_

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/api_key.h"
#include "server/domain/app.h"
#include "server/domain/workspace.h"
#include "server/store/page.h"

namespace sparkgate::server {

class WorkspaceTable {
 public:
  virtual ~WorkspaceTable() = default;
  virtual absl::StatusOr<std::optional<Workspace>> Get(const std::string& id) const = 0;
  virtual absl::StatusOr<std::vector<Workspace>> List(const Page& page) const = 0;
  virtual absl::Status Insert(const Workspace& workspace) = 0;
  virtual absl::Status Update(const Workspace& workspace) = 0;
  // Removes every row of the workspace in every table; `keep_access` keeps the workspace itself,
  // its keys and its webhook endpoints (ResetWorkspace). Request ids go: what they answered is
  // gone.
  virtual absl::Status Erase(const std::string& id, bool keep_access) = 0;
  // Gives `to`, which has none, a copy of every row of `from` but for what says who may do, did or
  // is told what: keys, request ids, audit log, webhooks. Resource names in them name `to`. Event
  // numbers go along, or the events stay behind. Secrets stay sealed for `from`.
  virtual absl::Status CopyRows(const std::string& from, const std::string& to,
                                bool with_events) = 0;
};

class AppTable {
 public:
  virtual ~AppTable() = default;
  virtual absl::StatusOr<std::optional<App>> Get(const std::string& id) const = 0;
  virtual absl::StatusOr<std::vector<App>> List(const Page& page) const = 0;
  virtual absl::StatusOr<bool> InUse(const std::string& id) const = 0;  // by a workspace
  virtual absl::Status Insert(const App& app) = 0;
  virtual absl::Status Update(const App& app) = 0;
  virtual absl::Status Erase(const std::string& id) = 0;
};

class ApiKeyTable {
 public:
  virtual ~ApiKeyTable() = default;
  virtual absl::StatusOr<std::optional<ApiKey>> Get(const std::string& workspace,
                                                    const std::string& id) const = 0;
  // By its secret's hash, or by that of the one before.
  virtual absl::StatusOr<std::optional<ApiKey>> FindByHash(
      const std::string& secret_hash) const = 0;
  virtual absl::StatusOr<std::vector<ApiKey>> List(const std::string& workspace,
                                                   const Page& page) const = 0;
  virtual absl::Status Insert(const ApiKey& key) = 0;
  virtual absl::Status Update(const ApiKey& key) = 0;
};

// What a request_id was used for. Real time.
struct RequestIdUse {
  std::string workspace;  // "" for calls of the server's admin
  std::string principal;
  std::string method;
  std::string request_id;
  std::string digest;    // keyed digest of the request
  std::string resource;  // resource or operation name that answers it
  absl::Time create_time;

  friend bool operator==(const RequestIdUse&, const RequestIdUse&) = default;
};

class RequestIdTable {
 public:
  virtual ~RequestIdTable() = default;
  virtual absl::StatusOr<std::optional<RequestIdUse>> Get(const std::string& workspace,
                                                          const std::string& principal,
                                                          const std::string& method,
                                                          const std::string& request_id) const = 0;
  virtual absl::Status Insert(const RequestIdUse& use) = 0;
  virtual absl::Status Erase(const std::string& workspace, const std::string& principal,
                             const std::string& method, const std::string& request_id) = 0;
  virtual absl::Status EraseBefore(absl::Time create_time) = 0;
};

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_STORE_ACCESS_TABLES_H_
