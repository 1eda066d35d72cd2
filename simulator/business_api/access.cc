#include "simulator/business_api/access.h"

#include <algorithm>

#include <fmt/format.h>

#include "simulator/world/advertisers.h"
#include "simulator/world/oauth.h"
#include "simulator/world/refusal.h"
#include "simulator/world/scopes.h"

namespace sparkgate::simulator {

absl::StatusOr<Caller> CheckCaller(const WorldState& state, const Endpoint& endpoint,
                                   const std::optional<std::string>& access_token) {
  Caller caller;
  if (endpoint.family == TokenFamily::kNone) return caller;
  if (!access_token || access_token->empty()) {
    return Refuse(ApiCode::kEmptyAccessToken, "ACCESS_TOKEN_MISSING",
                  "Access token is null, you should set it in http header with key Access-Token.");
  }
  if (endpoint.family == TokenFamily::kAdvertiser) {
    SG_ASSIGN_OR_RETURN(caller.advertiser, CheckAdvertiserToken(state, *access_token));
    if (!endpoint.scope.empty() &&
        !GrantsAdvertiserScope(caller.advertiser->scopes, endpoint.scope)) {
      return Refuse(ApiCode::kPermissionError, "SCOPE_MISSING",
                    fmt::format("advertiser does not grant you /{}/:{} permission", endpoint.path,
                                endpoint.method()),
                    Actor::kAdvertiser);
    }
    return caller;
  }
  SG_ASSIGN_OR_RETURN(caller.creator, CheckCreatorToken(state, *access_token));
  if (!endpoint.scope.empty()) {
    SG_RETURN_IF_ERROR(CheckCreatorScope(state, caller, endpoint.scope));
  }
  return caller;
}

absl::Status CheckCreatorScope(const WorldState& state, const Caller& caller,
                               std::string_view scope) {
  if (GrantsCreatorScope(caller.creator->scopes, scope)) return absl::OkStatus();
  const bool specific = state.switches.Choice(kCreatorScopeError) == "40130";
  return Refuse(specific ? ApiCode::kScopeNotAuthorized : ApiCode::kPermissionError,
                "SCOPE_MISSING", fmt::format("The user did not authorize the scope {}.", scope),
                Actor::kCreator);
}

absl::Status CheckAdvertiser(const WorldState& state, const Caller& caller,
                             std::string_view advertiser_id) {
  SG_RETURN_IF_ERROR(GetAdvertiser(state, advertiser_id).status());
  const auto& reached = caller.advertiser->advertiser_ids;
  if (std::ranges::find(reached, advertiser_id) != reached.end()) return absl::OkStatus();
  return Refuse(
      ApiCode::kPermissionError, "NO_PERMISSION",
      fmt::format("You don't have permission to operate this advertiser:{}.", advertiser_id),
      Actor::kAdvertiser);
}

absl::Status CheckBusiness(const Caller& caller, std::string_view business_id) {
  if (caller.creator->open_id == business_id) return absl::OkStatus();
  return Refuse(ApiCode::kPermissionError, "NO_PERMISSION",
                "You don't have permission to operate this business_id.", Actor::kCreator);
}

absl::Status CheckOwnPost(const WorldState& state, const Caller& caller,
                          std::string_view business_id, std::string_view item_id) {
  SG_RETURN_IF_ERROR(CheckBusiness(caller, business_id));
  const Post* post = Find(state.posts, item_id);
  if (post != nullptr && post->creator_id == caller.creator->creator_id) return absl::OkStatus();
  return Refuse(ApiCode::kNotExist, "NO_SUCH_POST",
                fmt::format("The post {} does not exist.", item_id), Actor::kCreator);
}

}  // namespace sparkgate::simulator
