#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "server/tiktok/http/scripted_tiktok.h"

namespace sparkgate::tiktok {
namespace {

using boost::json::parse;
using testing::ElementsAre;

constexpr char kCode[] = "#1Ea2bcde3fUM/ghijEk/L4mOceft5deFRq6za7JsgnAJ8PB9n1XIr1rC1b/5Rw4=";
constexpr char kAdvertiser[] = "7000000000000000001";

TEST(HttpLibrary, AuthorizesAPost) {
  ScriptedTikTok tiktok;
  tiktok.Answer("{}");
  EXPECT_TRUE(
      tiktok->library()
          .AuthorizePost(tiktok.call(), {.advertiser_id = kAdvertiser, .auth_code = Secret(kCode)})
          .ok());
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/tt_video/authorize/");
  EXPECT_EQ(tiktok.AskedBody().at("auth_code").as_string(), kCode);
  EXPECT_FALSE(tiktok.AskedBody().as_object().contains("original_post_auth_code"));
}

TEST(HttpLibrary, AuthorizesADuetWithItsOriginal) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"identity_id":"seen in the wild"})");
  EXPECT_TRUE(tiktok->library()
                  .AuthorizePost(tiktok.call(), {.advertiser_id = kAdvertiser,
                                                 .auth_code = Secret(kCode),
                                                 .original_auth_code = Secret("#original")})
                  .ok());
  EXPECT_EQ(tiktok.AskedBody().at("original_post_auth_code").as_string(), "#original");
}

TEST(HttpLibrary, SaysWhyACodeWasRefusedWithoutRepeatingIt) {
  ScriptedTikTok tiktok;
  tiktok.Refuse(40002, std::string("auth_code_expired: ") + kCode);
  const absl::Status status = tiktok->library().AuthorizePost(
      tiktok.call(), {.advertiser_id = kAdvertiser, .auth_code = Secret(kCode)});
  EXPECT_EQ(ReasonOf(status), "CODE_EXPIRED");
  EXPECT_EQ(DetailOf(status).who, Actor::kCreator);
  EXPECT_THAT(status.ToString(), testing::Not(testing::HasSubstr("1Ea2bcde")));
  EXPECT_THAT(status.ToString(), testing::Not(testing::HasSubstr("token-of-acme")));
}

TEST(HttpLibrary, ReadsAPostByItsCode) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({
      "auth_info":{"auth_start_time":"2022-07-08 07:32:45","auth_end_time":"2022-08-07 07:32:44"},
      "item_info":{"auth_code":"#code","item_id":"7123456789123456789","item_type":"VIDEO",
                   "text":"","carousel_info":null,"stitch_original_item_id":"0",
                   "duet_original_item_id":"7123456789123456780","is_multi_duet_stitch":false,
                   "mentioned_item_ids":["7123456789123456781"],"anchor_list":null},
      "user_info":{"tiktok_name":"mia","identity_id":"id-1","identity_type":"AUTH_CODE"},
      "video_info":{"duration":14.56,"poster_url":"https://p/1","preview_url":"https://v/1"}})");
  const auto post = tiktok->library().GetPostInfo(tiktok.call(), kAdvertiser, Secret(kCode));
  ASSERT_TRUE(post.ok()) << post.status();
  EXPECT_EQ(post->item_id, "7123456789123456789");
  EXPECT_EQ(post->auth_code.Reveal(), "#code");
  EXPECT_EQ(post->creator_name, "mia");
  EXPECT_EQ(post->identity_id, "id-1");
  EXPECT_EQ(post->cover_url, "https://p/1");
  EXPECT_DOUBLE_EQ(post->duration_seconds, 14.56);
  EXPECT_EQ(*post->authorization.end - *post->authorization.start,
            absl::Hours(24 * 30) - absl::Seconds(1));
  EXPECT_EQ(post->authorization.status, "");
  EXPECT_EQ(post->stitch_original_item_id, "");
  EXPECT_EQ(post->duet_original_item_id, "7123456789123456780");
  EXPECT_THAT(post->mentioned_item_ids, ElementsAre("7123456789123456781"));
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/tt_video/info/");
  EXPECT_EQ(tiktok.requests().back().query,
            "advertiser_id=7000000000000000001&auth_code=%231Ea2bcde3fUM%2FghijEk%2F"
            "L4mOceft5deFRq6za7JsgnAJ8PB9n1XIr1rC1b%2F5Rw4%3D");
}

TEST(HttpLibrary, AnAnswerWithoutPostIsAnError) {
  ScriptedTikTok tiktok;
  tiktok.Answer("{}");
  EXPECT_EQ(
      ReasonOf(tiktok->library().GetPostInfo(tiktok.call(), kAdvertiser, Secret(kCode)).status()),
      "TIKTOK_UNAVAILABLE");
}

TEST(HttpLibrary, ListsPosts) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"page_info":{"page":2,"page_size":50,"total_number":52,"total_page":2},
      "list":[{"auth_info":{"ad_auth_status":"AUTHORIZED",
                            "invite_start_time":"2021-05-23 11:28:02",
                            "auth_start_time":"2021-05-23 11:26:45",
                            "auth_end_time":"2022-07-22 11:26:45"},
               "item_info":{"item_id":7123456789123456789,"item_type":"CAROUSEL","text":"Hi",
                            "status":"SOMETHING_NEW","carousel_info":{"image_info":[
                              {"image_url":"https://i/1"},{"image_url":"https://i/2"}]}},
               "user_info":{"tiktok_name":"mia"},
               "video_info":{"poster_url":null,"duration":null}},
              {"item_info":null}]})");
  const auto page = tiktok->library().ListPosts(
      tiktok.call(),
      {.advertiser_id = kAdvertiser, .keyword = "summer fun", .page = 2, .page_size = 50});
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->posts.size(), 2u);
  const SparkPost& post = page->posts[0];
  EXPECT_EQ(post.item_id, "7123456789123456789");
  EXPECT_EQ(post.item_status, "SOMETHING_NEW");
  EXPECT_EQ(post.cover_url, "https://i/1");
  EXPECT_EQ(post.authorization.status, "AUTHORIZED");
  EXPECT_EQ(*post.authorization.end - *post.authorization.start, absl::Hours(24 * 425));
  EXPECT_EQ(*post.authorization.invited - *post.authorization.start, absl::Seconds(77));
  EXPECT_EQ(page->posts[1].item_id, "");
  EXPECT_EQ(page->page_info.total_number, 52);
  EXPECT_FALSE(page->page_info.has_more());
  EXPECT_EQ(tiktok.requests().back().query,
            "advertiser_id=7000000000000000001&keyword=summer%20fun&page=2&page_size=50");
}

TEST(HttpLibrary, UnbindsAPost) {
  ScriptedTikTok tiktok;
  tiktok.Answer("{}");
  EXPECT_TRUE(tiktok->library().Unbind(tiktok.call(), kAdvertiser, "7123456789123456789").ok());
  EXPECT_EQ(tiktok.Asked(), "POST /w/acme/open_api/v1.3/tt_video/unbind/");
  EXPECT_EQ(tiktok.AskedBody(),
            parse(R"({"advertiser_id":"7000000000000000001","item_id":"7123456789123456789"})"));
}

}  // namespace
}  // namespace sparkgate::tiktok
