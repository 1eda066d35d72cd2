#include <gtest/gtest.h>

#include "server/tiktok/http/scripted_tiktok.h"

namespace sparkgate::tiktok {
namespace {

constexpr char kAdvertiser[] = "7000000000000000001";

TEST(HttpIdentity, ListsIdentities) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"identity_list":[{"identity_id":"id-1","identity_type":"AUTH_CODE",
      "identity_authorized_bc_id":null,"display_name":"Mia","profile_image":"https://p"}],
      "page_info":{"page":1,"page_size":20,"total_number":1,"total_page":1}})");
  const auto page = tiktok->identity().List(tiktok.call(), {.advertiser_id = kAdvertiser});
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->identities.size(), 1u);
  EXPECT_EQ(page->identities[0].display_name, "Mia");
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/identity/get/");
  EXPECT_EQ(tiktok.requests().back().query,
            "advertiser_id=7000000000000000001&identity_type=AUTH_CODE&page=1&page_size=20");
}

const IdentityPostsQuery kQuery = {
    .advertiser_id = kAdvertiser, .identity_id = "id-1", .item_ids = {"1", "2"}};

TEST(HttpIdentity, ReadsPostsInBothSpellings) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"video_details":[
      {"item_id":"1","item_type":"VIDEO","status":"ITEM_STATUS_HESITATE_RECOMMEND","text":"Hi",
       "auth_info":{"ad_auth_status":"AUTHORIZED","auth_end_time":"2022-07-22 11:26:45",
                    "invite_start_time_stamp":"2021-05-23 11:28:02"},
       "video_info":{"poster_url":"https://p","url":"https://v"}},
      {"item_id":"2","status":"STATUS_ONLY_FRIEND_SEE",
       "auth_info":{"invite_start_time":"2021-05-23 11:28:02"}}]})");
  const auto posts = tiktok->identity().GetPosts(tiktok.call(), kQuery);
  ASSERT_TRUE(posts.ok()) << posts.status();
  ASSERT_EQ(posts->size(), 2u);
  EXPECT_EQ((*posts)[0].item_status, "HESITATE_RECOMMEND");
  EXPECT_EQ((*posts)[0].identity_id, "id-1");
  EXPECT_EQ((*posts)[0].preview_url, "https://v");
  EXPECT_EQ((*posts)[1].item_status, "ONLY_FRIEND_SEE");
  EXPECT_EQ((*posts)[0].authorization.invited, (*posts)[1].authorization.invited);
  EXPECT_TRUE((*posts)[0].authorization.invited.has_value());
  EXPECT_EQ(tiktok.Asked(), "GET /w/acme/open_api/v1.3/identity/video/info/");
  EXPECT_EQ(ValueOf(tiktok.AskedQuery(), "item_ids"), R"(["1","2"])");
}

TEST(HttpIdentity, TakesTheAnswerToALoneId) {
  ScriptedTikTok tiktok;
  tiktok.Answer(R"({"video_detail":{"item_id":"1"}})");
  const auto posts = tiktok->identity().GetPosts(tiktok.call(), kQuery);
  ASSERT_TRUE(posts.ok()) << posts.status();
  ASSERT_EQ(posts->size(), 1u);
  EXPECT_EQ(posts->front().item_id, "1");
}

}  // namespace
}  // namespace sparkgate::tiktok
