// All endpoints there are: those that the simulator has, and those that TikTok has besides.
// Immutable, thread-safe.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_ENDPOINTS_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_ENDPOINTS_H_

#include <span>
#include <string_view>
#include <vector>

#include "simulator/business_api/endpoint.h"

namespace sparkgate::simulator {

// nullptr if the simulator doesn't have it.
const Endpoint* FindEndpoint(std::string_view path);

// Sorted by path.
const std::vector<Endpoint>& AllEndpoints();

// Endpoints of TikTok's that the public facts name and the simulator lacks, sorted. TikTok has
// more.
std::span<const std::string_view> UnimplementedEndpoints();

// Of the simulator's: some of what it answers has the right shape and nothing behind it, as "What
// is simpler than TikTok" in docs/fidelity.md says.
bool IsPartlyShape(std::string_view path);

// Whether TikTok may have an endpoint of this path, as far as anybody knows.
bool MayExist(std::string_view path);

// What each resource's file has.
std::span<const Endpoint> AdEndpoints();
std::span<const Endpoint> AdGroupEndpoints();
std::span<const Endpoint> AdvertiserEndpoints();
std::span<const Endpoint> AdvertiserBalanceEndpoints();
std::span<const Endpoint> BusinessAccountEndpoints();
std::span<const Endpoint> BusinessVideoEndpoints();
std::span<const Endpoint> CampaignEndpoints();
std::span<const Endpoint> IdentityEndpoints();
std::span<const Endpoint> IdentityVideoEndpoints();
std::span<const Endpoint> OauthEndpoints();
std::span<const Endpoint> PostAuthorizeEndpoints();
std::span<const Endpoint> ReportEndpoints();
std::span<const Endpoint> ReviewEndpoints();
std::span<const Endpoint> SparkAdEndpoints();
std::span<const Endpoint> SubscriptionEndpoints();
std::span<const Endpoint> TcmEndpoints();
std::span<const Endpoint> TtUserOauthEndpoints();
std::span<const Endpoint> TtVideoEndpoints();

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_ENDPOINTS_H_
