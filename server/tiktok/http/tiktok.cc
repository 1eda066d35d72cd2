#include "server/tiktok/http/tiktok.h"

#include "server/tiktok/http/families.h"
#include "server/tiktok/http/open_api.h"

namespace sparkgate::tiktok {
namespace {

class HttpTikTok final : public TikTok {
 public:
  explicit HttpTikTok(const OpenApi& api)
      : oauth_(NewHttpOAuthApi(api)),
        creator_(NewHttpCreatorApi(api)),
        library_(NewHttpLibraryApi(api)),
        identity_(NewHttpIdentityApi(api)),
        advertiser_(NewHttpAdvertiserApi(api)),
        campaigns_(NewHttpCampaignApi(api)),
        ad_groups_(NewHttpAdGroupApi(api)),
        ads_(NewHttpAdApi(api)),
        review_(NewHttpReviewApi(api)) {}

  OAuthApi& oauth() override { return *oauth_; }
  CreatorApi& creator() override { return *creator_; }
  LibraryApi& library() override { return *library_; }
  IdentityApi& identity() override { return *identity_; }
  AdvertiserApi& advertiser() override { return *advertiser_; }
  CampaignApi& campaigns() override { return *campaigns_; }
  AdGroupApi& ad_groups() override { return *ad_groups_; }
  AdApi& ads() override { return *ads_; }
  ReviewApi& review() override { return *review_; }

 private:
  const std::unique_ptr<OAuthApi> oauth_;
  const std::unique_ptr<CreatorApi> creator_;
  const std::unique_ptr<LibraryApi> library_;
  const std::unique_ptr<IdentityApi> identity_;
  const std::unique_ptr<AdvertiserApi> advertiser_;
  const std::unique_ptr<CampaignApi> campaigns_;
  const std::unique_ptr<AdGroupApi> ad_groups_;
  const std::unique_ptr<AdApi> ads_;
  const std::unique_ptr<ReviewApi> review_;
};

}  // namespace

std::unique_ptr<TikTok> NewHttpTikTok(HttpClient& http) {
  return std::make_unique<HttpTikTok>(OpenApi(http));
}

}  // namespace sparkgate::tiktok
