#include "server/tiktok/http/reasons.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace sparkgate::tiktok {
namespace {

struct Example {
  int64_t code;
  std::string_view path;
  std::string_view text;
  std::string_view reason;
  bool may_be_done = false;
};

class ReasonsTest : public testing::TestWithParam<Example> {};

TEST_P(ReasonsTest, Classifies) {
  const Example& example = GetParam();
  const Rule& rule = Classify(example.code, example.path, example.text);
  EXPECT_EQ(rule.reason, example.reason) << example.code << " " << example.text;
  EXPECT_EQ(rule.may_be_done, example.may_be_done) << example.code << " " << example.text;
}

constexpr std::string_view kAuthorize = "tt_video/authorize";
constexpr std::string_view kSetting = "business/post/authorize/setting";
constexpr std::string_view kStatus = "business/post/authorize/status";

// Sentences in quotes on the facts page are TikTok's; the others are what it might say.
constexpr Example kConsent[] = {
    {40102, "business/get", "", "RECONNECT_NEEDED"},
    {40103, "tt_user/oauth2/refresh_token", "", "RECONNECT_NEEDED"},
    {40104, "advertiser/info", "Access token is null, you should set it in http header.",
     "RECONNECT_NEEDED"},
    {40105, kAuthorize, "Access token is incorrect or has been revoked.", "RECONNECT_NEEDED"},
    {40107, "tt_user/oauth2/refresh_token", "", "RECONNECT_NEEDED"},
    {40131, "tt_user/oauth2/refresh_token", "", "RECONNECT_NEEDED"},
    {40000, "ad/get", "The access token was issued under another app.", "RECONNECT_NEEDED"},
    {40113, "ad/get", "The app_id is inconsistent with the token's app information.",
     "RECONNECT_NEEDED"},
    {40113, "oauth2/access_token", "", "APP_REFUSED"},
    {40101, "oauth2/access_token", "app_id and secret do not match", "APP_REFUSED"},
    {40101, "oauth2/access_token",
     "Invalid auth_code. Not able to get long-term access_token with an old auth_code.",
     "OAUTH_CODE_INVALID"},
    {40110, "oauth2/access_token", "The auth_code is canceled.", "OAUTH_CODE_INVALID"},
    {40115, "oauth2/access_token", "Timestamp has expired.", "OAUTH_CODE_INVALID"},
    {40131, "tt_user/oauth2/token", "Authorization code is expired.", "OAUTH_CODE_INVALID"},
    {40002, "tt_user/oauth2/token", "auth_code is wrong", "OAUTH_CODE_INVALID"},
    {40130, "business/video/list", "", "SCOPE_MISSING"},
    {40001, "tt_video/info", "advertiser does not grant you /tt_video/info/:GET permission",
     "SCOPE_MISSING"},
    {40001, "tt_video/info", "You are not authorized: authorize the code first.",
     "PREVIEW_NEEDS_AUTHORIZATION"},
    {40118, "ad/create", "", "APP_REFUSED"},
};
INSTANTIATE_TEST_SUITE_P(Consent, ReasonsTest, testing::ValuesIn(kConsent));

constexpr Example kLimits[] = {
    {40100, "ad/get", "Due to too many requests, requests from App 7 are temporarily restricted",
     "TIKTOK_THROTTLED"},
    {40133, kAuthorize, "Advertiser (7)'s QPS (3) reaches QPS limit 2 for current path",
     "TIKTOK_THROTTLED"},
    {40016, "ad/get", "", "TIKTOK_THROTTLED"},
    {61000, "ad/get", "", "TIKTOK_THROTTLED"},
    {40000, "ad/get", "Requests made too frequently", "TIKTOK_THROTTLED"},
    {40002, "ad/get", "too many ids", "TIKTOK_REFUSED"},
    {50000, "ad/create", "", "TIKTOK_UNAVAILABLE", true},
    {50002, kAuthorize, "timeout", "TIKTOK_UNAVAILABLE", true},
    {51010, "ad/create", "", "TIKTOK_UNAVAILABLE", true},
    {53103, "ad/create", "", "TIKTOK_UNAVAILABLE", true},
    {40700, "ad/create", "redis error", "TIKTOK_UNAVAILABLE", true},
    {40700, "ad/create", "budget is invalid", "TIKTOK_REFUSED"},
    {40002, kAuthorize, "call_db_fail", "TIKTOK_UNAVAILABLE", true},
    {-500, kAuthorize, "", "TIKTOK_UNAVAILABLE", true},
    {60001, "ad/create", "", "TIKTOK_UNAVAILABLE"},
    {40202, "ad/create", "", "TIKTOK_UNAVAILABLE"},
    {40050, "ad/create", "", "TIKTOK_REFUSED", true},
    {77777, "ad/create", "", "TIKTOK_REFUSED"},
};
INSTANTIATE_TEST_SUITE_P(Limits, ReasonsTest, testing::ValuesIn(kLimits));

constexpr Example kCodes[] = {
    {40002, kAuthorize, "auth_code_format_error: the post code is incorrect", "CODE_MALFORMED"},
    {40002, kAuthorize, "auth_code_not_found: no such code", "CODE_NOT_FOUND"},
    {40002, kAuthorize, "auth_code_expired: ask the creator to extend", "CODE_EXPIRED"},
    {40002, kAuthorize, "Auth Code Expired", "CODE_EXPIRED"},
    {40002, kAuthorize, "video_deleted", "POST_UNAVAILABLE"},
    {40002, kAuthorize, "video_unavailable", "POST_UNAVAILABLE"},
    {40002, kAuthorize, "illegal_item_status_error", "POST_UNAVAILABLE"},
    {40002, kAuthorize, "mention_multiple_videos", "POST_NOT_SUPPORTED"},
    {40002, kAuthorize, "multi_duet_stitch_refused", "POST_NOT_SUPPORTED"},
    {40002, kAuthorize, "story_video_not_supported", "POST_NOT_SUPPORTED"},
    {40002, kAuthorize, "carousel_duet_not_supported", "POST_NOT_SUPPORTED"},
    {4013, kAuthorize, "", "CODE_MALFORMED"},
    {4025, kAuthorize, "", "CODE_EXPIRED"},
    {4002, kAuthorize, "", "POST_UNAVAILABLE"},
    {930002, kAuthorize, "", "POST_NOT_SUPPORTED"},
    {40002, "tt_video/info", "The code has expired.", "CODE_EXPIRED"},
    {40002, "tt_video/info", "The authorization code was deleted.", "CODE_DELETED"},
    {40002, kAuthorize, "original_post_auth_code is required for a duet", "ORIGINAL_CODE_NEEDED"},
    {40002, kAuthorize, "This post has already been authorized.", "ALREADY_AUTHORIZED"},
    {40002, kAuthorize, "Already used by another advertiser.", "CODE_USED_ELSEWHERE"},
    {40002, "tt_video/unbind", "The post is still authorized.", "STILL_AUTHORIZED"},
    {40002, kSetting, "The post is used in Spark Ads.", "POST_IN_USE"},
    {40002, "business/post/authorize/delete", "The code is in use by ads.", "POST_IN_USE"},
    {40002, kSetting, "This account is not eligible for ad authorization.",
     "AD_AUTHORIZATION_UNAVAILABLE"},
    {40002, "business/post/authorize", "Ad authorization is off.", "AD_AUTHORIZATION_UNAVAILABLE"},
    {40002, kStatus, "The post has no authorization code.", "CODE_NOT_FOUND"},
    {40007, kStatus, "", "CODE_NOT_FOUND"},
    {40002, kSetting, "The post was deleted.", "POST_UNAVAILABLE"},
    {40002, kSetting, "The post isn't there: it is not available.", "POST_UNAVAILABLE"},
    {40002, kAuthorize, "The creator's account is banned.", "POST_UNAVAILABLE"},
    {40002, kSetting, "The account is banned.", "AD_AUTHORIZATION_UNAVAILABLE"},
    {40002, kSetting, "The account's ad settings are off: posts are not available for ads.",
     "AD_AUTHORIZATION_UNAVAILABLE"},
    {40002, kAuthorize, "A political account's post can't be used.", "POST_NOT_SUPPORTED"},
    {40002, "business/post/authorize/delete", "Used by ads: it can be deleted after them.",
     "POST_IN_USE"},
    {40002, "tt_video/unbind", "Only after it has expired or was cancelled.", "STILL_AUTHORIZED"},
    {40002, kAuthorize, "This ad account has no access to the Creative Library.",
     "CREATIVE_LIBRARY_UNAVAILABLE"},
    {40002, kSetting, "There is already a code for this post.", "CODE_EXISTS"},
    {40007, kStatus, "The post 7 does not exist.", "OBJECT_NOT_FOUND"},
    {40007, kStatus, "The code of post 7 does not exist.", "CODE_NOT_FOUND"},
};
INSTANTIATE_TEST_SUITE_P(Codes, ReasonsTest, testing::ValuesIn(kCodes));

constexpr Example kObjects[] = {
    {40002, "campaign/create", "Campaign name already exists.", "NAME_TAKEN"},
    {40002, "adgroup/create", "Ad group name is duplicate", "NAME_TAKEN"},
    {40007, "ad/get", "The ad 17 does not exist.", "OBJECT_NOT_FOUND"},
    {40300, "advertiser/info", "", "OBJECT_NOT_FOUND"},
    {40002, "ad/create", "Missing required field(s): ad_name.", "TIKTOK_REFUSED"},
    {40502, "ad/create", "", "TIKTOK_REFUSED"},
    {40002, "ad/create", "The post 7 is not authorized for this advertiser.",
     "POST_NOT_AUTHORIZED"},
    {40007, "tt_video/unbind", "The post 7 is not authorized.", "OBJECT_NOT_FOUND"},
};
INSTANTIATE_TEST_SUITE_P(Objects, ReasonsTest, testing::ValuesIn(kObjects));

TEST(Reasons, AreNamedOnceAndUsed) {
  std::set<std::string_view> names;
  for (const Reason& reason : Reasons()) {
    EXPECT_TRUE(names.insert(reason.name).second) << reason.name;
    EXPECT_EQ(ReasonNamed(reason.name).name, reason.name);
  }
  std::set<std::string_view> used;
  for (const Rule& rule : Rules()) used.insert(rule.reason);
  EXPECT_EQ(names, used);
}

TEST(Reasons, TheLastRuleFitsEverything) {
  const Rule& last = Rules().back();
  EXPECT_TRUE(last.codes.empty() && last.paths.empty() && last.words.empty());
}

}  // namespace
}  // namespace sparkgate::tiktok
