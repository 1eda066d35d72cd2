#include "server/tiktok/http/tiktok.h"

#include "server/tiktok/http/families.h"
#include "server/tiktok/http/open_api.h"
#include "server/tiktok/limits/gate.h"

namespace sparkgate::tiktok {
namespace {

class HttpTikTok final : public TikTok {
 public:
  HttpTikTok(HttpClient& http, const Clock& clock, int percent, Metrics* metrics)
      : gate_(clock, percent, metrics),
        api_(http, gate_),
        oauth_(NewHttpOAuthApi(api_)),
        creator_(NewHttpCreatorApi(api_)),
        library_(NewHttpLibraryApi(api_)),
        identity_(NewHttpIdentityApi(api_)),
        advertiser_(NewHttpAdvertiserApi(api_)),
        campaigns_(NewHttpCampaignApi(api_)),
        ad_groups_(NewHttpAdGroupApi(api_)),
        ads_(NewHttpAdApi(api_)),
        review_(NewHttpReviewApi(api_)),
        subscriptions_(NewHttpSubscriptionApi(api_)) {}

  OAuthApi& oauth() override { return *oauth_; }
  CreatorApi& creator() override { return *creator_; }
  LibraryApi& library() override { return *library_; }
  IdentityApi& identity() override { return *identity_; }
  AdvertiserApi& advertiser() override { return *advertiser_; }
  CampaignApi& campaigns() override { return *campaigns_; }
  AdGroupApi& ad_groups() override { return *ad_groups_; }
  AdApi& ads() override { return *ads_; }
  ReviewApi& review() override { return *review_; }
  SubscriptionApi& subscriptions() override { return *subscriptions_; }
  std::vector<LoweredLimit> LoweredLimits(const Endpoint& endpoint) override {
    return gate_.Lowered(endpoint);
  }

 private:
  Gate gate_;
  const OpenApi api_;
  const std::unique_ptr<OAuthApi> oauth_;
  const std::unique_ptr<CreatorApi> creator_;
  const std::unique_ptr<LibraryApi> library_;
  const std::unique_ptr<IdentityApi> identity_;
  const std::unique_ptr<AdvertiserApi> advertiser_;
  const std::unique_ptr<CampaignApi> campaigns_;
  const std::unique_ptr<AdGroupApi> ad_groups_;
  const std::unique_ptr<AdApi> ads_;
  const std::unique_ptr<ReviewApi> review_;
  const std::unique_ptr<SubscriptionApi> subscriptions_;
};

}  // namespace

std::unique_ptr<TikTok> NewHttpTikTok(HttpClient& http, const Clock& clock, int percent,
                                      Metrics* metrics) {
  return std::make_unique<HttpTikTok>(http, clock, percent, metrics);
}

}  // namespace sparkgate::tiktok
