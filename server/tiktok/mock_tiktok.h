// For tests of what calls TikTok: a TikTok of GoogleMock families.
//
//   MockTikTok tiktok;
//   EXPECT_CALL(tiktok.library_api, AuthorizePost).WillOnce(Return(absl::OkStatus()));
#ifndef SPARKGATE_SERVER_TIKTOK_MOCK_TIKTOK_H_
#define SPARKGATE_SERVER_TIKTOK_MOCK_TIKTOK_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "server/tiktok/tiktok.h"

namespace sparkgate::tiktok {

using Ids = std::vector<std::string>;

class MockOAuthApi : public OAuthApi {
 public:
  MOCK_METHOD(absl::StatusOr<AdvertiserGrant>, ExchangeAdvertiserCode,
              (const Endpoint&, const AppCredentials&, const Secret&), (override));
  MOCK_METHOD(absl::StatusOr<std::vector<AdvertiserName>>, ListAdvertisers,
              (const Call&, const AppCredentials&), (override));
  MOCK_METHOD(absl::StatusOr<CreatorGrant>, ExchangeCreatorCode,
              (const Endpoint&, const AppCredentials&, const Secret&, std::string_view),
              (override));
  MOCK_METHOD(absl::StatusOr<CreatorGrant>, RefreshCreatorToken,
              (const Endpoint&, const AppCredentials&, const Secret&), (override));
  MOCK_METHOD(absl::Status, RevokeCreatorToken,
              (const Endpoint&, const AppCredentials&, const Secret&), (override));
};

class MockCreatorApi : public CreatorApi {
 public:
  MOCK_METHOD(absl::StatusOr<CreatorProfile>, GetProfile,
              (const Call&, std::string_view, const std::vector<std::string>&), (override));
  MOCK_METHOD(absl::StatusOr<CreatorPostPage>, ListPosts, (const Call&, const CreatorPostsQuery&),
              (override));
  MOCK_METHOD(absl::StatusOr<std::optional<CodeInfo>>, SetAdAuthorization,
              (const Call&, const PostRef&, bool, int), (override));
  MOCK_METHOD(absl::StatusOr<std::optional<CodeInfo>>, ExtendOrRecreateCode,
              (const Call&, const PostRef&, int), (override));
  MOCK_METHOD(absl::StatusOr<CodeInfo>, GetCodeStatus, (const Call&, const PostRef&), (override));
  MOCK_METHOD(absl::Status, DeleteCode, (const Call&, const PostRef&), (override));
};

class MockLibraryApi : public LibraryApi {
 public:
  MOCK_METHOD(absl::Status, AuthorizePost, (const Call&, const PostAuthorizationRequest&),
              (override));
  MOCK_METHOD(absl::StatusOr<SparkPost>, GetPostInfo,
              (const Call&, std::string_view, const Secret&), (override));
  MOCK_METHOD(absl::StatusOr<SparkPostPage>, ListPosts, (const Call&, const SparkPostsQuery&),
              (override));
  MOCK_METHOD(absl::Status, Unbind, (const Call&, std::string_view, std::string_view), (override));
};

class MockIdentityApi : public IdentityApi {
 public:
  MOCK_METHOD(absl::StatusOr<IdentityPage>, List, (const Call&, const IdentitiesQuery&),
              (override));
  MOCK_METHOD(absl::StatusOr<std::vector<SparkPost>>, GetPosts,
              (const Call&, const IdentityPostsQuery&), (override));
};

class MockAdvertiserApi : public AdvertiserApi {
 public:
  MOCK_METHOD(absl::StatusOr<std::vector<AdAccount>>, GetAccounts, (const Call&, const Ids&),
              (override));
};

class MockCampaignApi : public CampaignApi {
 public:
  MOCK_METHOD(absl::StatusOr<Campaign>, Create, (const Call&, const NewCampaign&), (override));
  MOCK_METHOD(absl::StatusOr<CampaignPage>, Get, (const Call&, const AdObjectQuery&), (override));
  MOCK_METHOD(absl::StatusOr<SwitchResult>, UpdateStatus,
              (const Call&, std::string_view, const Ids&, Switch), (override));
};

class MockAdGroupApi : public AdGroupApi {
 public:
  MOCK_METHOD(absl::StatusOr<AdGroup>, Create, (const Call&, const NewAdGroup&), (override));
  MOCK_METHOD(absl::StatusOr<AdGroupPage>, Get, (const Call&, const AdObjectQuery&), (override));
  MOCK_METHOD(absl::StatusOr<SwitchResult>, UpdateStatus,
              (const Call&, std::string_view, const Ids&, Switch), (override));
};

class MockAdApi : public AdApi {
 public:
  MOCK_METHOD(absl::StatusOr<Ad>, Create, (const Call&, const NewAd&), (override));
  MOCK_METHOD(absl::Status, Update, (const Call&, std::string_view, const NewAd&), (override));
  MOCK_METHOD(absl::StatusOr<AdPage>, Get, (const Call&, const AdObjectQuery&), (override));
  MOCK_METHOD(absl::StatusOr<SwitchResult>, UpdateStatus,
              (const Call&, std::string_view, const Ids&, Switch), (override));
};

class MockReviewApi : public ReviewApi {
 public:
  using AdReviews = std::map<std::string, AdReview>;
  using AdGroupReviews = std::map<std::string, AdGroupReview>;
  MOCK_METHOD(absl::StatusOr<AdReviews>, GetAdReviews, (const Call&, std::string_view, const Ids&),
              (override));
  MOCK_METHOD(absl::StatusOr<AdGroupReviews>, GetAdGroupReviews,
              (const Call&, std::string_view, const Ids&), (override));
  MOCK_METHOD(absl::Status, Appeal, (const Call&, const NewAppeal&), (override));
};

class MockSubscriptionApi : public SubscriptionApi {
 public:
  MOCK_METHOD(absl::StatusOr<std::string>, Subscribe,
              (const Call&, const AppCredentials&, const Subscription&), (override));
  MOCK_METHOD(absl::StatusOr<std::vector<Subscription>>, ListAdGroups,
              (const Endpoint&, const AppCredentials&), (override));
  MOCK_METHOD(absl::Status, Unsubscribe, (const Endpoint&, const AppCredentials&, std::string_view),
              (override));
};

class MockTikTok : public TikTok {
 public:
  OAuthApi& oauth() override { return oauth_api; }
  CreatorApi& creator() override { return creator_api; }
  LibraryApi& library() override { return library_api; }
  IdentityApi& identity() override { return identity_api; }
  AdvertiserApi& advertiser() override { return advertiser_api; }
  CampaignApi& campaigns() override { return campaign_api; }
  AdGroupApi& ad_groups() override { return ad_group_api; }
  AdApi& ads() override { return ad_api; }
  ReviewApi& review() override { return review_api; }
  SubscriptionApi& subscriptions() override { return subscription_api; }
  std::vector<LoweredLimit> LoweredLimits(const Endpoint&) override { return lowered_limits; }

  MockOAuthApi oauth_api;
  MockCreatorApi creator_api;
  MockLibraryApi library_api;
  MockIdentityApi identity_api;
  MockAdvertiserApi advertiser_api;
  MockCampaignApi campaign_api;
  MockAdGroupApi ad_group_api;
  MockAdApi ad_api;
  MockReviewApi review_api;
  MockSubscriptionApi subscription_api;
  std::vector<LoweredLimit> lowered_limits;
};

}  // namespace sparkgate::tiktok

#endif  // SPARKGATE_SERVER_TIKTOK_MOCK_TIKTOK_H_
