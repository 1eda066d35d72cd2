#include "simulator/world/spark_posts.h"

#include <string>

#include <gtest/gtest.h>

#include "simulator/world/advertisers.h"
#include "simulator/world/code_failures.h"
#include "simulator/world/codes.h"
#include "simulator/world/creators.h"
#include "simulator/world/identities.h"
#include "simulator/world/posts.h"
#include "simulator/world/refusal.h"
#include "simulator/world/rules_fixture.h"

namespace sparkgate::simulator {
namespace {

class SparkPosts : public testing::Test {
 protected:
  std::string CodeOf(const std::string& post, int64_t days = 30) {
    return (*TurnAdAuthorizationOn(world_.state, post, days))->value;
  }
  std::string Publish(NewPost post) {
    post.creator_id = world_.creator;
    return (*PublishPost(world_.state, post))->id;
  }
  absl::Status Redeem(const std::string& code, std::optional<std::string> original = {}) {
    return RedeemFor(world_.advertiser, code, std::move(original));
  }
  absl::Status RedeemFor(const std::string& advertiser, const std::string& code,
                         std::optional<std::string> original = {}) {
    AuthorizePostRequest request;
    request.advertiser_id = advertiser;
    request.auth_code = code;
    request.original_post_auth_code = std::move(original);
    return AuthorizePost(world_.state, request).status();
  }
  std::string OtherAdvertiser() {
    NewAdvertiser brand;
    brand.name = "Other";
    return (*OpenAdvertiserAccount(world_.state, brand))->id;
  }

  RulesWorld world_;
};

TEST_F(SparkPosts, BadCodesHaveTheHelpCentresNames) {
  const std::string code = CodeOf(world_.post, 7);
  std::string typo = code;
  typo[10] = typo[10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(ReasonOf(Redeem("hello")), "AUTH_CODE_FORMAT_ERROR");
  EXPECT_EQ(ReasonOf(Redeem(code.substr(1))), "AUTH_CODE_FORMAT_ERROR");
  EXPECT_EQ(ReasonOf(Redeem(typo)), "AUTH_CODE_NOT_FOUND");
  world_.Advance(absl::Hours(24 * 7));
  EXPECT_EQ(ReasonOf(Redeem(code)), "AUTH_CODE_EXPIRED");
  ASSERT_TRUE(DeleteCode(world_.state, world_.post).ok());
  const absl::Status gone = Redeem(code);
  EXPECT_EQ(ReasonOf(gone), "AUTH_CODE_NOT_FOUND");
  EXPECT_EQ(ApiCodeOf(gone), ApiCode::kParamError);
  const std::string sentence(gone.message());
  EXPECT_TRUE(sentence.starts_with("auth_code_not_found: ")) << gone;
  EXPECT_EQ(sentence.find(code), std::string::npos);
}

TEST_F(SparkPosts, BadPostsAreRefused) {
  const std::string code = CodeOf(world_.post);
  RulesWorld copy = world_;
  ASSERT_TRUE(SetPostStatus(world_.state, world_.post, PostStatus::kReviewPending).ok());
  EXPECT_EQ(ReasonOf(Redeem(code)), "ILLEGAL_ITEM_STATUS_ERROR");
  ASSERT_TRUE(SetPostStatus(world_.state, world_.post, PostStatus::kAuditDeleted).ok());
  EXPECT_EQ(ReasonOf(Redeem(code)), "VIDEO_UNAVAILABLE");
  world_ = copy;
  ASSERT_TRUE(SetPostStatus(world_.state, world_.post, PostStatus::kUserDeleted).ok());
  EXPECT_EQ(ReasonOf(Redeem(code)), "VIDEO_DELETED");
}

TEST_F(SparkPosts, KindsThatCannotBeSparkAds) {
  NewPost story;
  story.is_story = true;
  EXPECT_EQ(ReasonOf(Redeem(CodeOf(Publish(story)))), "STORY_VIDEO_NOT_SUPPORTED");
  NewPost mentions;
  mentions.mentioned_ids = {world_.post, Publish({})};
  EXPECT_EQ(ReasonOf(Redeem(CodeOf(Publish(mentions)))), "MENTION_MULTIPLE_VIDEOS");
  NewPost duet;
  duet.duet_original_id = world_.post;
  NewPost duet_of_duet;
  duet_of_duet.duet_original_id = Publish(duet);
  EXPECT_EQ(ReasonOf(Redeem(CodeOf(Publish(duet_of_duet)))), "MULTI_DUET_STITCH_REFUSED");
  NewPost photos;
  photos.type = PostType::kCarousel;
  NewPost photo_duet;
  photo_duet.duet_original_id = Publish(photos);
  EXPECT_EQ(ReasonOf(Redeem(CodeOf(Publish(photo_duet)))), "CAROUSEL_DUET_NOT_SUPPORTED");
}

TEST_F(SparkPosts, ADuetNeedsTheOriginalsCodeToo) {
  NewPost duet;
  duet.duet_original_id = world_.post;
  const std::string code = CodeOf(Publish(duet));
  const std::string other = CodeOf(Publish({}));
  EXPECT_EQ(ReasonOf(Redeem(code)), "ORIGINAL_POST_CODE_NEEDED");
  EXPECT_EQ(ReasonOf(Redeem(code, other)), "ORIGINAL_POST_CODE_WRONG");
  EXPECT_EQ(ReasonOf(Redeem(code, "#nonsense")), "AUTH_CODE_FORMAT_ERROR");
  EXPECT_TRUE(Redeem(code, CodeOf(world_.post)).ok());
}

TEST_F(SparkPosts, RedeemingTwiceIsAnErrorAndChangesNothing) {
  const std::string code = CodeOf(world_.post);
  ASSERT_TRUE(Redeem(code).ok());
  const absl::Time first =
      FindSparkPost(world_.state, world_.advertiser, world_.post)->invite_start_time;
  world_.Advance(absl::Hours(1));
  EXPECT_EQ(ReasonOf(Redeem(code)), "POST_ALREADY_AUTHORIZED");
  EXPECT_EQ(FindSparkPost(world_.state, world_.advertiser, world_.post)->invite_start_time, first);
  ASSERT_TRUE(world_.state.switches.Set("reauthorize", "ok").ok());
  EXPECT_TRUE(Redeem(code).ok());
}

TEST_F(SparkPosts, SeveralAdvertisersMayShareACode) {
  const std::string code = CodeOf(world_.post);
  ASSERT_TRUE(Redeem(code).ok());
  const std::string other = OtherAdvertiser();
  RulesWorld strict = world_;
  EXPECT_TRUE(RedeemFor(other, code).ok());
  world_ = strict;
  ASSERT_TRUE(world_.state.switches.Set("code_reusable", "false").ok());
  EXPECT_EQ(ReasonOf(RedeemFor(other, code)), "AUTH_CODE_USED_BY_OTHER");
}

TEST_F(SparkPosts, WithoutCreativeLibraryNothingIsRedeemed) {
  world_.AuthorizedPost();
  const std::string code = CodeOf(Publish({}));
  const auto allow = [this](bool allowed) {
    AdvertiserChange change;
    change.has_creative_library = allowed;
    ASSERT_TRUE(ChangeAdvertiser(world_.state, world_.advertiser, change).ok());
  };
  allow(false);
  const absl::Status refused = Redeem(code);
  EXPECT_EQ(ReasonOf(refused), "NO_CREATIVE_LIBRARY");
  EXPECT_EQ(ApiCodeOf(refused), ApiCode::kParamError);
  EXPECT_TRUE(
      IsAuthorized(world_.state, *FindSparkPost(world_.state, world_.advertiser, world_.post)))
      << "what is there stays there";
  allow(true);
  EXPECT_TRUE(Redeem(code).ok());
}

TEST_F(SparkPosts, OneIdentityStandsForACreator) {
  ASSERT_TRUE(Redeem(CodeOf(world_.post)).ok());
  const std::string second = Publish({});
  ASSERT_TRUE(Redeem(CodeOf(second)).ok());
  const auto identities = ListIdentities(world_.state, world_.advertiser, "AUTH_CODE");
  ASSERT_EQ(identities.size(), 1u);
  EXPECT_EQ(identities[0]->id, FindSparkPost(world_.state, world_.advertiser, second)->identity_id);
  EXPECT_EQ(identities[0]->display_name, "Mira Müller");
  EXPECT_FALSE(GetIdentity(world_.state, OtherAdvertiser(), identities[0]->id).ok());
}

TEST_F(SparkPosts, PreviewFollowsTheSwitch) {
  const std::string code = CodeOf(world_.post);
  ASSERT_TRUE(LookUpCode(world_.state, world_.advertiser, code).ok());
  ASSERT_TRUE(world_.state.switches.Set("info_before_authorize", "false").ok());
  const absl::Status refused = LookUpCode(world_.state, world_.advertiser, code).status();
  EXPECT_EQ(ReasonOf(refused), "CODE_NOT_AUTHORIZED");
  EXPECT_EQ(ApiCodeOf(refused), ApiCode::kPermissionError);
  ASSERT_TRUE(Redeem(code).ok());
  EXPECT_TRUE(LookUpCode(world_.state, world_.advertiser, code).ok());
}

TEST_F(SparkPosts, ExtensionBringsAuthorizationBack) {
  world_.AuthorizedPost(7);
  const SparkPost& held = *FindSparkPost(world_.state, world_.advertiser, world_.post);
  EXPECT_TRUE(IsAuthorized(world_.state, held));
  world_.Advance(absl::Hours(24 * 7));
  EXPECT_FALSE(IsAuthorized(world_.state, held));
  EXPECT_FALSE(IsRevoked(world_.state, held));
  ASSERT_TRUE(ExtendCode(world_.state, world_.post, 7).ok());
  EXPECT_TRUE(IsAuthorized(world_.state, held));
}

TEST_F(SparkPosts, AFreshCodeBringsADeletedOneBack) {
  world_.AuthorizedPost(7);
  ASSERT_TRUE(DeleteCode(world_.state, world_.post).ok());
  const std::string fresh = (*ExtendCode(world_.state, world_.post, 30))->value;
  const SparkPost& held = *FindSparkPost(world_.state, world_.advertiser, world_.post);
  EXPECT_FALSE(IsAuthorized(world_.state, held));
  ASSERT_TRUE(Redeem(fresh).ok());
  EXPECT_TRUE(IsAuthorized(world_.state, held));
}

TEST_F(SparkPosts, UnbindIsForWhatHasEnded) {
  EXPECT_EQ(ReasonOf(UnbindPost(world_.state, world_.advertiser, world_.post)),
            "POST_NOT_IN_LIBRARY");
  world_.AuthorizedPost(7);
  EXPECT_EQ(ReasonOf(UnbindPost(world_.state, world_.advertiser, world_.post)),
            "POST_STILL_AUTHORIZED");
  world_.Advance(absl::Hours(24 * 7));
  ASSERT_TRUE(UnbindPost(world_.state, world_.advertiser, world_.post).ok());
  EXPECT_EQ(FindSparkPost(world_.state, world_.advertiser, world_.post), nullptr);
  EXPECT_TRUE(Find(world_.state.advertisers, world_.advertiser)->spark_post_ids.empty());
}

TEST_F(SparkPosts, ABannedCreatorsPostsAreNotAuthorized) {
  world_.AuthorizedPost();
  CreatorChange ban;
  ban.is_banned = true;
  ASSERT_TRUE(ChangeCreator(world_.state, world_.creator, ban).ok());
  const SparkPost& held = *FindSparkPost(world_.state, world_.advertiser, world_.post);
  EXPECT_FALSE(IsAuthorized(world_.state, held));
  EXPECT_TRUE(IsRevoked(world_.state, held));
}

TEST(CodeFailures, EachHasItsText) {
  for (const CodeFailureText& text : CodeFailures()) {
    EXPECT_TRUE(std::string(RefuseCode(text.failure).message()).starts_with(text.name));
  }
}

}  // namespace
}  // namespace sparkgate::simulator
