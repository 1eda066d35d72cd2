// Use cases of TikTok developer apps.
#ifndef SPARKGATE_SERVER_USECASES_ACCESS_APPS_H_
#define SPARKGATE_SERVER_USECASES_ACCESS_APPS_H_

#include <functional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "server/domain/app.h"
#include "server/usecases/call.h"
#include "server/usecases/env.h"

namespace sparkgate::server {

// `app` without its sealed secret, which is given in clear.
absl::StatusOr<App> CreateApp(Env& env, const Call& call, App app, const std::string& secret);
absl::StatusOr<App> GetApp(Env& env, const std::string& id);
absl::StatusOr<std::vector<App>> ListApps(Env& env, const Page& page);
// `change` edits a copy; `secret` replaces the secret if it isn't "". The worlds of the workspaces
// that use the app are told before it returns: UNAVAILABLE, reason SIMULATOR_UNREACHABLE, if they
// can't be (the app is changed all the same; repeat the call).
absl::StatusOr<App> UpdateApp(Env& env, const Call& call, const std::string& id,
                              const std::function<void(App&)>& change, const std::string& secret);
absl::Status DeleteApp(Env& env, const Call& call, const std::string& id);

// The secret in clear, for calls to TikTok only.
absl::StatusOr<std::string> OpenAppSecret(Env& env, const App& app);
// Sets `app.secret` sealed.
void SealAppSecret(Env& env, App& app, const std::string& secret);
// Fields that make sense; used for generated apps too.
absl::Status CheckApp(const App& app);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_ACCESS_APPS_H_
