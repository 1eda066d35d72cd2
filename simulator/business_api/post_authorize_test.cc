// The creator's side: profile, posts, and the whole life of a code.
#include <string>

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"
#include "simulator/world/posts.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class CreatorApi : public ApiTest {
 protected:
  json::object Status() {
    return Get("business/post/authorize/status",
               {{"business_id", BusinessId()}, {"item_id", ids_.post}}, creator_token_);
  }
  std::string StatusWord() {
    return std::string(Status().at("data").at("auth_code_status").as_string());
  }
  json::object Extend(int days) {
    return Post(
        "business/post/authorize",
        {{"business_id", BusinessId()}, {"item_id", ids_.post}, {"authorization_days", days}},
        creator_token_);
  }
  json::object Switch(bool on) {
    return Post("business/post/authorize/setting",
                {{"business_id", BusinessId()}, {"item_id", ids_.post}, {"is_ad_promotable", on}},
                creator_token_);
  }
  json::object Delete() {
    return Post("business/post/authorize/delete",
                {{"business_id", BusinessId()}, {"item_id", ids_.post}}, creator_token_);
  }
};

TEST_F(CreatorApi, TheLifeOfACode) {
  EXPECT_EQ(Answer(Status()), "40002 The post has no authorization code.");
  const json::object setting = Switch(true);
  ASSERT_EQ(Answer(setting), "0 OK");
  const json::object& made = setting.at("data").as_object();
  EXPECT_THAT(std::string(made.at("auth_code").as_string()),
              testing::MatchesRegex("#[A-Za-z0-9+/]{63}="));
  EXPECT_EQ(made.at("item_id").as_string(), ids_.post);
  EXPECT_EQ(made.at("auth_code_start_time").as_string(), "2026-01-01 00:00:00");
  EXPECT_EQ(made.at("auth_code_end_time").as_string(), "2026-01-31 00:00:00");
  EXPECT_EQ(made.at("authorization_days").as_int64(), 30);
  EXPECT_EQ(StatusWord(), "NOT_USED");

  const std::string code(made.at("auth_code").as_string());
  Redeem(code);
  EXPECT_EQ(StatusWord(), "IN_USE");
  EXPECT_EQ(Extend(7).at("data").at("auth_code_end_time").as_string(), "2026-02-07 00:00:00");
  EXPECT_EQ(Status().at("data").at("authorization_days").as_int64(), 37);
  EXPECT_EQ(Status().at("data").at("auth_code").as_string(), code);

  Advance(absl::Hours(24 * 37));
  creator_token_ = CreatorToken();
  EXPECT_EQ(StatusWord(), "EXPIRED");
  EXPECT_EQ(Extend(30).at("data").at("auth_code_end_time").as_string(), "2026-03-09 00:00:00");
  EXPECT_EQ(StatusWord(), "IN_USE");

  const json::object deleted = Delete();
  EXPECT_EQ(deleted.at("data").at("auth_code_status").as_string(), "DELETED");
  EXPECT_EQ(deleted.at("data").as_object().size(), 2u);
  EXPECT_EQ(Answer(Status()), "40002 The post has no authorization code.");
  EXPECT_EQ(Answer(Delete()), "40002 The post has no authorization code.");
  Set("status_of_deleted_code", "DELETED");
  EXPECT_EQ(StatusWord(), "DELETED");

  const json::object again = Extend(60);
  EXPECT_NE(again.at("data").at("auth_code").as_string(), code);
  EXPECT_EQ(StatusWord(), "NOT_USED");
}

TEST_F(CreatorApi, DaysAreOneOfFive) {
  EXPECT_EQ(Answer(Extend(14)), "40002 authorization_days: Must be one of: 7, 30, 60, 180, 365.");
  EXPECT_EQ(Answer(Extend(30)), "40002 Ad authorization is off for this post.");
}

TEST_F(CreatorApi, SettingMayAnswerNothing) {
  Set("setting_answers_code", "false");
  const json::object setting = Switch(true);
  EXPECT_EQ(Answer(setting), "0 OK");
  EXPECT_TRUE(setting.at("data").as_object().empty());
  EXPECT_EQ(StatusWord(), "NOT_USED");
}

TEST_F(CreatorApi, SwitchingOffAnswersNothingAndIsRefusedInUse) {
  Switch(true);
  const json::object off = Switch(false);
  EXPECT_EQ(Answer(off), "0 OK");
  EXPECT_TRUE(off.at("data").as_object().empty());
  PublishAd();
  EXPECT_EQ(Switch(false).at("code").as_int64(), 40002);
}

TEST_F(CreatorApi, OnlyOnesOwn) {
  EXPECT_EQ(Post("business/post/authorize/setting",
                 {{"business_id", "someone"}, {"item_id", ids_.post}, {"is_ad_promotable", true}},
                 creator_token_)
                .at("code")
                .as_int64(),
            40001);
  EXPECT_EQ(Post("business/post/authorize/setting",
                 {{"business_id", BusinessId()}, {"item_id", "7"}, {"is_ad_promotable", true}},
                 creator_token_)
                .at("code")
                .as_int64(),
            40007);
}

TEST_F(CreatorApi, ProfilesShowWhatIsAskedFor) {
  const json::object standard =
      GetData("business/get", {{"business_id", BusinessId()}}, creator_token_);
  EXPECT_EQ(standard.size(), 2u);
  EXPECT_EQ(standard.at("display_name").as_string(), "Mira Müller");
  const json::object some = GetData(
      "business/get",
      {{"business_id", BusinessId()},
       {"fields", R"(["username","followers_count","is_business_account","videos_count"])"}},
      creator_token_);
  EXPECT_EQ(some.at("username").as_string(), "mira");
  EXPECT_EQ(some.at("followers_count").as_int64(), 12'000);
  EXPECT_EQ(some.at("is_business_account").as_bool(), false);
  EXPECT_EQ(some.at("videos_count").as_int64(), 1);
}

TEST_F(CreatorApi, ProfileFieldsHaveTheirScopes) {
  const std::string narrow = CreatorToken("user.info.basic");
  GetData("business/get", {{"business_id", BusinessId()}}, narrow);
  EXPECT_EQ(
      Answer(Get("business/get",
                 {{"business_id", BusinessId()}, {"fields", R"(["followers_count"])"}}, narrow)),
      "40130 The user did not authorize the scope user.info.stats.");
  EXPECT_EQ(Answer(Get("business/get", {{"business_id", BusinessId()}, {"fields", R"(["age"])"}},
                       narrow)),
            "40002 fields: age is not a field.");
}

TEST_F(CreatorApi, PostsAreListedByCursorNewestFirst) {
  world_->Write([this](WorldState& state) {
    for (int i = 0; i < 24; ++i) {
      NewPost post;
      post.creator_id = ids_.creator;
      post.caption = fmt::format("Post {}", i);
      EXPECT_TRUE(PublishPost(state, post).ok());
    }
    return 0;
  });
  std::vector<std::string> captions;
  QueryArguments query = {{"business_id", BusinessId()},
                          {"fields", R"(["item_id","caption","create_time","is_ad"])"},
                          {"max_count", "20"}};
  json::object page = GetData("business/video/list", query, creator_token_);
  EXPECT_TRUE(page.at("has_more").as_bool());
  EXPECT_TRUE(page.at("cursor").is_int64());
  const json::object& first = page.at("videos").at(0).as_object();
  EXPECT_EQ(first.at("caption").as_string(), "Post 23");
  EXPECT_EQ(first.at("create_time").as_string(), "1767225600");
  EXPECT_FALSE(first.at("is_ad").as_bool());
  EXPECT_EQ(first.size(), 4u);
  query.emplace_back("cursor", fmt::format("{}", page.at("cursor").as_int64()));
  page = GetData("business/video/list", query, creator_token_);
  EXPECT_FALSE(page.at("has_more").as_bool());
  EXPECT_EQ(page.at("videos").as_array().size(), 5u);
  EXPECT_EQ(page.at("videos").at(4).at("item_id").as_string(), ids_.post);
}

TEST_F(CreatorApi, PostFiltersAndFields) {
  const auto list = [this](QueryArguments query) {
    query.emplace_back("business_id", BusinessId());
    return Get("business/video/list", query, creator_token_);
  };
  EXPECT_EQ(Answer(list({{"fields", R"(["caption"])"}})),
            "40002 fields: item_id must be among them.");
  EXPECT_EQ(Answer(list({{"max_count", "21"}})), "40002 max_count: Must be between 1 and 20.");
  EXPECT_EQ(Answer(list({{"filters", R"({"ad_post_only":true})"}})),
            "40002 filters.ad_post_only: It is valid only with video_ids.");
  const json::object insights = list(
      {{"fields", R"(["item_id","favorites","full_video_watched_rate","impression_sources"])"}});
  const json::object& zero = insights.at("data").at("videos").at(0).as_object();
  EXPECT_EQ(zero.at("favorites").as_int64(), 0);
  EXPECT_EQ(zero.at("full_video_watched_rate").as_double(), 0.0);
  EXPECT_TRUE(zero.at("impression_sources").as_array().empty());
  PublishAd();
  const json::object found =
      list({{"filters", fmt::format(R"({{"video_ids":["{}"],"ad_post_only":true}})", ids_.post)},
            {"fields", R"(["item_id","is_ad"])"}});
  EXPECT_TRUE(found.at("data").at("videos").at(0).at("is_ad").as_bool());
}

}  // namespace
}  // namespace sparkgate::simulator
