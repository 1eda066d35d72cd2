#include <gtest/gtest.h>

#include "server/domain/api_key.h"
#include "server/domain/connection.h"

namespace sparkgate::server {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'767'225'600);

TEST(ApiKeyTest, IsUsableUntilItEndsOrIsRevoked) {
  ApiKey key;
  EXPECT_TRUE(IsUsable(key, kNow));
  key.expire_time = kNow + absl::Seconds(1);
  EXPECT_TRUE(IsUsable(key, kNow));
  key.expire_time = kNow;
  EXPECT_FALSE(IsUsable(key, kNow));
  key.expire_time.reset();
  key.revoke_time = kNow;
  EXPECT_FALSE(IsUsable(key, kNow));
  EXPECT_TRUE(IsUsable(key, kNow - absl::Seconds(1)));
}

TEST(ApiKeyTest, AnOldSecretOpensItForAWhile) {
  ApiKey key;
  key.secret_hash = "new";
  EXPECT_TRUE(Opens(key, "new", kNow));
  EXPECT_FALSE(Opens(key, "", kNow)) << "it has no old one";
  key.old_secret_hash = "old";
  EXPECT_FALSE(Opens(key, "old", kNow));
  key.old_secret_end = kNow + absl::Seconds(1);
  EXPECT_TRUE(Opens(key, "old", kNow));
  EXPECT_FALSE(Opens(key, "old", kNow + absl::Seconds(1)));
  EXPECT_TRUE(Opens(key, "new", kNow + absl::Seconds(1)));
  key.revoke_time = kNow;
  EXPECT_FALSE(Opens(key, "old", kNow));
  EXPECT_FALSE(Opens(key, "new", kNow));
}

TEST(ConnectionTest, RefreshesTenMinutesBeforeTheTokenEnds) {
  Creator creator;
  creator.access_end = kNow + absl::Minutes(10) + absl::Microseconds(1);
  EXPECT_FALSE(NeedsRefresh(creator, kNow));
  creator.access_end = kNow + absl::Minutes(10);
  EXPECT_TRUE(NeedsRefresh(creator, kNow));
}

}  // namespace
}  // namespace sparkgate::server
