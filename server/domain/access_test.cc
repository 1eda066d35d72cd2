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

TEST(ConnectionTest, RefreshesTenMinutesBeforeTheTokenEnds) {
  Creator creator;
  creator.access_end = kNow + absl::Minutes(10) + absl::Microseconds(1);
  EXPECT_FALSE(NeedsRefresh(creator, kNow));
  creator.access_end = kNow + absl::Minutes(10);
  EXPECT_TRUE(NeedsRefresh(creator, kNow));
}

}  // namespace
}  // namespace sparkgate::server
