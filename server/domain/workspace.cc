#include "server/domain/workspace.h"

#include <algorithm>

namespace sparkgate::server {

bool MayChangeAll(const Workspace& workspace) {
  return workspace.environment == Environment::kSimulator &&
         workspace.settings.allowed_ad_accounts.empty();
}

bool MayChange(const Workspace& workspace, std::string_view ad_account) {
  return MayChangeAll(workspace) ||
         std::ranges::find(workspace.settings.allowed_ad_accounts, ad_account) !=
             workspace.settings.allowed_ad_accounts.end();
}

}  // namespace sparkgate::server
