// The face as a whole: addresses, envelope, the order of the checks. What an endpoint does is
// tested beside it.
#include "simulator/business_api/business_api.h"

#include <algorithm>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/business_api/api_fixture.h"
#include "simulator/business_api/endpoints.h"
#include "simulator/world/oauth.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr char kNoToken[] =
    "40104 Access token is null, you should set it in http header with key Access-Token.";
constexpr char kBadToken[] = "40105 Access token is incorrect or has been revoked.";

using Face = ApiTest;

TEST_F(Face, TheSlashAtTheEndIsNeeded) {
  const HttpResponse response = Send("GET", "/open_api/v1.3/advertiser/info");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, "404 page not found");
  EXPECT_EQ(Send("GET", "/open_api/v1.3/advertiser/info/").status, 200);
  EXPECT_EQ(Send("GET", "/open_api/v1.2/advertiser/info/").body, "404 page not found");
  EXPECT_EQ(Send("GET", "/").status, 404);
}

TEST_F(Face, OnePlaceMayLackTheSlash) {
  constexpr char kPath[] = "/open_api/v1.3/business/post/authorize/status";
  EXPECT_EQ(Send("GET", kPath).status, 404);
  Set("slash_required", "false");
  EXPECT_EQ(Send("GET", kPath).status, 200);
  EXPECT_EQ(Send("GET", "/open_api/v1.3/advertiser/info").status, 404);
}

TEST_F(Face, WorldsHaveTheirPrefix) {
  EXPECT_EQ(Send("GET", "/w/test/open_api/v1.3/advertiser/info/").status, 200);
  EXPECT_EQ(Send("GET", "/w/nowhere/open_api/v1.3/advertiser/info/").status, 404);
  EXPECT_EQ(Send("GET", "/w/test").status, 404);
}

TEST_F(Face, TheMethodMustFit) {
  EXPECT_EQ(Send("POST", "/open_api/v1.3/advertiser/info/", "{}").status, 405);
  EXPECT_EQ(Send("GET", "/open_api/v1.3/campaign/create/").status, 405);
}

TEST_F(Face, AnswersAreEnvelopes) {
  const HttpResponse response = Send("GET", "/open_api/v1.3/advertiser/info/");
  EXPECT_EQ(response.status, 200);
  const json::object envelope = json::parse(response.body).as_object();
  EXPECT_EQ(Answer(envelope), kNoToken);
  EXPECT_TRUE(envelope.at("data").as_object().empty());
  EXPECT_EQ(envelope.at("request_id").as_string().size(), 34u);
  std::string log_id;
  for (const auto& [name, value] : response.headers) {
    if (name == "x-tt-logid") log_id = value;
    EXPECT_NE(name, "retry-after");
  }
  EXPECT_EQ(log_id, envelope.at("request_id").as_string());
}

TEST_F(Face, WhatIsMissingIsSaidAndCounted) {
  const HttpResponse known = Send("GET", "/open_api/v1.3/smart_plus/ad/get/");
  EXPECT_EQ(known.status, 200);
  EXPECT_EQ(json::parse(known.body).at("code").as_int64(), 40008);
  const HttpResponse unlisted = Send("GET", "/open_api/v1.3/pixel/list/");
  EXPECT_EQ(unlisted.status, 200);
  EXPECT_EQ(json::parse(unlisted.body).at("code").as_int64(), 40008);
  for (const char* path : {"tt_video/authorized/get", "TT_VIDEO/info", "a%20b"}) {
    const HttpResponse unknown = Send("GET", fmt::format("/open_api/v1.3/{}/", path));
    EXPECT_EQ(unknown.status, 404) << path;
    EXPECT_EQ(json::parse(unknown.body).at("code").as_int64(), 40400) << path;
  }
  Post("campaign/create",
       {{"advertiser_id", ids_.advertiser},
        {"campaign_name", "Apps"},
        {"objective_type", "APP_PROMOTION"},
        {"budget_mode", "BUDGET_MODE_INFINITE"}},
       advertiser_token_);
  const auto counts = world_->Read([](const WorldState& state) { return state.unimplemented; });
  EXPECT_THAT(counts, testing::ElementsAre(testing::Pair("campaign/create", 1u),
                                           testing::Pair("pixel/list", 1u),
                                           testing::Pair("smart_plus/ad/get", 1u)));
}

TEST_F(Face, NoMoreThanAThousandEndpointsAreCounted) {
  HttpServerRequest request;
  request.method = "GET";
  const BusinessApi api([this](std::string_view) { return world_; }, real_time_);
  world_->Write([](WorldState& state) {
    for (int i = 0; i < 999; ++i) state.unimplemented[fmt::format("made/up/{}", i)] = 1;
    return true;
  });
  for (const char* path : {"made/up/last", "made/up/one/more", "made/up/last"}) {
    request.path = fmt::format("/open_api/v1.3/{}/", path);
    EXPECT_THAT(api.Handle(request).body, testing::HasSubstr("40008"));
  }
  world_->Read([](const WorldState& state) {
    EXPECT_EQ(state.unimplemented.size(), 1'000u);
    EXPECT_EQ(state.unimplemented.at("made/up/last"), 2u);
    return true;
  });
}

TEST_F(Face, ARefusalIsJsonWhateverItQuotes) {
  const HttpResponse response =
      Send("GET",
           fmt::format("/open_api/v1.3/identity/video/get/?advertiser_id={}&identity_type=AUTH_CODE"
                       "&identity_id=%ff",
                       ids_.advertiser),
           "", advertiser_token_);
  EXPECT_EQ(Answer(json::parse(response.body).as_object()),
            "40007 The identity \xEF\xBF\xBD does not exist.");
}

TEST_F(Face, EveryEndpointChecksTheTokenFirst) {
  for (const Endpoint& endpoint : AllEndpoints()) {
    const bool get = endpoint.method() == "GET";
    const auto call = [&](std::string_view token) {
      return Answer(get ? Get(endpoint.path, {}, token) : Post(endpoint.path, {}, token));
    };
    if (endpoint.family == TokenFamily::kNone) {
      EXPECT_THAT(call(""), testing::StartsWith("40002 Missing required field(s): "))
          << endpoint.path;
      continue;
    }
    const bool creator = endpoint.family == TokenFamily::kCreator;
    EXPECT_EQ(call(""), kNoToken) << endpoint.path;
    EXPECT_EQ(call("nonsense"), kBadToken) << endpoint.path;
    // The other family's token is as useless.
    EXPECT_EQ(call(creator ? advertiser_token_ : creator_token_), kBadToken) << endpoint.path;
    EXPECT_THAT(call(creator ? creator_token_ : advertiser_token_),
                testing::StartsWith("40002 Missing required field(s): "))
        << endpoint.path;
  }
}

TEST_F(Face, TheScopeComesBeforeTheParameters) {
  const std::string narrow = AdvertiserToken({"100"});
  const std::string narrow_creator = CreatorToken("user.info.basic");
  for (const Endpoint& endpoint : AllEndpoints()) {
    if (endpoint.scope.empty() || endpoint.scope == "100") continue;
    const bool creator = endpoint.family == TokenFamily::kCreator;
    const std::string& token = creator ? narrow_creator : narrow;
    const std::string answer = Answer(endpoint.method() == "GET" ? Get(endpoint.path, {}, token)
                                                                 : Post(endpoint.path, {}, token));
    const std::string expected =
        creator ? "40130 The user did not authorize the scope " + std::string(endpoint.scope) + "."
                : "40001 advertiser does not grant you /" + std::string(endpoint.path) +
                      "/:" + std::string(endpoint.method()) + " permission";
    EXPECT_EQ(answer, expected);
  }
  Set("creator_scope_error", "40001");
  EXPECT_EQ(Get("business/video/list", {}, narrow_creator).at("code").as_int64(), 40001);
}

TEST_F(Face, CreatorTokensExpireAfterADay) {
  Advance(absl::Hours(24));
  EXPECT_EQ(Get("business/get", {}, creator_token_).at("code").as_int64(), 40102);
}

TEST_F(Face, ValuesComeBeforeObjects) {
  const auto answer = [this](const QueryArguments& query) {
    return Answer(Get("tt_video/list", query, advertiser_token_));
  };
  EXPECT_EQ(answer({}), "40002 Missing required field(s): advertiser_id.");
  EXPECT_EQ(answer({{"advertiser_id", "7999999999999999999"}, {"page_size", "51"}}),
            "40002 page_size: Must be between 1 and 50.");
  EXPECT_EQ(answer({{"advertiser_id", "7999999999999999999"}}),
            "40300 The advertiser 7999999999999999999 does not exist.");
}

TEST_F(Face, AForeignAdAccountIsNotReached) {
  const std::string other = world_->Write([](WorldState& state) {
    AdvertiserAccount account;
    account.id = "7000000000000000002";
    state.advertisers[account.id] = account;
    return account.id;
  });
  EXPECT_EQ(Answer(Get("tt_video/list", {{"advertiser_id", other}}, advertiser_token_)),
            "40001 You don't have permission to operate this advertiser:" + other + ".");
}

TEST_F(Face, ABodyThatIsNoJsonIsAParameterError) {
  const HttpResponse response =
      Send("POST", "/open_api/v1.3/tt_video/authorize/", "auth_code=x", advertiser_token_);
  EXPECT_EQ(Answer(json::parse(response.body).as_object()),
            "40002 Request body should be a JSON object.");
}

TEST(EndpointList, NothingIsBothThereAndMissing) {
  for (const Endpoint& endpoint : AllEndpoints()) {
    EXPECT_EQ(FindEndpoint(endpoint.path), &endpoint);
    EXPECT_EQ(
        (endpoint.query != nullptr) + (endpoint.command != nullptr) + (endpoint.text != nullptr),
        1);
  }
  for (const std::string_view path : UnimplementedEndpoints()) {
    EXPECT_EQ(FindEndpoint(path), nullptr) << path;
    EXPECT_TRUE(MayExist(path)) << path;
  }
  EXPECT_TRUE(std::ranges::is_sorted(UnimplementedEndpoints()));
  EXPECT_EQ(FindEndpoint(""), nullptr);
}

}  // namespace
}  // namespace sparkgate::simulator
