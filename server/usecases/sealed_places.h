// What each sealed thing is bound to: it opens only under the same words. Never change one, or what
// was sealed under it can't be opened any more. Pure.
#ifndef SPARKGATE_SERVER_USECASES_SEALED_PLACES_H_
#define SPARKGATE_SERVER_USECASES_SEALED_PLACES_H_

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "server/domain/app.h"

namespace sparkgate::server {

// In the store's meta table.
inline constexpr char kDigestKeyMeta[] = "digest_key";
inline constexpr char kNextDigestKeyMeta[] = "digest_key_next";  // during a rotation (master_key.h)

// Under a workspace's data key.
inline std::string SealContext(std::string_view workspace, std::string_view place) {
  return fmt::format("{}/{}", workspace, place);
}

// Under the master key.
inline std::string DigestKeyContext() { return "store/digest_key"; }
inline std::string DataKeyContext(std::string_view workspace) {
  return SealContext(workspace, "workspaces/data_key");
}
inline std::string LookupKeyContext(std::string_view workspace) {
  return SealContext(workspace, "workspaces/lookup_key");
}
inline std::string GlobalContext(std::string_view place) { return fmt::format("global/{}", place); }
inline std::string AppSecretPlace(const App& app) { return fmt::format("apps/{}/secret", app.id); }

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_SEALED_PLACES_H_
