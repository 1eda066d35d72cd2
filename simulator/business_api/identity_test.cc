#include <string>
#include <utility>

#include <boost/json/array.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

class IdentityApi : public ApiTest {
 protected:
  std::string Create(const std::string& name, const std::string& image = "") {
    const json::object data =
        PostData("identity/create",
                 {{"advertiser_id", ids_.advertiser}, {"display_name", name}, {"image_uri", image}},
                 advertiser_token_);
    return std::string(data.at("identity_id").as_string());
  }
  json::object Delete(const std::string& id) {
    return Post("identity/delete", {{"advertiser_id", ids_.advertiser}, {"identity_id", id}},
                advertiser_token_);
  }
  json::array List(QueryArguments query = {}) {
    query.emplace_back("advertiser_id", ids_.advertiser);
    return GetData("identity/get", query, advertiser_token_).at("identity_list").as_array();
  }
  json::object Info(const std::string& id, const std::string& type) {
    return Get("identity/info",
               {{"advertiser_id", ids_.advertiser}, {"identity_id", id}, {"identity_type", type}},
               advertiser_token_);
  }
  std::string AuthCodeIdentity() {
    Redeem(GenerateCode());
    return std::string(Creative().at("identity_id").as_string());
  }
  json::object Music(QueryArguments query) {
    query.emplace_back("advertiser_id", ids_.advertiser);
    query.emplace_back("identity_type", "AUTH_CODE");
    query.emplace_back("locations", R"(["6252001"])");
    query.emplace_back("start_time", "2026-01-02 00:00:00");
    query.emplace_back("end_time", "2026-02-01 00:00:00");
    return Get("identity/music/authorization", query, advertiser_token_);
  }
};

TEST_F(IdentityApi, AMadeUpIdentityIsListedAndTold) {
  const std::string creator = AuthCodeIdentity();
  const std::string id = Create("Meeres-Laden", "ad-site/1a2b");
  EXPECT_EQ(id.size(), 19u);
  const json::object told = Info(id, "CUSTOMIZED_USER").at("data").at("identity_info").as_object();
  EXPECT_EQ(told.at("identity_id").as_string(), id);
  EXPECT_EQ(told.at("identity_type").as_string(), "CUSTOMIZED_USER");
  EXPECT_EQ(told.at("display_name").as_string(), "Meeres-Laden");
  EXPECT_TRUE(told.at("username").is_null());
  EXPECT_EQ(told.at("profile_image_url").as_string(),
            "https://p16-sign.tiktokcdn.com/ad-site/1a2b");
  EXPECT_FALSE(told.contains("profile_image"));

  const json::array custom = List({{"identity_type", "CUSTOMIZED_USER"}});
  ASSERT_EQ(custom.size(), 1u);
  EXPECT_EQ(custom[0].at("identity_id").as_string(), id);
  EXPECT_EQ(custom[0].at("profile_image").as_string(),
            "https://p16-sign.tiktokcdn.com/ad-site/1a2b");
  EXPECT_EQ(List().size(), 2u);
  const json::array found = List({{"filtering", R"({"keyword":"laden"})"}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].at("identity_id").as_string(), id);
  const json::array others = List({{"filtering", R"({"keyword":"mira"})"}});
  ASSERT_EQ(others.size(), 1u);
  EXPECT_EQ(others[0].at("identity_id").as_string(), creator);
}

TEST_F(IdentityApi, TheCreatorsIdentityIsToldByItsType) {
  const std::string id = AuthCodeIdentity();
  const json::object told = Info(id, "AUTH_CODE").at("data").at("identity_info").as_object();
  EXPECT_EQ(told.at("display_name").as_string(), "Mira Müller");
  EXPECT_EQ(told.at("username").as_string(), "mira");
  EXPECT_THAT(std::string(told.at("profile_image_url").as_string()),
              testing::StartsWith("https://"));
  EXPECT_EQ(Answer(Info(id, "CUSTOMIZED_USER")),
            "40002 identity_type: The identity is of type AUTH_CODE.");
  EXPECT_EQ(Answer(Info(id, "")), "40002 Missing required field(s): identity_type.");
  EXPECT_EQ(Answer(Info(id, "BC_AUTH_TT")),
            "40002 Missing required field(s): identity_authorized_bc_id.");
  EXPECT_EQ(Answer(Info("7999999999999999999", "AUTH_CODE")),
            "40007 The identity 7999999999999999999 does not exist.");
}

TEST_F(IdentityApi, IdsFollowFromTheName) {
  const std::string first = Create("Laden");
  const std::string other = Create("Strand");
  const std::string again = Create("Laden");
  EXPECT_NE(first, again);
  // The same calls in another order, in a world of the same seed.
  world_->Write([this](WorldState& state) { state = ids_.state; });
  advertiser_token_ = AdvertiserToken();
  EXPECT_EQ(Create("Strand"), other);
  EXPECT_EQ(Create("Laden"), first);
  EXPECT_EQ(Create("Laden"), again);
}

TEST_F(IdentityApi, ANameHasAHundredCharacters) {
  const auto answer = [this](const std::string& name) {
    return Answer(Post("identity/create",
                       {{"advertiser_id", ids_.advertiser}, {"display_name", name}},
                       advertiser_token_));
  };
  constexpr char kTooLong[] =
      "40002 display_name: It must be of 1 to 100 characters (a CJK character counts two).";
  std::string wide;
  for (int i = 0; i < 50; ++i) wide += "広";
  EXPECT_EQ(answer(""), "40002 Missing required field(s): display_name.");
  EXPECT_EQ(answer(std::string(100, 'a')), "0 OK");
  EXPECT_EQ(answer(std::string(101, 'a')), kTooLong);
  EXPECT_EQ(answer(wide), "0 OK");
  EXPECT_EQ(answer(wide + "a"), kTooLong);
  EXPECT_EQ(answer("Sommer 🌞"), "0 OK");
}

TEST_F(IdentityApi, OnlyAMadeUpIdentityIsDeleted) {
  const std::string creator = AuthCodeIdentity();
  const std::string id = Create("Laden");
  EXPECT_EQ(Answer(Delete(id)), "0 OK");
  EXPECT_EQ(Answer(Delete(id)), "40007 The identity " + id + " does not exist.");
  EXPECT_EQ(Answer(Info(id, "CUSTOMIZED_USER")), "40007 The identity " + id + " does not exist.");
  EXPECT_TRUE(List({{"identity_type", "CUSTOMIZED_USER"}}).empty());
  EXPECT_EQ(Answer(Delete(creator)),
            "40002 identity_id: Only identities of type CUSTOMIZED_USER can be deleted.");
  EXPECT_EQ(List().size(), 1u);
  EXPECT_NE(Create("Laden"), id);
}

TEST_F(IdentityApi, EachVerbHasItsScope) {
  const std::string reader = AdvertiserToken({"693"});
  const std::string owner = AdvertiserToken({"6"});
  const auto code = [this](const char* path, const std::string& token) {
    return Post(path, {}, token).at("code").as_int64();
  };
  EXPECT_EQ(code("identity/create", reader), 40001);
  EXPECT_EQ(code("identity/create", owner), 40002);
  EXPECT_EQ(code("identity/delete", owner), 40001);
  EXPECT_EQ(code("identity/delete", AdvertiserToken({"7176842096345694209"})), 40002);
}

TEST_F(IdentityApi, AdsOfAMadeUpIdentityAreNotSimulated) {
  AuthCodeIdentity();
  const std::string group = CreateAdGroup(CreateCampaign());
  const auto answer = [&](json::object creative, const char* type) {
    creative["identity_type"] = type;
    creative["identity_id"] = Create("Laden");
    return Answer(Post("ad/create",
                       {{"advertiser_id", ids_.advertiser},
                        {"adgroup_id", group},
                        {"creatives", json::array{std::move(creative)}}},
                       advertiser_token_));
  };
  EXPECT_EQ(answer(Creative(), "CUSTOMIZED_USER"),
            "40008 identity_type: Ads of a CUSTOMIZED_USER are not simulated.");
  EXPECT_EQ(answer(Creative(), "AUTH_CODE"),
            "40002 identity_type: The identity is of type CUSTOMIZED_USER.");
}

TEST_F(IdentityApi, AnOriginalSoundNeedsNoRights) {
  const std::string identity = AuthCodeIdentity();
  const json::object answer = Music({{"identity_id", identity}, {"item_id", ids_.post}});
  EXPECT_EQ(answer.at("data").at("music_authorization").as_array(),
            (json::array{json::object{{"item_id", ids_.post},
                                      {"music_status", "WITHOUT_SONG_ID"},
                                      {"authorization_infos", json::array()}}}));
}

TEST_F(IdentityApi, ASongIsLicensedOrNot) {
  const std::string identity = AuthCodeIdentity();
  const auto told = [&](bool licensed) {
    world_->Write([&](WorldState& state) {
      Find(state.posts, ids_.post)->song = Song{
          .id = "7000000000000000042", .title = "Waves", .author = "Ada", .licensed = licensed};
    });
    const json::object answer = Music({{"identity_id", identity}, {"item_id", ids_.post}});
    return answer.at("data").at("music_authorization").at(0).as_object();
  };
  EXPECT_EQ(told(true).at("music_status").as_string(), "WITH_FULL_AUTHORIZATION");
  const json::object missing = told(false);
  EXPECT_EQ(missing.at("music_status").as_string(), "AUTHORIZATION_MISSING");
  const json::object& song = missing.at("authorization_infos").at(0).as_object();
  EXPECT_EQ(song.at("music_id").as_string(), "7000000000000000042");
  EXPECT_EQ(song.at("title").as_string(), "Waves");
  EXPECT_EQ(song.at("author").as_string(), "Ada");
  EXPECT_EQ(song.at("authorization_type").as_string(), "NOT_AUTHORIZED");
}

TEST_F(IdentityApi, MusicIsToldOfThePostsBehindTheIdentity) {
  const std::string identity = AuthCodeIdentity();
  EXPECT_EQ(Answer(Music({{"identity_id", identity}, {"item_id", "7999999999999999999"}})),
            "40007 The post 7999999999999999999 does not exist.");
  EXPECT_EQ(Answer(Music({{"identity_id", Create("Laden")}, {"item_id", ids_.post}})),
            "40002 identity_type: The identity is of type CUSTOMIZED_USER.");
  EXPECT_EQ(Answer(Music({{"identity_id", identity},
                          {"item_id", ids_.post},
                          {"end_time", "2026-01-02 00:00:00"}})),
            "40002 end_time: It must be after start_time.");
  EXPECT_EQ(Answer(Get("identity/music/authorization", {}, advertiser_token_)),
            "40002 Missing required field(s): advertiser_id, identity_id, identity_type, item_id, "
            "locations, start_time, end_time.");
}

}  // namespace
}  // namespace sparkgate::simulator
