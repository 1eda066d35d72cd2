#include "server/tiktok/consent_link.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sparkgate::tiktok {
namespace {

const ConsentRequest kRequest = {.app_id = "7400000000000000001",
                                 .redirect_uri = "http://127.0.0.1:7401/tiktok/redirect?a=1",
                                 .state = "s+t/a=te",
                                 .scopes = {"user.info.basic", "biz.spark.auth"}};

TEST(ConsentLink, OfACreator) {
  EXPECT_EQ(CreatorConsentLink("https://www.tiktok.com", kRequest),
            "https://www.tiktok.com/v2/auth/authorize?client_key=7400000000000000001"
            "&response_type=code&scope=user.info.basic%2Cbiz.spark.auth"
            "&redirect_uri=http%3A%2F%2F127.0.0.1%3A7401%2Ftiktok%2Fredirect%3Fa%3D1"
            "&state=s%2Bt%2Fa%3Dte");
}

TEST(ConsentLink, OfAnAdvertiser) {
  EXPECT_EQ(AdvertiserConsentLink("http://127.0.0.1:7410/w/acme", kRequest),
            "http://127.0.0.1:7410/w/acme/portal/auth?app_id=7400000000000000001"
            "&state=s%2Bt%2Fa%3Dte"
            "&redirect_uri=http%3A%2F%2F127.0.0.1%3A7401%2Ftiktok%2Fredirect%3Fa%3D1");
}

TEST(ConsentLink, AsksForTheCodeScope) {
  const auto& scopes = SparkgateCreatorScopes();
  EXPECT_NE(std::find(scopes.begin(), scopes.end(), "biz.spark.auth"), scopes.end());
}

}  // namespace
}  // namespace sparkgate::tiktok
