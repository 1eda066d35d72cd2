// Makers of the families that TikTok's HTTP client is composed of (tiktok.cc). Each keeps a copy of
// the OpenApi it's given.
#ifndef SPARKGATE_SERVER_TIKTOK_HTTP_FAMILIES_H_
#define SPARKGATE_SERVER_TIKTOK_HTTP_FAMILIES_H_

#include <memory>

#include "server/tiktok/http/open_api.h"
#include "server/tiktok/tiktok.h"

namespace sparkgate::tiktok {

std::unique_ptr<OAuthApi> NewHttpOAuthApi(const OpenApi& api);
std::unique_ptr<CreatorApi> NewHttpCreatorApi(const OpenApi& api);
std::unique_ptr<LibraryApi> NewHttpLibraryApi(const OpenApi& api);
std::unique_ptr<IdentityApi> NewHttpIdentityApi(const OpenApi& api);
std::unique_ptr<AdvertiserApi> NewHttpAdvertiserApi(const OpenApi& api);
std::unique_ptr<CampaignApi> NewHttpCampaignApi(const OpenApi& api);
std::unique_ptr<AdGroupApi> NewHttpAdGroupApi(const OpenApi& api);
std::unique_ptr<AdApi> NewHttpAdApi(const OpenApi& api);
std::unique_ptr<ReviewApi> NewHttpReviewApi(const OpenApi& api);
std::unique_ptr<SubscriptionApi> NewHttpSubscriptionApi(const OpenApi& api);

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_HTTP_FAMILIES_H_
