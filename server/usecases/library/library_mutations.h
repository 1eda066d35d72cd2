// The library's mutations of TikTok: redeem a code, unbind a post.
#ifndef SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_MUTATIONS_H_
#define SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_MUTATIONS_H_

#include <string>

#include <absl/status/statusor.h>

#include "server/domain/workspace.h"
#include "server/usecases/operations.h"

namespace sparkgate::server {

inline constexpr char kAuthorizePost[] = "post.authorize";
inline constexpr char kUnbindPost[] = "post.unbind";

// Arguments. The codes are sealed: at a place that names their keyed hash, since neither an
// operation nor a code record of them exists yet.
absl::StatusOr<std::string> AuthorizeArguments(Env& env, const Workspace& workspace,
                                               const std::string& ad_account,
                                               const std::string& canonical,
                                               const std::string& canonical_original);
std::string UnbindArguments(const std::string& ad_account, const std::string& item);

void RegisterLibraryMutations(Operations& operations);

}  // namespace sparkgate::server

#endif  // SPARKGATE_SERVER_USECASES_LIBRARY_LIBRARY_MUTATIONS_H_
