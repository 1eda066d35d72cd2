#include "simulator/business_api/api_fixture.h"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "simulator/business_api/formats.h"
#include "simulator/world/oauth.h"
#include "simulator/world/spark_posts.h"

namespace sparkgate::simulator {
namespace {

namespace json = boost::json;

constexpr std::string_view kAllCreatorScopes =
    "biz.spark.auth,video.list,user.info.basic,user.info.profile,user.info.stats,"
    "user.info.username,user.insights,user.account.type";

std::string AuthCodeOf(const std::string& address) {
  for (const auto& [name, value] : ParseQuery(address.substr(address.find('?') + 1))) {
    if (name == "auth_code") return value;
  }
  return "";
}

}  // namespace

std::string Answer(const json::object& envelope) {
  return fmt::format("{} {}", envelope.at("code").as_int64(),
                     std::string_view(envelope.at("message").as_string()));
}

ApiTest::ApiTest() {
  world_ = std::make_shared<World>(ids_.state);
  api_ = std::make_unique<BusinessApi>(
      [this](std::string_view id) { return id == "default" || id == "test" ? world_ : nullptr; },
      real_time_);
  absl::StatusOr<std::unique_ptr<HttpServer>> server =
      HttpServer::Start({}, [this](const HttpServerRequest& request, const HttpReply& reply) {
        reply(api_->Handle(request));
      });
  EXPECT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
  client_ = NewCurlClient({});
  creator_token_ = CreatorToken();
  advertiser_token_ = AdvertiserToken();
}

ApiTest::~ApiTest() { server_->Stop(absl::ZeroDuration()); }

HttpResponse ApiTest::Send(std::string_view method, std::string_view path, std::string_view body,
                           std::string_view token) {
  HttpRequest request;
  request.method = std::string(method);
  request.url = fmt::format("http://127.0.0.1:{}{}", server_->port(), path);
  request.body = std::string(body);
  if (method == "POST") request.headers.emplace_back("Content-Type", "application/json");
  if (!token.empty()) request.headers.emplace_back("Access-Token", token);
  absl::StatusOr<HttpResponse> response = client_->Send(request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? *std::move(response) : HttpResponse{};
}

json::object ApiTest::Get(std::string_view path, const QueryArguments& query,
                          std::string_view token) {
  std::string url = fmt::format("/open_api/v1.3/{}/?", path);
  for (const auto& [name, value] : query) {
    url += fmt::format("{}={}&", name, PercentEncode(value));
  }
  const HttpResponse response = Send("GET", url, "", token);
  EXPECT_EQ(response.status, 200) << response.body;
  return json::parse(response.body).as_object();
}

json::object ApiTest::Post(std::string_view path, const json::object& body,
                           std::string_view token) {
  const HttpResponse response =
      Send("POST", fmt::format("/open_api/v1.3/{}/", path), json::serialize(body), token);
  EXPECT_EQ(response.status, 200) << response.body;
  return json::parse(response.body).as_object();
}

json::object ApiTest::GetData(std::string_view path, const QueryArguments& query,
                              std::string_view token) {
  const json::object envelope = Get(path, query, token);
  EXPECT_EQ(Answer(envelope), "0 OK") << path;
  return envelope.at("data").as_object();
}

json::object ApiTest::PostData(std::string_view path, const json::object& body,
                               std::string_view token) {
  const json::object envelope = Post(path, body, token);
  EXPECT_EQ(Answer(envelope), "0 OK") << path;
  return envelope.at("data").as_object();
}

void ApiTest::Advance(absl::Duration by) {
  world_->Write([by](WorldState& state) { AdvanceState(state, by); });
}

void ApiTest::Set(std::string_view name, std::string_view value) {
  EXPECT_TRUE(
      world_->Write([&](WorldState& state) { return state.switches.Set(name, value); }).ok());
}

std::string ApiTest::CreatorToken(std::string_view scopes) {
  CreatorConsentRequest consent;
  consent.link = fmt::format(
      "https://www.tiktok.com/v2/auth/authorize?client_key={}&response_type=code&scope={}&"
      "redirect_uri={}&state=x",
      ids_.app, scopes.empty() ? kAllCreatorScopes : scopes, PercentEncode(kRedirect));
  consent.creator_id = ids_.creator;
  const auto address =
      world_->Write([&](WorldState& state) { return CreatorConsent(state, consent); });
  EXPECT_TRUE(address.ok()) << address.status();
  const json::object data = PostData("tt_user/oauth2/token", {{"client_id", ids_.app},
                                                              {"client_secret", ids_.secret},
                                                              {"grant_type", "authorization_code"},
                                                              {"auth_code", AuthCodeOf(*address)},
                                                              {"redirect_uri", kRedirect}});
  return std::string(data.at("access_token").as_string());
}

std::string ApiTest::AdvertiserToken(std::vector<std::string> scopes) {
  AdvertiserConsentRequest consent;
  consent.link =
      fmt::format("https://business-api.tiktok.com/portal/auth?app_id={}&state=x&redirect_uri={}",
                  ids_.app, PercentEncode(kRedirect));
  consent.advertiser_ids = {ids_.advertiser};
  consent.scopes = std::move(scopes);
  const auto address =
      world_->Write([&](WorldState& state) { return AdvertiserConsent(state, consent); });
  EXPECT_TRUE(address.ok()) << address.status();
  const json::object data = PostData(
      "oauth2/access_token",
      {{"app_id", ids_.app}, {"secret", ids_.secret}, {"auth_code", AuthCodeOf(*address)}});
  return std::string(data.at("access_token").as_string());
}

std::string ApiTest::BusinessId() {
  return world_->Read([](const WorldState& state) { return state.grants.begin()->first; });
}

std::string ApiTest::GenerateCode(int days) {
  const json::object data = PostData("business/post/authorize/setting",
                                     {{"business_id", BusinessId()},
                                      {"item_id", ids_.post},
                                      {"is_ad_promotable", true},
                                      {"authorization_days", days}},
                                     creator_token_);
  return std::string(data.at("auth_code").as_string());
}

void ApiTest::Redeem(const std::string& code) {
  PostData("tt_video/authorize", {{"advertiser_id", ids_.advertiser}, {"auth_code", code}},
           advertiser_token_);
}

std::string ApiTest::CreateCampaign(const std::string& name) {
  const json::object data = PostData("campaign/create",
                                     {{"advertiser_id", ids_.advertiser},
                                      {"objective_type", "VIDEO_VIEWS"},
                                      {"campaign_name", name},
                                      {"budget_mode", "BUDGET_MODE_INFINITE"}},
                                     advertiser_token_);
  return std::string(data.at("campaign_id").as_string());
}

json::object ApiTest::AdGroupBody(const std::string& campaign_id, const std::string& name) {
  const std::string now = world_->Read([](const WorldState& state) { return WireTime(state.now); });
  return {{"advertiser_id", ids_.advertiser},
          {"campaign_id", campaign_id},
          {"adgroup_name", name},
          {"placements", json::array{"PLACEMENT_TIKTOK"}},
          {"location_ids", json::array{"6252001"}},
          {"budget_mode", "BUDGET_MODE_DAY"},
          {"budget", 50},
          {"schedule_type", "SCHEDULE_FROM_NOW"},
          {"schedule_start_time", now},
          {"optimization_goal", "ENGAGED_VIEW"},
          {"billing_event", "CPV"},
          {"pacing", "PACING_MODE_SMOOTH"}};
}

std::string ApiTest::CreateAdGroup(const std::string& campaign_id, const std::string& name) {
  const json::object data =
      PostData("adgroup/create", AdGroupBody(campaign_id, name), advertiser_token_);
  return std::string(data.at("adgroup_id").as_string());
}

json::object ApiTest::Creative(const std::string& name) {
  const std::string identity = world_->Read([this](const WorldState& state) {
    return FindSparkPost(state, ids_.advertiser, ids_.post)->identity_id;
  });
  return {{"ad_name", name},
          {"identity_type", "AUTH_CODE"},
          {"identity_id", identity},
          {"tiktok_item_id", ids_.post},
          {"ad_format", "SINGLE_VIDEO"},
          {"call_to_action", "LEARN_MORE"}};
}

std::string ApiTest::CreateAd(const std::string& ad_group_id, const std::string& name) {
  const json::object data = PostData("ad/create",
                                     {{"advertiser_id", ids_.advertiser},
                                      {"adgroup_id", ad_group_id},
                                      {"creatives", json::array{Creative(name)}}},
                                     advertiser_token_);
  return std::string(data.at("ad_ids").at(0).as_string());
}

std::string ApiTest::PublishAd() {
  Redeem(GenerateCode());
  return CreateAd(CreateAdGroup(CreateCampaign()));
}

std::string ApiTest::AdStatus(const std::string& ad_id) {
  const json::object data = GetData(
      "ad/get",
      {{"advertiser_id", ids_.advertiser},
       {"filtering", fmt::format(R"({{"ad_ids":["{}"],"primary_status":"STATUS_ALL"}})", ad_id)}},
      advertiser_token_);
  return std::string(data.at("list").at(0).at("secondary_status").as_string());
}

}  // namespace sparkgate::simulator
