#include <gmock/gmock.h>

#include "simulator/control/control_fixture.h"
#include "simulator/control/times.h"

namespace sparkgate::simulator {
namespace {

using google::protobuf::Empty;
using testing::ElementsAre;

class WorldServiceTest : public ControlTest {
 protected:
  using Stub = v1::WorldService::Stub;
};

TEST_F(WorldServiceTest, EveryMethodOfTheProtosIsServed) {
  EXPECT_THAT(table_.Missing(), ElementsAre());
}

TEST_F(WorldServiceTest, CreatingIsIdempotentById) {
  v1::CreateWorldRequest request;
  request.set_world_id("world-1");
  (*request.mutable_world()->mutable_switches())["min_followers"] = "5";
  const v1::World world = Call<v1::World>(*world_stub_, &Stub::CreateWorld, request).value();
  EXPECT_EQ(world.name(), "worlds/world-1");
  EXPECT_EQ(world.seed(), "world-1");
  EXPECT_EQ(world.switches().at("min_followers"), "5");
  EXPECT_EQ(world.business_api_path(), "/w/world-1/open_api/v1.3");
  const v1::World again = Call<v1::World>(*world_stub_, &Stub::CreateWorld, request).value();
  EXPECT_EQ(again.incarnation(), world.incarnation());
  request.mutable_world()->set_seed("another");
  const absl::Status other = Call<v1::World>(*world_stub_, &Stub::CreateWorld, request).status();
  EXPECT_EQ(other.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(other), "WORLD_EXISTS");
}

TEST_F(WorldServiceTest, ARepeatedRequestIsOneWorldAndOneDeletion) {
  v1::CreateWorldRequest create;
  create.set_request_id("request-1");
  const v1::World world = Call<v1::World>(*world_stub_, &Stub::CreateWorld, create).value();
  EXPECT_EQ(Call<v1::World>(*world_stub_, &Stub::CreateWorld, create).value().name(), world.name());
  create.mutable_world()->set_seed("another");
  EXPECT_EQ(ReasonOf(Call<v1::World>(*world_stub_, &Stub::CreateWorld, create).status()),
            "REQUEST_ID_REUSED");
  v1::DeleteWorldRequest remove;
  remove.set_name(world.name());
  remove.set_request_id("request-1");
  EXPECT_TRUE(Call<Empty>(*world_stub_, &Stub::DeleteWorld, remove).ok());
  EXPECT_TRUE(Call<Empty>(*world_stub_, &Stub::DeleteWorld, remove).ok());
  remove.set_request_id("request-2");
  EXPECT_EQ(Call<Empty>(*world_stub_, &Stub::DeleteWorld, remove).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(WorldServiceTest, ShowsWhatWasAskedOfTheApiInVain) {
  v1::GetWorldRequest request;
  request.set_name(MakeWorld("world-1").name());
  worlds_.Find("world-1")->Write(
      [](WorldState& state) { return state.unimplemented["pixel/list"] = 3; });
  const v1::World world = Call<v1::World>(*world_stub_, &Stub::GetWorld, request).value();
  EXPECT_EQ(world.unimplemented_calls().at("pixel/list"), 3);
}

TEST_F(WorldServiceTest, UpdatesSwitchesOneByOneOrAllAtOnce) {
  const v1::World world = MakeWorld("world-1");
  v1::UpdateWorldRequest request;
  request.mutable_world()->set_name(world.name());
  auto& switches = *request.mutable_world()->mutable_switches();
  switches["min_followers"] = "7";
  switches["code_reusable"] = "false";
  request.mutable_update_mask()->add_paths("switches.min_followers");
  v1::World updated = Call<v1::World>(*world_stub_, &Stub::UpdateWorld, request).value();
  EXPECT_EQ(updated.switches().size(), 1u);
  request.mutable_update_mask()->set_paths(0, "switches");
  updated = Call<v1::World>(*world_stub_, &Stub::UpdateWorld, request).value();
  EXPECT_EQ(updated.switches().size(), 2u);
  switches.clear();
  request.mutable_update_mask()->set_paths(0, "switches.min_followers");
  updated = Call<v1::World>(*world_stub_, &Stub::UpdateWorld, request).value();
  EXPECT_EQ(updated.switches().size(), 1u);
  request.mutable_update_mask()->set_paths(0, "switches.nonsense");
  const absl::Status wrong = Call<v1::World>(*world_stub_, &Stub::UpdateWorld, request).status();
  EXPECT_EQ(DetailOf(wrong).fields.at(0).field, "switches.nonsense");
}

TEST_F(WorldServiceTest, SeedsOnceForEachRequestId) {
  v1::SeedWorldRequest request;
  request.set_world(MakeWorld("world-1").name());
  request.set_creator_count(30);
  request.set_request_id("seed-1");
  for (int time = 0; time < 2; ++time) {
    const auto seeded = Call<v1::SeedWorldResponse>(*world_stub_, &Stub::SeedWorld, request);
    ASSERT_TRUE(seeded.ok()) << seeded.status();
    EXPECT_EQ(seeded->creator_count(), 30);
    EXPECT_EQ(seeded->post_count(), 150);
    EXPECT_GT(seeded->code_option_count(), 0);
    EXPECT_GT(seeded->max_follower_count(), 10'000);
  }
  const auto count = [this] {
    return worlds_.Find("world-1")->Read([](const WorldState& state) {
      return std::pair(state.creators.size(), state.posts.size());
    });
  };
  EXPECT_EQ(count(), std::pair(size_t{30}, size_t{150}));
  request.set_request_id("seed-2");
  request.set_post_count(-1);
  EXPECT_TRUE(Call<v1::SeedWorldResponse>(*world_stub_, &Stub::SeedWorld, request).ok());
  EXPECT_EQ(count(), std::pair(size_t{60}, size_t{150}));
}

TEST_F(WorldServiceTest, SeedingHasBounds) {
  v1::SeedWorldRequest request;
  request.set_world(MakeWorld("world-1").name());
  const auto wrong = [&] {
    return DetailOf(Call<v1::SeedWorldResponse>(*world_stub_, &Stub::SeedWorld, request).status())
        .fields.at(0)
        .field;
  };
  request.set_creator_count(20'001);
  EXPECT_EQ(wrong(), "creator_count");
  request.set_creator_count(-1);
  EXPECT_EQ(wrong(), "creator_count");
  request.set_creator_count(1);
  request.set_post_count(100'001);
  EXPECT_EQ(wrong(), "post_count");
  request.set_post_count(-2);
  EXPECT_EQ(wrong(), "post_count");
}

TEST_F(WorldServiceTest, ListsInPages) {
  for (const char* id : {"ccc", "aaa", "bbb"}) MakeWorld(id);
  v1::ListWorldsRequest request;
  request.set_page_size(2);
  v1::ListWorldsResponse page =
      Call<v1::ListWorldsResponse>(*world_stub_, &Stub::ListWorlds, request).value();
  ASSERT_EQ(page.worlds_size(), 2);
  EXPECT_EQ(page.worlds(1).name(), "worlds/bbb");
  request.set_page_token(page.next_page_token());
  page = Call<v1::ListWorldsResponse>(*world_stub_, &Stub::ListWorlds, request).value();
  ASSERT_EQ(page.worlds_size(), 1);
  EXPECT_EQ(page.worlds(0).name(), "worlds/ccc");
  EXPECT_EQ(page.next_page_token(), "");
  request.set_page_token("bm9uc2Vuc2U");
  EXPECT_EQ(
      ReasonOf(Call<v1::ListWorldsResponse>(*world_stub_, &Stub::ListWorlds, request).status()),
      "PAGE_TOKEN_INVALID");
}

TEST_F(WorldServiceTest, SaysWhatIsNotThereAndWhatIsMalformed) {
  v1::GetWorldRequest request;
  request.set_name("worlds/nowhere");
  const absl::Status missing = Call<v1::World>(*world_stub_, &Stub::GetWorld, request).status();
  EXPECT_EQ(missing.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(DetailOf(missing).resource_name, "worlds/nowhere");
  request.set_name("nowhere");
  const absl::Status malformed = Call<v1::World>(*world_stub_, &Stub::GetWorld, request).status();
  EXPECT_EQ(DetailOf(malformed).fields.at(0).field, "name");
}

class PeopleTest : public ControlTest {
 protected:
  PeopleTest() { MakeWorld("world-1"); }

  v1::CreatorAccount Creator(int64_t followers, bool ad_settings) {
    v1::CreateAccountRequest request;
    request.set_world("worlds/world-1");
    request.mutable_account()->set_username("anna");
    request.mutable_account()->set_follower_count(followers);
    request.mutable_account()->set_ad_settings_enabled(ad_settings);
    return Call<v1::CreatorAccount>(*creator_stub_, &Stub::CreateAccount, request).value();
  }
  v1::Post Post(const v1::CreatorAccount& account, const std::string& request_id = "") {
    v1::PostVideoRequest request;
    request.set_account(account.name());
    request.mutable_post()->set_caption("Three recipes");
    request.set_request_id(request_id);
    return Call<v1::Post>(*creator_stub_, &Stub::PostVideo, request).value();
  }
  absl::StatusOr<v1::PostCode> Generate(const v1::Post& post, int days) {
    v1::GenerateCodeRequest request;
    request.set_post(post.name());
    request.set_duration_days(days);
    return Call<v1::PostCode>(*creator_stub_, &Stub::GenerateCode, request);
  }
  void AuthorizeAds(const v1::Post& post) {
    v1::UpdateAdSettingsRequest request;
    request.mutable_ad_settings()->set_post(post.name());
    request.mutable_ad_settings()->set_content_disclosure(true);
    request.mutable_ad_settings()->set_terms_accepted(true);
    request.mutable_ad_settings()->set_ad_authorization(true);
    for (const char* path : {"content_disclosure", "terms_accepted", "ad_authorization"}) {
      request.mutable_update_mask()->add_paths(path);
    }
    const auto settings =
        Call<v1::PostAdSettings>(*creator_stub_, &Stub::UpdateAdSettings, request);
    ASSERT_TRUE(settings.ok()) << settings.status();
    EXPECT_TRUE(settings->code_option_available());
  }

  using Stub = v1::CreatorAppService::Stub;
};

TEST_F(PeopleTest, ACreatorGeneratesCopiesExtendsAndDeletesACode) {
  const v1::Post post = Post(Creator(12'000, true));
  AuthorizeAds(post);
  const v1::PostCode code = Generate(post, 30).value();
  EXPECT_EQ(code.state(), v1::CODE_STATE_NOT_USED);
  EXPECT_EQ(ToTime(code.end_time()) - ToTime(code.start_time()), absl::Hours(24 * 30));
  EXPECT_EQ(ReasonOf(Generate(post, 30).status()), "CODE_EXISTS");

  v1::CopyCodeRequest copy;
  copy.set_post(post.name());
  const auto copied = Call<v1::CopyCodeResponse>(*creator_stub_, &Stub::CopyCode, copy).value();
  EXPECT_THAT(copied.code(), testing::MatchesRegex("#[A-Za-z0-9+/]{63}[A-Za-z0-9+/=]"));

  v1::ExtendCodeRequest extend;
  extend.set_post(post.name());
  extend.set_duration_days(7);
  const auto extended = Call<v1::PostCode>(*creator_stub_, &Stub::ExtendCode, extend).value();
  EXPECT_EQ(extended.duration_days(), 37);

  v1::DeleteCodeRequest remove;
  remove.set_post(post.name());
  ASSERT_TRUE(Call<Empty>(*creator_stub_, &Stub::DeleteCode, remove).ok());
  EXPECT_EQ(ReasonOf(Call<v1::CopyCodeResponse>(*creator_stub_, &Stub::CopyCode, copy).status()),
            "NO_CODE");
}

TEST_F(PeopleTest, APostPlaysASong) {
  v1::PostVideoRequest request;
  request.set_account(Creator(0, false).name());
  v1::Song& song = *request.mutable_post()->mutable_song();
  song.set_author("Ada");
  EXPECT_EQ(DetailOf(Call<v1::Post>(*creator_stub_, &Stub::PostVideo, request).status())
                .fields.at(0)
                .field,
            "post.song.title");
  song.set_title("Waves");
  song.set_licensed_for_ads(true);
  const auto made = Call<v1::Post>(*creator_stub_, &Stub::PostVideo, request).value();
  EXPECT_EQ(made.song().SerializeAsString(), song.SerializeAsString());
  request.mutable_post()->clear_song();
  EXPECT_FALSE(Call<v1::Post>(*creator_stub_, &Stub::PostVideo, request).value().has_song());
}

TEST_F(PeopleTest, TheAppSaysWhyTheCodeOptionIsNotThere) {
  const v1::Post post = Post(Creator(9'999, false));
  v1::OpenAdSettingsRequest request;
  request.set_post(post.name());
  const auto settings =
      Call<v1::PostAdSettings>(*creator_stub_, &Stub::OpenAdSettings, request).value();
  EXPECT_FALSE(settings.code_option_available());
  ASSERT_GE(settings.obstacles_size(), 1);
  EXPECT_EQ(settings.obstacles(0).reason(), "AD_SETTINGS_OFF");
  EXPECT_FALSE(Generate(post, 30).ok());
}

TEST_F(PeopleTest, ARepeatedRequestIdIsOneMutation) {
  const v1::CreatorAccount account = Creator(0, false);
  const v1::Post first = Post(account, "request-1");
  EXPECT_EQ(Post(account, "request-1").name(), first.name());
  EXPECT_NE(Post(account, "request-2").name(), first.name());
  v1::PostVideoRequest other;
  other.set_account(account.name());
  other.mutable_post()->set_caption("Something else");
  other.set_request_id("request-1");
  const absl::Status reused = Call<v1::Post>(*creator_stub_, &Stub::PostVideo, other).status();
  EXPECT_EQ(reused.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(reused), "REQUEST_ID_REUSED");

  v1::ListPostsRequest list;
  list.set_account(account.name());
  list.set_page_size(1);
  auto page = Call<v1::ListPostsResponse>(*creator_stub_, &Stub::ListPosts, list).value();
  EXPECT_NE(page.posts(0).name(), first.name());  // newest first
  list.set_page_token(page.next_page_token());
  page = Call<v1::ListPostsResponse>(*creator_stub_, &Stub::ListPosts, list).value();
  ASSERT_EQ(page.posts_size(), 1);
  EXPECT_EQ(page.posts(0).name(), first.name());
}

TEST_F(PeopleTest, WhatIsNotInTheWorldIsNotFound) {
  v1::GetPostRequest request;
  request.set_name("worlds/world-1/posts/7000000000000000000");
  const absl::Status status = Call<v1::Post>(*creator_stub_, &Stub::GetPost, request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(DetailOf(status).resource_name, request.name());
}

TEST_F(PeopleTest, AnAdvertiserOpensAnAccountPaysAndIsSuspended) {
  using Ads = v1::AdsManagerService::Stub;
  v1::OpenAdAccountRequest open;
  open.set_world("worlds/world-1");
  open.mutable_ad_account()->set_display_name("Brand");
  v1::AdAccount account = Call<v1::AdAccount>(*ads_stub_, &Ads::OpenAdAccount, open).value();
  EXPECT_FALSE(account.has_payment_method());
  EXPECT_EQ(account.status(), v1::AD_ACCOUNT_STATUS_ENABLED);
  v1::SetPaymentMethodRequest method;
  method.set_ad_account(account.name());
  method.set_attached(true);
  account = Call<v1::AdAccount>(*ads_stub_, &Ads::SetPaymentMethod, method).value();
  EXPECT_TRUE(account.has_payment_method());
  EXPECT_TRUE(account.has_creative_library());
  v1::SetCreativeLibraryAccessRequest library;
  library.set_ad_account(account.name());
  account = Call<v1::AdAccount>(*ads_stub_, &Ads::SetCreativeLibraryAccess, library).value();
  EXPECT_FALSE(account.has_creative_library());
  library.set_allowed(true);
  account = Call<v1::AdAccount>(*ads_stub_, &Ads::SetCreativeLibraryAccess, library).value();
  EXPECT_TRUE(account.has_creative_library());
  EXPECT_TRUE(account.has_payment_method()) << "one change doesn't undo another";
  v1::AddBalanceRequest balance;
  balance.set_ad_account(account.name());
  balance.set_amount_micros(5'000'000);
  ASSERT_TRUE(Call<v1::AdAccount>(*ads_stub_, &Ads::AddBalance, balance).ok());
  account = Call<v1::AdAccount>(*ads_stub_, &Ads::AddBalance, balance).value();
  EXPECT_EQ(account.balance_micros(), 10'000'000);
  balance.set_amount_micros(0);
  EXPECT_EQ(DetailOf(Call<v1::AdAccount>(*ads_stub_, &Ads::AddBalance, balance).status())
                .fields.at(0)
                .field,
            "amount_micros");
  v1::SetAdAccountStatusRequest status;
  status.set_ad_account(account.name());
  status.set_status(v1::AD_ACCOUNT_STATUS_SUSPENDED);
  account = Call<v1::AdAccount>(*ads_stub_, &Ads::SetAdAccountStatus, status).value();
  EXPECT_EQ(account.status(), v1::AD_ACCOUNT_STATUS_SUSPENDED);
}

TEST_F(PeopleTest, ConsentLeadsBackToTheAppWithItsState) {
  v1::RegisterAppRequest app;
  app.set_world("worlds/world-1");
  app.mutable_app()->set_app_id("1234");
  app.mutable_app()->set_secret("secret");
  app.mutable_app()->add_redirect_uris("http://127.0.0.1:9/back");
  ASSERT_TRUE(Call<v1::App>(*world_stub_, &v1::WorldService::Stub::RegisterApp, app).ok());
  v1::CreatorAppServiceConsentRequest request;
  request.set_account(Creator(0, false).name());
  request.set_link(
      "https://www.tiktok.com/v2/auth/authorize?client_key=1234&response_type=code"
      "&scope=biz.spark.auth&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fback&state=s1");
  const auto consent = Call<v1::ConsentResponse>(*creator_stub_, &Stub::Consent, request);
  ASSERT_TRUE(consent.ok()) << consent.status();
  EXPECT_THAT(consent->redirect_address(), testing::StartsWith("http://127.0.0.1:9/back?"));
  EXPECT_THAT(consent->redirect_address(), testing::HasSubstr("state=s1"));
  request.set_request_id("request-1");
  const auto once = Call<v1::ConsentResponse>(*creator_stub_, &Stub::Consent, request);
  const auto again = Call<v1::ConsentResponse>(*creator_stub_, &Stub::Consent, request);
  EXPECT_EQ(again->redirect_address(), once->redirect_address());
}

TEST_F(PeopleTest, WhatTheProtosLimitIsRefused) {
  v1::CreateAccountRequest request;
  request.set_world("worlds/world-1");
  request.mutable_account()->set_username("a b/&");
  const auto field = [&] {
    const auto answer = Call<v1::CreatorAccount>(*creator_stub_, &Stub::CreateAccount, request);
    const ErrorDetail detail = DetailOf(answer.status());
    return detail.fields.empty() ? "" : detail.fields[0].field;
  };
  EXPECT_EQ(field(), "account.username");
  request.mutable_account()->set_username("anna");
  request.mutable_account()->set_region("ZZZZZ");
  EXPECT_EQ(field(), "account.region");
  request.mutable_account()->clear_region();
  const auto account = Call<v1::CreatorAccount>(*creator_stub_, &Stub::CreateAccount, request);
  v1::UpdateAccountRequest update;
  *update.mutable_account() = *account;
  update.mutable_account()->set_bio(std::string(81, 'x'));
  update.mutable_update_mask()->add_paths("bio");
  EXPECT_EQ(
      DetailOf(Call<v1::CreatorAccount>(*creator_stub_, &Stub::UpdateAccount, update).status())
          .fields.at(0)
          .field,
      "account.bio");
}

TEST_F(PeopleTest, ABalanceHasABound) {
  using Ads = v1::AdsManagerService::Stub;
  v1::OpenAdAccountRequest open;
  open.set_world("worlds/world-1");
  open.mutable_ad_account()->set_display_name("Brand");
  const auto account = Call<v1::AdAccount>(*ads_stub_, &Ads::OpenAdAccount, open);
  v1::AddBalanceRequest balance;
  balance.set_ad_account(account->name());
  balance.set_amount_micros(1'000'000'000'000'000);
  worlds_.Find("world-1")->Write([](WorldState& state) {
    return state.advertisers.begin()->second.balance_micros = 999'000'000'000'000'000;
  });
  ASSERT_TRUE(Call<v1::AdAccount>(*ads_stub_, &Ads::AddBalance, balance).ok());
  EXPECT_EQ(ReasonOf(Call<v1::AdAccount>(*ads_stub_, &Ads::AddBalance, balance).status()),
            "NUMBER_TOO_HIGH");
}

}  // namespace
}  // namespace sparkgate::simulator
