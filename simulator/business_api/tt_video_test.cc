// The advertiser's library: redeeming, looking up, listing, unbinding, and identities.
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"
#include "simulator/world/codes.h"
#include "simulator/world/posts.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class LibraryApi : public ApiTest {
 protected:
  json::object Info(const std::string& code) {
    return Get("tt_video/info", {{"advertiser_id", ids_.advertiser}, {"auth_code", code}},
               advertiser_token_);
  }
  json::object List(QueryArguments query = {}) {
    query.emplace_back("advertiser_id", ids_.advertiser);
    return GetData("tt_video/list", query, advertiser_token_);
  }
  json::object Authorize(const std::string& code) {
    return Post("tt_video/authorize", {{"advertiser_id", ids_.advertiser}, {"auth_code", code}},
                advertiser_token_);
  }
  json::object Unbind(const std::string& item) {
    return Post("tt_video/unbind", {{"advertiser_id", ids_.advertiser}, {"item_id", item}},
                advertiser_token_);
  }
};

TEST_F(LibraryApi, InfoShowsThePostBehindACode) {
  const std::string code = GenerateCode();
  const json::object envelope = Info(code);
  ASSERT_EQ(Answer(envelope), "0 OK");
  const json::object& data = envelope.at("data").as_object();
  EXPECT_EQ(data.size(), 4u);
  EXPECT_EQ(json::serialize(data.at("auth_info")),
            R"({"auth_start_time":"2026-01-01 00:00:00","auth_end_time":"2026-01-31 00:00:00"})");
  const json::object& item = data.at("item_info").as_object();
  EXPECT_EQ(item.at("auth_code").as_string(), code);
  EXPECT_EQ(item.at("item_id").as_string(), ids_.post);
  EXPECT_EQ(item.at("item_type").as_string(), "VIDEO");
  EXPECT_EQ(item.at("text").as_string(), "Ein Tag am Meer");
  EXPECT_EQ(item.at("status").as_string(), "HESITATE_RECOMMEND");
  EXPECT_EQ(item.at("stitch_original_item_id").as_string(), "0");
  EXPECT_TRUE(item.at("carousel_info").is_null());
  EXPECT_TRUE(item.at("anchor_list").is_null());
  EXPECT_EQ(data.at("user_info").at("tiktok_name").as_string(), "mira");
  EXPECT_EQ(data.at("user_info").at("identity_type").as_string(), "AUTH_CODE");
  const json::object& video = data.at("video_info").as_object();
  EXPECT_TRUE(video.at("duration").is_double());
  EXPECT_TRUE(video.at("size").is_int64());
  EXPECT_EQ(video.at("signature").as_string().size(), 32u);
  EXPECT_THAT(std::string(video.at("preview_url").as_string()),
              testing::HasSubstr("x-expires=1767229200"));
}

TEST_F(LibraryApi, PhotosHaveNoVideo) {
  const std::string code = world_->Write([this](WorldState& state) {
    NewPost photos;
    photos.creator_id = ids_.creator;
    photos.type = PostType::kCarousel;
    const std::string id = (*PublishPost(state, photos))->id;
    return (*TurnAdAuthorizationOn(state, id, 30))->value;
  });
  const json::object data = Info(code).at("data").as_object();
  EXPECT_EQ(data.at("item_info").at("item_type").as_string(), "CAROUSEL");
  EXPECT_EQ(data.at("item_info").at("carousel_info").at("image_info").as_array().size(), 3u);
  for (const auto& member : data.at("video_info").as_object()) {
    EXPECT_TRUE(member.value().is_null()) << member.key();
  }
}

TEST_F(LibraryApi, ATypoIsNoSuchCode) {
  std::string code = GenerateCode();
  code[20] = code[20] == 'x' ? 'y' : 'x';
  EXPECT_THAT(Answer(Info(code)), testing::StartsWith("40002 auth_code_not_found: "));
  EXPECT_THAT(Answer(Authorize(code)), testing::StartsWith("40002 auth_code_not_found: "));
  EXPECT_THAT(Answer(Authorize("hello")), testing::StartsWith("40002 auth_code_format_error: "));
}

TEST_F(LibraryApi, AnUnescapedPlusIsABlank) {
  // As it happens to those who don't percent-encode the code in a query.
  const HttpResponse response =
      Send("GET",
           fmt::format("/open_api/v1.3/tt_video/info/?advertiser_id={}&auth_code=%23abc+abc",
                       ids_.advertiser),
           "", advertiser_token_);
  EXPECT_THAT(response.body, testing::HasSubstr("auth_code_format_error"));
}

TEST_F(LibraryApi, PreviewMayNeedAuthorization) {
  Set("info_before_authorize", "false");
  const std::string code = GenerateCode();
  EXPECT_EQ(Info(code).at("code").as_int64(), 40001);
  Redeem(code);
  EXPECT_EQ(Info(code).at("code").as_int64(), 0);
}

TEST_F(LibraryApi, AuthorizingAnswersNothingAndTwiceIsAnError) {
  const std::string code = GenerateCode();
  const json::object first = Authorize(code);
  EXPECT_EQ(Answer(first), "0 OK");
  EXPECT_TRUE(first.at("data").as_object().empty());
  EXPECT_EQ(Answer(Authorize(code)), "40002 The post is already authorized for this ad account.");
  EXPECT_EQ(List().at("page_info").at("total_number").as_int64(), 1);
}

TEST_F(LibraryApi, TheListKeepsExpiredPosts) {
  EXPECT_EQ(List().at("list").as_array().size(), 0u);
  const std::string code = GenerateCode(7);
  Advance(absl::Hours(1));
  Redeem(code);
  json::object entry = List().at("list").at(0).as_object();
  EXPECT_EQ(json::serialize(entry.at("auth_info")),
            R"({"ad_auth_status":"AUTHORIZED","invite_start_time":"2026-01-01 01:00:00",)"
            R"("auth_start_time":"2026-01-01 00:00:00","auth_end_time":"2026-01-08 00:00:00"})");
  EXPECT_FALSE(entry.at("item_info").as_object().contains("duet_original_item_id"));
  EXPECT_FALSE(entry.at("video_info").as_object().contains("video_id"));
  EXPECT_NE(entry.at("video_info").at("preview_url").as_string(), "");
  EXPECT_THAT(Answer(Unbind(ids_.post)), testing::StartsWith("40002 Only a post whose"));
  Advance(absl::Hours(24 * 7));
  entry = List().at("list").at(0).as_object();
  EXPECT_EQ(entry.at("auth_info").at("ad_auth_status").as_string(), "UNAUTHORIZED");
  EXPECT_EQ(entry.at("video_info").at("preview_url").as_string(), "");
  EXPECT_EQ(Answer(Unbind(ids_.post)), "0 OK");
  EXPECT_EQ(List().at("list").as_array().size(), 0u);
  EXPECT_EQ(Unbind(ids_.post).at("code").as_int64(), 40007);
}

TEST_F(LibraryApi, ADeletedPostShowsNothingOfItsVideo) {
  Redeem(GenerateCode());
  world_->Write([this](WorldState& state) {
    return SetPostStatus(state, ids_.post, PostStatus::kUserDeleted).ok();
  });
  const json::object entry = List().at("list").at(0).as_object();
  EXPECT_EQ(entry.at("auth_info").at("ad_auth_status").as_string(), "UNAUTHORIZED");
  EXPECT_EQ(entry.at("item_info").at("status").as_string(), "USER_DELETE");
  EXPECT_EQ(entry.at("video_info").at("poster_url").as_string(), "");
  EXPECT_EQ(entry.at("video_info").at("size").as_int64(), 0);
}

TEST_F(LibraryApi, ListsAreSearchedAndPaged) {
  world_->Write([this](WorldState& state) {
    for (int i = 0; i < 24; ++i) {
      NewPost post;
      post.creator_id = ids_.creator;
      post.caption = fmt::format("Summer {}", i);
      const std::string id = (*PublishPost(state, post))->id;
      AuthorizePostRequest request;
      request.advertiser_id = ids_.advertiser;
      request.auth_code = (*TurnAdAuthorizationOn(state, id, 30))->value;
      EXPECT_TRUE(AuthorizePost(state, request).ok());
    }
    return 0;
  });
  Redeem(GenerateCode());
  EXPECT_EQ(json::serialize(List({{"page", "2"}}).at("page_info")),
            R"({"page":2,"page_size":20,"total_number":25,"total_page":2})");
  EXPECT_EQ(List({{"page", "2"}}).at("list").as_array().size(), 5u);
  EXPECT_EQ(List({{"page", "9"}}).at("list").as_array().size(), 0u);
  EXPECT_EQ(List({{"keyword", "SUMMER 2"}}).at("list").as_array().size(), 5u);
  EXPECT_EQ(List({{"keyword", ids_.post}}).at("list").as_array().size(), 1u);
  EXPECT_EQ(List({{"item_types", R"(["CAROUSEL"])"}}).at("list").as_array().size(), 0u);
  EXPECT_EQ(
      Answer(Get("tt_video/list", {{"advertiser_id", ids_.advertiser}, {"item_types", "VIDEO"}},
                 advertiser_token_)),
      "40002 item_types: Not a valid list.");
}

TEST_F(LibraryApi, IdentitiesStandForCreators) {
  Redeem(GenerateCode());
  const json::object data =
      GetData("identity/get", {{"advertiser_id", ids_.advertiser}, {"identity_type", "AUTH_CODE"}},
              advertiser_token_);
  ASSERT_EQ(data.at("identity_list").as_array().size(), 1u);
  const json::object& identity = data.at("identity_list").at(0).as_object();
  EXPECT_EQ(identity.at("display_name").as_string(), "Mira Müller");
  EXPECT_TRUE(identity.at("identity_authorized_bc_id").is_null());
  EXPECT_EQ(Answer(Get("identity/get",
                       {{"advertiser_id", ids_.advertiser}, {"identity_type", "BC_AUTH_TT"}},
                       advertiser_token_)),
            "40002 Missing required field(s): identity_authorized_bc_id.");

  QueryArguments query = {{"advertiser_id", ids_.advertiser},
                          {"identity_type", "AUTH_CODE"},
                          {"identity_id", std::string(identity.at("identity_id").as_string())}};
  const json::object videos = GetData("identity/video/get", query, advertiser_token_);
  EXPECT_FALSE(videos.at("has_more").as_bool());
  EXPECT_TRUE(videos.at("cursor").is_string());
  EXPECT_EQ(videos.at("video_list").at(0).at("status").as_string(),
            "ITEM_STATUS_HESITATE_RECOMMEND");

  query.emplace_back("item_id", ids_.post);
  const json::object one = GetData("identity/video/info", query, advertiser_token_);
  EXPECT_EQ(one.at("video_detail").at("item_id").as_string(), ids_.post);
  query.back() = {"item_ids", fmt::format(R"(["{}","7999999999999999999"])", ids_.post)};
  Set("identity_video_invite_field", "invite_start_time_stamp");
  const json::object some = GetData("identity/video/info", query, advertiser_token_);
  ASSERT_EQ(some.at("video_details").as_array().size(), 1u);
  EXPECT_TRUE(some.at("video_details")
                  .at(0)
                  .at("auth_info")
                  .as_object()
                  .contains("invite_start_time_stamp"));
  query.pop_back();
  EXPECT_EQ(Answer(Get("identity/video/info", query, advertiser_token_)),
            "40002 Missing required field(s): item_id.");
}

TEST_F(LibraryApi, AnIdentityIsAskedForByItsTypeAndByWhatItIsCalled) {
  Redeem(GenerateCode());
  const auto found = [this](QueryArguments query) {
    query.emplace_back("advertiser_id", ids_.advertiser);
    return GetData("identity/get", query, advertiser_token_).at("identity_list").as_array().size();
  };
  EXPECT_EQ(found({{"filtering", R"({"keyword":"MIRA"})"}}), 1u);
  EXPECT_EQ(found({{"filtering", R"({"keyword":"somebody else"})"}}), 0u);
  EXPECT_EQ(Answer(Get("identity/get",
                       {{"advertiser_id", ids_.advertiser},
                        {"identity_type", "AUTH_CODE"},
                        {"filtering", R"({"keyword":"Mira"})"}},
                       advertiser_token_)),
            "40002 filtering.keyword: It is valid only for CUSTOMIZED_USER, or without "
            "identity_type.");

  const std::string identity =
      world_->Read([](const WorldState& state) { return state.identities.begin()->first; });
  const auto videos = [&](const char* type, QueryArguments query) {
    query.emplace_back("advertiser_id", ids_.advertiser);
    query.emplace_back("identity_id", identity);
    query.emplace_back("identity_type", type);
    return Get("identity/video/get", query, advertiser_token_);
  };
  EXPECT_EQ(Answer(videos("TT_USER", {})),
            "40002 identity_type: The identity is of type AUTH_CODE.");
  EXPECT_EQ(Answer(videos("TT_USER", {{"keyword", "Meer"}})),
            "40002 keyword: It is valid only with identity_type AUTH_CODE.");
  EXPECT_EQ(Answer(videos("AUTH_CODE", {{"keyword", std::string(2'001, 'x')}})),
            "40002 keyword: It is longer than 500 characters.");
  const auto shown = [&](QueryArguments query) {
    return videos("AUTH_CODE", std::move(query)).at("data").at("video_list").as_array().size();
  };
  EXPECT_EQ(shown({{"keyword", "meer"}}), 1u);
  EXPECT_EQ(shown({{"exclude_adsonly", "true"}}), 1u);
  world_->Write(
      [this](WorldState& state) { return Find(state.posts, ids_.post)->ads_only = true; });
  EXPECT_EQ(shown({{"exclude_adsonly", "true"}}), 0u);
}

TEST_F(LibraryApi, AccountsShowTheirBalance) {
  const json::object data = GetData(
      "advertiser/info", {{"advertiser_ids", "[\"" + ids_.advertiser + "\"]"}}, advertiser_token_);
  const json::object& account = data.at("list").at(0).as_object();
  EXPECT_EQ(account.at("status").as_string(), "STATUS_ENABLE");
  EXPECT_EQ(account.at("balance").as_double(), 0.0);
  EXPECT_EQ(account.at("create_time").as_int64(), 1'767'225'600);
  const json::object some =
      GetData("advertiser/info",
              {{"advertiser_ids", "[\"" + ids_.advertiser + "\"]"}, {"fields", R"(["status"])"}},
              advertiser_token_);
  EXPECT_EQ(some.at("list").at(0).as_object().size(), 1u);
}

}  // namespace
}  // namespace sparkgate::simulator
