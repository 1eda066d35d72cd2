// Use cases of workspaces: making one with its world, changing, resetting and removing it.
#ifndef SPARKGATE_SERVER_USECASES_ACCESS_WORKSPACES_H_
#define SPARKGATE_SERVER_USECASES_ACCESS_WORKSPACES_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include "server/domain/api_key.h"
#include "server/domain/workspace.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

struct NewWorkspace {
  std::string id;  // "" = make one
  std::string display_name;
  Environment environment = Environment::kSimulator;
  std::string app;  // App::id; "" = make one (SIMULATOR)
  std::string seed;
  std::optional<absl::Time> start;
  double clock_speed = 0;
  WorkspaceSettings settings;
};

struct CreatedWorkspace {
  Workspace workspace;
  // Unset when the workspace was there before.
  std::optional<ApiKey> admin_key;
  std::string admin_key_secret;
};

absl::StatusOr<CreatedWorkspace> CreateWorkspace(Env& env, const Call& call,
                                                 const NewWorkspace& wanted);
absl::StatusOr<Workspace> GetWorkspace(Env& env, const std::string& id);
absl::StatusOr<std::vector<Workspace>> ListWorkspaces(Env& env, const Page& page);
// `change` edits a copy; what it leaves is checked and stored.
absl::StatusOr<Workspace> UpdateWorkspace(Env& env, const Call& call, const std::string& id,
                                          const std::function<void(Workspace&)>& change);
// Both: ABORTED, reason WORKSPACE_BUSY, while another call deletes or resets it. One that fails
// leaves a workspace whose work goes on, and can be repeated.
absl::Status DeleteWorkspace(Env& env, const Call& call, const std::string& id);
absl::StatusOr<Workspace> ResetWorkspace(Env& env, const Call& call, const std::string& id,
                                         const std::string& seed, std::optional<absl::Time> start);

absl::Status CheckDisplayName(const std::string& name, std::string_view field);
// INVALID_ARGUMENT that names the setting.
absl::Status CheckSettings(const WorkspaceSettings& settings);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ACCESS_WORKSPACES_H_
