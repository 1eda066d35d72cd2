#include "server/domain/event.h"

#include <gtest/gtest.h>

namespace sparkgate::server {
namespace {

TEST(TypeMatchesTest, WholeTypesAndFamilies) {
  EXPECT_TRUE(TypeMatches("ad.approved", {}));
  EXPECT_TRUE(TypeMatches("ad.approved", {"code.ended", "ad.approved"}));
  EXPECT_TRUE(TypeMatches("ad.approved", {"ad.*"}));
  EXPECT_FALSE(TypeMatches("ad.approved", {"ad"}));
  EXPECT_FALSE(TypeMatches("admin.made", {"ad.*"}));
  EXPECT_FALSE(TypeMatches("ad.approved", {"*"}));
}

}  // namespace
}  // namespace sparkgate::server
