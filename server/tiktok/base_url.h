// Which addresses the server may take for TikTok. Test data must not reach real money: a
// simulator's address is never TikTok's, a LIVE workspace talks to TikTok's one address and to
// nothing else. Pure functions.
#ifndef SPARKGATE_SERVER_TIKTOK_BASE_URL_H_
#define SPARKGATE_SERVER_TIKTOK_BASE_URL_H_

#include <string>
#include <string_view>

#include <absl/status/status.h>

namespace sparkgate::tiktok {

inline constexpr std::string_view kLiveUrl = "https://business-api.tiktok.com";
inline constexpr std::string_view kLiveCreatorConsentUrl = "https://www.tiktok.com";

// For configuration's `simulator_url`: an http or https address without query and fragment whose
// host isn't tiktok.com or below it. INVALID_ARGUMENT, with the field named.
absl::Status CheckSimulatorUrl(std::string_view url);

// For configuration's `public_url`, the server's own: an http or https address without query and
// fragment. INVALID_ARGUMENT, with the field named.
absl::Status CheckPublicUrl(std::string_view url);

// For configuration's `live_url`: exactly kLiveUrl. INVALID_ARGUMENT, with the field named.
absl::Status CheckLiveUrl(std::string_view url);

// "<simulator_url>/w/<workspace>": the base_url of a SIMULATOR workspace, which serves its consent
// pages too. `simulator_url` has passed CheckSimulatorUrl.
std::string SimulatorBaseUrl(std::string_view simulator_url, std::string_view workspace);

// Where a creator consents, given an endpoint's base_url: live, that is another host.
std::string CreatorConsentBase(std::string_view base_url);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_BASE_URL_H_
