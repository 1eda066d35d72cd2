#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/http/scripted_tiktok.h"
#include "server/tiktok/outcome.h"

namespace sparkgate::tiktok {
namespace {

using boost::json::parse;

const PostRef kPost = {.business_id = "open-id", .item_id = "7123456789123456789"};

absl::Time At(const char* text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M:%S", text, &time, &error)) << error;
  return time;
}

TEST(HttpCreator, ReadsAProfile) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"username":"mia","display_name":"Mia","is_verified":null,
                    "followers_count":12000,"videos_count":"7"})");
  const auto profile = tiktok->creator().GetProfile(tiktok.call(), "open-id", {});
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->username, "mia");
  EXPECT_EQ(profile->followers_count, 12000);
  EXPECT_EQ(profile->videos_count, 7);
  EXPECT_FALSE(profile->is_verified);
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/business/get/");
  EXPECT_EQ(tiktok.requests().back().Header("access-token"), "token-of-acme");
  EXPECT_EQ(parse(ValueOf(tiktok.AskedQuery(), "fields")).as_array().size(), 9u);
}

TEST(HttpCreator, AsksForSomeFieldsOfAProfile) {
  ScriptedTikTok tiktok;
  tiktok.Answer("{}");
  ASSERT_TRUE(tiktok->creator().GetProfile(tiktok.call(), "open-id", {"username"}).ok());
  EXPECT_EQ(tiktok.requests().back().query, "business_id=open-id&fields=%5B%22username%22%5D");
}

TEST(HttpCreator, ListsPosts) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"videos":[
      {"item_id":"7123456789123456789","create_time":"1657265565","caption":"Hi","likes":3,
       "thumbnail_url":"https://p/1","is_ad":true,"video_views":100,"favorites":7,
       "average_time_watched":"2.5","full_video_watched_rate":0.25,"new_followers":4,"profile_views":9},
      {"item_id":7123456789123456788,"create_time":null,"likes":null}],
      "cursor":1657265565000,"has_more":true})");
  const auto page = tiktok->creator().ListPosts(
      tiktok.call(), {.business_id = "open-id", .cursor = 5, .max_count = 20, .video_ids = {"7"}});
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->posts.size(), 2u);
  EXPECT_EQ(page->posts[0].create_time, absl::FromUnixSeconds(1657265565));
  EXPECT_EQ(page->posts[0].is_ad, true);
  EXPECT_EQ(page->posts[0].video_views, 100);
  EXPECT_EQ(page->posts[0].favorites, 7);
  EXPECT_EQ(page->posts[0].average_seconds_watched, 2.5);
  EXPECT_EQ(page->posts[0].full_watch_rate, 0.25);
  EXPECT_EQ(page->posts[0].new_followers, 4);
  EXPECT_EQ(page->posts[0].profile_views, 9);
  EXPECT_EQ(page->posts[1].full_watch_rate, std::nullopt);
  EXPECT_EQ(page->posts[1].item_id, "7123456789123456788");
  EXPECT_EQ(page->posts[1].create_time, std::nullopt);
  EXPECT_EQ(page->posts[1].is_ad, std::nullopt);
  EXPECT_EQ(page->cursor, 1657265565000);
  EXPECT_TRUE(page->has_more);
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/business/video/list/");
  EXPECT_EQ(ValueOf(tiktok.AskedQuery(), "filters"), R"({"video_ids":["7"]})");
  EXPECT_EQ(ValueOf(tiktok.AskedQuery(), "cursor"), "5");
  EXPECT_EQ(ValueOf(tiktok.AskedQuery(), "max_count"), "20");
}

constexpr char kExtended[] = R"({"item_id":"7123456789123456789","auth_code":"#code",
    "auth_code_start_time":"2024-11-05 12:58:42","auth_code_end_time":"2025-10-31 12:58:42",
    "authorization_days":360,"auth_code_status":"IN_USE"})";

TEST(HttpCreator, SwitchesAdAuthorizationOn) {
  ScriptedTikTok tiktok;
  tiktok.Answer(kExtended);
  const auto code = tiktok->creator().SetAdAuthorization(tiktok.call(), kPost, true, 30);
  ASSERT_TRUE(code.ok() && code->has_value()) << code.status();
  EXPECT_EQ((*code)->auth_code.Reveal(), "#code");
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/business/post/authorize/setting/");
  EXPECT_EQ(tiktok.AskedBody(), parse(R"({"business_id":"open-id","item_id":"7123456789123456789",
                      "is_ad_promotable":true,"authorization_days":30})"));
}

TEST(HttpCreator, AnEmptyAnswerFromTheSettingIsSuccessToBeReadBack) {
  for (const char* data : {"{}", "null", R"({"auth_code":"#code","auth_code_end_time":null})"}) {
    ScriptedTikTok tiktok;
    tiktok.Answer(data);
    const auto code = tiktok->creator().SetAdAuthorization(tiktok.call(), kPost, true, 30);
    ASSERT_TRUE(code.ok()) << code.status();
    EXPECT_EQ(*code, std::nullopt) << data;
  }
}

TEST(HttpCreator, SwitchesAdAuthorizationOff) {
  ScriptedTikTok tiktok;
  tiktok.Answer("{}");
  EXPECT_TRUE(tiktok->creator().SetAdAuthorization(tiktok.call(), kPost, false, 30).ok());
  EXPECT_EQ(tiktok.AskedBody(), parse(R"({"business_id":"open-id","item_id":"7123456789123456789",
                      "is_ad_promotable":false})"));
  tiktok.Refuse(40002, "The post is used in Spark Ads.");
  EXPECT_EQ(ReasonOf(tiktok->creator().SetAdAuthorization(tiktok.call(), kPost, false, 0).status()),
            "POST_IN_USE");
}

TEST(HttpCreator, ExtendsACode) {
  ScriptedTikTok tiktok;
  tiktok.Answer(kExtended);
  const auto code = tiktok->creator().ExtendOrRecreateCode(tiktok.call(), kPost, 180);
  ASSERT_TRUE(code.ok() && code->has_value()) << code.status();
  EXPECT_EQ((*code)->start, At("2024-11-05 12:58:42"));
  EXPECT_EQ((*code)->end, At("2025-10-31 12:58:42"));
  EXPECT_EQ((*code)->days, 360);
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/business/post/authorize/");
  EXPECT_EQ(tiktok.AskedBody(), parse(R"({"business_id":"open-id","item_id":"7123456789123456789",
                      "authorization_days":180})"));
}

TEST(HttpCreator, ReadsACodesStatus) {
  ScriptedTikTok tiktok;
  tiktok.Answer(kExtended);
  const auto code = tiktok->creator().GetCodeStatus(tiktok.call(), kPost);
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(code->status, "IN_USE");
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/business/post/authorize/status/");
  EXPECT_EQ(tiktok.requests().back().query, "business_id=open-id&item_id=7123456789123456789");
}

TEST(HttpCreator, APostWithoutCodeIsNotFoundHoweverTikTokSaysIt) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"item_id":"7123456789123456789","auth_code":null})");
  tiktok.Refuse(40002, "This post has no authorization code.");
  tiktok.Refuse(40007, "");
  for (int i = 0; i < 3; ++i) {
    const absl::Status status = tiktok->creator().GetCodeStatus(tiktok.call(), kPost).status();
    EXPECT_EQ(ReasonOf(status), "CODE_NOT_FOUND") << status;
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  }
}

TEST(HttpCreator, AnAnswerThatSaysNothingIsDistrusted) {
  for (const char* data : {R"({"auth_code":"#code","auth_code_start_time":"soon"})",
                           R"({"item_id":null,"auth_code":null})", "{}"}) {
    ScriptedTikTok tiktok;
    tiktok.Answer(data);
    const absl::Status status = tiktok->creator().GetCodeStatus(tiktok.call(), kPost).status();
    EXPECT_EQ(ReasonOf(status), "TIKTOK_UNAVAILABLE") << data;
    EXPECT_FALSE(OutcomeUnknown(status));
  }
}

TEST(HttpCreator, DeletesACode) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"item_id":"7123456789123456789","auth_code_status":"DELETED"})");
  EXPECT_TRUE(tiktok->creator().DeleteCode(tiktok.call(), kPost).ok());
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/business/post/authorize/delete/");
  EXPECT_EQ(tiktok.AskedBody(),
            parse(R"({"business_id":"open-id","item_id":"7123456789123456789"})"));
}

}  // namespace
}  // namespace sparkgate::tiktok
