#include "server/usecases/library/library.h"

#include "server/usecases/library/library_fixture.h"
#include "server/usecases/library/library_mutations.h"

namespace sparkgate::server {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Return;

constexpr char kLibraryCode[] = "#1Ea2bcde3fUM/ghijEk/L4mOceft5deFRq6za7JsgnAJ8PB9n1XIr1rC1b/5Rw4=";

class LibraryTest : public LibraryFixture {
 protected:
  LibraryTest() {
    RegisterLibraryMutations(*env().operations);
    list_ = {Listed(kItem, end_)};
  }
  // TikTok takes the code and shows the post.
  void Redeemable() {
    EXPECT_CALL(tiktok_.library_api, AuthorizePost).WillOnce(Return(absl::OkStatus()));
    EXPECT_CALL(tiktok_.library_api, GetPostInfo).WillRepeatedly(Return(list_.front()));
  }
  absl::StatusOr<SparkPostView> Authorize(const std::string& code = kLibraryCode) {
    return AuthorizeCode(env(), MakeCall(), kAccount, {.code = code});
  }

  const absl::Time end_ = kTestWorldStart + 30 * kDay;
};

TEST_F(LibraryTest, ARedeemedCodeOpensItsPost) {
  Redeemable();
  const auto opened = Authorize();
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->post.item_id, kItem);
  EXPECT_EQ(opened->seen.state, SparkPostState::kAuthorized);
  const auto code =
      Read<Code>([&](const Transaction& tx) { return tx.codes().Get("w", opened->post.code_id); });
  ASSERT_TRUE(code.has_value());
  EXPECT_EQ(code->origin, CodeOrigin::kReceived);
  EXPECT_EQ(code->state, CodeState::kInUse);
  EXPECT_EQ(code->duration_days, 30);
  EXPECT_EQ(code->hint, "#1Ea2");
  EXPECT_THAT(EventTypes(), ElementsAre("post.authorized"));
  // Once more, as people paste it: answered without TikTok.
  const auto again = Authorize("  \"" + std::string(kLibraryCode).substr(1) + "\"\n");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->post.item_id, kItem);
}

TEST_F(LibraryTest, ARedeemedCodeUsesItsRequestIdUp) {
  Redeemable();
  ASSERT_TRUE(Authorize().ok());
  const auto as = [&](const char* body, const std::string& code) {
    return AuthorizeCode(env(), server_.MakeCall("w", "r", body), kAccount, {.code = code});
  };
  ASSERT_TRUE(as("one", kLibraryCode).ok());
  EXPECT_EQ(ReasonOf(as("two", "#" + std::string(64, 'b')).status()), "REQUEST_ID_REUSED");
  // Its answer stays that post, also when there would be something to send.
  MoveTo(end_);
  const auto again = as("one", kLibraryCode);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->post.item_id, kItem);
  EXPECT_EQ(again->seen.state, SparkPostState::kUnauthorized);
}

TEST_F(LibraryTest, ARefusalIsTheCallersAnswer) {
  EXPECT_CALL(tiktok_.library_api, AuthorizePost)
      .WillOnce(Return(Error(absl::StatusCode::kFailedPrecondition, "The code has ended.",
                             {.reason = "CODE_EXPIRED", .who = Actor::kCreator})));
  EXPECT_EQ(ReasonOf(Authorize().status()), "CODE_EXPIRED");
  EXPECT_EQ(ReasonOf(Authorize("#short").status()), "CODE_MALFORMED");
  EXPECT_THAT(EventTypes(), IsEmpty());
}

TEST_F(LibraryTest, ABatchRedeemsDoublesOnce) {
  Redeemable();
  const auto batch = BatchAuthorizeCodes(
      env(), MakeCall(), kAccount, {{.code = kLibraryCode}, {.code = "?"}, {.code = kLibraryCode}});
  ASSERT_TRUE(batch.ok()) << batch.status();
  const auto& results = *batch;
  ASSERT_EQ(results.size(), 3u);
  ASSERT_TRUE(results[0].ok()) << results[0].status();
  EXPECT_EQ(ReasonOf(results[1].status()), "CODE_MALFORMED");
  EXPECT_EQ(DetailOf(results[1].status()).fields.front().field, "items[1].code");
  ASSERT_TRUE(results[2].ok());
  EXPECT_EQ(results[2]->post.item_id, kItem);
}

TEST_F(LibraryTest, ACheckSaysWhyAPostCantRun) {
  ASSERT_TRUE(Sync().ok());
  auto check = CheckSparkPost(env(), "w", kAccount, kItem);
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_THAT(check->reasons, IsEmpty());
  list_.front().item_status = "REVIEW_PENDING";
  list_.front().cover_url = "https://cover/2";
  EXPECT_CALL(tiktok_.advertiser_api, GetAccounts)
      .WillOnce(Return(std::vector<tiktok::AdAccount>{{.status = "STATUS_LIMIT"}}))
      .RetiresOnSaturation();
  check = CheckSparkPost(env(), "w", kAccount, kItem);
  EXPECT_THAT(check->reasons, ElementsAre("POST_IN_MODERATION", "ACCOUNT_NOT_ENABLED"));
  EXPECT_EQ(check->view.post.cover_uri, "https://cover/2");
  MoveTo(end_);
  check = CheckSparkPost(env(), "w", kAccount, kItem);
  EXPECT_THAT(check->reasons, ElementsAre("AUTHORIZATION_ENDED", "POST_IN_MODERATION"));
}

// The keyword of TikTok's list finds ids of 19 digits; a shorter one is a text.
TEST_F(LibraryTest, ACheckFindsAShortItemId) {
  list_ = {Listed("42", end_)};
  ASSERT_TRUE(Sync().ok());
  const auto check = CheckSparkPost(env(), "w", kAccount, "42");
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_EQ(StateOf("42"), SparkPostState::kAuthorized);
}

TEST_F(LibraryTest, ACheckFindsWhatIsGone) {
  ASSERT_TRUE(Sync().ok());
  list_.clear();
  EXPECT_EQ(CheckSparkPost(env(), "w", kAccount, kItem).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(EventTypes().back(), "post.unbound");
  EXPECT_EQ(GetSparkPost(env(), "w", kAccount, kItem).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(LibraryTest, ACheckLeavesWhatChangedMeanwhile) {
  PutPost("42", end_);
  list_.clear();
  meanwhile_ = [this] { PutPost("42", end_ + 30 * kDay); };
  ASSERT_TRUE(CheckSparkPost(env(), "w", kAccount, "42").ok());
  EXPECT_EQ(StateOf("42"), SparkPostState::kAuthorized);
}

TEST_F(LibraryTest, UnbindingTakesAPostOut) {
  ASSERT_TRUE(Sync().ok());
  EXPECT_CALL(tiktok_.library_api, Unbind(_, kAccount, kItem)).WillOnce(Return(absl::OkStatus()));
  ASSERT_TRUE(UnbindSparkPost(env(), MakeCall(), kAccount, kItem).ok());
  EXPECT_EQ(StateOf(), SparkPostState::kUnbound);
  EXPECT_EQ(LastEvent().type, "post.unbound");
  EXPECT_FALSE(LastEvent().operation.empty());
  EXPECT_EQ(UnbindSparkPost(env(), MakeCall(), kAccount, kItem).code(),
            absl::StatusCode::kNotFound);
}

TEST_F(LibraryTest, ALookAtACodeChangesNothing) {
  EXPECT_CALL(tiktok_.library_api, GetPostInfo).WillOnce(Return(list_.front()));
  const auto post = LookUpCode(env(), "w", kAccount, kLibraryCode);
  ASSERT_TRUE(post.ok()) << post.status();
  EXPECT_EQ(post->creator_name, "mia");
  EXPECT_FALSE(Post().has_value());
}

}  // namespace
}  // namespace sparkgate::server
