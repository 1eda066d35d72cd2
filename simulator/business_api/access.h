// Who calls, and what the caller may reach (facts 2, 14.2). Pure functions over the state.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_ACCESS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_ACCESS_H_

#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "simulator/business_api/endpoint.h"

namespace sparkgate::simulator {

// The token (40104, 40105, 40102), then the scope (40001, 40130).
absl::StatusOr<Caller> CheckCaller(const WorldState& state, const Endpoint& endpoint,
                                   const std::optional<std::string>& access_token);

// A creator's token without this scope, for those endpoints that ask for one per field.
absl::Status CheckCreatorScope(const WorldState& state, const Caller& caller,
                               std::string_view scope);

// 40300 for an account that isn't there, 40001 for one that the token doesn't reach.
absl::Status CheckAdvertiser(const WorldState& state, const Caller& caller,
                             std::string_view advertiser_id);

// The creator's own id, as the app knows it; 40001 otherwise.
absl::Status CheckBusiness(const Caller& caller, std::string_view business_id);
// Also that the post is the creator's; 40007 otherwise.
absl::Status CheckOwnPost(const WorldState& state, const Caller& caller,
                          std::string_view business_id, std::string_view item_id);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_ACCESS_H_
