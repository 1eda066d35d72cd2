// The scopes of both token families (facts 2.9, 2.10). Advertiser scopes are numbers in a tree:
// granting a parent grants all its children. Pure data, thread-safe.
#ifndef SPARKGATE_SIMULATOR_WORLD_SCOPES_H_
#define SPARKGATE_SIMULATOR_WORLD_SCOPES_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sparkgate::simulator {

// What an advertiser can approve: the leaves of the tree, as far as the simulator has endpoints.
std::span<const std::string_view> AdvertiserScopes();
// What a creator can approve.
std::span<const std::string_view> CreatorScopes();

// True if `granted` holds `scope` or one of its parents.
bool GrantsAdvertiserScope(const std::vector<std::string>& granted, std::string_view scope);
bool GrantsCreatorScope(const std::vector<std::string>& granted, std::string_view scope);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_SCOPES_H_
