#include "simulator/world/faults/magic_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "simulator/world/review.h"
#include "simulator/world/rules_fixture.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

using testing::ElementsAre;

class MagicValues : public testing::Test {
 protected:
  std::string Redeem(std::string_view code) {
    AuthorizePostRequest request;
    request.advertiser_id = world_.advertiser;
    request.auth_code = std::string(code) + "abcdefghijklmnopqrst";
    return ReasonOf(AuthorizePost(world_.state, request).status());
  }
  std::string AdNamed(std::string_view name) {
    world_.AuthorizedPost();
    return world_.Ad(world_.AdGroup(world_.Campaign()), name);
  }

  RulesWorld world_;
};

TEST_F(MagicValues, ACodeFailsAsItSays) {
  EXPECT_EQ(Redeem("#SIM-EXPIRED-"), "AUTH_CODE_EXPIRED");
  EXPECT_EQ(Redeem("#SIM-NOTFOUND-"), "AUTH_CODE_NOT_FOUND");
  EXPECT_EQ(Redeem("#SIM-VIDEODELETED-"), "VIDEO_DELETED");
  EXPECT_EQ(Redeem("#SIM-UNAVAILABLE-"), "VIDEO_UNAVAILABLE");
  EXPECT_EQ(Redeem("#SIM-USED-"), "AUTH_CODE_USED_BY_OTHER");
  EXPECT_EQ(Redeem("#SIM-LIMITED-"), "APP_RATE_LIMITED");
  EXPECT_EQ(Redeem("#SIM-ERROR-"), "MAGIC_ERROR");
}

TEST_F(MagicValues, TheSwitchTurnsThemOff) {
  ASSERT_TRUE(world_.state.switches.Set("magic_values", "false").ok());
  for (const MagicValue& magic : MagicCodes()) {
    EXPECT_EQ(Redeem(magic.text), "AUTH_CODE_NOT_FOUND") << magic.text;
  }
  const std::string ad = AdNamed("[reject:Too loud]");
  world_.Advance(absl::Hours(25));
  EXPECT_EQ(Find(world_.state.reviews, ad)->verdict, ReviewVerdict::kApproved);
}

TEST_F(MagicValues, AnAdIsRejectedForWhatItsNameSays) {
  const std::string ad = AdNamed("[reject:Too loud] Spring");
  world_.Advance(absl::Hours(25));
  const Review& review = *Find(world_.state.reviews, ad);
  EXPECT_EQ(review.verdict, ReviewVerdict::kRejected);
  EXPECT_THAT(review.reasons, ElementsAre("Too loud"));
}

TEST_F(MagicValues, AnAdIsApprovedWhateverThePolicySays) {
  world_.state.review_policy.reject_fraction = 1;
  const std::string ad = AdNamed("[approve] Spring");
  world_.Advance(absl::Hours(25));
  EXPECT_EQ(Find(world_.state.reviews, ad)->verdict, ReviewVerdict::kApproved);
}

TEST_F(MagicValues, AReviewCanComeAtOnceOrNever) {
  const std::string now = AdNamed("[review:now] Spring");
  world_.Advance(absl::ZeroDuration());
  EXPECT_FALSE(Find(world_.state.reviews, now)->pending);
  const std::string never = world_.Ad(Find(world_.state.ads, now)->ad_group_id, "[review:never]");
  world_.Advance(absl::Hours(24 * 365));
  EXPECT_TRUE(Find(world_.state.reviews, never)->pending);
}

}  // namespace
}  // namespace sparkgate::simulator
